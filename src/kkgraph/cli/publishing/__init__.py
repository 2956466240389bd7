"""Commands of the publisher: check, export, site, server, kept graphs."""
