"""How complex a query may be.

The engine reads, plans and evaluates by recursion, and ends the whole process when its
stack is full. With pyoxigraph 0.5.13 and 8 MB it went wrong from about 1,000 nested
brackets (IF, EXISTS), and from a chain of 1,600 clauses (OPTIONAL, BIND), 2,600 terms
(DESCRIBE) or 4,000 (a collection). The bounds leave room for a smaller stack, and for
more than anyone writes: the longest saved query has about 1,000 tokens. The values that
VALUES and IN list take no depth and are not counted.
"""

import re
from collections.abc import Iterator

from kkgraph.errors import QueryTooComplex, Said
from kkgraph.sparql.text import Token, tokens
from kkgraph.texts import Message

DEPTH = 200
LENGTH = 1500
# A token has at least one of these pieces, so that few pieces are few tokens.
_PIECE = re.compile(r"\w+|[^\w\s]")
_OPENING, _CLOSING = ("{", "(", "["), ("}", ")", "]")


def check(source: Said, text: str) -> None:
    """Raise QueryTooComplex at the token with which a text goes too far."""
    if _is_small(text):
        return
    depth = length = 0
    for token, is_value in _valued(text):
        depth += (token.word in _OPENING) - (token.word in _CLOSING)
        length += not is_value
        if depth > DEPTH or length > LENGTH:
            from kkgraph.sparql.syntax import place

            raise QueryTooComplex(source, place(text, token.start), _too_far(depth))


def _is_small(text: str) -> bool:
    """Tell whether a text is within the bounds without telling its tokens apart."""
    brackets = sum(text.count(one) for one in _OPENING) if len(text) > DEPTH else 0
    return brackets <= DEPTH and (len(text) <= LENGTH or len(_PIECE.findall(text)) <= LENGTH)


def _too_far(depth: int) -> Message:
    if depth > DEPTH:
        return Message("errors.query.deep", depth=DEPTH)
    return Message("errors.query.long", length=LENGTH)


def _valued(text: str) -> Iterator[tuple[Token, bool]]:
    """Yield each token, and whether it is one of the values that VALUES or IN lists."""
    closing = ""
    for token in tokens(text):
        closing = {"VALUES": "}", "IN": ")"}.get(token.word, closing)
        closing = "" if token.word == closing else closing
        is_operator = closing == ")" and token.kind == "mark" and token.word != ","
        yield token, bool(closing) and not is_operator
