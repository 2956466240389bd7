"""What the shapes say, for those who put a finding in words: messages, and what is allowed."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.sparql.terms import Term, lexical
from kkgraph.texts import Message

SH = terms.PREFIXES["sh"]
_FIRST, _REST, _NIL = (terms.RDF + name for name in ("first", "rest", "nil"))
_COUNTS = ("minCount", "maxCount", "minLength", "maxLength")


def _is_count(value: Term) -> bool:
    return isinstance(value, ox.Literal) and value.value.isdecimal()


def _is_pattern(value: Term) -> bool:
    if not isinstance(value, ox.Literal) or not value.datatype.value.endswith("#string"):
        return False
    try:
        re.compile(value.value)
    except re.error:
        return False
    return True


_FITS: dict[str, Callable[[Term], bool]] = {
    "pattern": _is_pattern,
    **dict.fromkeys(_COUNTS, _is_count),
}
_Values = dict[str, list[Term]]


@dataclass(frozen=True)
class Allowed:
    """What a value may be: of some classes, of some datatypes, or one of a list."""

    classes: tuple[str, ...] = ()
    datatypes: tuple[str, ...] = ()
    values: tuple[Term, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shapes:
    """A shapes graph by subject: each property of SHACL (local name) with its values."""

    quads: tuple[ox.Quad, ...]
    by_subject: dict[Term, _Values] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the statements by their subjects."""
        for quad in self.quads:
            said = self.by_subject.setdefault(quad.subject, {})
            said.setdefault(quad.predicate.value.removeprefix(SH), []).append(quad.object)

    def values(self, shape: Term, name: str) -> list[Term]:
        """Return the values of a property of SHACL."""
        return self.by_subject.get(shape, {}).get(name, [])

    def messages(self, shape: str) -> dict[str, str]:
        """Return the shape's own message by language."""
        found = self.values(ox.NamedNode(shape), "message") if ":" in shape else []
        return {(v.language or "en"): v.value for v in found if isinstance(v, ox.Literal)}

    def features(self) -> frozenset[str]:
        """Return the local name of every property of SHACL that the shapes use."""
        used = {quad.predicate.value for quad in self.quads}
        return frozenset(iri.removeprefix(SH) for iri in used if iri.startswith(SH))

    def fault(self) -> Message | None:
        """Return what makes these no shapes, None if nothing does: a check that is cheap."""
        for said in self.by_subject.values():
            for prop in said.get("property", ()):
                if "path" not in self.by_subject.get(prop, {}):
                    return Message("errors.data.no_path", shape=prop)
            for name, fits in _FITS.items():
                for value in said.get(name, ()):
                    if not fits(value):
                        return Message("errors.data.no_shacl", name=name, value=value)
        return None

    def allowed(self, path: str, shape: str = "") -> Allowed:
        """Return what a value of a property may be: as the shape says, else any shape of it."""
        nodes = [ox.NamedNode(shape)] if ":" in shape else []
        for node in (*nodes, *self._of_path.get(path, ())):
            found = self._allowed(node)
            if found != Allowed():
                return found
        return Allowed()

    @cached_property
    def _of_path(self) -> dict[str, list[Term]]:
        found: dict[str, list[Term]] = {}
        for node, said in self.by_subject.items():
            for path in said.get("path", ()):
                if isinstance(path, ox.NamedNode):
                    found.setdefault(path.value, []).append(node)
        return found

    def _allowed(self, node: Term) -> Allowed:
        options = [one for head in self.values(node, "or") for one in self.items(head)]
        nodes = [node, *(one for one in options if not self.values(one, "path"))]
        return Allowed(
            classes=self._iris(nodes, "class"),
            datatypes=self._iris(nodes, "datatype"),
            values=tuple(v for head in self.values(node, "in") for v in self.items(head)),
            languages=tuple(
                lexical(v) for head in self.values(node, "languageIn") for v in self.items(head)
            ),
        )

    def _iris(self, nodes: Iterable[Term], name: str) -> tuple[str, ...]:
        return tuple(lexical(value) for node in nodes for value in self.values(node, name))

    def items(self, head: Term) -> Iterator[Term]:
        """Yield the items of a list."""
        while head in self.by_subject:
            said = self.by_subject[head]
            yield from said.get(_FIRST, ())[:1]
            rest = said.get(_REST, [])
            head = rest[0] if rest else ox.NamedNode(_NIL)

    @cached_property
    def subjects(self) -> dict[str, frozenset[str]]:
        """The classes that closed shapes name each property for, beyond what all may have."""
        found: dict[str, set[str]] = {}
        for said in self.by_subject.values():
            if "closed" not in said:
                continue
            classes = {lexical(target) for target in said.get("targetClass", ())}
            for prop in said.get("property", ()):
                for path in self.values(prop, "path"):
                    found.setdefault(lexical(path), set()).update(classes)
        shared = {lexical(one) for one in self._shared()}
        return {path: frozenset(to) for path, to in found.items() if path not in shared}

    def _shared(self) -> Iterator[Term]:
        for said in self.by_subject.values():
            for head in said.get("ignoredProperties", ()):
                yield from self.items(head)

    def owned(self, classes: Iterable[str]) -> list[str]:
        """Return the properties that the closed shapes of some classes name, in order."""
        wanted = set(classes)
        return sorted(path for path, named in self.subjects.items() if named & wanted)

    @cached_property
    def targets(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """The targets: classes, properties of subjects, properties of objects; nodes aside."""
        names = ("targetClass", "targetSubjectsOf", "targetObjectsOf")

        def of(name: str) -> frozenset[str]:
            return frozenset(
                lexical(value) for said in self.by_subject.values() for value in said.get(name, ())
            )

        classes, subjects, objects = map(of, names)
        return classes | self._implicit(), subjects, objects

    def _implicit(self) -> set[str]:
        """Return the shapes that are classes too, and so their own targets."""
        kind = ox.NamedNode(terms.TYPE)
        classes = {terms.CLASS, terms.RDFS + "Class"}
        return {
            lexical(quad.subject)
            for quad in self.quads
            if quad.predicate == kind
            and lexical(quad.object) in classes
            and {"property", "path", "nodeKind"} & self.by_subject[quad.subject].keys()
        }
