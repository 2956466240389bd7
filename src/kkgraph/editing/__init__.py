"""Adding to a project and changing it: statements as text, in the right place, all or none."""
