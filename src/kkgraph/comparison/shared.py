"""What two projects that were loaded together have in common: networks, partners, programmes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kkgraph import store as stores
from kkgraph import terms
from kkgraph.editions import joining
from kkgraph.editions.joining import Joined
from kkgraph.errors.projects import NoMunicipality
from kkgraph.project import Project, settings
from kkgraph.sparql.terms import lexical
from kkgraph.store import Store, read

# What is compared, and the query that gives it for the things and sources of one project.
_QUERIES: Final = {
    "networks": "?home kk:isMemberOf ?thing . ?thing a kk:Organisation",
    "partners": "?home kk:cooperatesWith ?thing . ?thing a kk:City",
    "programmes": "?section dcterms:isPartOf ?source ; kk:mentions ?thing . ?thing a kk:Programme",
    "cities": "?section dcterms:isPartOf ?source ; kk:mentions ?thing . ?thing a kk:City",
}
_FEES: Final = """SELECT ?thing ?amount ?currency {
  ?payment a kk:Payment ; kk:isAbout ?thing ; kk:hasPayer ?home ; kk:amount ?amount .
  OPTIONAL { ?payment kk:currency ?currency }
  FILTER EXISTS { ?payment kk:interval "P1Y"^^xsd:duration }
} ORDER BY ?thing ?amount"""


@dataclass(frozen=True)
class Common:
    """What two projects have of one sort: things of both, and of either alone, by name."""

    sort: str
    both: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True)
class Fee:
    """What each of two pays a year for a thing: amounts as written, with the currency."""

    thing: str
    first: tuple[tuple[str, str], ...]
    second: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Comparison:
    """Two projects held together: the graph of both, what was joined, what is shared."""

    store: Store
    projects: tuple[Project, Project]
    joined: tuple[Joined, ...]
    commons: tuple[Common, ...]
    fees: tuple[Fee, ...]


def compare(first: Project, second: Project) -> Comparison:
    """Hold two projects together.

    Raises DataFileError where both have one base, NoMunicipality where one says not whose it is.
    """
    for one in (first, second):
        if not one.settings.municipality.path:
            raise NoMunicipality(one.root / settings.FILE)
    together = first.together((second,))
    store = stores.load(together)
    joined = _joined(together)
    names = {other: one.thing for one in joined for other in one.others}
    homes = [[names.get(iri, iri) for iri in one.settings.home] for one in (first, second)]
    commons = tuple(_common(store, sort, (first, second), homes) for sort in _QUERIES)
    return Comparison(store, (first, second), joined, commons, _fees(store, homes))


def _joined(project: Project) -> tuple[Joined, ...]:
    graph = ox.Store()
    for one in (project, *project.beside):
        for file in (*one.register_files(), *one.outside_files()):
            read(graph, file)
    bases = tuple(one.settings.base for one in (project, *project.beside))
    return tuple(joining.found(graph, bases))


def _common(
    store: Store, sort: str, projects: Iterable[Project], homes: Iterable[list[str]]
) -> Common:
    apart = {iri for home in homes for iri in home}
    one, other = (
        {
            lexical(row["thing"])
            for row in _rows(store, f"SELECT DISTINCT ?thing {{ {_QUERIES[sort]} }}", home, project)
        }
        - apart
        for project, home in zip(projects, homes, strict=True)
    )
    parts = (one & other, one - other, other - one)
    return Common(sort, *(tuple(sorted(part)) for part in parts))


def _fees(store: Store, homes: Iterable[list[str]]) -> tuple[Fee, ...]:
    """Return the yearly sums for what both pay for."""
    paid: list[dict[str, list[tuple[str, str]]]] = []
    for home in homes:
        found: dict[str, list[tuple[str, str]]] = {}
        for row in _rows(store, _FEES, home, None):
            currency = lexical(row["currency"]) if row["currency"] else ""
            amounts = found.setdefault(lexical(row["thing"]), [])
            amounts.append((lexical(row["amount"]), currency))
        paid.append(found)
    one, other = paid
    return tuple(Fee(t, tuple(one[t]), tuple(other[t])) for t in sorted(one.keys() & other.keys()))


def _rows(
    store: Store, text: str, home: list[str], project: Project | None
) -> list[ox.QuerySolution]:
    """Run a query with ?home as any of the project's own, and ?source as any of its surveys."""
    homes = " ".join(f"<{iri}>" for iri in home)
    surveys = project.settings.surveys if project else ()
    sources = " ".join(f"<{project.settings.iri(one)}>" for one in surveys if project)
    values = f"VALUES ?home {{ {homes} }} VALUES ?source {{ {sources} }}"
    values = values if project else f"VALUES ?home {{ {homes} }}"
    body = text.replace("{", f"{{ {values} ", 1)
    found = store.graph.query(body, prefixes=dict(terms.PREFIXES))
    return list(found) if isinstance(found, ox.QuerySolutions) else []
