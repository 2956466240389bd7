"""Each statement by itself: its terms are known, it is in its place, its value well written.

A mistake found here is mended in the statements handed on, as its cure says, so that the
shapes report neither the same mistake nor what follows from it, and still see the rest.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.evidence.citations import node
from kkgraph.sparql.terms import Term, lexical
from kkgraph.texts import bilingual
from kkgraph.validation.checks import lexical as forms
from kkgraph.validation.checks.vocabulary import STANDARD, STANDARD_CLASSES, Vocabulary, is_sure
from kkgraph.validation.report.findings import Finding, told
from kkgraph.validation.sources import Source, is_ours, is_section_graph

_TYPE = ox.NamedNode(terms.TYPE)
_LAYERS = (terms.REGISTER, terms.LINKS, terms.THEMES, terms.SECTIONS)
_FEW = 3  # statements: a subject with no more is rather a slip of the name than a new thing
# What no editor shows: control characters, marks of direction and width, other blanks.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]"
)
_OTHER_BLANKS = "\xa0\u202f\u2028\u2029"


@dataclass
class Mended:
    """What the checks leave for the shapes.

    `excused`: subjects with properties of which enough is told; `unknown`: IRIs without a class;
    `dropped`: the values of statements that were left out, which may be mentioned nowhere else.
    """

    findings: list[Finding] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    excused: set[tuple[str, str]] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)


def check(sources: Iterable[Source], vocabulary: Vocabulary) -> Mended:
    """Return what is wrong with single statements, and the sources with that mended."""
    mended = Mended()
    listed = list(sources)
    typed = _subjects(listed)
    for source in listed:
        if source is vocabulary.ontology:
            mended.findings += _undefined_in_ontology(source, vocabulary)
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


def _undefined_in_ontology(source: Source, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Yield the terms of ours that the ontology itself uses and does not define."""
    for quad in source.quads:
        for term in (quad.predicate, quad.object):
            if not isinstance(term, ox.NamedNode) or not term.value.startswith(terms.KK):
                continue
            if term.value != terms.KK and not vocabulary.is_defined(term.value):
                near = vocabulary.near(term.value, {*vocabulary.classes, *vocabulary.properties})
                found = told("unknown-value", node(quad.subject), **_naming(term.value, near))
                yield _located(found, quad, term)


def _naming(iri: str, near: Iterable[str]) -> dict[str, object]:
    """Return the values `term` and `meant` for a text: what is written, and what may be meant."""
    names = ", ".join(map(terms.shorten, near))
    meant = bilingual("validation.meant", names=names) if names else bilingual("validation.no_near")
    return {"term": terms.shorten(iri), "meant": meant}


