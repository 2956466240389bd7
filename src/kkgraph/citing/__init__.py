"""How to cite the dataset, a thing or the result of a query, and to check it later."""
