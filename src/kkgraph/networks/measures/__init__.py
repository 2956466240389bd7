"""Measures of networks."""
