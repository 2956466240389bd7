"""Things as rows: a class as a sheet to fill in, its files, and rows taken in."""
