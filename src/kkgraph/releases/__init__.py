"""A release: a folder with everything of one version, that never changes afterwards."""
