"""The document about an IRI of ours: what the graph says of it, wherever the document is served.

Static files and the server write the same bytes. A document holds the thing's own statements,
those that point at it, its facts in whole with their lines, and of a section or layer all that
its graph holds; then what the document is about, its dataset and its licence. What rules derive
comes after what is stated: in graphs of its own, or after a comment where a format has any.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kkgraph import media, terms
from kkgraph.entities.labels import title
from kkgraph.formats.standard import prefixes_in
from kkgraph.sparql.graphs import Quads
from kkgraph.texts import LANGUAGES

_DEFAULT = ox.DefaultGraph()
_COMMENTED = ("ttl", "nt")  # formats that a reader opens, and that have comments
_STATED, _DERIVED = b"# Stated\n", b"\n# Derived by rules from what is stated\n"


def written(graph: Quads, iri: str, ending: str) -> bytes:
    """Return the document about an IRI in a graph format, by its ending; sorted."""
    quads = list(dict.fromkeys(said(graph, iri)))
    about = list(_about(graph, iri))
    form = media.GRAPHS[ending].rdf
    if ending in media.QUADS:
        return _serialized(_with_default(quads, about), form)
    stated, derived = _apart(quads)
    if ending in _COMMENTED and derived:
        return _commented([*about, *stated], derived, form)
    return _serialized(_sorted([*about, *stated, *derived]), form)


def said(graph: Quads, iri: str) -> Iterator[ox.Quad]:
    """Yield the quads about a thing: its own, those that point at it, its facts in whole.

    For the IRI of a graph (a section, the register, the ontology) all that it holds.
    """
    node = ox.NamedNode(iri)
    held = list(graph.quads_for_pattern(None, None, None, node))
    yield from held
    if iri == terms.ONTOLOGY:  # its terms have no documents of their own
        for subject in {quad.subject for quad in held}:
            yield from _named(graph.quads_for_pattern(subject, None, None))
    yield from _named(graph.quads_for_pattern(node, None, None))
    for quad in _named(graph.quads_for_pattern(None, None, node)):
        yield quad
        if isinstance(quad.subject, ox.NamedNode) and terms.is_fact(quad.subject.value):
            yield from _named(graph.quads_for_pattern(quad.subject, None, None))


def _named(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the quads of named graphs: the default graph repeats them."""
    return (quad for quad in quads if quad.graph_name != _DEFAULT)


def _about(graph: Quads, iri: str) -> Iterator[ox.Triple]:
    """Yield what the document is about, where it belongs, its licence; a name for what has none."""
    node, document = ox.NamedNode(iri), ox.NamedNode(f"{iri}/")
    yield _triple(document, terms.PREFIXES["foaf"] + "primaryTopic", node)
    yield _triple(document, terms.PREFIXES["void"] + "inDataset", ox.NamedNode(terms.dataset()))
    yield _triple(document, terms.PREFIXES["dcterms"] + "license", ox.NamedNode(terms.licence()))
    if terms.is_fact(iri) or terms.link_system(iri) is not None:
        for lang in LANGUAGES:
            yield _triple(node, terms.LABEL, ox.Literal(title(graph, iri, lang), language=lang))


def _triple(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)


def _apart(quads: Iterable[ox.Quad]) -> tuple[list[ox.Triple], list[ox.Triple]]:
    """Return what is stated and what is only derived."""
    stated: dict[ox.Triple, None] = {}
    derived: dict[ox.Triple, None] = {}
    for quad in quads:
        is_derived = getattr(quad.graph_name, "value", "") in terms.INFERRED
        (derived if is_derived else stated)[quad.triple] = None
    return list(stated), [triple for triple in derived if triple not in stated]


def _with_default(quads: list[ox.Quad], about: list[ox.Triple]) -> list[ox.Quad]:
    """Return what is said in the graphs that say it, and once in the default graph.

    Many clients read the default graph only.
    """
    triples = _sorted({*about, *(quad.triple for quad in quads)})
    plain = [ox.Quad(t.subject, t.predicate, t.object, _DEFAULT) for t in triples]
    return [*plain, *sorted(quads, key=str)]


def _prefixes() -> dict[str, str]:
    """Return the prefixes worth a line in a small file: kinds of thing have none."""
    things = terms.thing("")
    return {name: iri for name, iri in terms.PREFIXES.items() if not iri.startswith(things)}


def _sorted(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    return sorted(set(triples), key=str)


def _commented(stated: list[ox.Triple], derived: list[ox.Triple], form: ox.RdfFormat) -> bytes:
    """Return two parts of one file, each under a comment."""
    names = {} if form == ox.RdfFormat.N_TRIPLES else prefixes_in([*stated, *derived], _prefixes())
    first, second = (_serialized(_sorted(part), form, names) for part in (stated, derived))
    rest = b"".join(x for x in second.splitlines(keepends=True) if not x.startswith(b"@prefix"))
    return _STATED + first + _DERIVED + rest


def _serialized(
    found: "list[ox.Triple] | list[ox.Quad]",
    form: ox.RdfFormat,
    names: dict[str, str] | None = None,
) -> bytes:
    if names is None:
        is_bare = form in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
        names = {} if is_bare else prefixes_in(found, _prefixes())
    return ox.serialize(found, format=form, prefixes=names) or b""
