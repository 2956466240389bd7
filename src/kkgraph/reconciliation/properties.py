"""What can be asked of a thing for a column of a table: properties by name, and their values.

Some have names of their own here, because people ask for them so and the graph says them over
several steps; every property of the ontology goes by its local name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import queries, terms
from kkgraph.entities.labels import label
from kkgraph.entities.search import keys
from kkgraph.sparql.terms import Term
from kkgraph.store import Store
from kkgraph.tables import Table
from kkgraph.texts import LANGUAGES, phrase

_PLACED = "kk:isLocatedIn|kk:isBasedIn|kk:representsCity"
_ISO = "ISO 3166-1 alpha-2: "
_CODED = (
    f"?thing ({_PLACED})* ?place . ?link kk:isAbout ?place ; schema:propertyID "
    f"'country (ISO 3166-1 alpha-2)' ; schema:value ?short BIND(CONCAT('{_ISO}', ?short) AS ?code)"
)
_OUTSIDE = "?thing skos:exactMatch ?target FILTER(CONTAINS(STR(?target), '%s')) %s"
_LAST = r"BIND(REPLACE(REPLACE(STR(?target), '/$', ''), '^.*/', '') AS ?value)"
# Name -> pattern that ties ?thing to ?value.
PATTERNS: dict[str, str] = {
    "kind": "?thing a ?value . FILTER(STRSTARTS(STR(?value), STR(kk:)))",
    "country": f"{{ ?thing ({_PLACED})+ ?value . ?value a kk:Country }} UNION {{ {_CODED} "
    "?value dcterms:identifier ?code }",
    "country-code": f"{{ ?thing ({_PLACED})* ?country . ?country a kk:Country ; dcterms:identifier "
    f"?code FILTER(STRSTARTS(?code, '{_ISO}')) BIND(STRAFTER(?code, '{_ISO}') AS ?value) }} UNION "
    f"{{ ?thing ({_PLACED})* ?place . ?link kk:isAbout ?place ; "
    "schema:propertyID 'country (ISO 3166-1 alpha-2)' ; schema:value ?value }",
    "place": f"?thing {_PLACED} ?value",
    "coordinates": "?thing geo:lat ?lat ; geo:long ?long . BIND(CONCAT(STR(?lat), ',', STR(?long)) "
    "AS ?value)",
    "latitude": "?thing geo:lat ?value",
    "longitude": "?thing geo:long ?value",
    "wikidata": _OUTSIDE % ("wikidata.org/entity/", _LAST),
    "geonames": _OUTSIDE % ("geonames.org/", _LAST),
    "ror": _OUTSIDE % ("ror.org/", _LAST),
    "code": "?thing dcterms:identifier ?value",
    "homepage": "?thing foaf:homepage ?value",
    "memberships": "?thing kk:isMemberOf ?value",
    "members": "?value kk:isMemberOf ?thing",
    "activities": "?thing kk:takesPartIn ?value",
    "department": "?thing kk:isUnitOf+ ?value . ?value a kk:Department",
    "themes": "?thing kk:hasTheme ?value",
    **{
        f"label-{lang}": f"?thing skos:prefLabel ?value FILTER(LANG(?value) = '{lang}')"
        for lang in LANGUAGES
    },
    "spellings": "?thing skos:altLabel|kk:fullName|kk:printedName ?value",
    "sources": "?thing kk:citation ?value FILTER(LANG(?value) IN ('', ?_lang))",
}
_VALUES = "SELECT DISTINCT ?thing ?value {{ VALUES ?thing {{ {things} }} {pattern} }}"
_USED = """
SELECT DISTINCT ?property {
  ?thing a ?_class ; ?property ?value . ?property a ?kind
  FILTER(STRSTARTS(STR(?property), STR(kk:)))
}"""
_ANY = "ASK {{ ?thing a ?_class . {pattern} }}"


@dataclass(frozen=True)
class Property:
    """A property that can be asked for: its name here, and what people call it."""

    name: str
    label: str


def known(store: Store, lang: str) -> list[Property]:
    """Return every property, those with names of our own first."""
    own = [Property(name, phrase(f"reconcile.properties.{name}", lang)) for name in PATTERNS]
    kinds = (terms.OBJECT_PROPERTY, terms.DATATYPE_PROPERTY)
    found = {
        quad.subject.value
        for kind in kinds
        for quad in store.graph.quads_for_pattern(
            None, ox.NamedNode(terms.TYPE), ox.NamedNode(kind), ox.DefaultGraph()
        )
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(terms.KK)
    }
    return own + [
        Property(iri.removeprefix(terms.KK), label(store.graph, iri, lang)) for iri in sorted(found)
    ]


def of_class(store: Store, cls: str, lang: str) -> list[Property]:
    """Return the properties that things of a class have a value for."""
    bindings = {"_class": ox.NamedNode(cls)}
    found = queries.evaluate(store, _USED, bindings=bindings)
    used = {_local(row[0]) for row in found.rows} if isinstance(found, Table) else set()
    return [
        one
        for one in known(store, lang)
        if (one.name in used if one.name not in PATTERNS else _is_any(store, one.name, bindings))
    ]


def _is_any(store: Store, name: str, bindings: Mapping[str, ox.NamedNode]) -> bool:
    found = queries.evaluate(store, _ANY.format(pattern=PATTERNS[name]), bindings=bindings)
    return bool(getattr(found, "value", False))


def _local(term: Term | None) -> str:
    return term.value.removeprefix(terms.KK) if isinstance(term, ox.NamedNode) else ""


def values(
    store: Store, things: Iterable[str], name: str, lang: str = "en"
) -> dict[str, list[Term]]:
    """Return the values of a property by thing, sorted; {} of a property that there is not."""
    pattern = PATTERNS.get(name) or _pattern(store, name)
    if pattern is None:
        return {}
    listed = " ".join(str(ox.NamedNode(thing)) for thing in things)
    text = _VALUES.format(things=listed, pattern=pattern)
    found = queries.evaluate(store, text, lang=lang)
    by_thing: dict[str, list[Term]] = {}
    for thing, value in found.rows if isinstance(found, Table) else ():
        if isinstance(thing, ox.NamedNode) and value is not None:
            by_thing.setdefault(thing.value, []).append(value)
    return {thing: sorted(said, key=str) for thing, said in by_thing.items()}


def _pattern(store: Store, name: str) -> str | None:
    """Return the pattern of a property of the ontology by local name, CURIE or IRI."""
    iri = name if "://" in name else terms.expand(name) or terms.term(name)
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return None
    there = any(store.graph.quads_for_pattern(None, node, None, ox.DefaultGraph()))
    return f"?thing {node} ?value" if there else None


def agreement(store: Store, said: Iterable[Term], wanted: Iterable[str]) -> bool | None:
    """Tell whether one of some texts is among a thing's values; None where it has no value."""
    forms = [_forms_of(store, value) for value in said]
    asked = {key for text in wanted for key in _forms(text)}
    return any(asked & each for each in forms) if forms else None


def _forms(text: str) -> frozenset[str]:
    return keys(text) | {text}


def _forms_of(store: Store, value: Term) -> frozenset[str]:
    """Return how a value may be written: a thing by its IRI, path, CURIE and its labels."""
    if not isinstance(value, ox.NamedNode):
        return _forms(value.value if isinstance(value, ox.Literal) else str(value))
    iri = value.value
    named = (*(label(store.graph, iri, lang) for lang in LANGUAGES), terms.shorten(iri))
    return frozenset({iri, terms.path_of(iri) or iri}).union(*(keys(name) for name in named))
