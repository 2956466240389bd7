"""Whether the rows of a reading are no answer, however like the question is to its query."""

from collections.abc import Iterable

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.asking.atoms import Atom, match, merged
from kkgraph.asking.index import Asked, Index
from kkgraph.asking.question import Question, is_negative
from kkgraph.asking.slots import says
from kkgraph.asking.words import AS_GROUP
from kkgraph.tables import Table

# What a question asks for -> the kinds of columns that have it.
_MEASURED = {"date": {"date"}, "money": {"money", "number"}, "number": {"number", "money"}}
_ASKING = {"=who", "=year"}  # words that ask, and say nothing of what
# Roles of all that take part: their names are verbs, too ("Hvem deltager?").
_JOINING = frozenset(map(terms.term, ("Member", "Participant", "Partner")))
_AMOUNTS = frozenset({"=count", "=sum", "=amount"})  # a number is what is asked for


def among(wanted: Iterable[Atom], columns: Atom) -> float:
    """Return how well columns fit what a question asks for; half if it does not say what."""
    return max((match(atom, columns) for atom in wanted), default=0.5)


def lacks(index: Index, asked: Asked, table: Table, question: Question, *, chosen: bool) -> bool:
    """Tell whether rows are no answer, however like the question is to how a query is asked for.

    So it is when what is asked for is only counted; when a kind of thing is asked for ("which
    departments") of which they name none; a column that is empty; a day, an amount or a role
    ("chair") of which they have none or another; when nothing that the question says, or a name
    in it, is what the query speaks of; when only one of the two is about what is not; and when
    they are all rows, nothing having `chosen` among them, and a word is one that no query knows.
    """
    return (
        bool(question.strange)
        or not (chosen or all(_is_known(index, atom) for atom in question.atoms))
        or _is_counted(asked, question)
        or (among(question.wanted, asked.held) < 1 and _names_none(index, table, question))
        or _is_empty(index, table, question)
        or (question.is_open and _has_no_value(table, question))
        or _has_other_roles(index, table, question)
        or _is_off(asked, question)
        or _is_opposite(asked, question)
    )


def _is_known(index: Index, atom: Atom) -> bool:
    """Tell whether a word is one that some query knows."""
    return any(term in index.worth.found for term in atom)


def _is_counted(asked: Asked, question: Question) -> bool:
    """Tell whether things are asked for ("which museums") of which the rows have only how many."""
    listed = [one for one in question.wanted if not one.keys() & _AMOUNTS]
    counts = not question.kinds and among(listed, asked.columns) == 1
    return counts and among(listed, asked.held) < AS_GROUP


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
