"""Findings: put in words, sorted by cause, written in a format."""
