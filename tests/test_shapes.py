"""The shapes of the data: each one is tried on a small case that conforms and one that does not."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from held import Held, ontology, read, shapes
from rdflib import OWL, RDF, RDFS, SH, BNode, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, SKOS
from sampling import each

from kkgraph.validation.shacl import FAST, PYSHACL
from kkgraph.validation.shacl.engines import run
from kkgraph.validation.shacl.shapes import Shapes

if TYPE_CHECKING:
    import pyoxigraph as ox
    from rdflib import Graph
    from rdflib.term import Node

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "shapes"
KK = "https://w3id.org/kkgraph/ontology#"
ID = "https://w3id.org/kkgraph/id/"
SHAPES = "https://w3id.org/kkgraph/shapes#"
PREFIXES = {
    KK: "kk:",
    ID: "",
    SHAPES: "",
    str(SH): "",
    str(RDF): "rdf:",
    str(RDFS): "rdfs:",
    str(SKOS): "skos:",
    str(DCTERMS): "dcterms:",
}
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)

# The engine that `kkgraph validate` takes for our shapes, and as slow tests the reference.
each_engine = pytest.mark.parametrize(
    "engine", [FAST, pytest.param(PYSHACL, marks=pytest.mark.slow)]
)

VALID = sorted(CASES.glob("*-valid.ttl"))
INVALID = sorted(CASES.glob("*-invalid.ttl"))


@cache
def shapes_read() -> Shapes:
    """Return the shapes of the data as the engines take them."""
    return Shapes(read(ROOT / "ontology" / "shapes.ttl"))


@cache
def world() -> tuple[ox.Quad, ...]:
    """Return the ontology and the small world that every case is added to."""
    return read(ROOT / "ontology" / "kk.ttl", CASES / "context.ttl")


def node_shapes() -> list[str]:
    """Return the node shapes proper: others (MembershipIri) hold one more rule for a class."""
    return sorted(
        str(shape).removeprefix(SHAPES)
        for shape in shapes().subjects(RDF.type, SH.NodeShape)
        if str(shape).endswith("Shape")
    )


def short(term: object) -> str:
    """Return a term as the `# expect:` lines write it."""
    for namespace, prefix in PREFIXES.items():
        if str(term).startswith(namespace):
            return prefix + str(term).removeprefix(namespace)
    return str(term)


def path_text(report: Graph, path: object) -> str:
    """Return a result path in SPARQL notation; `-` when the constraint has none."""
    if path is None:
        return "-"
    if not isinstance(path, BNode):
        return short(path)
    either = report.value(path, SH.alternativePath)
    if either:
        return "|".join(path_text(report, one) for one in Collection(report, either))
    inverse = report.value(path, SH.inversePath)
    return f"^{short(inverse)}" if inverse else "/".join(map(short, Collection(report, path)))


def findings(engine: str, *cases: Path) -> Counter[str]:
    """Return what the shapes find in the world, `focus path component shape`, how many times."""
    listed = {quad.triple for quad in (*world(), *read(*cases))}
    found: Counter[str] = Counter()
    for one in run(engine, Held(tuple(listed)), shapes_read(), ROOT / "ontology" / "shapes.ttl"):
        path = shapes().value(URIRef(one.shape), SH.path)
        words = (
            short(one.focus),
            short(one.path) if one.path else path_text(shapes(), path),
            short(one.component).removesuffix("ConstraintComponent"),
            short(one.shape),
        )
        found[" ".join(words)] += 1
    return found


def stem(shape: str) -> str:
    """Return the file stem of a shape's cases: CommitteePracticeShape → committee-practice."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", shape.removesuffix("Shape")).lower()


def test_every_node_shape_has_two_cases() -> None:
    """The cases collected are one valid and one invalid for each node shape with a target."""
    named = node_shapes()
    assert len(VALID) + len(INVALID) == 2 * len(named)
    assert [case.name for case in VALID] == sorted(f"{stem(s)}-valid.ttl" for s in named)
    assert [case.name for case in INVALID] == sorted(f"{stem(s)}-invalid.ttl" for s in named)


def test_every_class_has_a_node_shape() -> None:
    """No class of the ontology is without a node shape of its own."""
    classes = {short(c).removeprefix("kk:") for c in ontology().subjects(RDF.type, OWL.Class)}
    assert classes - {name.removesuffix("Shape") for name in node_shapes()} == set()


