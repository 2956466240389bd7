"""The whole graph in dictionaries, read in one pass: what a page needs is a look-up away."""

from collections import defaultdict
from functools import lru_cache, partial

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities import labels
from kkgraph.entities.classes import classes_of, own_class
from kkgraph.evidence import citations
from kkgraph.evidence.citations import node
from kkgraph.sparql.terms import Term
from kkgraph.store import Store
from kkgraph.texts import table

Text = dict[str, str]
Triple = tuple[str, str, Term]


class Index:
    """Every named quad of a store, by subject, by object and by graph; all lists are sorted."""

    def __init__(self, store: Store) -> None:
        """Read the store once."""
        self.store = store
        self.by_subject: dict[str, list[tuple[str, Term, str]]] = defaultdict(list)
        self.by_object: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        self.by_graph: dict[str, list[Triple]] = defaultdict(list)
        self.lines = citations.all_lines(store.graph)
        self.instances: dict[str, list[str]] = defaultdict(list)
        for quad in sorted(_named(store), key=str):
            self._take(quad)
        self.label = lru_cache(None)(partial(labels.title, store.graph))

    def _take(self, quad: ox.Quad) -> None:
        subject, predicate, graph = node(quad.subject), quad.predicate.value, node(quad.graph_name)
        value = quad.object
        self.by_subject[subject].append((predicate, value, graph))
        self.by_graph[graph].append((subject, predicate, value))
        if isinstance(value, ox.NamedNode):
            self.by_object[value.value].append((subject, predicate, graph))
        if predicate == terms.TYPE and subject not in self.instances[node(value)]:
            self.instances[node(value)].append(subject)

    def link(self, subject: str, value: Term) -> str | None:
        """Return the kk:Link that records where an outside statement comes from."""
        return next(iter(citations.links_of(self.store.graph, subject, value)), None)

    def values(self, subject: str, predicate: str) -> list[Term]:
        """Return the values of a property, each once."""
        return list(
            dict.fromkeys(o for p, o, _ in self.by_subject.get(subject, ()) if p == predicate)
        )

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Return the things that a property points at."""
        return [v.value for v in self.values(subject, predicate) if isinstance(v, ox.NamedNode)]

    def point(self, iri: str) -> tuple[float, float] | None:
        """Return latitude and longitude of a thing, None if it has none."""
        lat, long = self.text(iri, terms.LATITUDE), self.text(iri, terms.LONGITUDE)
        return (float(lat), float(long)) if lat and long else None

    def texts(self, subject: str, predicate: str) -> Text:
        """Return the literals of a property by language ("" for none)."""
        found = (v for v in self.values(subject, predicate) if isinstance(v, ox.Literal))
        return {v.language or "": v.value for v in found}

    def text(self, subject: str, predicate: str, lang: str = "en") -> str:
        """Return one literal of a property, in the language when there is one; "" if none."""
        return labels.in_language(self.texts(subject, predicate), lang)

    def subjects(self) -> list[str]:
        """Return every subject of the data (`id/...`), sorted."""
        return sorted(iri for iri in self.by_subject if terms.path_of(iri) is not None)

    def sections(self) -> list[str]:
        """Return the sections in the survey's order."""
        return sorted(self.instances[terms.SECTION], key=lambda s: int(self.text(s, terms.ORDER)))

    def types(self, iri: str) -> list[str]:
        """Return the project's own classes of a thing."""
        return [c for c in self.iris(iri, terms.TYPE) if c.startswith(terms.KK)]

    def type(self, iri: str) -> str:
        """Return the class that says most of a thing; rdfs:Resource when it has none."""
        found = classes_of(self.store.graph, iri)
        return own_class(iri, found) or next(iter(found), terms.RESOURCE)

    def label_lang(self, iri: str, lang: str) -> str | None:
        """Return the language of a label where it is not the page's own: Danish titles."""
        is_danish = terms.section_number(iri) is not None and lang != "da"
        return "da" if is_danish else None


def _named(store: Store) -> list[ox.Quad]:
    return [q for q in store.graph if isinstance(q.graph_name, ox.NamedNode)]


def plural(local: str, lang: str, fallback: str = "") -> str:
    """Return the plural of a class by its local name."""
    return table("site.plurals", lang).get(local) or fallback or local
