"""The fields of a class, as its SHACL shapes give them: what may, and what has to be said."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.labels import LABELS
from kkgraph.errors import ClassNotFound
from kkgraph.evidence.citations import CITED
from kkgraph.project import DataFile, Project
from kkgraph.sparql.terms import Term
from kkgraph.store import read

SH = terms.PREFIXES["sh"]
_RDF_FIRST, _RDF_REST, _NIL = (terms.RDF + name for name in ("first", "rest", "nil"))
_DERIVED = "Derived:"  # how the definition of a derived property begins
_WANTED = (SH + "Violation", SH + "Warning")


@dataclass(frozen=True)
class Field:
    """A property that things of a class may have.

    `classes`: of its values, where they are things; `datatypes`: where they are not; `options`:
    where only some are allowed. `is_own`: whether the shape of the class itself names it.
    """

    path: str
    names: Mapping[str, str]
    minimum: int
    maximum: int | None
    classes: tuple[str, ...]
    datatypes: tuple[str, ...]
    options: tuple[Term, ...]
    pattern: str
    is_own: bool

    @property
    def local(self) -> str:
        """The property's name without its prefix: hasMember."""
        return terms.shorten(self.path).rpartition(":")[2]

    @property
    def is_text(self) -> bool:
        """Whether its values are texts in a language."""
        return terms.RDF + "langString" in self.datatypes

    @property
    def is_label(self) -> bool:
        """Whether it names the thing."""
        return self.path in LABELS

    @property
    def is_thing(self) -> bool:
        """Whether its values are things."""
        return not self.datatypes and not self.options


@dataclass(frozen=True)
class Form:
    """The fields of a class; `either`: groups of properties of which one has to be given."""

    cls: str
    kind: str
    fields: tuple[Field, ...]
    either: tuple[tuple[str, ...], ...]

    @property
    def is_fact(self) -> bool:
        """Whether it is a class of facts, which stand in a section."""
        return self.kind in terms.FACT_KINDS


