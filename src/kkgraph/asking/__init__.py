"""Plain questions: which saved query a person means, with which values, and how sure that is."""
