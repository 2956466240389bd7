"""Two municipalities side by side: what both are in, and what only one of them is."""
