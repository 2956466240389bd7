"""A difference as a program reads it: SPARQL Update, RDF Patch, and applying the latter.

Both turn the first reading into the second. A blank node has no name that SPARQL could ask
by, so the update finds the part of the graph that it stands in by all that is said there.
"""

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kkgraph.differences.blanks import Quads, canonical, line, nodes, parts
from kkgraph.differences.comparison import Difference
from kkgraph.errors.versions import PatchInvalid


def patch(found: Difference) -> str:
    """Return the difference as RDF Patch; blank nodes go by their canonical names."""
    rows = [f"D {text} ." for text in _rows(found.removed)]
    rows += [f"A {text} ." for text in _rows(found.added)]
    return "".join(f"{row}\n" for row in ("TX .", *rows, "TC ."))


def _rows(quads: Iterable[ox.Quad]) -> list[str]:
    return sorted(line(quad).rstrip().removesuffix(".").rstrip() for quad in quads)


def applied(quads: Iterable[ox.Quad], text: str) -> Quads:
    """Return what statements become by an RDF Patch; raises PatchInvalid for another text."""
    found = set(canonical(quads))
    for number, row in enumerate(text.split("\n"), 1):
        code, _, rest = row.partition(" ")
        if code in ("TX", "TC", "H", "") or row.startswith("#"):
            continue
        if code not in ("A", "D"):
            raise PatchInvalid(number, row)
        change = found.update if code == "A" else found.difference_update
        change(_read(rest, number))
    return canonical(found)


def _read(row: str, number: int) -> list[ox.Quad]:
    try:
        return list(ox.parse(row, format=ox.RdfFormat.N_QUADS))
    except SyntaxError:
        raise PatchInvalid(number, row) from None


def update(found: Difference) -> str:
    """Return the difference as a SPARQL Update."""
    gone = [quad for quad in found.removed if not any(nodes(quad))]
    come = set(found.added)
    operations = [_data("DELETE DATA", gone)] if gone else []
    for texts, kept in _nameless(found):
        operations.append(texts)
        come.update(kept)
    operations += [_data("INSERT DATA", come)] if come else []
    return " ;\n".join(operations) + ("\n" if operations else "")


def _data(verb: str, quads: Iterable[ox.Quad]) -> str:
    return f"{verb} {{\n{_patterns(quads)}}}"


def _patterns(quads: Iterable[ox.Quad]) -> str:
    return "".join(f"  {_pattern(quad)}\n" for quad in sorted(quads, key=line))


def _pattern(quad: ox.Quad) -> str:
    triple = f"{_term(quad.subject)} {quad.predicate} {_term(quad.object)} ."
    if quad.graph_name == ox.DefaultGraph():
        return triple
    return f"GRAPH {_term(quad.graph_name)} {{ {triple} }}"


def _term(term: object) -> str:
    return str(term)


def _nameless(found: Difference) -> Iterator[tuple[str, Quads]]:
    """Yield the deletion of each part with blank nodes that is gone, and the like that stay.

    A deletion takes all parts that are alike; those that should stay are put in again.
    """
    gone = [quad for quad in found.removed if any(nodes(quad))]
    alike: set[str] = set()
    for part in parts(gone):
        digest = _digest(part)
        if digest not in alike:
            alike.add(digest)
            before, after = found.before.stated, found.after.stated
            kept = before & after
            yield _deletion(part), frozenset(q for q in kept if digest in _digests(q))


def _digest(part: list[ox.Quad]) -> str:
    return next(iter(_digests(part[0])))


def _digests(quad: ox.Quad) -> set[str]:
    return {node.value.partition("n")[0] for node in nodes(quad)}


def _deletion(part: list[ox.Quad]) -> str:
    """Return an operation that deletes a part: every node in it, and nothing more said of them."""
    names = sorted({node.value for quad in part for node in nodes(quad)})
    text = _patterns(part)
    for name in names:
        text = re.sub(rf"_:{name}\b", f"?{name}", text)
    filters = [f"isBlank(?{name})" for name in names]
    filters += [f"?{a} != ?{b}" for i, a in enumerate(names) for b in names[i + 1 :]]
    only = "".join(_nothing_more(part, name) for name in names)
    return f"DELETE {{\n{text}}} WHERE {{\n{text}  FILTER({' && '.join(filters)})\n{only}}}"


def _nothing_more(part: list[ox.Quad], name: str) -> str:
    """Return the condition that a node has no statement beyond those of its part."""
    out = [(q.predicate, q.object) for q in part if getattr(q.subject, "value", "") == name]
    into = [(q.predicate, q.subject) for q in part if q.object == ox.BlankNode(name)]
    return _but(f"?{name} ?p ?x", out) + _but(f"?x ?p ?{name}", into)


def _but(pattern: str, pairs: Iterable[tuple[ox.NamedNode, object]]) -> str:
    known = " || ".join(f"(?p = {p} && sameTerm(?x, {_variable(x)}))" for p, x in pairs)
    left_out = f" FILTER(!({known}))" if known else ""
    inside = f"{{ {pattern} }} UNION {{ GRAPH ?g {{ {pattern} }} }}"
    return f"  FILTER NOT EXISTS {{ {inside}{left_out} }}\n"


def _variable(term: object) -> str:
    return f"?{term.value}" if isinstance(term, ox.BlankNode) else _term(term)
