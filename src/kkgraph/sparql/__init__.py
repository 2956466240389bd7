"""SPARQL text and its evaluation."""
