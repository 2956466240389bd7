"""Places of the nodes."""
