"""Changing what is stated: another value, one more, one less, or a thing withdrawn."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editing import edits, turtle, values
from kkgraph.editing.drafts import field_of, option
from kkgraph.editing.fields import Field, Form, Shapes
from kkgraph.editing.layout import Block, Layout, Value
from kkgraph.editing.placement import Files, Plan, source
from kkgraph.entities.search import resolve
from kkgraph.errors.editing import FieldInvalid, SectionMissing, ValueAmbiguous, ValueNotFound
from kkgraph.project import Project
from kkgraph.project.settings import FILE
from kkgraph.sparql.terms import Term, lexical
from kkgraph.store import Store

_REPLACED = "[replaced]\n"
_ASSIGNMENT = re.compile(r"\s*([^=+]+?)\s*(\+=|-=|=)\s*(.*)", re.DOTALL)
Operation = Literal["=", "+=", "-="]


@dataclass(frozen=True)
class Assignment:
    """`member=Oslo` puts a value in place of the one there is, += adds one, -= removes it."""

    name: str
    operation: Operation
    text: str


@dataclass(frozen=True)
class _Found:
    """A value where it stands."""

    path: Path
    graph: str
    layout: Layout
    block: Block
    value: Value
    term: Term


def assignment(text: str) -> Assignment:
    """Read `property=value`, `property+=value` or `property-=value`; raises FieldInvalid."""
    found = _ASSIGNMENT.fullmatch(text)
    if not found:
        raise FieldInvalid("edit", text, "property=value")
    return Assignment(found[1], found[2], found[3])  # type: ignore[arg-type]


def correct(
    store: Store,
    thing: ox.NamedNode,
    assigned: Iterable[Assignment],
    section: str | None = None,
    old: str | None = None,
) -> Plan:
    """Return the edits that change values of a thing.

    `section`: in which section; `old`: the value that changes, where there are several.
    Raises FieldUnknown, FieldInvalid, ValueNotFound, ValueAmbiguous, SectionMissing.
    """
    form = Shapes.of(store.project).form(terms.kind_of(thing.value) or "")
    graph = resolve(store, section, terms.SECTION).value if section else None
    correction = _Correction(Files(store), form, thing.value, graph, old)
    for one in assigned:
        correction.take(one)
    return correction.plan


class _Correction:
    """Gathers the edits of one thing."""

    def __init__(
        self, files: Files, form: Form, thing: str, graph: str | None, old: str | None
    ) -> None:
        self.files, self.form, self.thing = files, form, thing
        self.graph, self.old, self.plan = graph, old, Plan()

    def take(self, one: Assignment) -> None:
        field, lang = field_of(self.form, one.name)
        if field.is_text and lang is None:
            raise FieldInvalid(one.name, one.text, f"{option(field)}-da=… / {option(field)}-en=…")
        there = list(self._stated(field, lang))
        if one.operation == "+=" or (not there and one.text and one.operation == "="):
            self._add(field, self._term(field, one.text, lang), there)
        elif one.operation == "-=" or not one.text:
            wanted = self._term(field, one.text, lang) if one.text else None
            self._drop(field, [f for f in there if wanted in (None, f.term)])
        else:
            self._replace(field, self._term(field, one.text, lang), there)

    def _term(self, field: Field, text: str, lang: str | None) -> Term:
        return normal(values.parsed(self.files.store, field, text, lang))

    def _stated(self, field: Field, lang: str | None) -> Iterator[_Found]:
        for path, of_file, layout in self.files.every():
            for block in layout.of(self.thing):
                graph = of_file or block.graph or ""
                for value in block.of(field.path):
                    term = term_of(layout, value)
                    spoken = getattr(term, "language", None)
                    if self.graph in (None, graph) and (lang is None or spoken == lang):
                        yield _Found(path, graph, layout, block, value, term)

    def _quad(self, field: Field, term: Term, graph: str) -> ox.Quad:
        return _quad(self.thing, field.path, term, graph)

    def _put(self, path: Path, edit: edits.Edit) -> None:
        self.plan.edits.setdefault(path, []).append(edit)

    def _replace(self, field: Field, term: Term, there: list[_Found]) -> None:
        for one in self._chosen(field, there):
            if one.term != term:
                self._put(one.path, edits.replaced(one.value, turtle.written(term, one.layout)))
                self.plan.removed.add(self._quad(field, one.term, one.graph))
                self.plan.added.add(self._quad(field, term, one.graph))

    def _chosen(self, field: Field, there: list[_Found]) -> list[_Found]:
        """Return the value that changes; raises ValueAmbiguous where it was not said."""
        found = there
        if self.old is not None:
            lang = getattr(there[0].term, "language", None) if there else None
            wanted = self._term(field, self.old, lang)
            found = [one for one in there if one.term == wanted]
        name = terms.shorten(self.thing)
        if not found:
            raise ValueNotFound(name, option(field), [_shown(one) for one in there])
        if len(found) > 1:
            raise ValueAmbiguous(name, option(field), [_shown(one) for one in found])
        return found

    def _drop(self, field: Field, there: list[_Found]) -> None:
        for one in self._chosen(field, there):
            for edit in edits.dropped(one.layout, one.block, [one.value]):
                self._put(one.path, edit)
            self.plan.removed.add(self._quad(field, one.term, one.graph))

    def _add(self, field: Field, term: Term, there: list[_Found]) -> None:
        """Add a value beside those there are, else the property to the block of the thing."""
        if there:
            one = there[-1]
            self._put(one.path, edits.extended(one.value, turtle.written(term, one.layout)))
            self.plan.added.add(self._quad(field, term, one.graph))
            return
        path, graph, layout, block = self._home(field)
        name, value = turtle.iri(field.path, layout), turtle.written(term, layout)
        self._put(path, edits.said_too(layout, block, f"{name} {value}"))
        self.plan.added.add(self._quad(field, term, graph))

    def _home(self, field: Field) -> tuple[Path, str, Layout, Block]:
        """Return the block that a new property belongs to: for names the register's."""
        found = [
            (path, of_file or block.graph or "", layout, block)
            for path, of_file, layout in self.files.every()
            for block in layout.of(self.thing)
        ]
        if field.is_label:
            found = [one for one in found if one[1] == terms.REGISTER]
        else:
            found = [one for one in found if terms.section_number(one[1])]
            found = [one for one in found if self.graph in (None, one[1])]
            typed = [one for one in found if one[3].of(terms.TYPE)]
            found = typed or found
        if len({graph for _, graph, _, _ in found}) != 1:
            raise SectionMissing(self.form.kind)
        return found[0]


