"""What every page is made from: the knowledge, the saved queries, the version, the address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from kkgraph import assets, queries, terms
from kkgraph.editions import withdrawn
from kkgraph.editions.withdrawn import Tombstone
from kkgraph.networks.projection.declaration import TOPIC
from kkgraph.project.settings import Settings
from kkgraph.site.fitting import fitted
from kkgraph.site.index import Index
from kkgraph.site.links import page_of
from kkgraph.store import Store
from kkgraph.survey.text import Survey

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Site:
    """A store seen as a site. `base_url`: where it is served; `survey`: text that may be shown.

    `endpoint`: the live SPARQL endpoint that the query page asks; without, it asks its own copy.
    `tombstones`: what was withdrawn, if it was read already.
    """

    store: Store
    base_url: str = terms.ROOT
    survey: Survey | None = None
    endpoint: str | None = None
    tombstones: Mapping[str, Tombstone] | None = None
    kept: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def index(self) -> Index:
        """The whole graph in dictionaries."""
        return Index(self.store)

    @cached_property
    def queries(self) -> list[queries.Query]:
        """The saved queries that the project can answer, by topic; the networks are not."""
        questions = [q for q in queries.load_queries(self.store.project) if q.topic != TOPIC]
        return [q for q in (fitted(self.store, one) for one in questions) if q]

    @cached_property
    def withdrawn(self) -> dict[str, Tombstone]:
        """What earlier releases had and the graph has no more, by IRI."""
        read = self.tombstones
        stones = withdrawn.of(self.store.project) if read is None else read
        there = set(self.index.subjects())
        return {iri: one for iri, one in stones.items() if page_of(iri) and iri not in there}

    @cached_property
    def version(self) -> str:
        """The data's version."""
        return self.store.project.version or "0"

    @cached_property
    def earlier(self) -> list[str]:
        """The versions of the data before this one, as the ontology names them."""
        prior = self.index.iris(terms.ONTOLOGY, terms.PRIOR_VERSION)
        return [iri.rpartition("/")[2] for iri in prior]

    @cached_property
    def issued(self) -> str:
        """The date of the data's version: the release's or the ontology's, never the clock."""
        return self.store.project.issued or "2020-01-01"

    @cached_property
    def settings(self) -> Settings:
        """What the project's file says of it."""
        return self.store.project.settings

    @cached_property
    def survey_iri(self) -> str:
        """The IRI of the project's first survey, "" where its file names none."""
        return next(map(self.settings.iri, self.settings.surveys), "")

    @cached_property
    def year(self) -> str:
        """The year of the data's version."""
        return self.issued[:4]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many things, facts, sections, triples, cited lines and questions there are."""
        index = self.index
        kinds = [terms.kind_of(iri) for iri in index.subjects()]
        triples = {(s, p, o) for said in index.by_graph.values() for s, p, o in said}
        return {
            "things": sum(kind in terms.THING_KINDS for kind in kinds),
            "facts": sum(kind in terms.FACT_KINDS for kind in kinds),
            "sections": sum(kind == "section" for kind in kinds),
            "triples": len(triples),
            "queries": len(self.queries),
        }

    def bundle(self, name: str) -> str | None:
        """Return a file of the browser part, None where it was not built."""
        from kkgraph.errors.installation import BundleMissing

        try:
            return assets.bundle(name)
        except BundleMissing:
            return None


def once(function: Callable[Concatenate[Site, P], T]) -> Callable[Concatenate[Site, P], T]:
    """Work out once what a function of a site gives; the site keeps it, and it goes with the site.

    The arguments after the site are hashable and given by position.
    """

    @wraps(function)
    def kept(site: Site, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (function, args)
        if key not in site.kept:
            site.kept[key] = function(site, *args, **kwargs)
        found: T = site.kept[key]
        return found

    return kept
