"""What differs between two states of a graph, in words and as a patch."""
