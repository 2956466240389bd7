"""A class as a sheet to fill in: a column a field, a row a thing in a section.

The first column is named after the class and has the CURIEs of what is there already; it is
empty in new rows. Several values stand in one cell, one a line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editing import drafts
from kkgraph.editing.corrections import term_of
from kkgraph.editing.fields import Field, Form
from kkgraph.editing.layout import Block, Layout
from kkgraph.editing.placement import Files
from kkgraph.entities.labels import label
from kkgraph.entities.search import keys, spellings
from kkgraph.evidence.citations import CITED
from kkgraph.lines import section_order
from kkgraph.sparql.terms import Term, lexical
from kkgraph.store import Store
from kkgraph.texts import LANGUAGES

SECTION = "section"
SEPARATOR = "\n"
_NUMBERS = {terms.XSD + "decimal", terms.XSD + "integer"}


@dataclass(frozen=True)
class Column:
    """A column: its heading, its field (None: the thing or the section), its language."""

    name: str
    field: Field | None = None
    lang: str | None = None

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return self.field is not None and bool(_NUMBERS & set(self.field.datatypes))


Row = Mapping[str, str]


def columns(form: Form) -> list[Column]:
    """Return the columns of a class: thing, section, lines, its own fields, the rest."""
    lines = [f for f in form.fields if f.path in CITED]
    names = [f for f in form.fields if f.is_label]
    own = [f for f in form.fields if f.is_own and f not in (*lines, *names)]
    rest = [f for f in form.fields if f not in (*lines, *names, *own)]
    found = [Column(form.kind), Column(SECTION)]
    for field in (*lines, *names, *own, *rest):
        name = drafts.option(field)
        name = field.local if name in (form.kind, SECTION) else name
        tags = LANGUAGES if field.is_text else (None,)
        found += [Column(f"{name}-{tag}" if tag else name, field, tag) for tag in tags]
    return found


@dataclass(frozen=True)
class Stated:
    """What a block of a file says of a thing: where it stands and its values by property."""

    path: Path
    graph: str
    layout: Layout
    block: Block

    def terms_of(self, field: Field, lang: str | None) -> list[Term]:
        """Return the values of a field, of a text those in a language."""
        found = [term_of(self.layout, value) for value in self.block.of(field.path)]
        return [t for t in found if lang is None or getattr(t, "language", None) == lang]


def stated(files: Files, form: Form) -> Iterator[Stated]:
    """Yield the blocks of the register and the sections about things of a class, in order."""
    found = [
        Stated(path, of_file or block.graph or "", laid, block)
        for path, of_file, laid in files.every()
        for block in laid.blocks
        if terms.kind_of(block.subject) == form.kind
    ]
    kept = (f for f in found if f.graph == terms.REGISTER or terms.section_number(f.graph))
    return iter(sorted(kept, key=lambda one: (one.block.subject, _order(one.graph))))


def _order(graph: str) -> tuple[object, ...]:
    number = terms.section_number(graph)
    return (1, section_order(number)) if number else (0,)


def filled(store: Store, form: Form, lang: str) -> list[Row]:
    """Return a row for each thing of a class in each section that speaks of it."""
    names = _Names(store, lang)
    return [_row(one, form, names) for one in stated(Files(store), form)]


def _row(one: Stated, form: Form, names: "_Names") -> Row:
    row = {form.kind: terms.shorten(one.block.subject)}
    row[SECTION] = terms.section_number(one.graph) or ""
    for column in columns(form)[2:]:
        if column.field is not None:
            said = one.terms_of(column.field, column.lang)
            row[column.name] = SEPARATOR.join(names.shown(term) for term in said)
    return row


class _Names:
    """What things are called in cells: by label where no other thing goes by it, else by CURIE."""

    def __init__(self, store: Store, lang: str) -> None:
        self.graph, self.lang = store.graph, lang
        self.known: dict[str, set[str]] = {}
        for spelling in spellings(store):
            for key in keys(spelling.text):
                self.known.setdefault(key, set()).add(spelling.thing)

    def shown(self, term: Term) -> str:
        if not isinstance(term, ox.NamedNode):
            return lexical(term)
        curie = terms.shorten(term.value)
        if curie.startswith("kk:"):
            return curie.removeprefix("kk:")
        name = label(self.graph, term.value, self.lang)
        things = {thing for key in keys(name) for thing in self.known.get(key, ())}
        return name if things == {term.value} and SEPARATOR not in name else curie