@each_engine
def test_the_context_conforms(engine: str) -> None:
    """The small world that every case is added to has no findings of its own."""
    assert findings(engine) == Counter()


@each_engine
@pytest.mark.parametrize("case", each(VALID, 3, lambda case: case.stem))
def test_valid_case_conforms(engine: str, case: Path) -> None:
    """A valid case gives no finding, not even a warning."""
    assert findings(engine, case) == Counter()


@each_engine
@pytest.mark.parametrize("case", each(INVALID, 3, lambda case: case.stem))
def test_invalid_case_gives_exactly_the_expected_findings(engine: str, case: Path) -> None:
    """An invalid case gives the findings of its `# expect:` lines and no others."""
    expected = Counter(re.findall(r"^# expect: (.+)$", case.read_text("utf-8"), re.MULTILINE))
    assert expected, f"{case.name} has no `# expect:` line"
    assert findings(engine, case) == expected


def test_every_shape_with_a_target_is_seen_to_fail() -> None:
    """Each shape with a target, or a property shape of its own, is expected by an invalid case."""
    text = "".join(case.read_text("utf-8") for case in INVALID)
    named = set(re.findall(r"^# expect: .* (\S+)$", text, re.MULTILINE))
    unseen = set()
    for shape in {s for target in TARGETS for s in shapes().subjects(target)}:
        own = {short(shape), *map(short, shapes().objects(shape, SH.property))}
        if not named & own:
            unseen.add(short(shape))
    assert unseen == set()


def test_every_shape_and_constraint_speaks_both_languages() -> None:
    """Names and messages stand once in Danish and once in English."""
    every = {
        *shapes().subjects(RDF.type, SH.NodeShape),
        *shapes().subjects(RDF.type, SH.PropertyShape),
    }
    constraints = set(shapes().subjects(RDF.type, SH.SPARQLConstraint))
    wanted = [(s, p) for s in every for p in (SH.name, SH.message)]
    wanted += [(c, SH.message) for c in constraints]
    for subject, predicate in wanted:
        languages = sorted(
            text.language
            for text in shapes().objects(subject, predicate)
            if isinstance(text, Literal) and text.language
        )
        assert languages == ["da", "en"], f"{short(subject)}: {short(predicate)} in {languages}"


def test_blank_nodes_only_in_lists_and_paths() -> None:
    """Every shape has an IRI."""
    allowed = {RDF.first, RDF.rest, SH.inversePath, SH.alternativePath}
    strays = {(s, p) for s, p in shapes().subject_predicates() if isinstance(s, BNode)}
    assert {p for _, p in strays} <= allowed


def test_the_terms_of_the_shapes_are_in_the_ontology() -> None:
    """A shape names no term that kk.ttl lacks, but those of its helper and those it refuses."""
    terms = {t for triple in shapes() for t in triple if str(t).startswith(KK) and str(t) != KK}
    strange = {short(t) for t in terms if (t, None, None) not in ontology()} - {
        "kk:Citation",
        "kk:PageCitation",
    }
    assert {f"{term.removeprefix('kk:')}Refused" for term in strange} == {
        short(shape)
        for shape in shapes().subjects(RDF.type, SH.PropertyShape)
        if str(shape).endswith("Refused") and "deprecated" not in message(shape)
    }


def message(shape: Node) -> str:
    """Return the English message of a shape."""
    texts = shapes().objects(shape, SH.message)
    return next(str(t) for t in texts if isinstance(t, Literal) and t.language == "en")


# Shapes of what lacks a property, or of the property seen from its other side.
OTHERWISE = {"hasNoLastLine", "citedSection", "citedSubject", "hasNoAmount"}


def test_a_property_has_one_name() -> None:
    """A finding calls a property what the ontology does, in both languages."""
    named = [
        (shape, str(name), {str(one) for one in labels if one.language == name.language})
        for shape, path in shapes().subject_objects(SH.path)
        for name in shapes().objects(shape, SH.name)
        for labels in [list(ontology().objects(path, RDFS.label))]
        if labels and str(shape).removeprefix(SHAPES) not in OTHERWISE
    ]
    assert len(named) > 100
    assert [(shape, name, labels) for shape, name, labels in named if name not in labels] == []
