"""The two engines that hold a graph against shapes: pySHACL, the reference, and a compiled one.

The compiled one (`shacl` on PyPI) runs where its verdict was proved the same as pySHACL's:
on shapes that use no more of SHACL than PROVED (tests/test_engines.py).
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kkgraph.errors import DataFileError
from kkgraph.errors.installation import LibraryMissing
from kkgraph.sparql.terms import Term
from kkgraph.texts import Message
from kkgraph.validation.shacl import FAST, PYSHACL
from kkgraph.validation.shacl.graph import Merged
from kkgraph.validation.shacl.shapes import SH, Shapes

if TYPE_CHECKING:
    import rdflib
    import shacl
    from rdflib.term import Node

PROVED = frozenset(
    """
    alternativePath and class closed datatype deactivated declare disjoint equals flags
    hasValue ignoredProperties in inversePath languageIn lessThan lessThanOrEquals maxCount
    maxExclusive maxInclusive maxLength message minCount minExclusive minInclusive minLength
    name namespace node nodeKind not oneOrMorePath or path pattern prefix prefixes property
    qualifiedMaxCount qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint
    select severity sparql targetClass targetNode targetObjectsOf targetSubjectsOf
    uniqueLang xone zeroOrMorePath zeroOrOnePath
    """.split()  # noqa: SIM905 - a list of so many words is easier read as a text
)


@dataclass(frozen=True)
class Result:
    """One result of an engine; a blank node is "_:name", a shape or path without an IRI ""."""

    focus: str
    path: str
    value: Term | None
    component: str
    shape: str
    severity: str
    messages: dict[str, str]


def chosen(name: str | None, shapes: Shapes) -> str:
    """Return the engine to run: the one asked for, else the fast one where it is proved."""
    if name is not None:
        return name
    is_proved = shapes.features() <= PROVED
    return FAST if is_proved and find_spec("shacl") else PYSHACL


def run(name: str, data: Merged, shapes: Shapes, path: Path) -> list[Result]:
    """Return the results; whatever an engine trips over in the shapes is an error in `path`.

    Raises DataFileError for such shapes, LibraryMissing where the fast engine is not installed.
    """
    return (_fast if name == FAST else _pyshacl)(data, shapes, path)


def _fast(data: Merged, shapes: Shapes, path: Path) -> list[Result]:
    if not find_spec("shacl"):
        raise LibraryMissing(f"--engine {FAST}", "shacl", FAST)
    fault = shapes.fault()
    if fault:
        raise DataFileError(path, None, Message("errors.data.shapes", why=fault))
    text = data.n_triples()
    try:
        compiled = _compiled(_as_text(shapes))
        report = compiled.validate_text(text, format="ntriples", allow_warnings=True)
    except Exception as problem:
        raise DataFileError(path, None, Message("errors.data.shapes", why=problem)) from problem
    return [_of_fast(one) for one in report.results]


@lru_cache(maxsize=1)
def _compiled(text: str) -> "shacl.Shapes":
    """Return shapes as the engine runs them; they are kept for the next run of `--watch`."""
    import shacl

    return shacl.Shapes.from_text(text, format="ntriples")


def _as_text(shapes: Shapes) -> str:
    triples = [quad.triple for quad in shapes.quads]
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def _of_fast(one: "shacl.Result") -> Result:
    return Result(
        focus=_plain(one.focus_node),
        path=_iri(one.path),
        value=_term(one.value),
        component=one.component,
        shape=_iri(one.source_shape),
        severity=one.severity_iri.removeprefix(SH),
        messages={"en": one.messages[0]} if one.messages else {},
    )


def _plain(text: str) -> str:
    """Return an IRI without its brackets, the characters of a literal, a blank node as it is."""
    if text.startswith("<"):
        return text[1:-1]
    term = _term(text)
    return term.value if isinstance(term, ox.Literal) else text


def _iri(text: str | None) -> str:
    """Return an IRI without its brackets, "" for what is none: a path of several, a blank node."""
    return text[1:-1] if text and text.startswith("<") and text.count("<") == 1 else ""


def _term(text: str | None) -> Term | None:
    """Return a term from N-Triples, None for none."""
    if text is None:
        return None
    if text.startswith("_:"):
        return ox.BlankNode(text[2:])
    line = f"<urn:x:s> <urn:x:p> {text} ."
    parsed: ox.Quad = next(iter(ox.parse(line, format=ox.RdfFormat.N_TRIPLES)))
    return parsed.object


def _pyshacl(data: Merged, shapes: Shapes, path: Path) -> list[Result]:
    import rdflib
    from pyshacl import validate

    with _quiet():
        graph = as_rdflib(data.triples())
        held = as_rdflib(quad.triple for quad in shapes.quads)
        try:
            _, results, text = validate(
                graph, shacl_graph=held, inplace=True, allow_warnings=True, inference="none"
            )
        except Exception as problem:
            raise DataFileError(path, None, Message("errors.data.shapes", why=problem)) from problem
    if not isinstance(results, rdflib.Graph):
        raise DataFileError(path, None, Message("errors.data.shapes", why=text))
    return list(_of_pyshacl(results))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging each ill-typed literal: the report names them, with their line."""
    logger = logging.getLogger("rdflib")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _of_pyshacl(results: "rdflib.Graph") -> Iterator[Result]:
    """Yield every result of the report itself, not the details below it."""
    from rdflib import RDF, URIRef

    for report in results.subjects(RDF.type, URIRef(SH + "ValidationReport")):
        for result in results.objects(report, URIRef(SH + "result")):
            said: dict[str, list[Node]] = {}
            for predicate, value in results.predicate_objects(result):
                said.setdefault(str(predicate).removeprefix(SH), []).append(value)
            yield _of_said(said)


def _of_said(said: "dict[str, list[Node]]") -> Result:
    from rdflib import BNode

    def one(name: str) -> str:
        return next((str(value) for value in said.get(name, ())), "")

    def iri(name: str) -> str:
        return next((str(v) for v in said.get(name, ()) if not isinstance(v, BNode)), "")

    focus = next(iter(said.get("focusNode", ())), None)
    return Result(
        focus=focus.n3() if isinstance(focus, BNode) else str(focus),
        path=iri("resultPath"),
        value=next((_as_ox(value) for value in said.get("value", ())), None),
        component=one("sourceConstraintComponent").removeprefix(SH),
        shape=iri("sourceShape"),
        severity=one("resultSeverity").removeprefix(SH),
        messages=_messages(said.get("resultMessage", ())),
    )


def _messages(nodes: "Sequence[Node]") -> dict[str, str]:
    """Return messages by language ("en" for one without)."""
    return {getattr(node, "language", None) or "en": str(node) for node in nodes}


def _as_ox(node: "Node") -> Term:
    from rdflib import BNode, Literal

    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    if not isinstance(node, Literal):
        return ox.NamedNode(str(node))
    if node.language:
        return ox.Literal(str(node), language=node.language)
    datatype = ox.NamedNode(str(node.datatype)) if node.datatype else None
    return ox.Literal(str(node), datatype=datatype)


def as_rdflib(triples: Iterable[ox.Triple]) -> "rdflib.Graph":
    """Return triples as rdflib's graph, literals exactly as they are written."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    graph.addN((_node(t.subject), _node(t.predicate), _node(t.object), graph) for t in triples)
    return graph


def _node(term: Term) -> "Node":
    """Return rdflib's counterpart of a term."""
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        datatype = None if term.language else rdflib.URIRef(term.datatype.value)
        if datatype == rdflib.XSD.string:
            datatype = None
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    raise TypeError(f"no triple in a triple here: {term}")
