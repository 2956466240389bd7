"""Where a statement stands, and why it holds."""
