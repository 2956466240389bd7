"""A network as values: nodes, edges with their evidence, and what the whole counts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kkgraph.lines import section_order
from kkgraph.texts import LANGUAGES

Text = Mapping[str, str]


class Later(Mapping[str, str]):
    """A text that is looked up when it is read: most formats do not say what facts are called."""

    __slots__ = ("_find", "_key")

    def __init__(self, find: Callable[[str], Text], key: str) -> None:
        """Look the text up with this function and key."""
        self._find, self._key = find, key

    def __getitem__(self, lang: str) -> str:
        """Return the text in a language."""
        return self._find(self._key)[lang]

    def __iter__(self) -> Iterator[str]:
        """Yield the languages."""
        return iter(self._find(self._key))

    def __len__(self) -> int:
        """Return the number of languages."""
        return len(self._find(self._key))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an edge stands: a fact (IRI), the section's number and lines, what to call it."""

    fact: str
    section: str
    lines: str
    label: Text


@dataclass(frozen=True, slots=True)
class Node:
    """A thing with what is known of it, its measures in this network and its place.

    `type` is the local name of its class; `spellings` are its other names, which a search
    finds; `same` are IRIs of outside records of it.
    Coordinates are degrees (WGS84); `x` and `y` have no unit. `start` and `end` are as printed
    ("2019", "2019-05"), "" where nothing is. Money comes in and goes out where the network is
    directed; `side` is 0 for sources and 1 for targets of a bipartite network.
    """

    id: str
    curie: str
    label: Text
    type: str
    spellings: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    lat: float | None = None
    long: float | None = None
    same: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    amount_in: float | None = None
    amount_out: float | None = None
    currency: str = ""
    degree: int = 0
    in_degree: int = 0
    out_degree: int = 0
    core: int = 0
    side: int | None = None
    weighted_degree: float = 0.0
    betweenness: float = 0.0
    pagerank: float = 0.0
    community: int = 0
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """One of several pieces of evidence of a tie: what it counts, and what filters ask of it.

    `sections`: for each fact the numbers of the sections that state it.
    """

    counted: str
    facts: tuple[str, ...]
    sections: tuple[tuple[str, ...], ...]
    themes: tuple[str, ...]
    departments: tuple[str, ...]
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie between two nodes.

    `things`: what both share, where the network counts that. `weight` counts facts or things;
    `amount` is the money that is printed for the tie, None where it is not. `parts` are its
    pieces of evidence where they are several, so that a page can take some of them. `surveys`
    are those that state it, by the end of their IRIs, where several were loaded together.
    """

    source: str
    target: str
    relation: str
    weight: float
    things: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    amount: float | None = None
    currency: str = ""
    evidence: tuple[Evidence, ...] = ()
    surveys: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def sections(self) -> tuple[tuple[str, ...], ...]:
        """For each of its facts the numbers of the sections that state it."""
        found: dict[str, list[str]] = {}
        for one in self.evidence:
            found.setdefault(one.fact, []).append(one.section)
        return tuple(map(tuple, found.values()))


@dataclass(frozen=True, slots=True)
class Community:
    """A group of nodes, named by the members with most ties; `isolates`: those without any."""

    id: int
    label: Text
    size: int
    isolates: bool = False


@dataclass(frozen=True)
class Network:
    """A whole network. `names` are the labels of its types, relations, themes and so on by id.

    `home`: the city whose survey it is, and its municipality, in the network or not.
    `sampled`: from how many nodes betweenness is estimated, 0 where it is exact.
    """

    name: str
    title: Text
    summary: Text
    mode: str
    directed: bool
    weight_meaning: Text
    version: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    names: Mapping[str, Text] = field(default_factory=dict)
    filters: Mapping[str, str] = field(default_factory=dict)
    communities: tuple[Community, ...] = ()
    home: tuple[Node, ...] = ()
    sampled: int = 0

    def named(self, key: str) -> Text:
        """Return the label of a type, relation, theme, department or shared thing."""
        return self.names.get(key) or dict.fromkeys(LANGUAGES, key)

    def sections(self) -> list[str]:
        """Return the sections that state its ties, and those they lie in, in order."""
        return sections_above(self.edges)

    def community(self, node: Node) -> Community | None:
        """Return the community of a node."""
        return self.communities[node.community] if self.communities else None

    def community_name(self, node: Node) -> Text:
        """Return what a node's community is called, "" where none were looked for."""
        found = self.community(node)
        return found.label if found else dict.fromkeys(LANGUAGES, "")

    def types(self) -> list[str]:
        """Return the types of its nodes, the most frequent first."""
        return _by_frequency([node.type for node in self.nodes])

    def relations(self) -> list[str]:
        """Return the relations of its edges, the most frequent first."""
        return _by_frequency([edge.relation for edge in self.edges])


def _by_frequency(values: list[str]) -> list[str]:
    return sorted(set(values), key=lambda value: (-values.count(value), value))


def sections_above(edges: Iterable[Edge]) -> list[str]:
    """Return the numbers of the sections that state edges, and of those they lie in, in order."""
    parts = [one.split(".") for one in {one.section for edge in edges for one in edge.evidence}]
    found = {".".join(those[: n + 1]) for those in parts for n in range(len(those))}
    return sorted(found, key=section_order)
