"""Tables of `kkgraph export` that come back: what was changed in them, all of it or none.

What a person states may change: the cells of a class's table, the values of `facts`, the lines of
`sources`. All else repeats that or follows from it, and has to be as it was.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from kkgraph import terms
from kkgraph.editing import drafts, placement, rewriting
from kkgraph.editing.fields import Form
from kkgraph.editing.placement import Files
from kkgraph.editing.tables.imports import Taken, joined, remember
from kkgraph.editing.tables.sheets import SECTION
from kkgraph.editing.tables.statements import Statements, alike
from kkgraph.editing.tables.workbooks import Sheet, told_apart
from kkgraph.entities.search import resolve
from kkgraph.errors import KkgraphError
from kkgraph.errors.editing import (
    CellDerived,
    CellFixed,
    FieldUnknown,
    RowRepeated,
    RowUnknown,
    SheetInvalid,
    TableUnknown,
)
from kkgraph.export import keys
from kkgraph.export.selection import Selection
from kkgraph.export.tables import (
    FACTS,
    SEPARATOR,
    SOURCES,
    column_of,
    identifier,
    of_facts,
    property_named,
    stated,
    tables,
)
from kkgraph.formats.spreadsheet import LONGEST
from kkgraph.sparql.terms import lexical
from kkgraph.store import Store
from kkgraph.tables import Table
from kkgraph.texts import LANGUAGES, Message, bilingual

_FIRST = ("iri", "fact", "thing", "table")  # the first columns of the tables
_OWN = (SECTION, "lines")  # columns that a person may add to a class's table
_VALUE = "value"
_FOLLOWING = ("kind", "value_label", "datatype", "thing")  # what the value of a statement brings
Row = Mapping[str, str]


def is_export(given: Iterable[Sheet]) -> bool:
    """Tell whether sheets are tables that `kkgraph export` wrote."""
    names = {name for first in _FIRST for name in _headings(first)}
    return any(sheet.kind.lower() in names for sheet in given)


def _headings(column: str) -> set[str]:
    return {column, *bilingual(f"export.columns.{column}").values()}


def take(store: Store, path: Path, given: Sequence[Sheet]) -> Taken:
    """Return what is changed in exported tables; raises SheetInvalid with every wrong row."""
    reader = _Reader(store)
    for sheet in given:
        with reader.telling(sheet.title):
            table = reader.table(sheet)
            for number, row in table.rows(sheet):
                where = Message("errors.editing.sheet_row", title=sheet.title, number=number)
                with reader.telling(where):
                    reader.take(table, row, where)
    reader.new_facts()
    if reader.wrong:
        raise SheetInvalid(path, reader.wrong)
    return reader.taken()


class _Table:
    """A table as the project has it now, in every language: what a cell may be unchanged."""

    def __init__(self, name: str, found: Sequence[Table], form: Form | None) -> None:
        self.name, self.form = name, form
        self.kind = form.kind if form else ""
        self.headings: dict[str, str] = {}
        for one in found:
            for heads in (one.columns, [c.label[one.about.lang] for c in one.about.columns]):
                self.headings |= dict(zip(told_apart(heads), one.columns, strict=True))
        self.cells: dict[tuple[str, ...], dict[str, set[str]]] = {}
        for one in found:
            for terms_ in one.rows:
                texts = [lexical(term) if term else "" for term in terms_]
                row = dict(zip(one.columns, texts, strict=True))
                cells = self.cells.setdefault(self.key(row), {})
                for column, text in row.items():
                    cells.setdefault(column, set()).add(alike(text)[:LONGEST])

    def key(self, row: Row) -> tuple[str, ...]:
        """Return what tells a row apart."""
        return tuple(alike(row.get(column, "")) for column in keys.apart(self.name))

    def changed(self, row: Row) -> set[str]:
        """Return the columns in which a row is not as it was; raises RowUnknown."""
        cells = self.cells.get(self.key(row))
        if cells is None:
            raise RowUnknown(" · ".join(filter(None, self.key(row))), self.name)
        return {
            column
            for column, text in row.items()
            if (column in cells and alike(text)[:LONGEST] not in cells[column])
            or (column not in cells and text and column not in _OWN)
        }

    def refuse(self, row: Row) -> None:
        """Raise CellDerived for a row that is not as it was, of a table that repeats others."""
        if self.key(row) not in self.cells:
            raise CellDerived(Message("errors.editing.a_row"), self.name)
        for column in sorted(self.changed(row)):
            raise CellDerived(f"'{column}'", self.name)

    def rows(self, sheet: Sheet) -> Iterator[tuple[int, Row]]:
        """Yield the rows of a sheet by the names of our columns; raises FieldUnknown."""
        named = {head: self._column(head) for head in sheet.header if head}
        for number, row in sheet.rows:
            yield number, {named[head]: text for head, text in row.items()}

    def _column(self, head: str) -> str:
        own = (one for one in _OWN if self.form and head.lower() in _headings(one))
        found = self.headings.get(head) or next(own, None)
        if found is None and self.form:
            field, lang = drafts.field_of(self.form, head)
            return column_of(field.path, lang or "")
        if found is None:
            raise FieldUnknown(head, self.headings)
        return found


class _Reader:
    """Gathers what rows change, and what is wrong with them."""

    def __init__(self, store: Store) -> None:
        self.store, self.wrong, self.where = store, list[Message](), dict[str, Message]()
        every = stated(store, Selection())
        self.statements = Statements(store, every)
        self.quads = {identifier(quad): quad for quad in of_facts(every)}
        now = [tables(store, Selection(lang=lang)) for lang in LANGUAGES]
        self.tables = {name: [one[name] for one in now] for name in now[0]}
        self.seen, self.drafts = set[str](), list[drafts.Draft]()
        self.new: dict[tuple[str, str], list[tuple[Message, Row]]] = {}

    @contextmanager
    def telling(self, where: Message | str) -> Iterator[None]:
        """Keep what is wrong with a row, and go on."""
        try:
            yield
        except KkgraphError as error:
            self.wrong.append(Message("errors.at", place=where, what=error))

    def table(self, sheet: Sheet) -> _Table:
        """Return the table that a sheet is, by its title; raises TableUnknown."""
        if sheet.title not in self.tables:
            raise TableUnknown(sheet.title, self.tables)
        kinds = {cls: kind for kind, cls in terms.THING_KINDS.items()}
        kind = kinds.get(sheet.title)
        form = self.statements.form(kind) if kind else None
        return _Table(sheet.title, self.tables[sheet.title], form)

    def take(self, table: _Table, row: Row, where: Message) -> None:
        """Take in a row."""
        if table.name == FACTS:
            self._fact(table, row, where)
        elif table.form and not row.get("iri"):
            self._new_thing(table.form, row, where)
        elif table.form or table.name == SOURCES:
            self._cells(table, table.changed(row), row, where)
        else:
            table.refuse(row)

    def _cells(self, table: _Table, changed: set[str], row: Row, where: Message) -> None:
        """Take in the cells of a thing, or the lines of a fact in a section."""
        subject = _whole(row["iri"] if table.form else row["fact"])
        for column in sorted(changed):
            self.where[subject] = where
            cell, section = row[column], row.get(SECTION, "")
            if not table.form:
                cell = cell.replace(",", SEPARATOR)
            self.statements.change(subject, property_named(column), cell, section)

    def _fact(self, table: _Table, row: Row, where: Message) -> None:
        """Take in a statement of a fact: another value, or one more."""
        named, graph = row.get("statement", ""), _whole(row.get("graph", ""))
        if not named:
            self.new.setdefault((_whole(row.get("fact", "")), graph), []).append((where, row))
            return
        quad = self.quads.get(named)
        if quad is None and terms.section_number(graph) is None:
            return  # it follows from the rest, and did otherwise when it was exported
        changed = table.changed(row)
        if named in self.seen:
            raise RowRepeated(named)
        self.seen.add(named)
        kept = changed - ({_VALUE, *_FOLLOWING} if _VALUE in changed else set())
        if kept:
            column = min(kept)
            derived = column in _FOLLOWING
            raise CellDerived(f"'{column}'", table.name) if derived else CellFixed(column)
        if changed and quad:
            self.where[lexical(quad.subject)] = where
            self.statements.replace(quad, row[_VALUE])

    def _new_thing(self, form: Form, row: Row, where: Message) -> None:
        named = {c: property_named(c) for c in row if row[c] and c not in (SECTION, "iri")}
        given = {
            "-".join(filter(None, (drafts.option(self.statements.field(form, path)), lang))): [
                part.strip() for part in row[column].split(SEPARATOR.strip())
            ]
            for column, (path, lang) in named.items()
        }
        self._draft(form, given, row.get(SECTION, ""), None, where)

    def new_facts(self) -> None:
        """Take in the statements without an identifier: of new facts, or one more of a fact."""
        for (fact, graph), rows in self.new.items():
            where = rows[0][0]
            with self.telling(where):
                if self.statements.about.get(fact):
                    for where, row in rows:
                        self._one_more(fact, graph, row, where)
                else:
                    self._new_fact(fact, graph, [row for _, row in rows], where)

    def _one_more(self, fact: str, graph: str, row: Row, where: Message) -> None:
        self.where[fact] = where
        path = _whole(row.get("property", ""))
        section = resolve(self.store, graph, terms.SECTION).value
        self.statements.add(fact, path, row.get(_VALUE, ""), row.get("language", ""), section)

    def _new_fact(self, fact: str, graph: str, rows: Sequence[Row], where: Message) -> None:
        form, given = self.statements.form_of(fact), dict[str, list[str]]()
        for row in rows:
            path = _whole(row.get("property", ""))
            if path != terms.TYPE:
                name = drafts.option(self.statements.field(form, path))
                name = "-".join(filter(None, (name, row.get("language", ""))))
                given.setdefault(name, []).append(row.get(_VALUE, ""))
        self._draft(form, given, graph, fact.rpartition("/")[2], where)

    def _draft(
        self, form: Form, given: drafts.Given, section: str, slug: str | None, where: Message
    ) -> None:
        draft = drafts.draft(self.store, form, given, section or None, slug)
        remember(self.store, draft)
        self.drafts.append(draft)
        self.where[draft.subject] = where

    def taken(self) -> Taken:
        """Return it all as edits."""
        files = Files(self.store)
        plan = rewriting.plan(files, self.statements.removed, self.statements.added)
        joined(plan, placement.plan(self.store, self.drafts))
        return Taken(plan, self.where, [draft.subject for draft in self.drafts])


def _whole(text: str) -> str:
    return terms.expand(text) or text
