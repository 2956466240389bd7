"""How a question can be read: saved queries with values, the likeliest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp

import pyoxigraph as ox

from kkgraph import queries, terms
from kkgraph.asking.atoms import Atom, Worth, evidence, likeness, match
from kkgraph.asking.index import Asked, Index
from kkgraph.asking.mentions import AMBIENT, Mention
from kkgraph.asking.question import Question
from kkgraph.asking.slots import Filling, fillings
from kkgraph.entities.labels import names as labels_of
from kkgraph.errors import KkgraphError
from kkgraph.parameters import Parameter, is_entity
from kkgraph.queries import Query
from kkgraph.tables import Table

_ABSENT, _OPPOSITE = "=absent", 0.7
ENOUGH = 0.62  # how likely a reading has to be
_TRIED = 14  # queries that are run to see whether they know of what is named
WEIGHTS = {
    "pattern": 7.4,  # like a pattern of the query
    "title": 2.0,  # its words stand in the title
    "text": 2.9,  # ... in any text
    "asked": 1.2,  # what is asked for ("which cities") is what a column is called
    "kind": 1.2,  # ... and of the kind that it holds (when: a date)
    "columns": 0.6,  # ... in what columns and parameters are called
    "used": 4.0,  # what is named has a place in the answer
    "wanting": -1.7,  # a thing that the query asks for and the question does not name
    "rows": 2.7,  # there is an answer
}


@dataclass(frozen=True)
class Reading:
    """A saved query that a question may mean, the values it names, and the rows they leave.

    `only`: things that no parameter takes, but the rows name. `wanting`: parameters that ask
    for a thing which the question does not name. `unused`: what has no place in the answer.
    """

    query: Query
    values: dict[str, str]
    only: tuple[Mention, ...]
    unused: tuple[Mention, ...]
    wanting: tuple[str, ...]
    table: Table | None
    features: dict[str, float]

    @property
    def score(self) -> float:
        """How well it fits, about 0 to 2."""
        return sum(WEIGHTS[name] * value for name, value in self.features.items())


def readings(index: Index, question: Question) -> list[Reading]:
    """Return the readings of a question, the likeliest first."""
    first = [(a, _words(index, a, question)) for a in index.asked]
    first.sort(key=lambda pair: -_sum(pair[1]))
    read = [_reading(index, asked, found, question) for asked, found in first[:_TRIED]]
    return sorted(read, key=lambda r: (-r.score, r.query.name))


def _sum(features: dict[str, float]) -> float:
    return sum(WEIGHTS[name] * value for name, value in features.items())


def _words(index: Index, asked: Asked, question: Question) -> dict[str, float]:
    """Return how well the words of a question fit a query."""
    atoms, by = question.atoms, index.worth
    words = [a for a in atoms if "@thing" not in a]
    return {
        "pattern": max((_alike(atoms, pattern, by) for pattern in asked.patterns), default=0.0),
        "title": evidence(words, asked.title, by),
        "text": evidence(words, asked.text, by),
        "columns": evidence(words, asked.columns, by),
        "asked": max((match(atom, asked.columns) for atom in question.wanted), default=0.5),
        "kind": _kind(question.kinds, asked.kinds),
    }


def _alike(atoms: Sequence[Atom], pattern: Sequence[Atom], by: Worth) -> float:
    """Return how alike a question and a pattern are; less where only one asks what is absent."""
    absent = [any(_ABSENT in atom for atom in each) for each in (atoms, pattern)]
    return likeness(atoms, pattern, by) * (1.0 if absent[0] == absent[1] else _OPPOSITE)


def _kind(wanted: frozenset[str], having: frozenset[str]) -> float:
    """Return whether a query has a column of a kind that is asked for; half if none is known."""
    return float(bool(wanted & having)) if wanted and having else 0.5


def _reading(index: Index, asked: Asked, words: dict[str, float], question: Question) -> Reading:
    """Return the best way to fill a query's parameters: the one whose rows name most."""
    ways = fillings(index, asked.query, question)
    tried = (_tried(index, asked.query, way, words, question) for way in ways)
    return max(tried, key=lambda reading: reading.score)


def _tried(
    index: Index, query: Query, way: Filling, words: dict[str, float], question: Question
) -> Reading:
    table = _rows(index, query, way, question.lang)
    rest = [m for m in question.mentions if m not in way.used]
    only = []
    for mention in rest:
        fewer = table and _naming(index, table, mention)
        if fewer and fewer.rows:
            table = fewer
            only.append(mention)
    unused = [m for m in rest if m not in only and not m.vague and not m.ambient]
    wanting = [p.name for p in query.parameters if _wants(p, way)]
    named = [m for m in question.mentions if not m.vague and not m.ambient]
    features = words | {
        "used": 1 - len(unused) / len(named) if named else 0.5,
        "wanting": float(bool(wanting)),
        "rows": float(bool(table and table.rows)),
    }
    return Reading(query, way.values, tuple(only), tuple(unused), tuple(wanting), table, features)


def _wants(parameter: Parameter, way: Filling) -> bool:
    """Tell whether a parameter asks for one thing that is not named; Copenhagen goes unsaid."""
    asks = is_entity(parameter.type) and not parameter.optional
    ambient = terms.expand(parameter.default or "") in AMBIENT
    return asks and not ambient and parameter.name not in way.values


def _rows(index: Index, query: Query, way: Filling, lang: str) -> Table | None:
    try:
        found = queries.run(index.store, query, way.values, lang)
    except KkgraphError:
        return None
    return found if isinstance(found, Table) else None


def _naming(index: Index, table: Table, mention: Mention) -> Table:
    """Return the rows that name what a mention names, as a thing, in a text, or as a date."""
    wanted = set(_forms(index, mention))
    rows = tuple(row for row in table.rows if any(_names(cell, mention, wanted) for cell in row))
    return Table(table.columns, rows)


def _forms(index: Index, mention: Mention) -> Iterator[str]:
    """Yield how a cell may name what a mention names."""
    for value in mention.values:
        if mention.kind == "thing":
            yield from labels_of(index.store.graph, value).values()
        elif mention.kind == "section":
            yield from (f"§{value}{end}" for end in (".", ",", " "))
        yield value


def _names(cell: object, mention: Mention, wanted: set[str]) -> bool:
    if isinstance(cell, ox.NamedNode):
        return cell.value in mention.values
    text = cell.value if isinstance(cell, ox.Literal) else ""
    if mention.kind in {"year", "date"}:
        return text.startswith(mention.values[0])
    return any(form in text for form in wanted)


def likelihood(found: Sequence[Reading]) -> float:
    """Return how likely the first of some readings is the one that is meant, from 0 to 1."""
    return 1 / sum(exp(reading.score - found[0].score) for reading in found) if found else 0.0


def whole(reading: Reading) -> bool:
    """Tell whether a reading leaves out nothing that is named, asks for nothing, and has rows."""
    return not reading.unused and not reading.wanting and bool(reading.table and reading.table.rows)


def sure(found: Sequence[Reading]) -> bool:
    """Tell whether the first of some readings may be answered."""
    return bool(found) and whole(found[0]) and likelihood(found) >= ENOUGH
