"""Rows of a sheet as edits: new things and facts, and other values of those that are there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editing import corrections, drafts, edits, placement, turtle, values
from kkgraph.editing.drafts import Draft
from kkgraph.editing.fields import Field, Form, Shapes
from kkgraph.editing.layout import Value
from kkgraph.editing.placement import Files, Plan
from kkgraph.editing.tables import sheets
from kkgraph.editing.tables.sheets import SECTION, SEPARATOR, Stated
from kkgraph.editing.tables.workbooks import Sheet
from kkgraph.entities.search import resolve
from kkgraph.errors import EntityNotFound, KkgraphError
from kkgraph.errors.editing import SheetInvalid, ValueNotFound
from kkgraph.sparql.terms import Term
from kkgraph.store import Store
from kkgraph.texts import Message


@dataclass
class Taken:
    """The plan of some sheets, and the row that each thing in it comes from."""

    plan: Plan = field(default_factory=Plan)
    rows: dict[str, Message] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)


def take(store: Store, path: Path, given: Sequence[Sheet]) -> Taken:
    """Return what rows come to; raises SheetInvalid with every row that is wrong.

    A name that a row gives to a new thing is known to the rows below it.
    """
    taken, wrong = Taken(), []
    shapes, made = Shapes.of(store.project), []
    for sheet in given:
        try:
            reader = _Reader(store, shapes.form(sheet.kind), sheet)
        except KkgraphError as error:
            place = sheet.kind or Message("errors.editing.of_sheet")
            wrong.append(Message("errors.at", place=place, what=error))
            continue
        for number, row in sheet.rows:
            where = Message("errors.editing.row", number=number)
            try:
                draft = reader.take(row, taken, where)
            except KkgraphError as error:
                wrong.append(Message("errors.at", place=where, what=error))
            else:
                made += [draft] if draft else []
    if wrong:
        raise SheetInvalid(path, wrong)
    new = placement.plan(store, made)
    joined(taken.plan, new)
    taken.new = [draft.subject for draft in made]
    return taken


def joined(plan: Plan, other: Plan) -> None:
    """Add a plan to another."""
    for path, found in other.edits.items():
        plan.edits.setdefault(path, []).extend(found)
    plan.created |= other.created
    plan.added |= other.added
    plan.removed |= other.removed


def remember(store: Store, draft: Draft) -> None:
    """Let the rows below name what is new."""
    node, default = ox.NamedNode(draft.subject), ox.DefaultGraph()
    kind = ox.Quad(node, ox.NamedNode(terms.TYPE), ox.NamedNode(draft.form.cls), default)
    said = ((path, term) for path, values_ in draft.said.items() for term in values_)
    named = (ox.Quad(node, ox.NamedNode(path), term, default) for path, term in said)
    for quad in (kind, *named):
        store.local.add(quad)


class _Reader:
    """Reads the rows of one sheet."""

    def __init__(self, store: Store, form: Form, sheet: Sheet) -> None:
        self.store, self.form = store, form
        self.columns = [(name, *drafts.field_of(form, name)) for name in _fields(sheet)]
        self.known: dict[tuple[str, str | None, str], list[Term]] = {}
        self.there: dict[tuple[str, str], Stated] = {}
        files = Files(store)
        for one in sheets.stated(files, form):
            self.there[one.block.subject, one.graph] = one

    def take(self, row: sheets.Row, taken: Taken, where: Message) -> Draft | None:
        """Take in a row: a draft of what is new, edits of what is there already."""
        identifier = next(iter(row.values()), "")
        if identifier:
            self._correct(identifier, row, taken, where)
            return None
        given = {name: self._parts(f, row[name]) for name, f, _ in self.columns if row.get(name)}
        draft = drafts.draft(self.store, self.form, given, row.get(SECTION) or None)
        taken.rows[draft.subject] = where
        remember(self.store, draft)
        return draft

    def _parts(self, one: Field, cell: str) -> list[str]:
        """Return the values of a cell, one a line; things also with semicolons between them."""
        lines = [line.strip() for line in cell.split(SEPARATOR) if line.strip()]
        if not one.is_thing or len(lines) != 1 or ";" not in lines[0]:
            return lines
        try:
            values.parsed(self.store, one, lines[0])
        except EntityNotFound:
            return [part.strip() for part in lines[0].split(";") if part.strip()]
        return lines

    def _correct(self, identifier: str, row: sheets.Row, taken: Taken, where: Message) -> None:
        subject = resolve(self.store, identifier).value
        number = row.get(SECTION, "")
        graph = terms.REGISTER
        if number:
            graph = resolve(self.store, number, terms.SECTION).value
        one = self.there.get((subject, graph))
        if one is None:
            place = f"{SECTION} {number}" if number else Message("errors.editing.register")
            raise ValueNotFound(identifier, place)
        taken.rows[subject] = where
        gone: list[Value] = []
        for name, of, lang in self.columns:
            gone += self._field(one, of, lang, row.get(name, ""), taken.plan)
        if gone:
            put = taken.plan.edits.setdefault(one.path, [])
            put += edits.dropped(one.layout, one.block, gone)

    def _terms(self, of: Field, lang: str | None, cell: str) -> list[Term]:
        key = of.path, lang, cell
        if key not in self.known:
            parts = self._parts(of, cell)
            found = [values.parsed(self.store, of, part, lang) for part in parts]
            self.known[key] = [corrections.normal(term) for term in found]
        return self.known[key]

    def _field(
        self, one: Stated, of: Field, lang: str | None, cell: str, plan: Plan
    ) -> list[Value]:
        """Bring the values of a field in a block to those of a cell; return what is left over."""
        wanted = list(dict.fromkeys(self._terms(of, lang, cell)))
        there = [(value, corrections.term_of(one.layout, value)) for value in one.block.of(of.path)]
        there = [(v, t) for v, t in there if lang is None or getattr(t, "language", None) == lang]
        gone = [(value, term) for value, term in there if term not in wanted]
        come = [term for term in wanted if term not in [t for _, t in there]]
        if not gone and not come:
            return []
        put = plan.edits.setdefault(one.path, [])
        for (value, _), term in zip(gone, come, strict=False):
            put.append(edits.replaced(value, turtle.written(term, one.layout)))
        put += self._more(one, of, come[len(gone) :])
        plan.removed |= {self._quad(one, of, term) for _, term in gone}
        plan.added |= {self._quad(one, of, term) for term in come}
        return [value for value, _ in gone[len(come) :]]

    def _more(self, one: Stated, of: Field, come: list[Term]) -> list[edits.Edit]:
        if not come:
            return []
        written = ", ".join(turtle.written(term, one.layout) for term in come)
        there = one.block.of(of.path)
        if there:
            return [edits.extended(there[-1], written)]
        text = f"{turtle.iri(of.path, one.layout)} {written}"
        return [edits.said_too(one.layout, one.block, text)]

    def _quad(self, one: Stated, of: Field, term: Term) -> ox.Quad:
        subject, graph = ox.NamedNode(one.block.subject), ox.NamedNode(one.graph)
        return ox.Quad(subject, ox.NamedNode(of.path), term, graph)


def _fields(sheet: Sheet) -> Iterable[str]:
    """Return the headings of fields: those but the thing and the section."""
    return [name for name in sheet.header[1:] if name and name.lower() != SECTION]
