"""The whole graph in dictionaries, read in one pass: what a page needs is a look-up away."""

import re
from collections import defaultdict
from functools import lru_cache

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities import description
from kkgraph.networks.projection.attributes import Things
from kkgraph.store import Store
from kkgraph.tables import Value
from kkgraph.texts import table

_LABELS = (terms.PREF_LABEL, terms.LABEL, terms.TITLE)
Text = dict[str, str]
Triple = tuple[str, str, Value]


class Knowledge:
    """Every named quad of a store, by subject, by object and by graph; all lists are sorted."""

    def __init__(self, store: Store) -> None:
        """Read the store once."""
        self.store = store
        self.things = Things(store)
        self.of: dict[str, list[tuple[str, Value, str]]] = defaultdict(list)
        self.about: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        self.within: dict[str, list[Triple]] = defaultdict(list)
        self.lines: dict[tuple[str, str], tuple[str, ...]] = {}
        self.instances: dict[str, list[str]] = defaultdict(list)
        self._sources: dict[tuple[str, str], list[str]] = defaultdict(list)
        for quad in sorted(_named(store), key=str):
            self._take(quad)
        for key, values in self.lines.items():
            self.lines[key] = tuple(sorted(values, key=numbers))
        self.label = lru_cache(None)(self._label)
        self._read_sources()

    def _take(self, quad: ox.Quad) -> None:
        subject, predicate, graph = _iri(quad.subject), quad.predicate.value, _iri(quad.graph_name)
        value = quad.object
        self.of[subject].append((predicate, value, graph))
        self.within[graph].append((subject, predicate, value))
        if isinstance(value, ox.NamedNode):
            self.about[value.value].append((subject, predicate, graph))
        if predicate == terms.TYPE and subject not in self.instances[_iri(value)]:
            self.instances[_iri(value)].append(subject)
        if predicate == terms.LINES and isinstance(value, ox.Literal):
            self.lines[graph, subject] = (*self.lines.get((graph, subject), ()), value.value)

    def _read_sources(self) -> None:
        for link in self.instances[terms.LINK]:
            for about in self.iris(link, terms.IS_ABOUT):
                for target in self.values(link, terms.HAS_TARGET):
                    self._sources[about, str(target)].append(link)
                for predicate in (terms.PREFIXES["geo"] + "lat", terms.PREFIXES["geo"] + "long"):
                    for value in self.values(link, predicate):
                        self._sources[about, str(value)].append(link)

    def link(self, subject: str, value: Value) -> str | None:
        """Return the kk:Link that records where an outside statement comes from."""
        found = self._sources.get((subject, str(value)))
        if found:
            return found[0]
        if isinstance(value, ox.Literal) and ": " in value.value:
            return self._identifier(subject, value.value)
        return None

    def _identifier(self, subject: str, text: str) -> str | None:
        name, _, code = text.partition(": ")
        for other, predicate, _ in self.about.get(subject, ()):
            if predicate == terms.IS_ABOUT and "/link/" in other:
                named = self.text(other, terms.PREFIXES["schema"] + "propertyID")
                if named == name and self.text(other, terms.PREFIXES["schema"] + "value") == code:
                    return other
        return None

    def values(self, subject: str, predicate: str) -> list[Value]:
        """Return the values of a property, each once."""
        return list(dict.fromkeys(o for p, o, _ in self.of.get(subject, ()) if p == predicate))

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Return the things that a property points at."""
        return [v.value for v in self.values(subject, predicate) if isinstance(v, ox.NamedNode)]

    def texts(self, subject: str, predicate: str) -> Text:
        """Return the literals of a property by language ("" for none)."""
        found = (v for v in self.values(subject, predicate) if isinstance(v, ox.Literal))
        return {v.language or "": v.value for v in found}

    def text(self, subject: str, predicate: str, lang: str = "en") -> str:
        """Return one literal of a property, in the language when there is one; "" if none."""
        found = self.texts(subject, predicate)
        return found.get(lang) or next(iter(found.values()), "")

    def subjects(self) -> list[str]:
        """Return every subject of the data (`id/...`), sorted."""
        return sorted(iri for iri in self.of if iri.startswith(terms.ID))

    def sections(self) -> list[str]:
        """Return the sections in the survey's order."""
        return sorted(self.instances[terms.SECTION], key=lambda s: int(self.text(s, terms.ORDER)))

    def types(self, iri: str) -> list[str]:
        """Return the project's own classes of a thing."""
        return [c for c in self.iris(iri, terms.TYPE) if c.startswith(terms.KK)]

    def type(self, iri: str) -> str:
        """Return the class that says most of a thing; rdfs:Resource when it has none."""
        found = self.types(iri) or self.iris(iri, terms.TYPE)
        kind = terms.KK + terms.KINDS.get(terms.kind_of(iri) or "", "")
        special = [c for c in found if c != kind]
        return (special or found or [terms.RDFS + "Resource"])[0]

    def _label(self, iri: str, lang: str) -> str:
        if description.is_fact(iri):
            return self.things.label(iri)[lang].partition(": ")[2] or self.things.label(iri)[lang]
        if terms.section_number(iri) is not None and iri in self.of:
            return f"{self.text(iri, terms.NUMBER)} {self.text(iri, terms.TITLE)}".strip()
        if iri.startswith(terms.ID + "link/"):
            return self._link_label(iri, lang)
        for predicate in _LABELS:
            found = self.texts(iri, predicate)
            if found:
                return found.get(lang) or next(iter(found.values()))
        return table("terms", lang).get(terms.shorten(iri)) or terms.shorten(iri)

    def _link_label(self, iri: str, lang: str) -> str:
        about = self.iris(iri, terms.IS_ABOUT)
        system = iri[len(terms.ID + "link/") :].partition("/")[0].replace("-", " ")
        return " \N{EN DASH} ".join([*(self.label(a, lang) for a in about), system])

    def label_lang(self, iri: str, lang: str) -> str | None:
        """Return the language of a label where it is not the page's own: Danish titles."""
        is_danish = terms.section_number(iri) is not None and lang != "da"
        return "da" if is_danish else None


def _named(store: Store) -> list[ox.Quad]:
    return [q for q in store.graph if isinstance(q.graph_name, ox.NamedNode)]


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def plural(local: str, lang: str, fallback: str = "") -> str:
    """Return the plural of a class by its local name."""
    return table("site.plurals", lang).get(local) or fallback or local


def numbers(text: str) -> tuple[int, ...]:
    """Return the whole numbers in a text, for sorting."""
    return tuple(int(n) for n in re.findall(r"\d+", text))
