"""What is wrong with the texts and numbers of a query that finds nothing, a word each.

A text without the language or the type that it has in the data, a value that is a term of the
ontology, a text that stands after another property.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.sparql.text import Token
from kkgraph.store import Store
from kkgraph.texts import LANGUAGES, phrase

_OF_PIECES = {"CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER", "REGEX", "REPLACE"}
_TYPES = ("gYear", "gYearMonth", "date", "duration", "integer", "decimal", "boolean")
_BARE = {"integer", "decimal", "boolean"}
_END = Token("mark", "", 0)


def reasons(store: Store, found: list[Token], lang: str) -> Iterator[str]:
    """Yield what is wrong with each text and number that a value has to equal."""
    for before, token, after in _whole(found):
        reason = _reason(store, before, token, after) if token.text.strip("\"'") else None
        if reason is not None:
            key, values = reason
            yield phrase(f"empty.{key}", lang, text=token.text, **values)


def _reason(
    store: Store, before: Token, token: Token, after: Token
) -> tuple[str, dict[str, str]] | None:
    """Return the key of what is wrong with a text, with what would be right."""
    text = token.text.strip("\"'")
    own = after.text[1:] if after.text.startswith("@") else None
    tags = [tag for tag in (None, *LANGUAGES) if _has(store, None, _literal(text, tag))]
    if token.kind == "text" and own in tags:
        return _elsewhere(store, before, _literal(text, own))
    if tags and token.kind == "text":
        return "language", {"tag": token.text + (f"@{tags[0]}" if tags[0] else "")}
    if tags == [None]:
        return "type", {"value": f'"{text}"'}
    typed = _typed(store, text) if token.kind == "text" and own is None else None
    if typed is not None:
        return "type", {"value": typed}
    if text.isalnum() and _has(store, ox.NamedNode(terms.term(text)), None):
        return "is_term", {"name": f"kk:{text}"}
    return None


def _elsewhere(
    store: Store, before: Token, literal: ox.Literal
) -> tuple[str, dict[str, str]] | None:
    """Return the properties that have a text, where the query asks another for it."""
    asked = terms.expand(before.text) if before.kind == "name" else None
    found = store.graph.quads_for_pattern(None, None, literal, ox.DefaultGraph())
    having = sorted({terms.shorten(quad.predicate.value) for quad in found})
    if asked is None or not having or terms.shorten(asked) in having:
        return None
    return "elsewhere", {"near": ", ".join(having)}


def _typed(store: Store, text: str) -> str | None:
    """Return how a text is written with the type that it has in the data."""
    for name in _TYPES:
        for form in (text, f"{text}.0"):
            if _has(store, None, ox.Literal(form, datatype=ox.NamedNode(terms.XSD + name))):
                return form if name in _BARE else f'"{form}"^^xsd:{name}'
    return None


def _has(store: Store, subject: ox.NamedNode | None, value: ox.Literal | None) -> bool:
    found = store.graph.quads_for_pattern(subject, None, value, None)
    return next(found, None) is not None


def _whole(found: list[Token]) -> Iterator[tuple[Token, Token, Token]]:
    """Yield what a value has to equal, between what is before and after it.

    No pieces of texts, no text with a type; a number only after a property.
    """
    calls, before = [""], _END
    for token, after in zip(found, [*found[1:], _END], strict=True):
        if token.text == "(":
            calls.append(before.word)
        elif token.text == ")":
            calls = calls[:-1] or [""]
        text = token.kind == "text" and after.text != "^" and calls[-1] not in _OF_PIECES
        if text or (token.text.isdigit() and before.kind in ("name", "iri")):
            yield before, token, after
        before = token


def _literal(text: str, tag: str | None) -> ox.Literal:
    return ox.Literal(text, language=tag) if tag else ox.Literal(text)