@dataclass(frozen=True)
class Shapes:
    """The shapes and the ontology of a project, to make forms from."""

    graph: ox.Store

    @classmethod
    def of(cls, project: Project) -> "Shapes":
        """Read them."""
        graph = ox.Store()
        read(graph, DataFile(project.shapes, terms.SHAPES_NS))
        read(graph, project.ontology_file())
        return cls(graph)

    def form(self, name: str) -> Form:
        """Return the form of a class by its kind, local name or label; raises ClassNotFound."""
        cls = self._class(name)
        shapes = list(self._shapes_of(cls))
        own = {path for shape in self._targeting(cls) for path in self._paths(shape)}
        named = (path for shape in shapes for path in self._paths(shape))
        paths = dict.fromkeys([*named, *CITED])
        fields = (self._field(path, shapes, is_own=path in own) for path in paths)
        # A theme is our own reading: themes.ttl is its place, not a section.
        kept = [f for f in fields if self._is_stated(f.path) and f.path != terms.HAS_THEME]
        kind = next(k for k, local in terms.KINDS.items() if terms.term(local) == cls)
        if kind in terms.FACT_KINDS:  # where it stands; in a source with pages those do
            kept = [replace(f, minimum=1) if f.path == terms.LINES else f for f in kept]
        return Form(cls, kind, tuple(kept), tuple(self._either(shapes)))

    @cached_property
    def classes(self) -> dict[str, str]:
        """The names that a class goes by, in lower case, with its IRI."""
        found: dict[str, str] = {}
        for kind, local in {**terms.THING_KINDS, **terms.FACT_KINDS}.items():
            iri = terms.term(local)
            labels = (t.value for t in self._values(iri, terms.LABEL) if isinstance(t, ox.Literal))
            for name in (kind, local, *labels):
                found.setdefault(name.lower(), iri)
        return found

    def _class(self, name: str) -> str:
        key = name.lower().removeprefix("kk:")
        if key not in self.classes:
            raise ClassNotFound(name, [*terms.THING_KINDS, *terms.FACT_KINDS])
        return self.classes[key]

    def _values(self, subject: Term | str, predicate: str) -> list[Term]:
        node = ox.NamedNode(subject) if isinstance(subject, str) else subject
        if not isinstance(node, ox.NamedNode | ox.BlankNode):
            return []
        if (node, predicate) not in self._known:
            found = self.graph.quads_for_pattern(node, ox.NamedNode(predicate), None, None)
            self._known[node, predicate] = sorted((quad.object for quad in found), key=str)
        return self._known[node, predicate]

    @cached_property
    def _known(self) -> dict[tuple[ox.NamedNode | ox.BlankNode, str], list[Term]]:
        """The values that were looked up, by subject and property: each field asks for most."""
        return {}

    def _list(self, head: Term) -> Iterator[Term]:
        while getattr(head, "value", "") != _NIL:
            first = self._values(head, _RDF_FIRST)
            if not first:
                return
            yield first[0]
            head = self._values(head, _RDF_REST)[0]

    def _above(self, cls: str) -> list[str]:
        """Return a class and those of ours above it, the nearest first."""
        found = [cls]
        for one in found:
            for term in self._values(one, terms.SUB_CLASS_OF):
                iri = getattr(term, "value", "")
                if iri.startswith(terms.KK) and iri not in found:
                    found.append(iri)
        return found

    def _targeting(self, cls: str) -> list[Term]:
        target = ox.NamedNode(SH + "targetClass")
        found = self.graph.quads_for_pattern(None, target, ox.NamedNode(cls), None)
        shapes = (q.subject for q in found if isinstance(q.subject, ox.NamedNode))
        return sorted(shapes, key=str)

    def _shapes_of(self, cls: str) -> Iterator[Term]:
        for one in self._above(cls):
            yield from self._targeting(one)

    def _paths(self, shape: Term) -> Iterator[str]:
        """Yield the properties that a shape names, in the order of the ontology's shapes."""
        for property_ in self._values(shape, SH + "property"):
            for path in self._values(property_, SH + "path"):
                if isinstance(path, ox.NamedNode):
                    yield path.value

    def _is_stated(self, path: str) -> bool:
        """Tell whether a person states the property: neither a rule does nor a file of links."""
        texts = self._values(path, terms.DEFINITION)
        derived = any(getattr(text, "value", "").startswith(_DERIVED) for text in texts)
        if path in (*LABELS, terms.WAS_REVISION_OF):
            return True
        return path.startswith(terms.KK) and not derived

    def _field(self, path: str, shapes: Iterable[Term], *, is_own: bool) -> Field:
        parts = [
            part
            for shape in shapes
            for part in self._values(shape, SH + "property")
            if ox.NamedNode(path) in self._values(part, SH + "path")
        ]
        if not any(True for part in parts for _ in self._kinds(part)):
            parts += [part for part in self._parts(path) if part not in parts]
        kinds = [kind for part in parts for kind in self._kinds(part)]
        needed = [p for p in parts if self._severity(p) in _WANTED]
        lows = [int(_text(v)) for p in needed for v in self._values(p, SH + "minCount")]
        highs = [int(_text(v)) for p in parts for v in self._values(p, SH + "maxCount")]
        options = [
            o for p in parts for head in self._values(p, SH + "in") for o in self._list(head)
        ]
        patterns = [_text(v) for p in parts for v in self._values(p, SH + "pattern")]
        names = self._values(parts[0], SH + "name")
        return Field(
            path,
            {t.language or "": t.value for t in names if isinstance(t, ox.Literal)},
            max(lows, default=0),
            min(highs, default=None),
            tuple(dict.fromkeys(k for name, k in kinds if name == "class")),
            tuple(dict.fromkeys(k for name, k in kinds if name == "datatype")),
            tuple(dict.fromkeys(options)),
            patterns[0] if patterns else "",
            is_own,
        )

    def _parts(self, path: str) -> list[Term]:
        """Return every property shape of a path: where a class's own say nothing of the values."""
        node = ox.NamedNode(SH + "path")
        found = self.graph.quads_for_pattern(None, node, ox.NamedNode(path), None)
        typed = (q.subject for q in found if any(True for _ in self._kinds(q.subject)))
        return sorted(typed, key=str)

    def _severity(self, part: Term) -> str:
        found = self._values(part, SH + "severity")
        return _text(found[0]) if found else SH + "Violation"

    def _kinds(self, part: Term) -> Iterator[tuple[str, str]]:
        """Yield the classes and datatypes of values, those in an sh:or too."""
        for name in ("class", "datatype"):
            yield from ((name, _text(value)) for value in self._values(part, SH + name))
        for head in self._values(part, SH + "or"):
            for one in self._list(head):
                yield from self._kinds(one)

    def _either(self, shapes: Iterable[Term]) -> Iterator[tuple[str, ...]]:
        """Yield the properties of each sh:or of property shapes that need one."""
        for shape in shapes:
            for head in self._values(shape, SH + "or"):
                parts = list(self._list(head))
                if all(self._values(part, SH + "minCount") for part in parts):
                    paths = (p for part in parts for p in self._values(part, SH + "path"))
                    yield tuple(_text(path) for path in paths)


def _text(term: Term) -> str:
    return getattr(term, "value", "")
