"""The terms of RDF, as the engine has them."""

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
# What a variable of a query can be given from outside.
Value = ox.NamedNode | ox.Literal


def lexical(term: Term) -> str:
    """Return the IRI, or the characters of a literal; a quoted triple as N-Triples has it."""
    return str(term) if isinstance(term, ox.Triple) else term.value
