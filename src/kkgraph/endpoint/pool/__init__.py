"""The processes that run queries."""
