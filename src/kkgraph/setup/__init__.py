"""A project of a survey: its sections read from a text, and what the register knows in it."""
