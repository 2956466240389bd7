"""What the page of a thing says of it: the main facts, tables of facts, where it follows from."""
