"""How a question can be read: saved queries with values, the likeliest first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp

import pyoxigraph as ox

from kkgraph import queries, terms
from kkgraph.asking.atoms import Atom, Worth, evidence, likeness
from kkgraph.asking.index import Asked, Index
from kkgraph.asking.lacking import among, lacks
from kkgraph.asking.mentions import Mention
from kkgraph.asking.question import Question, is_negative
from kkgraph.asking.slots import Filling, fillings
from kkgraph.asking.words import AS_GROUP
from kkgraph.entities.labels import names as labels_of
from kkgraph.errors import KkgraphError
from kkgraph.parameters import Parameter, is_entity
from kkgraph.queries import Query
from kkgraph.tables import Table

_OPPOSITE = 0.7
NONE = 13.5  # the score of the reading that the question is about something else
ENOUGH = 0.5  # how likely a reading has to be
_AS_THING, _AS_TEXT = 0.85, 0.6  # what is named is in the rows, against a parameter: 1
_EMPTY = 0.6  # all that is named is given, and no row is left: against rows, 1
_PLAIN = 0.85  # like a pattern of the query, nearly word by word
_TRIED = 14  # queries that are run to see whether they know of what is named
WEIGHTS = {
    "pattern": 9.0,  # like a pattern of the query
    "title": 2.2,  # its words stand in the title
    "text": 3.5,  # ... in any text
    "asked": 1.6,  # what is asked for ("which cities") is what a column is called
    "kind": 1.6,  # ... and of the kind that it holds (when: a date)
    "columns": 0.2,  # ... in what columns and parameters are called
    "used": 4.5,  # what is named has a place in the answer
    "wanting": -2.0,  # a thing that the query asks for and the question does not name
    "rows": 2.7,  # there is an answer
}


@dataclass(frozen=True)
class Reading:
    """A saved query that a question may mean, the values it names, and the rows they leave.

    `only`: things that no parameter takes, but the rows name. `wanting`: parameters that ask
    for a thing which the question does not name. `unused`: what has no place in the answer.
    `lacking`: what is asked for is not in the rows; see `lacking`. `silent`: there is no row, and a
    list of what the query has in a column is asked for.
    """

    query: Query
    values: dict[str, str]
    only: tuple[Mention, ...]
    unused: tuple[Mention, ...]
    wanting: tuple[str, ...]
    table: Table | None
    features: dict[str, float]
    lacking: bool = False
    silent: bool = False

    @property
    def score(self) -> float:
        """How well it fits; see NONE."""
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
        "asked": among(question.wanted, asked.columns),
        "kind": _kind(question.kinds, asked.kinds),
    }


def _alike(atoms: Sequence[Atom], pattern: Sequence[Atom], by: Worth) -> float:
    """Return how alike a question and a pattern are; less where only one asks what is absent."""
    alike = is_negative(atoms) == is_negative(pattern)
    return likeness(atoms, pattern, by) * (1.0 if alike else _OPPOSITE)


def _kind(wanted: frozenset[str], having: frozenset[str]) -> float:
    """Return whether a query has a column of a kind that is asked for; half if none is known."""
    return float(bool(wanted & having)) if wanted and having else 0.5


def _reading(index: Index, asked: Asked, words: dict[str, float], question: Question) -> Reading:
    """Return the best way to fill a query's parameters: the one whose rows name most."""
    ways = fillings(index, asked.query, question)
    tried = (_tried(index, asked, way, words, question) for way in ways)
    return max(tried, key=lambda reading: (not reading.unused, reading.score))


