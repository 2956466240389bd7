"""Cells of exported tables as statements: which ones they have, and what another text means."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editing import values
from kkgraph.editing.corrections import normal
from kkgraph.editing.drafts import option
from kkgraph.editing.fields import Field, Form, Shapes
from kkgraph.entities.search import resolve
from kkgraph.errors.editing import (
    CellNotEntered,
    FieldUnknown,
    SectionMissing,
    StatedOften,
    TooManyValues,
    ValueNotFound,
)
from kkgraph.export.tables import SEPARATOR, column_of, property_of
from kkgraph.lines import section_order
from kkgraph.sparql.terms import Term, lexical
from kkgraph.store import Store
from kkgraph.texts import LANGUAGES


def graph_of(quad: ox.Quad) -> str:
    """Return the IRI of a statement's graph, "" without one."""
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""


def alike(text: str) -> str:
    """Return a text as cells are compared: IRIs as CURIEs, white space as one blank."""
    return " ".join(terms.shorten(text).split())


class Statements:
    """The statements of a project's tables, and the changes that cells make to them."""

    def __init__(self, store: Store, stated: Sequence[ox.Quad]) -> None:
        """Take the statements of the tables."""
        self.store, self.removed, self.added = store, set[ox.Quad](), set[ox.Quad]()
        self.form = cache(Shapes.of(store.project).form)
        self.about: dict[str, list[ox.Quad]] = defaultdict(list)
        for quad in stated:
            self.about[lexical(quad.subject)].append(quad)

    def form_of(self, subject: str) -> Form:
        """Return the fields of a thing's class."""
        return self.form(terms.kind_of(subject) or "")

    def field(self, form: Form, path: str) -> Field:
        """Return the field of a property; raises CellNotEntered where no person states it."""
        found = next((field for field in form.fields if field.path == path), None)
        if found is None:
            raise CellNotEntered(column_of(path), form.kind)
        return found

    def change(self, subject: str, property_: tuple[str, str], cell: str, section: str) -> None:
        """Bring the values of a thing's property to those of a cell, in a section if one is named.

        Raises CellNotEntered, StatedOften, SectionMissing, FieldInvalid, EntityNotFound.
        """
        path, lang = property_
        field = self.field(self.form_of(subject), path)
        there = [quad for quad in self.about[subject] if property_of(quad) == property_]
        texts = _parts(cell, [lexical(quad.object) for quad in there])
        said = {alike(lexical(quad.object)) for quad in there}
        come = self.terms(field, [text for text in texts if alike(text) not in said], lang)
        kept = {alike(text) for text in texts} | {alike(lexical(term)) for term in come}
        gone = [quad for quad in there if alike(lexical(quad.object)) not in kept]
        come = [term for term in come if alike(lexical(term)) not in said]
        if field.maximum is not None and len(set(texts)) > field.maximum:
            raise TooManyValues(option(field), field.maximum)
        self.removed |= set(removed := self._stated(field, gone, section))
        if come:
            graph = self._home(subject, removed or there, section, is_label=field.is_label)
            self.added |= {_quad(subject, path, term, graph) for term in come}

    def replace(self, quad: ox.Quad, text: str) -> None:
        """Put another value into a statement; none removes it."""
        path, lang = property_of(quad)
        field = self.field(self.form_of(lexical(quad.subject)), path)
        if not _is_stated(quad):
            raise CellNotEntered(field.local, terms.shorten(lexical(quad.subject)))
        self.removed.add(quad)
        for term in self.terms(field, [text] if text else [], lang):
            self.added.add(ox.Quad(quad.subject, quad.predicate, term, quad.graph_name))

    def add(self, subject: str, path: str, text: str, lang: str, graph: str) -> None:
        """Let a section that speaks of a fact say one more thing of it."""
        if graph not in {graph_of(quad) for quad in self.about[subject]}:
            raise ValueNotFound(terms.shorten(subject), terms.shorten(graph))
        for term in self.terms(self.field(self.form_of(subject), path), [text], lang):
            self.added.add(_quad(subject, path, term, graph))

    def terms(self, field: Field, texts: Iterable[str], lang: str) -> list[Term]:
        """Return what texts mean as values of a field; raises FieldInvalid, EntityNotFound."""
        if field.is_text and not lang:
            raise FieldUnknown(option(field), [f"{option(field)}_{tag}" for tag in LANGUAGES])
        return [normal(values.parsed(self.store, field, text, lang or None)) for text in texts]

    def _stated(self, field: Field, gone: Iterable[ox.Quad], section: str) -> list[ox.Quad]:
        """Return the statements that go, each with its one place in the files."""
        places: dict[Term, list[ox.Quad]] = defaultdict(list)
        for quad in gone:
            places[quad.object] += [quad] if _is_stated(quad) else []
        for term, quads in places.items():
            found = [q for q in quads if not section or q.graph_name == self._section(section)]
            if not found:
                raise CellNotEntered(field.local, terms.shorten(lexical(term)))
            if len(found) > 1:
                raise StatedOften(terms.shorten(lexical(term)), _numbers(map(graph_of, found)))
            places[term] = found
        return [quad for quads in places.values() for quad in quads]

    def _home(
        self, subject: str, beside: Iterable[ox.Quad], section: str, *, is_label: bool
    ) -> str:
        """Return the graph for a new value: the section named, that of the others, the only one."""
        if section:
            return self._section(section).value
        if is_label:
            return terms.REGISTER
        graphs: set[str] = set()
        for quads in (beside, self.about[subject]):
            graphs = {graph_of(q) for q in quads if _is_stated(q)} - {terms.REGISTER}
            if len(graphs) == 1:
                return graphs.pop()
        if graphs:
            raise StatedOften(terms.shorten(subject), _numbers(graphs))
        raise SectionMissing(terms.kind_of(subject) or "")

    def _section(self, number: str) -> ox.NamedNode:
        return resolve(self.store, number, terms.SECTION)


def _numbers(graphs: Iterable[str]) -> list[str]:
    return sorted((terms.section_number(graph) or graph for graph in graphs), key=section_order)


def _is_stated(quad: ox.Quad) -> bool:
    """Tell whether a person states it: in the register or a section."""
    graph = graph_of(quad)
    return graph == terms.REGISTER or terms.section_number(graph) is not None


def _quad(subject: str, path: str, term: Term, graph: str) -> ox.Quad:
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(path), term, ox.NamedNode(graph))


def _parts(cell: str, known: Iterable[str]) -> list[str]:
    """Return the values of a cell: those known may have what stands between two values."""
    found = []
    for text in sorted(known, key=len, reverse=True):
        if SEPARATOR in text and text in cell:
            cell = cell.replace(text, "", 1)
            found.append(text)
    return found + [part.strip() for part in cell.split(SEPARATOR.strip()) if part.strip()]
