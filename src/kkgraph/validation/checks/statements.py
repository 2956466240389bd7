"""Each statement by itself: its terms are known, it is in its place, its value well written.

A mistake found here is mended in the statements handed on, as its cure says, so that the
shapes report neither the same mistake nor what follows from it, and still see the rest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.evidence.citations import node
from kkgraph.sparql.terms import Term, lexical
from kkgraph.validation.checks import literals, ontology
from kkgraph.validation.checks.mended import Mended
from kkgraph.validation.checks.vocabulary import (
    STANDARD,
    STANDARD_CLASSES,
    Vocabulary,
    is_sure,
    naming,
)
from kkgraph.validation.report.findings import Finding, located, told
from kkgraph.validation.sources import Source, is_ours

_TYPE = ox.NamedNode(terms.TYPE)
_LAYERS = (terms.REGISTER, terms.LINKS, terms.THEMES, terms.SECTIONS)
_FEW = 3  # statements: a subject with no more is rather a slip of the name than a new thing


def check(sources: Iterable[Source], vocabulary: Vocabulary) -> Mended:
    """Return what is wrong with single statements, and the sources with that mended."""
    mended = Mended()
    listed = list(sources)
    typed = _subjects(listed)
    for source in listed:
        if source is vocabulary.ontology:
            mended.findings += ontology.undefined(source, vocabulary)
            mended.sources.append(source)
            continue
        checker = _Checker(source, vocabulary, mended, typed)
        quads = [kept for quad in source.quads for kept in checker.statement(quad)]
        mended.sources.append(source if quads == list(source.quads) else source.with_quads(quads))
    return mended


def _subjects(sources: Iterable[Source]) -> dict[str, int]:
    """Return every subject with the number of its statements."""
    counted: dict[str, int] = {}
    for source in sources:
        for quad in source.quads:
            subject = str(quad.subject).strip("<>")
            counted[subject] = counted.get(subject, 0) + 1
    return counted


class _Checker:
    """Checks the statements of one source; what was said of it once is not said again."""

    def __init__(
        self, source: Source, vocabulary: Vocabulary, mended: Mended, counted: dict[str, int]
    ) -> None:
        self.source = source
        self.vocabulary = vocabulary
        self.mended = mended
        self.counted = counted
        self.told: set[object] = set()
        self.inner = {quad.object for quad in source.quads if isinstance(quad.object, ox.BlankNode)}

    def statement(self, quad: ox.Quad) -> Iterator[ox.Quad]:
        """Yield what is left of a statement: itself, mended, or nothing."""
        if self._is_foreign(quad):
            yield quad
            return
        kept = quad
        first = (self._graph, self._node, self._subject)
        for test in (*first, self._predicate, self._other, self._value):
            left = test(kept)
            if left is None:
                self.mended.dropped.add(node(quad.object))
                return
            kept = left
        yield kept

    def _is_foreign(self, quad: ox.Quad) -> bool:
        """Whether a statement of a given file has nothing of ours in it."""
        return self.source.given and not any(
            is_ours(term) for term in (quad.subject, quad.predicate, quad.object)
        )

    def _tell(self, found: Finding, quad: ox.Quad, value: Term | None = None) -> None:
        self.mended.findings.append(located(found, quad, value))

    def _excuse(self, quad: ox.Quad) -> None:
        self.mended.excused.add((node(quad.subject), quad.predicate.value))

    def _once(self, key: object) -> bool:
        """Whether something is told for the first time."""
        is_new = key not in self.told
        self.told.add(key)
        return is_new

    def _graph(self, quad: ox.Quad) -> ox.Quad | None:
        """Ask that statements of the survey stand in the graph of a section."""
        name = quad.graph_name
        if isinstance(name, ox.NamedNode) and (
            name.value in _LAYERS
            or name.value.startswith("urn:kkgraph:file:")
            or name.value in self.vocabulary.sections
        ):
            return quad
        iri = name.value if isinstance(name, ox.NamedNode) else ""
        is_nameless = isinstance(quad.subject, ox.BlankNode)  # told of as that, and what to do
        if not iri and (self.source.given or is_nameless):
            return quad
        if self._once(name):
            near = self.vocabulary.near(iri, self.vocabulary.sections) if iri else []
            rule = "not-a-section" if iri else "no-section"
            found = told(rule, node(quad.subject), **naming(iri, near))
            self.mended.findings.append(replace(found, graph=iri or None, value=iri or None))
            if iri:
                self.mended.unknown.add(iri)
        return quad

    def _node(self, quad: ox.Quad) -> ox.Quad | None:
        """Refuse a blank node, which nobody can cite; what is inside one is part of it."""
        subject, value = quad.subject, quad.object
        if not isinstance(subject, ox.BlankNode) and not isinstance(value, ox.BlankNode):
            return quad
        if isinstance(value, ox.BlankNode):
            self._excuse(quad)
        outer = value if isinstance(subject, ox.NamedNode) else subject
        if (outer is value or outer not in self.inner) and self._once(outer):
            self._tell(told("blank-node", node(subject)), quad)
        return None

    def _subject(self, quad: ox.Quad) -> ox.Quad | None:
        """Ask that what is spoken of is one of our things and has a class."""
        iri = node(quad.subject)
        if terms.path_of(iri) is not None:
            return quad if iri in self.vocabulary.things else self._unknown_subject(quad, iri)
        if self.source.given:
            return quad
        if self._once(iri):
            self._tell(told("foreign-subject", iri, term=iri), quad)
        return None

    def _unknown_subject(self, quad: ox.Quad, iri: str) -> ox.Quad | None:
        near = [
            one
            for one in self.vocabulary.near_thing(iri)
            if terms.kind_of(one) == terms.kind_of(iri)
        ]
        is_slip = bool(near) and is_sure(iri, near[0]) and self.counted.get(iri, 0) <= _FEW
        if self._once(iri):
            wanted = terms.class_of_kind(iri)
            kind = terms.shorten(wanted) if wanted in self.vocabulary.classes else "kk:…"
            rule = "unknown-thing" if is_slip else "no-class"
            found = told(rule, iri, kind=kind, **naming(iri, near))
            self._tell(replace(found, value=iri), quad, quad.subject)
        if is_slip:
            meant = ox.NamedNode(near[0])
            return ox.Quad(meant, quad.predicate, quad.object, quad.graph_name)
        self.mended.unknown.add(iri)
        return quad

    def _predicate(self, quad: ox.Quad) -> ox.Quad | None:
        """Ask that the property is known, is not for rules alone, and is for this class."""
        iri, known = quad.predicate.value, self.vocabulary
        if iri in known.derived:
            self._tell(told("derived-property", node(quad.subject), term=terms.shorten(iri)), quad)
            self._excuse(quad)
            return None
        if iri in known.properties:
            return self._domain(quad) if iri in known.domains else quad
        if iri in STANDARD or (self.source.given and not terms.is_ours(iri)):
            return quad
        near = known.near(iri, {*known.properties, *STANDARD} - known.derived)
        found = told("unknown-property", node(quad.subject), **naming(iri, near))
        self._tell(replace(found, value=iri), quad, quad.predicate)
        self._excuse(quad)
        if near and is_sure(iri, near[0]):
            return ox.Quad(quad.subject, ox.NamedNode(near[0]), quad.object, quad.graph_name)
        return None

    def _domain(self, quad: ox.Quad) -> ox.Quad | None:
        """Find a property whose two sides were swapped, as the classes on either side tell."""
        known, iri = self.vocabulary, quad.predicate.value
        wanted = known.domains[iri]
        if _has_class(known, node(quad.subject), wanted):
            return quad
        other = lexical(quad.object) if isinstance(quad.object, ox.NamedNode) else ""
        if not _has_class(known, other, wanted) or terms.path_of(other) is None:
            return quad
        self._tell_swapped(quad, ", ".join(sorted(map(terms.shorten, wanted))))
        return ox.Quad(ox.NamedNode(other), quad.predicate, quad.subject, quad.graph_name)

    def _tell_swapped(self, quad: ox.Quad, wanted: str) -> None:
        values = {
            "term": terms.shorten(quad.predicate.value),
            "wanted": wanted,
            "subject": terms.shorten(node(quad.subject)),
            "value": terms.shorten(lexical(quad.object)),
        }
        self._tell(told("swapped", node(quad.subject), **values), quad)

    def _other(self, quad: ox.Quad) -> ox.Quad | None:
        """Ask that a thing is not tied to itself."""
        if quad.object != quad.subject:
            return quad
        term = terms.shorten(quad.predicate.value)
        self._tell(told("itself", node(quad.subject), term=term), quad)
        return self._instead(quad, None)

    def _value(self, quad: ox.Quad) -> ox.Quad | None:
        iri = lexical(quad.object)
        if quad.predicate.value in self.vocabulary.leading and not terms.is_ours(iri):
            return self._no_thing(quad, iri)
        if isinstance(quad.object, ox.Literal):
            return self._literal(quad, quad.object)
        if quad.predicate == _TYPE:
            return self._class(quad, iri)
        if not terms.is_ours(iri) or terms.is_elsewhere(iri) or self.vocabulary.is_defined(iri):
            return quad
        if iri.startswith(terms.KK):
            return self._controlled(quad, iri)
        return self._thing(quad, iri)

    def _no_thing(self, quad: ox.Quad, value: str) -> ox.Quad | None:
        """Refuse a text or an address elsewhere where a thing of ours belongs."""
        near = self.vocabulary.near(value, self.vocabulary.things)
        values = {**naming(value, near), "path": terms.shorten(quad.predicate.value)}
        self._tell(told("no-thing", node(quad.subject), **values), quad)
        return self._instead(quad, None)

    def _class(self, quad: ox.Quad, iri: str) -> ox.Quad | None:
        known = self.vocabulary
        if iri in known.classes or iri in STANDARD_CLASSES or self._is_standard(iri):
            return quad
        expected = terms.class_of_kind(node(quad.subject)) or ""
        near = known.near(iri, known.classes)
        if expected in known.classes and expected not in near:
            near = [*near, expected]
        found = told("unknown-class", node(quad.subject), **naming(iri, near))
        self._tell(replace(found, value=iri), quad)
        meant = expected if expected in near else next(iter(near), "")
        if not meant:
            self.mended.unknown.add(node(quad.subject))
            return None
        return ox.Quad(quad.subject, quad.predicate, ox.NamedNode(meant), quad.graph_name)

    def _is_standard(self, iri: str) -> bool:
        """Whether a class of another vocabulary may stand: in a given file, not in our data."""
        return self.source.given and not terms.is_ours(iri)

    def _controlled(self, quad: ox.Quad, iri: str) -> ox.Quad | None:
        """Refuse a value such as a role that the ontology does not list."""
        known = self.vocabulary
        wanted = known.ranges.get(quad.predicate.value, frozenset())
        fitting = [name for name, kinds in known.values.items() if known.is_under(kinds, wanted)]
        near = known.near(iri, fitting or known.values) or sorted(fitting)
        found = told("unknown-value", node(quad.subject), **naming(iri, near))
        self._tell(replace(found, value=iri), quad)
        return self._instead(quad, near[0] if near and is_sure(iri, near[0]) else None)

    def _thing(self, quad: ox.Quad, iri: str) -> ox.Quad | None:
        """Refuse a thing that is pointed at and stands nowhere with a class."""
        near = self.vocabulary.near_thing(iri)
        if iri in self.counted:  # then it is told where it is spoken of
            self.mended.unknown.add(iri)
            self._excuse(quad)
            return None
        found = told("unknown-thing", node(quad.subject), kind="", **naming(iri, near))
        self._tell(replace(found, value=iri), quad)
        self.mended.unknown.add(iri)
        return self._instead(quad, near[0] if near and is_sure(iri, near[0]) else None)

    def _instead(self, quad: ox.Quad, meant: str | None) -> ox.Quad | None:
        self._excuse(quad)
        if meant is None:
            return None
        return ox.Quad(quad.subject, quad.predicate, ox.NamedNode(meant), quad.graph_name)

    def _literal(self, quad: ox.Quad, value: ox.Literal) -> ox.Quad:
        checked = literals.check(quad, value, self.vocabulary)
        if checked.finding:
            self._tell(checked.finding, quad)
        if checked.is_bad:
            self._excuse(quad)
        return ox.Quad(quad.subject, quad.predicate, checked.meant, quad.graph_name)


def _has_class(known: Vocabulary, iri: str, wanted: Iterable[str]) -> bool:
    kinds = known.things.get(iri, frozenset())
    expected = terms.class_of_kind(iri)
    return known.is_under(kinds or ({expected} if expected else ()), wanted)
