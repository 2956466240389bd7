"""How a question can be read: saved queries with values, the likeliest first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp

import pyoxigraph as ox

from kkgraph import queries, terms
from kkgraph.asking.atoms import Atom, Worth, evidence, likeness, match, merged
from kkgraph.asking.index import Asked, Index
from kkgraph.asking.mentions import Mention
from kkgraph.asking.question import Question, is_negative
from kkgraph.asking.slots import Filling, fillings, says
from kkgraph.asking.words import AS_GROUP
from kkgraph.entities.labels import names as labels_of
from kkgraph.errors import KkgraphError
from kkgraph.parameters import Parameter, is_entity
from kkgraph.queries import Query
from kkgraph.tables import Table

_OPPOSITE = 0.7
NONE = 14.0  # the score of the reading that the question is about something else
ENOUGH = 0.6  # how likely a reading has to be
_AS_THING, _AS_TEXT = 0.85, 0.6  # what is named is in the rows, against a parameter: 1
# What a question asks for -> the kinds of columns that have it.
_MEASURED = {"date": {"date"}, "money": {"money", "number"}, "number": {"number", "money"}}
_ASKING = {"=who", "=year"}  # words that ask, and say nothing of what
# Roles of all that take part: their names are verbs, too ("Hvem deltager?").
_JOINING = frozenset(map(terms.term, ("Member", "Participant", "Partner")))
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
    `lacking`: what is asked for is not in the rows; see `_lacks`.
    """

    query: Query
    values: dict[str, str]
    only: tuple[Mention, ...]
    unused: tuple[Mention, ...]
    wanting: tuple[str, ...]
    table: Table | None
    features: dict[str, float]
    lacking: bool = False

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
        "asked": max((match(atom, asked.columns) for atom in question.wanted), default=0.5),
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
    return max(tried, key=lambda reading: reading.score)


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
    features = words | {
        "used": sum(places.get(m, 0.0) for m in named) * rows / len(named) if named else 0.5,
        "wanting": float(bool(wanting)),
        "rows": float(rows),
    }
    unused = tuple(m for m in named if m not in places)
    lacking = table is not None and rows and _lacks(index, asked, table, question, features)
    return Reading(query, way.values, tuple(only), unused, wanting, table, features, lacking)


def _lacks(
    index: Index, asked: Asked, table: Table, question: Question, features: dict[str, float]
) -> bool:
    """Tell whether rows are no answer, however like the question is to how a query is asked for.

    So it is when a kind of thing is asked for ("which departments") of which they name none;
    a column that is empty; a day, an amount or a role ("chair") of which they have none or
    another; when nothing that the question says, or a name in it, is what the query speaks of;
    and when only one of the two is about what is not.
    """
    return (
        question.strange
        or (features["asked"] < 1 and _names_none(index, table, question))
        or _is_empty(index, table, question)
        or (question.is_open and _has_no_value(table, question))
        or _has_other_roles(index, table, question)
        or _is_off(asked, question)
        or _is_opposite(asked, question)
    )


def _names_none(index: Index, table: Table, question: Question) -> bool:
    """Tell whether a kind of thing is asked for of which the rows name none but what is given."""
    kinds = index.kinds.values()
    wanted = [one for one in question.wanted if any(match(one, kind) >= AS_GROUP for kind in kinds)]
    given = {value for mention in question.mentions for value in mention.values}
    cells = {c.value for row in table.rows for c in row if isinstance(c, ox.NamedNode)}
    held = {terms.kind_of(iri) for iri in cells - given}
    having = merged(index.kinds[kind] for kind in held if kind in index.kinds)
    return bool(wanted) and not any(match(one, having) for one in wanted)


def _is_empty(index: Index, table: Table, question: Question) -> bool:
    """Tell whether what is asked for is a column in which no row has anything."""
    full: list[Atom] = []
    empty: list[Atom] = []
    for column in table.about.columns:
        place = table.columns.index(column.name) if column.name in table.columns else None
        is_full = place is not None and any(row[place] is not None for row in table.rows)
        label = index.words.atoms(column.label[question.lang], question.lang)
        (full if is_full else empty).extend(label)
    return any(
        max((match(one, atom) for atom in empty), default=0.0) == 1
        and max((match(one, atom) for atom in full), default=0.0) < AS_GROUP
        for one in question.wanted
    )


def _has_no_value(table: Table, question: Question) -> bool:
    """Tell whether all that is asked for is a day or an amount and no row has one."""
    wanted = [_MEASURED[kind] for kind in question.kinds if kind in _MEASURED]
    kinds = {c.name: c.kind for c in table.about.columns}
    held = {
        kinds.get(name)
        for row in table.rows
        for name, cell in zip(table.columns, row, strict=True)
        if cell is not None
    }
    return bool(wanted) and len(wanted) == len(question.kinds) and not any(w & held for w in wanted)


def _has_other_roles(index: Index, table: Table, question: Question) -> bool:
    """Tell whether a role is asked for by its name and the rows have others and not it."""
    own = (names for iri, names in index.roles.items() if iri not in _JOINING)
    asked = [names for names in own if any(says(question, name) for name in names)]
    held = {cell.value for row in table.rows for cell in row if isinstance(cell, ox.Literal)}
    every = frozenset().union(*index.roles.values())
    return bool(asked) and bool(held & every) and not any(names & held for names in asked)


def _is_off(asked: Asked, question: Question) -> bool:
    """Tell whether nothing that a question says beside names is what a query speaks of."""
    words = [a for a in question.atoms if not (_is_name(a) or a.keys() & _ASKING)]
    return bool(words) and not any(match(atom, asked.said) for atom in words)


def _is_name(atom: Atom) -> bool:
    """Tell whether an atom is of a name, a year or a number."""
    return any(term[0] == "@" or term.isdigit() for term in atom)


def _is_opposite(asked: Asked, question: Question) -> bool:
    """Tell whether a question is about what is not and none of a query's patterns is, or not."""
    return question.is_negative not in {is_negative(pattern) for pattern in asked.patterns}


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
        if mention.kind == "thing":
            yield from labels_of(index.store.graph, value).values()
        elif mention.kind == "section":
            yield from (f"§{value}{end}" for end in (".", ",", " "))
        yield value


def _is(cell: object, mention: Mention) -> bool:
    return isinstance(cell, ox.NamedNode) and cell.value in mention.values


def _says(cell: object, mention: Mention, wanted: set[str]) -> bool:
    text = cell.value if isinstance(cell, ox.Literal) else ""
    if mention.kind in {"year", "date"}:
        return text.startswith(mention.values[0])
    return any(form in text for form in wanted)


def likelihood(found: Sequence[Reading]) -> float:
    """Return how likely the first of some readings is meant, and not another or none of them."""
    others = [NONE, *(reading.score for reading in found)]
    return 1 / sum(exp(score - found[0].score) for score in others) if found else 0.0


def whole(reading: Reading) -> bool:
    """Tell whether a reading has rows, leaves out nothing that is named, and asks for nothing."""
    is_open = reading.unused or reading.wanting or reading.lacking
    return not is_open and bool(reading.table and reading.table.rows)


def sure(found: Sequence[Reading]) -> bool:
    """Tell whether the first of some readings may be answered."""
    return bool(found) and whole(found[0]) and likelihood(found) >= ENOUGH
