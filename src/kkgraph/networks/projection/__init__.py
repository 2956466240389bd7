"""From query rows to a network."""
