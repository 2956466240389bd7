"""What the survey says between things that Wikidata has, as commands of QuickStatements.

Each command cites: the section's address, section and lines, and the date of the survey. Only
what a section of the survey states is written, nothing derived; what Wikidata has already is not
known here, and QuickStatements then adds the citation to it.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from kkgraph import lines as places
from kkgraph import queries, terms
from kkgraph.links.records import items
from kkgraph.sparql.terms import lexical
from kkgraph.store import Store
from kkgraph.tables import Table

_COUNTRY = " FILTER(CONTAINS(STR(?object), '/id/country/'))"
_SMALLER = " FILTER(!CONTAINS(STR(?object), '/id/country/'))"
# Pattern that a section states of ?subject and ?object -> Wikidata's property.
_STATED = {
    "P463": "?fact a kk:Membership ; kk:hasMember ?subject ; kk:hasOrganisation ?object",
    "P361": "?subject kk:isPartOf ?object BIND(?subject AS ?fact)",
    "P749": "?subject kk:isUnitOf ?object BIND(?subject AS ?fact)",
    "P159": "?subject kk:isBasedIn ?object BIND(?subject AS ?fact)" + _SMALLER,
    "P131": "?subject kk:isLocatedIn ?object BIND(?subject AS ?fact)" + _SMALLER,
    "P17": "?subject kk:isBasedIn|kk:isLocatedIn ?object BIND(?subject AS ?fact)" + _COUNTRY,
    "P710": "?fact a kk:Participation ; kk:hasParticipant ?object ; kk:inActivity ?subject",
}
_QUERY = """
SELECT DISTINCT ?subject ?object ?section ?lines {{
  GRAPH ?section {{ {pattern} }} ?section kk:number ?number
  {{ GRAPH ?section {{ ?fact kk:lines ?lines }} }}
  UNION {{ GRAPH ?section {{ ?fact kk:pages ?pages }} BIND(CONCAT("p. ", ?pages) AS ?lines) }}
}} ORDER BY ?subject ?object ?section ?lines"""
_URL, _PLACE = "S854", "S958"


def commands(store: Store) -> str:
    """Return the commands, a line each, tabs between their parts (version 1)."""
    known = items(store)
    lines = [line for property_ in _STATED for line in _of(store, property_, known)]
    return "".join(f"{line}\n" for line in lines)


def _of(store: Store, property_: str, known: dict[str, str]) -> Iterator[str]:
    found = queries.evaluate(store, _QUERY.format(pattern=_STATED[property_]))
    cited: dict[tuple[str, str, str], list[str]] = {}
    for subject, value, section, lines in found.rows if isinstance(found, Table) else ():
        if not (isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode)):
            continue
        if subject.value in known and value.value in known and section and lines:
            key = (known[subject.value], known[value.value], lexical(section))
            cited.setdefault(key, []).append(lexical(lines))
    for (subject_, object_, section_), ranges in cited.items():
        number = terms.section_number(section_)
        where = places.cited(dict.fromkeys(ranges), "en").replace("\N{EN DASH}", "-")
        place = f'"{number}, {where}"'
        yield "\t".join((subject_, property_, object_, _URL, f'"{section_}"', _PLACE, place))
