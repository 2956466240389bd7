"""A dataset moved between a project and a server, or two of them held against each other."""
