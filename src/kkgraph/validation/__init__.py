"""The data held against the shapes, and what to do about each finding."""
