"""What a network needs to know of things and facts: looked up in the store once each."""

import re
from functools import cached_property, lru_cache

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities import labels
from kkgraph.entities.classes import classes_of, own_class
from kkgraph.evidence.citations import sections_of
from kkgraph.networks.model import LANGUAGES, Text
from kkgraph.store import Store

Period = tuple[int | None, int | None]

_SAME = (terms.SAME_AS, terms.EXACT_MATCH)
_HOLDING = (terms.HAS_ORGANISATION, terms.IN_ACTIVITY, terms.HAS_PARTNER, terms.IN_BODY)


class Things:
    """Look-ups in one loaded store; each answer is kept."""

    def __init__(self, store: Store) -> None:
        """Look things up in this store."""
        self._store = store
        self.label = lru_cache(None)(self._label)
        self.themes = lru_cache(None)(self._themes)
        self.departments = lru_cache(None)(self._departments)
        self.departments_in = lru_cache(None)(self._departments_in)
        self.sections = lru_cache(None)(self._sections)
        self.period = lru_cache(None)(self._period)
        self.type = lru_cache(None)(self._type)

    def _values(self, iri: str, predicate: str) -> list[str]:
        quads = self._store.graph.quads_for_pattern(
            ox.NamedNode(iri), ox.NamedNode(predicate), None, ox.DefaultGraph()
        )
        plain = (ox.NamedNode, ox.Literal)
        return sorted(quad.object.value for quad in quads if isinstance(quad.object, plain))

    def _label(self, iri: str) -> Text:
        """Return what to call a thing, a term or a fact, in both languages, never empty."""
        graph = self._store.graph
        return {lang: labels.title(graph, iri, lang, with_kind=True) for lang in LANGUAGES}

    def _type(self, iri: str) -> str:
        """Return the local name of a thing's own class ("Thing" if it has none)."""
        cls = own_class(iri, classes_of(self._store.graph, iri)) or terms.class_of_kind(iri)
        return cls.removeprefix(terms.KK) if cls else "Thing"

    def _themes(self, iri: str) -> tuple[str, ...]:
        return tuple(self._values(iri, terms.HAS_THEME))

    def _departments(self, fact: str) -> tuple[str, ...]:
        return tuple(self._values(fact, terms.HAS_DEPARTMENT))

    def _departments_in(self, thing: str) -> set[str]:
        """Return the departments of the facts that tie someone to a thing."""
        default = ox.DefaultGraph()
        found: set[str] = set()
        for holding in map(ox.NamedNode, _HOLDING):
            for quad in self._store.graph.quads_for_pattern(
                None, holding, ox.NamedNode(thing), default
            ):
                if isinstance(quad.subject, ox.NamedNode):
                    found.update(self.departments(quad.subject.value))
        return found

    def is_department(self, iri: str) -> bool:
        """Tell whether a thing is one of the municipality's departments."""
        return terms.is_department(iri)

    def _sections(self, subject: str) -> dict[str, str]:
        """Return the sections that give lines for a subject, by number, with the lines."""
        found = sections_of(self._store.graph, subject)
        return {number: ", ".join(lines) for number, lines in found.items()}

    def section_number(self, iri: str) -> str:
        """Return a section's number, "" for anything else."""
        return terms.section_number(iri) or ""

    def _period(self, iri: str) -> Period | None:
        """Return the first and last year that the survey prints for a thing or fact."""
        if not iri:
            return None
        begin, end, point = (self._year(iri, p) for p in (terms.START, terms.END, terms.DATE))
        if begin is None and end is None and point is None:
            return None
        return (point, point) if point is not None else (begin, end)

    def _year(self, iri: str, predicate: str) -> int | None:
        found = [re.match(r"\d{4}", value) for value in self._values(iri, predicate)]
        return next((int(match[0]) for match in found if match), None)

    def place(self, iri: str) -> tuple[float | None, float | None]:
        """Return latitude and longitude in degrees, (None, None) where there are none.

        A municipality has those of the city where it lies.
        """
        at = self._values(iri, terms.IS_LOCATED_IN) if self.type(iri) == "Municipality" else []
        for one in (iri, *at):
            lat, long = (self._values(one, p) for p in (terms.LATITUDE, terms.LONGITUDE))
            if lat and long:
                return float(lat[0]), float(long[0])
        return None, None

    def same(self, iri: str) -> tuple[str, ...]:
        """Return the IRIs of outside records of a thing."""
        return tuple(sorted({value for name in _SAME for value in self._values(iri, name)}))

    @cached_property
    def version(self) -> str:
        """The version that a picture names: the data's, or else the program's."""
        from kkgraph import __version__

        return __version__