def _tried(
    index: Index, asked: Asked, way: Filling, words: dict[str, float], question: Question
) -> Reading:
    query = asked.query
    table = _rows(index, query, way, question.lang)
    only = []
    places = dict.fromkeys(way.used, 1.0)
    for mention in (m for m in question.mentions if not m.is_bound):
        fewer, place = _naming(index, table, mention) if table else (None, 0.0)
        if mention not in places and fewer and fewer.rows:
            table = fewer
            only.append(mention)
            places[mention] = place
    named = [m for m in question.mentions if not m.vague and not m.ambient]
    rows = bool(table and table.rows)
    wanting = tuple(p.name for p in query.parameters if _wants(p, way))
    unused = tuple(m for m in named if m not in places)
    empty = bool(named) and table is not None and not (rows or unused)
    features = words | {
        "used": _used(named, places) * (rows or empty) if named else 0.5,
        "wanting": float(bool(wanting)),
        "rows": _EMPTY if empty else float(rows),
    }
    chosen = bool(way.values or only)
    lacking = table is not None and rows and lacks(index, asked, table, question, chosen=chosen)
    silent = empty and among(question.wanted, asked.held) >= AS_GROUP
    return Reading(
        query, way.values, tuple(only), unused, wanting, table, features, lacking, silent
    )


def _used(named: Sequence[Mention], places: dict[Mention, float]) -> float:
    return sum(places.get(m, 0.0) for m in named) / len(named)


def _wants(parameter: Parameter, way: Filling) -> bool:
    """Tell whether a parameter asks for a thing that is not named; the home city goes unsaid."""
    asks = is_entity(parameter.type) and not parameter.optional
    ambient = terms.expand(parameter.default or "") in terms.home()
    return asks and not ambient and parameter.name not in way.values


def _rows(index: Index, query: Query, way: Filling, lang: str) -> Table | None:
    try:
        found = queries.run(index.store, query, way.values, lang)
    except KkgraphError:
        return None
    return found if isinstance(found, Table) else None


def _naming(index: Index, table: Table, mention: Mention) -> tuple[Table, float]:
    """Return the rows that name what a mention names, and how well: as a thing, or in a text."""
    things = [row for row in table.rows if any(_is(cell, mention) for cell in row)]
    if things:
        return replace(table, rows=tuple(things)), _AS_THING
    wanted = set(_forms(index, mention))
    rows = [row for row in table.rows if any(_says(cell, mention, wanted) for cell in row)]
    return replace(table, rows=tuple(rows)), _AS_TEXT


def narrowed(index: Index, table: Table, only: Iterable[Mention]) -> Table:
    """Return the rows of a table that name all of some mentions."""
    for mention in only:
        table, _ = _naming(index, table, mention)
    return table


def _forms(index: Index, mention: Mention) -> Iterator[str]:
    """Yield how a cell may name what a mention names."""
    for value in mention.values:
        if mention.kind == "section":  # a bare number may be of a line
            yield from (f"§{value}{end}" for end in (".", ",", " "))
            continue
        if mention.kind == "thing":
            yield from labels_of(index.store.graph, value).values()
        yield value


def _is(cell: object, mention: Mention) -> bool:
    return isinstance(cell, ox.NamedNode) and cell.value in mention.values


def _says(cell: object, mention: Mention, wanted: set[str]) -> bool:
    text = cell.value if isinstance(cell, ox.Literal) else ""
    if mention.kind in {"year", "date"}:
        return text.startswith(mention.values[0])
    return any(form in f"{text} " for form in wanted)


def likelihood(found: Sequence[Reading]) -> float:
    """Return how likely the first of some readings is meant, and not another or none of them."""
    others = [NONE, *(reading.score for reading in found)]
    return 1 / sum(exp(score - found[0].score) for score in others) if found else 0.0


def whole(reading: Reading) -> bool:
    """Tell whether a reading leaves out nothing that is named, asks for nothing, and has rows.

    None is an answer, too, where a list is asked for in the words that the query has for it.
    """
    is_open = reading.unused or reading.wanting or reading.lacking
    has_rows = bool(reading.table and reading.table.rows)
    return not is_open and (has_rows or (reading.silent and reading.features["pattern"] >= _PLAIN))


def sure(found: Sequence[Reading]) -> bool:
    """Tell whether the first of some readings may be answered."""
    return bool(found) and whole(found[0]) and likelihood(found) >= ENOUGH
