"""Links to other collections: what is missing, what others can take over from here."""
