"""Network graphs declared by the queries of `queries/networks/`, and the formats they go out in."""