def _located(found: Finding, quad: ox.Quad, value: Term | None = None) -> Finding:
    """Return the finding with the statement that it is about."""
    graph = node(quad.graph_name) if is_section_graph(quad.graph_name) else None
    term = quad.object if value is None else value
    is_predicate = value is not None and value == quad.predicate
    return replace(
        found,
        path=quad.predicate.value,
        value=None if isinstance(term, ox.BlankNode) else lexical(term),
        term=None if isinstance(term, ox.BlankNode | ox.Triple) or is_predicate else term,
        graph=graph,
    )


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
        for test in (self._graph, self._node, self._subject, self._predicate, self._value):
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
        self.mended.findings.append(_located(found, quad, value))

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
        if not iri and self.source.given:
            return quad
        if self._once(name):
            near = self.vocabulary.near(iri, self.vocabulary.sections) if iri else []
            rule = "not-a-section" if iri else "no-section"
            found = told(rule, node(quad.subject), **_naming(iri, near))
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
            found = told(rule, iri, kind=kind, **_naming(iri, near))
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
        found = told("unknown-property", node(quad.subject), **_naming(iri, near))
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

    def _value(self, quad: ox.Quad) -> ox.Quad | None:
        iri = lexical(quad.object)
        if quad.predicate.value in self.vocabulary.leading and not terms.is_ours(iri):
            return self._no_thing(quad, iri)
        if isinstance(quad.object, ox.Literal):
            return self._literal(quad, quad.object)
        if quad.predicate == _TYPE:
            return self._class(quad, iri)
        if not terms.is_ours(iri) or self.vocabulary.is_defined(iri):
            return quad
        if iri.startswith(terms.KK):
            return self._controlled(quad, iri)
        return self._thing(quad, iri)

    def _no_thing(self, quad: ox.Quad, value: str) -> ox.Quad | None:
        """Refuse a text or an address elsewhere where a thing of ours belongs."""
        near = self.vocabulary.near(value, self.vocabulary.things)
        values = {**_naming(value, near), "path": terms.shorten(quad.predicate.value)}
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
        found = told("unknown-class", node(quad.subject), **_naming(iri, near))
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
        found = told("unknown-value", node(quad.subject), **_naming(iri, near))
        self._tell(replace(found, value=iri), quad)
        return self._instead(quad, near[0] if near and is_sure(iri, near[0]) else None)

    def _thing(self, quad: ox.Quad, iri: str) -> ox.Quad | None:
        """Refuse a thing that is pointed at and stands nowhere with a class."""
        near = self.vocabulary.near_thing(iri)
        if iri in self.counted:  # then it is told where it is spoken of
            self.mended.unknown.add(iri)
            self._excuse(quad)
            return None
        found = told("unknown-thing", node(quad.subject), kind="", **_naming(iri, near))
        self._tell(replace(found, value=iri), quad)
        self.mended.unknown.add(iri)
        return self._instead(quad, near[0] if near and is_sure(iri, near[0]) else None)

    def _instead(self, quad: ox.Quad, meant: str | None) -> ox.Quad | None:
        self._excuse(quad)
        if meant is None:
            return None
        return ox.Quad(quad.subject, quad.predicate, ox.NamedNode(meant), quad.graph_name)

    def _literal(self, quad: ox.Quad, value: ox.Literal) -> ox.Quad | None:
        datatype = value.datatype.value
        if not forms.known(datatype):
            near = self.vocabulary.near(datatype, forms.names())
            found = told("unknown-datatype", node(quad.subject), **_naming(datatype, near))
            return self._badly_written(quad, found)
        if not forms.is_written(value.value, datatype):
            example = forms.EXAMPLES.get(datatype, "")
            better = forms.proposal(value.value, [datatype]) or example
            name = terms.shorten(datatype)
            found = told("lexical-form", node(quad.subject), type=name, example=better)
            return self._badly_written(quad, found)
        if datatype.endswith("#decimal") and self._is_thousands(quad, value.value):
            whole = forms.without_thousands(value.value)
            found = told("thousands", node(quad.subject), value=value.value, whole=whole)
            self._tell(replace(found, severity="Warning"), quad)
        elif datatype in _TEXTS:
            return self._text(quad, value)
        return quad

    def _is_thousands(self, quad: ox.Quad, value: str) -> bool:
        ours = quad.predicate.value.startswith(terms.KK)
        return ours and forms.is_suspicious(value)

    def _badly_written(self, quad: ox.Quad, found: Finding) -> ox.Quad:
        self._tell(found, quad)
        self._excuse(quad)
        return quad

    def _text(self, quad: ox.Quad, value: ox.Literal) -> ox.Quad:
        """Ask for no blank too many, nothing unseen, and each letter as one character."""
        text = value.value
        unseen = _UNSEEN.search(text)
        if unseen:
            code = f"U+{ord(unseen[0]):04X} {unicodedata.name(unseen[0], 'control character')}"
            self._tell(told("unseen-character", node(quad.subject), code=code), quad)
            text = _UNSEEN.sub(lambda found: " " if found[0] in _OTHER_BLANKS else "", text)
        elif unicodedata.normalize("NFC", text) != text:
            self._tell(told("not-composed", node(quad.subject)), quad)
            text = unicodedata.normalize("NFC", text)
        elif text != " ".join(text.split()) or not text:
            rule = "blanks" if text.strip() else "empty-text"
            self._tell(told(rule, node(quad.subject)), quad)
            text = " ".join(text.split())
        if text == value.value:
            return quad
        literal = _like(value, text)
        return ox.Quad(quad.subject, quad.predicate, literal, quad.graph_name)


_TEXTS = (terms.XSD + "string", terms.RDF + "langString")


def _like(value: ox.Literal, text: str) -> ox.Literal:
    if value.language:
        return ox.Literal(text, language=value.language)
    return ox.Literal(text, datatype=value.datatype)


def _has_class(known: Vocabulary, iri: str, wanted: Iterable[str]) -> bool:
    kinds = known.things.get(iri, frozenset())
    expected = terms.class_of_kind(iri)
    return known.is_under(kinds or ({expected} if expected else ()), wanted)
