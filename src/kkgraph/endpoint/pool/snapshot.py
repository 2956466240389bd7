"""The project as it was at one moment: what workers share, with everything read and imported."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

import pyoxigraph as ox

from kkgraph import queries, terms, texts
from kkgraph import store as stores
from kkgraph.asking import finding
from kkgraph.asking import index as indexes
from kkgraph.asking import reply as replies
from kkgraph.asking.finding import Library
from kkgraph.asking.index import Index
from kkgraph.assistant import answers
from kkgraph.assistant.desk import Desk, layers
from kkgraph.editions import withdrawn
from kkgraph.editions.edition import Edition
from kkgraph.editions.withdrawn import Tombstone
from kkgraph.endpoint.protocol.cardinality import Statistics, statistics
from kkgraph.endpoint.settings import Settings
from kkgraph.errors import DataFileError
from kkgraph.formats import WRITERS
from kkgraph.networks.projection.declaration import TOPIC, Projection, read_projection
from kkgraph.project import Project, find
from kkgraph.queries import Query
from kkgraph.reconciliation import names as reconciliation
from kkgraph.reconciliation.candidates import Asked, candidates
from kkgraph.rules import Rule, load_rules
from kkgraph.store import Store
from kkgraph.tables import Table
from kkgraph.texts import Message, alphabet

_TRIES = 3
_KEPT = 3  # editions that a process keeps
# What the jobs import when they need it.
_LATE = (
    *("difflib", "encodings.idna", "kkgraph.formats.display", "kkgraph.formats.standard"),
    *("kkgraph.editions.narrowing", "kkgraph.rules", "kkgraph.sparql.syntax"),
)


@dataclass(frozen=True)
class Snapshot:
    """A loaded project. Workers can open no file: whatever they need is in here."""

    store: Store
    queries: dict[str, Query]
    projections: dict[str, Projection]
    things: list[str]
    digest: str
    settings: Settings
    statistics: Statistics
    asking: Index
    library: Library
    reconciling: reconciliation.Index
    layers: Mapping[str, frozenset[str]]
    withdrawn: Mapping[str, Tombstone]
    rules: list[Rule]
    _editions: dict[Edition, "Snapshot"]

    @property
    def desk(self) -> Desk:
        """What the tools of an assistant answer from."""
        return Desk(
            self.store, self.queries, self.projections, self.asking, self.library, self.layers
        )

    def at(self, edition: Edition) -> "Snapshot":
        """Return the snapshot as it is asked; the last ones are kept. Raises SourceUnknown."""
        found = self._editions.pop(edition, None)
        if found is None:
            store = stores.narrowed(self.store, edition, self.rules)
            counted = statistics(store.local)
            found = replace(self, store=store, things=_things(store), statistics=counted)
        self._editions[edition] = found
        if len(self._editions) > _KEPT:
            self._editions.pop(next(iter(self._editions)))
        return found

    @property
    def graph(self) -> ox.Store:
        """The triples."""
        return self.store.local


def take(settings: Settings) -> Snapshot:
    """Read the project; raises KkgraphError when any of it cannot be read.

    A file that is written to meanwhile would give half of each version: then it is
    read again.
    """
    chosen = Edition(settings.as_of, settings.source)
    project = replace(find(Path(settings.root)), edition=chosen)
    for _ in range(_TRIES):
        before = fingerprint(project)
        snapshot = _read(project, settings, before)
        if fingerprint(project) == before:
            return snapshot
    raise DataFileError(project.root, None, Message("errors.data.changing"))


def _read(project: Project, settings: Settings, digest: str) -> Snapshot:
    saved = {query.name: query for query in queries.load_queries(project)}
    networks = {n: read_projection(q) for n, q in saved.items() if q.topic == TOPIC}
    store = stores.load(project)
    return Snapshot(
        store,
        {name: queries.fitted(store, query) for name, query in saved.items()},
        networks,
        _things(store),
        digest,
        settings,
        statistics(store.local),
        indexes.build(store),
        finding.library(store),
        reconciliation.build(store),
        layers(store.graph),
        withdrawn.of(project),
        load_rules(project.rule_files()),
        {},
    )


def _things(store: Store) -> list[str]:
    """Return the IRIs of everything that the graph describes, facts aside."""
    kinds = store.graph.quads_for_pattern(None, ox.NamedNode(terms.TYPE), None, ox.DefaultGraph())
    described = {quad.subject.value for quad in kinds if isinstance(quad.subject, ox.NamedNode)}
    return sorted(
        iri for iri in described if terms.path_of(iri) is not None and not terms.is_fact(iri)
    )


def fingerprint(project: Project) -> str:
    """Return a digest of all files that a snapshot depends on."""
    digest = hashlib.sha256()
    data = [file.path for file in project.data_files()]
    saved = [*project.query_files(), project.questions_file()]
    for path in [*data, *project.rule_files(), *saved, project.shapes]:
        if path is not None and path.is_file():
            digest.update(f"{path}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def warm_up(snapshot: Snapshot) -> None:
    """Import what the jobs import when they first run: a worker cannot open the modules."""
    texts.read_all()
    alphabet.read()
    finding.search(snapshot.library, "warm up", "en")
    for thing in snapshot.things[:1]:
        answers.answer(snapshot.desk, "show", {"thing": thing})
    candidates(snapshot.reconciling, Asked("warm up"))
    replies.ask(snapshot.asking, "What warms up in Oslo?")
    WRITERS["xlsx"].write(Table(("x",), ((ox.NamedNode(terms.ONTOLOGY),), (ox.Literal("1"),))))
    for module in _LATE:
        import_module(module)
