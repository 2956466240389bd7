"""What a network needs to know of things and facts: looked up in the store once each.

A property is read for all that have it at once, which costs a large network much less than
asking for each fact what is said of it.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property, lru_cache, partial
from sys import intern

import pyoxigraph as ox

from kkgraph import __version__, terms
from kkgraph.entities import labels
from kkgraph.entities.classes import classes_of, own_class
from kkgraph.evidence.citations import by_number
from kkgraph.networks.model import Text
from kkgraph.networks.projection.periods import Period, printed
from kkgraph.sparql.graphs import reached
from kkgraph.store import Store
from kkgraph.texts import LANGUAGES

Values = dict[str, tuple[str, ...]]

_SPELLINGS = (*labels.LABELS, *labels.PRINTED)
# Facts are read one after another: of more than these nothing is kept.
_RECENT = 10_000
_SAME = (terms.SAME_AS, terms.EXACT_MATCH)
# What a fact is about, of which its themes and departments are the fact's too; and what ties
# someone to a thing.
_ABOUT = (terms.HAS_ORGANISATION, terms.IN_ACTIVITY, terms.IN_BODY, terms.IS_ABOUT)
_HOLDING = (*_ABOUT, terms.HAS_PARTNER)
_TIMES, _UNDATED = (terms.START, terms.END, terms.DATE), Period()
_NOWHERE: Mapping[str, str] = {}
# Whatever points at a department or a unit.
_POINTING = f"""SELECT DISTINCT ?subject ?place WHERE {{
  VALUES ?class {{ <{terms.DEPARTMENT}> <{terms.UNIT}> }}
  ?place a ?class . ?subject ?property ?place
}}"""
# Facts of these kinds begin on the day they were made; others happened on it.
_LASTING = ("Agreement", "Cooperation", "Membership")


class Attributes:
    """Look-ups in one loaded store; what is asked for again and again is kept."""

    def __init__(self, store: Store) -> None:
        """Look things up in this store."""
        self._store = store
        self.label = lru_cache(None)(self._label)
        self._called = lru_cache(None)(partial(labels.label, store.graph))
        self._values = lru_cache(None)(self._read)
        self.themes_of_fact = lru_cache(_RECENT)(self._themes_of_fact)
        self.departments_of_fact = lru_cache(_RECENT)(self._departments_of_fact)
        self.departments_of_unit = lru_cache(None)(self._departments_of_unit)
        self.period = lru_cache(_RECENT)(self._period)
        self.type = lru_cache(_RECENT)(self._type)
        self.home = store.project.settings.home
        self.is_department = lru_cache(None)(terms.is_department)

    def values(self, iri: str, predicate: str) -> tuple[str, ...]:
        """Return the values of a property of a thing or fact, in order."""
        return self._values(predicate).get(iri, ())

    def _read(self, predicate: str) -> Values:
        """Return the values of a property of all that have it."""
        found: Values = {}
        quads = self._store.graph.quads_for_pattern(
            None, ox.NamedNode(predicate), None, ox.DefaultGraph()
        )
        for quad in quads:
            if isinstance(quad.subject, ox.NamedNode) and isinstance(
                quad.object, ox.NamedNode | ox.Literal
            ):
                iri = intern(quad.subject.value)
                found[iri] = (*found.get(iri, ()), intern(quad.object.value))
        return {iri: tuple(sorted(all_)) if len(all_) > 1 else all_ for iri, all_ in found.items()}

    def _label(self, iri: str) -> Text:
        """Return what to call a thing, a term or a fact, in both languages, never empty."""
        return labels.titles(self._store.graph, iri, LANGUAGES, self._called)

    def _type(self, iri: str) -> str:
        """Return the local name of a thing's own class ("Thing" if it has none)."""
        cls = own_class(iri, classes_of(self._store.graph, iri)) or terms.class_of_kind(iri)
        return cls.removeprefix(terms.KK) if cls else "Thing"

    def spellings(self, iri: str) -> tuple[str, ...]:
        """Return the other names of a thing, hidden and in full, each once."""
        found = {text for name in _SPELLINGS for text in self.values(iri, name)}
        return tuple(sorted(found - set(self.label(iri).values())))

    def themes(self, iri: str) -> tuple[str, ...]:
        """Return the themes of a thing or fact itself."""
        return self.values(iri, terms.HAS_THEME)

    def _themes_of_fact(self, fact: str) -> frozenset[str]:
        """Return the themes of a fact and of what it is about."""
        about = (fact, *self._about.get(fact, ()))
        themes = self._values(terms.HAS_THEME)
        return frozenset(theme for iri in about for theme in themes.get(iri, ()))

    def _departments_of_fact(self, fact: str) -> frozenset[str]:
        """Return the departments that a fact names, and those in what it is about."""
        about = (fact,) if not terms.is_fact(fact) else self._about.get(fact, ())
        there = (one for thing in about for one in self.departments_in(thing))
        return frozenset((*self._named.get(fact, ()), *there))

    @cached_property
    def _about(self) -> Values:
        """What each fact is about."""
        found: Values = {}
        for name in _ABOUT:
            for fact, things in self._values(name).items():
                found[fact] = (*found[fact], *things) if fact in found else things
        return found

    @cached_property
    def _named(self) -> dict[str, set[str]]:
        """The departments that things and facts point at, themselves or by one of their units."""
        found: dict[str, set[str]] = defaultdict(set)
        rows = self._store.graph.query(_POINTING)
        for row in rows if isinstance(rows, ox.QuerySolutions) else ():
            found[str(row[0].value)].update(self.departments_of_unit(row[1].value))
        return found

    @cached_property
    def _held(self) -> dict[str, set[str]]:
        """The departments of the facts that tie someone to a thing, by the thing."""
        found: dict[str, set[str]] = defaultdict(set)
        for subject, departments in self._named.items():
            for holding in _HOLDING:
                for thing in self.values(subject, holding):
                    found[thing] |= departments
        return found

    def _departments_of_unit(self, iri: str) -> frozenset[str]:
        """Return the department that a thing is, or those that it is a unit of."""
        if terms.is_department(iri) or terms.kind_of(iri) != "unit":
            return frozenset(filter(terms.is_department, (iri,)))
        above = reached([iri], lambda one: self.values(one, terms.IS_UNIT_OF))
        return frozenset(filter(terms.is_department, above))

    def departments_in(self, thing: str) -> set[str]:
        """Return the departments of the facts that tie someone to a thing."""
        return self._held.get(thing, set())

    def sections(self, subject: str) -> Mapping[str, str]:
        """Return the sections that give lines for a subject, by number, with the lines."""
        return self._cited.get(subject, _NOWHERE)

    @cached_property
    def _cited(self) -> dict[str, dict[str, str]]:
        return by_number(self._store.graph)

    def surveys(self, fact: str) -> frozenset[str]:
        """Return the surveys that state a fact, where several projects were loaded together."""
        if not self._store.project.beside:
            return frozenset()
        sections = self.values(fact, terms.CITED_FROM)
        wholes = {one for s in sections for one in self.values(s, terms.IS_PART_OF_SOURCE)}
        sources = (one for one in wholes if terms.kind_of(one) in terms.SOURCE_KINDS)
        return frozenset(source.rpartition("/")[2] for source in sources)

    def section_number(self, iri: str) -> str:
        """Return a section's number, "" for anything else."""
        return terms.section_number(iri) or ""

    def _period(self, iri: str) -> Period:
        """Return when a thing or fact begins and ends, as the survey prints it."""
        if iri not in self._dated:
            return _UNDATED
        start, end, day = (self._time(iri, p) for p in _TIMES)
        if start or not day:
            return Period(start, end)
        return Period(day, end or ("" if self.type(iri) in _LASTING else day))

    @cached_property
    def _dated(self) -> frozenset[str]:
        """All that has a time printed for it."""
        return frozenset().union(*(self._values(p) for p in _TIMES))

    def _time(self, iri: str, predicate: str) -> str:
        found = self.values(iri, predicate)
        return next(filter(None, map(printed, found)), "") if found else ""

    def place(self, iri: str) -> tuple[float | None, float | None]:
        """Return latitude and longitude in degrees, (None, None) where there are none.

        A municipality has those of the city that it represents.
        """
        at = self.values(iri, terms.REPRESENTS_CITY)
        for one in (iri, *at):
            lat, long = (self.values(one, p) for p in (terms.LATITUDE, terms.LONGITUDE))
            if lat and long:
                return float(lat[0]), float(long[0])
        return None, None

    def same(self, iri: str) -> tuple[str, ...]:
        """Return the IRIs of outside records of a thing."""
        return tuple(sorted({value for name in _SAME for value in self.values(iri, name)}))

    @cached_property
    def version(self) -> str:
        """The version that a picture names: the data's, or else the program's."""
        return self._store.project.version or __version__
