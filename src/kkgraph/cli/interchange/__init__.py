"""Commands for the tools that people use beside: OpenRefine, Wikidata, assistants."""
