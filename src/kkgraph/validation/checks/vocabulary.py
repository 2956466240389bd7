"""What the project's ontology and data define: every term, thing and section, and near names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.sparql.graphs import reached
from kkgraph.texts import bilingual
from kkgraph.validation.sources import Source

_PROPERTIES = (terms.OBJECT_PROPERTY, terms.DATATYPE_PROPERTY)
_DERIVED = "Derived:"  # how the definition of a derived property begins
_ALIKE = 0.72
_SURE = 0.8
# Terms of other vocabularies that the data may use.
STANDARD = frozenset(
    {
        terms.TYPE,
        terms.LABEL,
        terms.COMMENT,
        terms.SAME_AS,
        terms.PREF_LABEL,
        terms.ALT_LABEL,
        terms.HIDDEN_LABEL,
        terms.DEFINITION,
        terms.EXAMPLE,
        terms.EXACT_MATCH,
        terms.CLOSE_MATCH,
        terms.RELATED_MATCH,
        terms.BROAD_MATCH,
        terms.NARROW_MATCH,
        terms.TITLE,
        terms.DESCRIPTION,
        terms.IDENTIFIER,
        terms.SOURCE,
        terms.ISSUED,
        terms.LANGUAGE,
        terms.IS_PART_OF_SOURCE,
        terms.SPATIAL,
        terms.WAS_REVISION_OF,
        terms.HOMEPAGE,
        terms.LATITUDE,
        terms.LONGITUDE,
        terms.PROPERTY_ID,
        terms.VALUE,
        *(terms.SKOS + name for name in ("hasTopConcept", "topConceptOf", "inScheme")),
    }
)
STANDARD_CLASSES = frozenset({terms.SKOS + "ConceptScheme"})
Types = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Vocabulary:
    """Everything that may be named: read from the ontology and from all data files together."""

    ontology: Source
    data: tuple[Source, ...]
    subjects: Types  # the classes that a property is for, as the shapes have them
    leading: frozenset[str] = frozenset()  # the properties whose values are things of ours

    @cached_property
    def _kinds(self) -> Types:
        return _types([self.ontology])

    @cached_property
    def classes(self) -> frozenset[str]:
        """Our classes."""
        return frozenset(iri for iri, kinds in self._kinds.items() if terms.CLASS in kinds)

    @cached_property
    def properties(self) -> frozenset[str]:
        """Our properties, deprecated ones too."""
        return frozenset(iri for iri, kinds in self._kinds.items() if kinds & set(_PROPERTIES))

    @cached_property
    def derived(self) -> frozenset[str]:
        """Our properties that only rules may state."""
        return frozenset(
            subject
            for subject, text in self._said(terms.DEFINITION)
            if text.startswith(_DERIVED) and subject in self.properties
        )

    @cached_property
    def values(self) -> Types:
        """Our controlled values, with their classes."""
        return {iri: kinds for iri, kinds in self._kinds.items() if kinds & self.classes}

    @cached_property
    def domains(self) -> Types:
        """The classes that a property is for, as the shapes and the ontology have them."""
        return {**_gathered(self._said(terms.DOMAIN)), **self.subjects}

    @cached_property
    def ranges(self) -> Types:
        """The classes of a property's values, as the ontology gives them."""
        return _gathered(self._said(terms.RANGE))

    @cached_property
    def _above(self) -> Types:
        return _gathered(self._said(terms.SUB_CLASS_OF))

    @cached_property
    def things(self) -> Types:
        """Every thing of the data that has a class, with its classes."""
        return _types(self.data)

    @cached_property
    def sections(self) -> frozenset[str]:
        """The sections of the survey."""
        return frozenset(iri for iri, kinds in self.things.items() if terms.SECTION in kinds)

    def is_defined(self, iri: str) -> bool:
        """Whether an IRI of our namespaces is defined by the ontology or has a class."""
        return iri in self._kinds or iri in self.things or iri == terms.ONTOLOGY

    def is_under(self, kinds: Iterable[str], wanted: Iterable[str]) -> bool:
        """Whether one of the classes is, or is below, one of the wanted ones."""
        return not reached(kinds, lambda one: self._above.get(one, ())).isdisjoint(wanted)

    def near(self, iri: str, names: Iterable[str], count: int = 3) -> list[str]:
        """Return the names most like an IRI's, the likest first; the same kind before others."""
        tails = {_tail(name): name for name in sorted(names)}
        found = get_close_matches(_tail(iri), tails, count, _ALIKE)
        return [tails[tail] for tail in found]

    def near_thing(self, iri: str) -> list[str]:
        """Return the things most like one that nothing describes: of its kind, else any."""
        kind, _, slug = iri.rpartition("/")
        alike = [name for name in self.things if name.startswith(kind + "/")]
        elsewhere = sorted(name for name in self.things if name.rpartition("/")[2] == slug)
        return self.near(iri, alike) or elsewhere[:3]

    def _said(self, predicate: str) -> Iterator[tuple[str, str]]:
        wanted = ox.NamedNode(predicate)
        for quad in self.ontology.quads:
            if quad.predicate == wanted and isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value, _characters(quad.object)


def is_sure(written: str, meant: str) -> bool:
    """Whether two IRIs are so much alike that one is a slip of the other."""
    return SequenceMatcher(None, _tail(written), _tail(meant)).ratio() >= _SURE


def _tail(iri: str) -> str:
    """Return what of an IRI is worth comparing: its last part."""
    return iri.rpartition("#")[2].rpartition("/")[2]


def _characters(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _types(sources: Iterable[Source]) -> Types:
    kind = ox.NamedNode(terms.TYPE)
    return _gathered(
        (quad.subject.value, quad.object.value)
        for source in sources
        for quad in source.quads
        if quad.predicate == kind
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
    )


def _gathered(pairs: Iterable[tuple[str, str]]) -> Types:
    found: dict[str, set[str]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in found.items()}


def naming(iri: str, near: Iterable[str]) -> dict[str, object]:
    """Return the values `term` and `meant` for a text: what is written, and what may be meant."""
    names = ", ".join(map(terms.shorten, near))
    meant = bilingual("validation.meant", names=names) if names else bilingual("validation.no_near")
    return {"term": terms.shorten(iri), "meant": meant}
