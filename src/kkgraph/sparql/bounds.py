"""How complex a query may be.

The engine reads and plans a query by recursion, and ends the whole process when its stack
is full: with pyoxigraph 0.5.13 and 8 MB that took brackets nested 1,600 deep, and as many
groups, clauses or operators one after the other. A fraction of that is more than anyone
writes; the rows of VALUES and the terms of a list take no depth.
"""

from kkgraph.errors import QueryTooComplex
from kkgraph.sparql.syntax import place
from kkgraph.sparql.text import tokens

DEPTH = 200
STEPS = 1000
_OPENING, _CLOSING = ("{", "(", "["), ("}", ")", "]")
_STEPS = {"{", "FILTER", "BIND", *"|&!+-*/^=<>"}


def check(source: str, text: str) -> None:
    """Raise QueryTooComplex at the token with which a text goes too far."""
    depth = steps = 0
    is_data = False
    for token in tokens(text):
        is_data = token.word == "VALUES" or (is_data and token.word != "}")
        depth += (token.word in _OPENING) - (token.word in _CLOSING)
        steps += token.word in _STEPS and not is_data
        if depth > DEPTH:
            raise QueryTooComplex(
                source, place(text, token.start), f"brackets are nested more than {DEPTH} deep"
            )
        if steps > STEPS:
            what = f"more than {STEPS} groups and operators; list many values with VALUES or IN"
            raise QueryTooComplex(source, place(text, token.start), what)
