"""What an answer rests on: where it stands in the survey, and what of it is not the survey's."""

import re
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.assistant.desk import Desk
from kkgraph.evidence.citations import sections_of
from kkgraph.evidence.explanation import Evidence
from kkgraph.lines import page, section_order
from kkgraph.sparql.text import tokens
from kkgraph.texts import phrase

Citation = dict[str, str]
_DASH = "\N{EN DASH}"
_RANGES = rf"\d+(?:{_DASH}\d+)?"
_CITED = re.compile(
    rf"(?<![\d.])(\d+(?:\.\d+)*), (?:lines?|linjer?|l\.|(pages?|sider?|s\.)) "
    rf"({_RANGES}(?:, {_RANGES})*)"
)
MOST = 40
# Layers that are not the survey's words, by what to say of them.
_DERIVED = ("derived",)
_OTHERS = {"derived": "derived", "themes": "own", "links": "outside"}


def in_text(text: str) -> list[Citation]:
    """Return the sections and lines that a text cites, each once, in the survey's order."""
    found = _CITED.findall(text)
    return _ordered((number, page(where) if unit else where) for number, unit, where in found)


def of_evidence(evidence: Iterable[Evidence]) -> list[Citation]:
    """Return where what speaks for statements stands."""
    cited = [
        fact
        for one in evidence
        for fact in (*one.cited, *(fact for rule in one.derivations for fact in rule.facts))
    ]
    return _ordered(
        (terms.section_number(one.section) or one.section, ", ".join(one.lines).replace("-", _DASH))
        for one in cited
    )


def of_things(desk: Desk, iris: Iterable[str]) -> list[Citation]:
    """Return where the survey speaks of things and facts."""
    found = (
        {**_citation(number, ", ".join(lines).replace("-", _DASH)), "of": iri}
        for iri in dict.fromkeys(iris)
        if terms.path_of(iri) is not None
        for number, lines in sections_of(desk.store.graph, iri).items()
    )
    return [one for one, _ in zip(found, range(MOST), strict=False)]


def _ordered(found: Iterable[tuple[str, str]]) -> list[Citation]:
    unique = sorted(dict.fromkeys(found), key=lambda one: (section_order(one[0]), one[1]))
    return [_citation(number, lines) for number, lines in unique[:MOST]]


def _citation(number: str, lines: str) -> Citation:
    return {"section": number, "lines": lines, "iri": terms.section(number)}


def basis(desk: Desk, query: str, lang: str) -> list[str]:
    """Return what of a query's answer is derived, our own reading or from outside, in words."""
    used = {kind: sorted(names) for kind, names in _used(desk, query).items() if names}
    said = [phrase(f"assistant.{kind}", lang, names=", ".join(used[kind])) for kind in used]
    return said or [phrase("assistant.stated", lang)]


def _used(desk: Desk, query: str) -> dict[str, set[str]]:
    """Return the properties of a query that the layers beside the survey's hold, by layer."""
    found: dict[str, set[str]] = {kind: set() for kind in _OTHERS.values()}
    for token in tokens(query):
        iri = terms.expand(token.text) or token.text.strip("<>")
        layers = desk.layers.get(iri, frozenset())
        ours = layers & {terms.SURVEY, "register"}  # labels, and what facts say, are the survey's
        for layer in layers & (set(_DERIVED) if ours else set(_OTHERS)):
            found[_OTHERS[layer]].add(terms.shorten(iri))
    return found


def iris(cells: Iterable[Any]) -> list[str]:
    """Return the IRIs among cells of rows."""
    return [cell.value for cell in cells if isinstance(cell, ox.NamedNode)]
