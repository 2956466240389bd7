"""The graph as a linked-data site of static files: each page a pure function of the store."""
