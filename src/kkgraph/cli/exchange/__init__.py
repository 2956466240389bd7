"""Commands that meet other collections: names in tables, links."""