def _shown(one: _Found) -> str:
    number = terms.section_number(one.graph)
    place = f" ({number})" if number else ""
    return terms.shorten(lexical(one.term)) + place


def term_of(layout: Layout, value: Value) -> Term:
    """Return the term that a value's text stands for."""
    text = layout.text[value.start : value.end]
    head = f"@base <{layout.base}> .\n" if layout.base else ""
    head += "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in layout.prefixes.items())
    graph = ox.Store()
    graph.load(f"{head}<urn:s> <urn:p> {text} .", format=ox.RdfFormat.TURTLE)
    return _only(graph)


def normal(term: Term) -> Term:
    """Return a term as a store has it: numbers in their shortest form."""
    graph = ox.Store()
    graph.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), term))
    return _only(graph)


def _only(graph: ox.Store) -> Term:
    (quad,) = graph.quads_for_pattern(None, None, None)
    return quad.object


def withdraw(store: Store, thing: ox.NamedNode, instead: ox.NamedNode | None = None) -> Plan:
    """Return the edits that remove a thing and its outside links, and what points at it.

    `instead`: what takes its place: what points at the one then points at the other.
    """
    plan, files = Plan(), Files(store)
    gone = {thing.value, *_links(files, thing.value)}
    for path, of_file, layout in files.every():
        for block in layout.blocks:
            graph = of_file or block.graph or ""
            if block.subject in gone:
                _remove(plan, path, graph, layout, block)
                continue
            pointing = [value for value in block.values if value.name in gone]
            left = [value for value in pointing if not _moves(block, value, instead)]
            put = plan.edits.setdefault(path, []) if pointing else []
            put += edits.dropped(layout, block, left) if left else []
            plan.removed |= {_said(layout, block, value, graph) for value in pointing}
            for value in pointing:
                if instead and value not in left:
                    put.append(edits.replaced(value, turtle.written(instead, layout)))
                    plan.added.add(_quad(block.subject, value.predicate, instead, graph))
    if not plan.removed:
        raise ValueNotFound(terms.shorten(thing.value), "type")
    later = instead or _revision(store, thing)
    if later:
        path, text = _replacing(store.project, thing.value, later.value)
        plan.created[path] = text
    return plan


def _moves(block: Block, value: Value, instead: ox.NamedNode | None) -> bool:
    """Tell whether a value can point at another thing, which it does not beside it already."""
    if instead is None or block.subject == instead.value:
        return False
    return instead.value not in {one.name for one in block.of(value.predicate)}


def _revision(store: Store, thing: ox.NamedNode) -> ox.NamedNode | None:
    """Return the fact that says that it is a revision of another."""
    revises = ox.NamedNode(terms.WAS_REVISION_OF)
    found = (q.subject for q in store.graph.quads_for_pattern(None, revises, thing, None))
    return next((one for one in found if isinstance(one, ox.NamedNode)), None)


def _replacing(project: Project, thing: str, instead: str) -> tuple[Path, str]:
    """Return the project's file, in which stands what took the place of a thing."""
    path = project.root / FILE
    text = source(path) if path.is_file() else ""
    line = f'"{terms.path_of(thing)}" = "{terms.path_of(instead)}"\n'
    head, table, rest = text.partition(_REPLACED)
    if table:
        return path, head + table + line + rest
    ending = "" if not text or text.endswith("\n") else "\n"
    return (
        path,
        f"{text}{ending}\n# What was withdrawn, and what took its place.\n{_REPLACED}{line}",
    )


def _links(files: Files, thing: str) -> set[str]:
    """Return the links to the outside that are about a thing."""
    return {
        block.subject
        for _, _, layout in files.every()
        for block in layout.blocks
        if terms.link_system(block.subject)
        and any(value.name == thing for value in block.of(terms.IS_ABOUT))
    }


def _remove(plan: Plan, path: Path, graph: str, layout: Layout, block: Block) -> None:
    plan.edits.setdefault(path, []).append(edits.removed(layout, block))
    plan.removed |= {_said(layout, block, value, graph) for value in block.values}


def _said(layout: Layout, block: Block, value: Value, graph: str) -> ox.Quad:
    return _quad(block.subject, value.predicate, term_of(layout, value), graph)


def _quad(subject: str, predicate: str, value: Term, graph: str) -> ox.Quad:
    node, name = ox.NamedNode(subject), ox.NamedNode(graph)
    return ox.Quad(node, ox.NamedNode(predicate), value, name)
