"""What is checked before the shapes: files, terms, values, labels."""
