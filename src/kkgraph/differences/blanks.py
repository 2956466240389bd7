"""Blank nodes by names that follow from what is said of them (RDFC-1.0), one part at a time.

The labels of RDFC-1.0 number the blank nodes of a whole dataset, so that one new statement may
rename them all. Here each part that blank nodes tie together is canonicalised by itself, and
its nodes are named after its SHA-256: what did not change keeps its names.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

Quads = frozenset[ox.Quad]
_SHORT = 16  # hexadecimal digits of a digest in a name


def canonical(quads: Iterable[ox.Quad]) -> Quads:
    """Return the statements with canonical names for their blank nodes."""
    named: list[ox.Quad] = []
    nameless: list[ox.Quad] = []
    for quad in quads:
        (nameless if any(nodes(quad)) else named).append(quad)
    seen: Counter[str] = Counter()
    for part in parts(nameless):
        named += _named(part, seen)
    return frozenset(named)


def nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Return the canonical N-Quads of RDFC-1.0: sorted lines, blank nodes c14n0, c14n1, ..."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(line(quad) for quad in dataset)).encode()


def line(quad: ox.Quad) -> str:
    """Return a statement as a line of N-Quads."""
    return (ox.serialize([quad], format=ox.RdfFormat.N_QUADS) or b"").decode()


def nodes(quad: ox.Quad) -> Iterator[ox.BlankNode]:
    """Yield the blank nodes of a statement."""
    terms = (quad.subject, quad.object, quad.graph_name)
    return (term for term in terms if isinstance(term, ox.BlankNode))


def parts(quads: Iterable[ox.Quad]) -> list[list[ox.Quad]]:
    """Return statements with blank nodes in parts that share no blank node."""
    above: dict[ox.BlankNode, ox.BlankNode] = {}

    def top(node: ox.BlankNode) -> ox.BlankNode:
        while above.setdefault(node, node) != node:
            node = above[node]
        return node

    listed = list(quads)
    for quad in listed:
        first, *others = nodes(quad)
        for other in others:
            above[top(other)] = top(first)
    found: dict[ox.BlankNode, list[ox.Quad]] = defaultdict(list)
    for quad in listed:
        found[top(next(nodes(quad)))].append(quad)
    return list(found.values())


def _named(part: list[ox.Quad], seen: Counter[str]) -> list[ox.Quad]:
    """Return a part with its nodes named after its digest, and after how many are like it."""
    dataset = ox.Dataset(part)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    text = "".join(sorted(line(quad) for quad in dataset))
    digest = hashlib.sha256(text.encode()).hexdigest()[:_SHORT]
    seen[digest] += 1
    return [_renamed(quad, f"b{digest}n{seen[digest]}") for quad in dataset]


def _renamed(quad: ox.Quad, prefix: str) -> ox.Quad:
    subject, value, graph = (
        ox.BlankNode(prefix + term.value) if isinstance(term, ox.BlankNode) else term
        for term in (quad.subject, quad.object, quad.graph_name)
    )
    return ox.Quad(subject, quad.predicate, value, graph)  # type: ignore[arg-type]
