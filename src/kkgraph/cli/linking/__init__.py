"""Commands that link what others have with things of the graph, both ways."""
