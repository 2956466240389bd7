"""Commands that begin a project and keep it to the text of its survey."""
