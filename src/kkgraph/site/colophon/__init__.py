"""About the site itself: what the catalogue describes, accessibility, contact, corrections."""
