"""Things of the graph: labels, search, description, sizes."""
