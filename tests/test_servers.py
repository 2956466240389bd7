"""Every saved query and network, asked of the servers of others: the same rows as here."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable

import httpx
import peer
import pyoxigraph as ox
import pytest
import servers
from conftest import ROOT
from jena import Jena
from sampling import each
from servers import running

from kkgraph import parameters, queries, remote
from kkgraph.errors import KkgraphError
from kkgraph.networks.projection.declaration import load_projections
from kkgraph.networks.projection.projection import build
from kkgraph.project import Project, find
from kkgraph.remote.graph import Remote
from kkgraph.remote.loading import Client, look
from kkgraph.remote.profiles import THERE, Profile
from kkgraph.store import Store

QUERIES = [query.name for query in queries.load_queries(find(ROOT))]
NETWORKS = [one.name for one in load_projections(find(ROOT))]
# What Virtuoso 7.2 answers otherwise, where it is told to evaluate: docs/servers.md has why.
VIRTUOSO = [
    "city-pairs",
    "city-paths",
    "cooperations-by-city",
    "department-headings",
    "entries-and-what-they-state",
    "funding",
    "funding-sum",
    "meeting-rhythms",
    "members-of-network",
    "municipality-in-member-list",
    "participants-by-projects",
    "paths-between",
    "person-to-programme",
    "persons-without-party",
    "policies",
    "programme-partners-in-chapter",
    "project-periods",
    "projects-by-programme",
    "responsibilities",
    "stated-counts",
    "sub-networks",
    "things-named",
    "totals-and-parts",
]


@pytest.fixture(scope="module")
def far(server, project) -> Store:
    """Return the shipped project as the server has it."""
    return remote.load(Project(project.root, endpoint=server.url))


def rows(asked: Store, name: str, here: Store, lang: str = "en") -> object:
    """Return the rows of a saved query's example; things are named with the graph that is here."""
    query = queries.find_query(here.project, name)
    given = parameters.bind(here, query.parameters, query.example_values)
    bindings = {queries.MARK + key: value for key, value in given.items()}
    return peer.ours(queries.evaluate(asked, query.text, name, bindings, lang))


@pytest.mark.slow  # all of them; the networks below are asked the same way
def test_saved_queries(far, store):
    """Every saved query has the same rows."""
    other = [name for name in QUERIES if rows(far, name, store) != rows(store, name, store)]
    assert other == []


@pytest.mark.parametrize("name", each(NETWORKS, 20))
def test_networks(far, store, name):
    """Every network has the same nodes and ties, with all that is known of them."""
    declared = next(one for one in load_projections(store.project) if one.name == name)
    assert build(far, declared) == build(store, declared)


@pytest.fixture(scope="module")
def jena(store, tmp_path_factory) -> Store:
    """Return the shipped project as Jena's TDB2 has it."""
    folder = tmp_path_factory.mktemp("jena")
    quads = folder / "graph.nq"
    store.local.dump(str(quads), format=ox.RdfFormat.N_QUADS)
    return store._replace(graph=Jena(folder, quads, store.graph))


@pytest.mark.slow
@pytest.mark.parametrize("name", QUERIES)
def test_saved_queries_in_jena(jena, store, name):
    """Every saved query has the same rows in Jena."""
    assert rows(jena, name, store) == rows(store, name, store)


@pytest.mark.slow
@pytest.mark.parametrize("name", NETWORKS)
def test_networks_in_jena(jena, store, name):
    """Every network has the same nodes and ties when Jena answers its query."""
    declared = next(one for one in load_projections(store.project) if one.name == name)
    assert build(jena, declared) == build(store, declared)


@pytest.mark.long
def test_what_virtuoso_reads_otherwise(store, tmp_path):
    """Told to evaluate, Virtuoso answers otherwise just what docs/servers.md lists."""
    with running(servers.virtuoso, tmp_path) as one:
        call = [sys.executable, "-m", "kkgraph", "push", one.url, "--project", str(ROOT)]
        subprocess.run(call, env={**os.environ, **one.env}, capture_output=True, check=True)
        client = Client(Profile(one.url, evaluate=THERE))
        asked = Store(
            store.project, Remote(client, look(client).layout), stated=False, inferred=True
        )
        assert sorted(name for name in QUERIES if _differs(asked, name, store)) == VIRTUOSO


def test_what_virtuoso_reads_otherwise_is_told():
    """docs/servers.md names each query that Virtuoso answers otherwise."""
    said = (ROOT / "docs" / "servers.md").read_text("utf-8")
    assert [name for name in VIRTUOSO if f"`{name}`" not in said] == []


def shown() -> list[tuple[str, ...]]:
    """Return the short queries of docs/servers.md, and the two answers to each."""
    page = (ROOT / "docs" / "servers.md").read_text("utf-8")
    return re.findall(r"^\| `(SELECT .*)` \| (.*) \| (.*?) ?\|$", page, re.MULTILINE)


@pytest.fixture(scope="module")
def few() -> str:
    """Return the triples of docs/servers.md."""
    page = (ROOT / "docs" / "servers.md").read_text("utf-8")
    return page.partition("```turtle\n")[2].partition("```")[0]


@pytest.mark.parametrize(("query", "standard", "virtuoso"), shown())
def test_answers_by_the_standard(few, query, standard, virtuoso):
    """What docs/servers.md says of the standard is what the engine answers, and not Virtuoso's."""
    graph = ox.Store()
    graph.load(few, format=ox.RdfFormat.TURTLE)
    assert listed(row[0].value for row in graph.query(query)) == standard
    assert virtuoso != standard


@pytest.mark.slow
def test_answers_of_virtuoso(few, tmp_path):
    """What docs/servers.md says of Virtuoso is what it answers."""
    with running(servers.virtuoso, tmp_path) as one:
        login = httpx.DigestAuth(one.user, one.password)
        there = one.url.replace("/sparql", "/sparql-graph-crud-auth")
        turtle = {"Content-Type": "text/turtle"}
        graph = {"default-graph-uri": "urn:few"}
        httpx.put(
            there, params={"graph": "urn:few"}, content=few, headers=turtle, auth=login, timeout=60
        ).raise_for_status()
        said = {query: answer for query, _, answer in shown()}
        assert {query: _answer(one.url, graph | {"query": query}) for query in said} == said


def _answer(url: str, fields: dict[str, str]) -> str:
    """Return the values of one column, or the error by the kind of its number."""
    accept = {"Accept": "application/sparql-results+json"}
    got = httpx.get(url, params=fields, headers=accept, timeout=60)
    if not got.is_success:
        return re.search(r"Error [A-Z]+\d*", got.text)[0]
    return listed(
        cell["value"] for row in got.json()["results"]["bindings"] for cell in row.values()
    )


def listed(values: Iterable[str]) -> str:
    """Return values in order, as the table has them."""
    return ", ".join(sorted(values))


def _differs(asked: Store, name: str, here: Store) -> bool:
    try:
        return rows(asked, name, here) != rows(here, name, here)
    except KkgraphError:
        return True
