"""What a network needs to know of things and facts: looked up in the store once each."""

import re
from functools import cached_property, lru_cache

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities import description, search
from kkgraph.evidence.citations import sections_of
from kkgraph.networks.model import LANGUAGES, Text
from kkgraph.store import Store

Period = tuple[int | None, int | None]

_KK = terms.KK
_HAS_THEME = _KK + "hasTheme"
_HAS_DEPARTMENT = _KK + "hasDepartment"
_DEPARTMENT = f"{terms.ID}department/"
_GEO = terms.PREFIXES["geo"]
_DASH = " \N{EN DASH} "
_SAME = (terms.OWL + "sameAs", terms.SKOS + "exactMatch")
_HOLDING = ("hasOrganisation", "inActivity", "hasPartner", "inBody")
# How a fact without a summary is called: by who and by what it ties, the first found of each.
_WHO = ("hasMember", "hasParticipant", "hasHolder", "hasPayer", "hasFunder", "hasProgramme")
_WHO_ELSE = ("hasUnit", "hasDepartment", "hasCommittee")
_WHAT = ("hasOrganisation", "inActivity", "inBody", "hasPartner", "isAbout", "hasRecipient")


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
        if description.is_fact(iri):
            return self._fact_label(iri)
        return {lang: search.label(self._store, iri, lang).strip() or iri for lang in LANGUAGES}

    def _fact_label(self, iri: str) -> Text:
        summary = search.texts(self._store, iri, terms.SUMMARY)
        if all(summary.get(lang) for lang in LANGUAGES):
            return {lang: summary[lang].rstrip(".") for lang in LANGUAGES}
        kind = self.label(_KK + self.type(iri))
        ends = self._some(iri, (*_WHO, *_WHO_ELSE)) + self._some(iri, _WHAT)
        names = [self.label(end) for end in ends]
        return {
            lang: f"{kind[lang][:1].upper()}{kind[lang][1:]}: "
            + _DASH.join(name[lang] for name in names)
            for lang in LANGUAGES
        }

    def _some(self, iri: str, properties: tuple[str, ...]) -> list[str]:
        """Return the first value of the first property that has one."""
        for name in properties:
            found = self._values(iri, _KK + name)
            if found:
                return found[:1]
        return []

    def _type(self, iri: str) -> str:
        """Return the local name of a thing's own class ("Thing" if it has none)."""
        own = [c.removeprefix(_KK) for c in self._values(iri, terms.TYPE) if c.startswith(_KK)]
        kind = terms.KINDS.get(terms.kind_of(iri) or "", "")
        special = [name for name in own if name != kind]
        return (special or own or [kind or "Thing"])[0]

    def _themes(self, iri: str) -> tuple[str, ...]:
        return tuple(self._values(iri, _HAS_THEME))

    def _departments(self, fact: str) -> tuple[str, ...]:
        return tuple(self._values(fact, _HAS_DEPARTMENT))

    def _departments_in(self, thing: str) -> set[str]:
        """Return the departments of the facts that tie someone to a thing."""
        default = ox.DefaultGraph()
        found: set[str] = set()
        for name in _HOLDING:
            holding = ox.NamedNode(_KK + name)
            for quad in self._store.graph.quads_for_pattern(
                None, holding, ox.NamedNode(thing), default
            ):
                if isinstance(quad.subject, ox.NamedNode):
                    found.update(self.departments(quad.subject.value))
        return found

    def is_department(self, iri: str) -> bool:
        """Tell whether a thing is one of the municipality's departments."""
        return iri.startswith(_DEPARTMENT)

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
        begin, end, point = (self._year(iri, name) for name in ("start", "end", "date"))
        if begin is None and end is None and point is None:
            return None
        return (point, point) if point is not None else (begin, end)

    def _year(self, iri: str, name: str) -> int | None:
        found = [re.match(r"\d{4}", value) for value in self._values(iri, _KK + name)]
        return next((int(match[0]) for match in found if match), None)

    def place(self, iri: str) -> tuple[float | None, float | None]:
        """Return latitude and longitude in degrees, (None, None) where there are none.

        A municipality has those of the city where it lies.
        """
        at = self._values(iri, _KK + "isLocatedIn") if self.type(iri) == "Municipality" else []
        for one in (iri, *at):
            lat, long = (self._values(one, _GEO + name) for name in ("lat", "long"))
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
