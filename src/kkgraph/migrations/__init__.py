"""Bringing a project that was made for an earlier ontology to the present one."""
