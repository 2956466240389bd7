"""Data in spreadsheets: sheets of a class, the files they are in, rows taken in."""
