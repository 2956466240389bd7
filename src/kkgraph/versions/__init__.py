"""Versions of the data: their numbers, and what was withdrawn between them."""
