"""Commands that add to a project's data and change them."""
