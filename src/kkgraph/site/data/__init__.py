"""The data files beside the pages."""
