"""The survey's text, when the user has it: its lines, sentences, passages and figures."""
