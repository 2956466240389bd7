"""The ontology: it keeps its style, and everything the project says uses its terms."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from held import ontology
from pyshacl import validate
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.namespace import SKOS

if TYPE_CHECKING:
    from rdflib.term import Node

ROOT = Path(__file__).parents[1]
IRI = URIRef("https://w3id.org/kkgraph/ontology")
KK = f"{IRI}#"
CONTROLLED = ("Precision", "Status", "Role", "Aspect")
USING = ("data/**/*.ttl", "data/**/*.trig", "ontology/rules/*.rq", "queries/**/*.rq")
SKIPPED = re.compile(r'"""(?:.|\n)*?"""|"(?:[^"\\\n]|\\.)*"|(?<![^\s])#(?!\+).*')

STYLE = ROOT / "ontology" / "style-shapes.ttl"


def of(*classes: URIRef) -> set[Node]:
    """Return what the ontology declares of these classes."""
    return {term for cls in classes for term in ontology().subjects(RDF.type, cls)}


@cache
def declared() -> set[Node]:
    """Return the ontology's classes, properties and values."""
    properties = of(OWL.ObjectProperty, OWL.DatatypeProperty)
    return of(OWL.Class) | properties | of(*(URIRef(KK + name) for name in CONTROLLED))


def local_names() -> set[str]:
    """Return the local names of all three."""
    return {str(term).removeprefix(KK) for term in declared()}


def style_findings(graph: Graph) -> set[tuple[str, str]]:
    """Return what the style shapes find: the local name of the term and of the shape."""
    _, report, _ = validate(graph, shacl_graph=Graph().parse(STYLE), inference="none")
    return {
        (
            str(report.value(result, SH.focusNode)).removeprefix(KK),
            str(report.value(result, SH.sourceShape)).split("#")[-1],
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def terms_used(path: Path) -> set[str]:
    """Return the kk: terms of a Turtle, TriG or SPARQL file, comments and strings left out."""
    return set(re.findall(r"\bkk:([A-Za-z_]\w*)", SKIPPED.sub("", path.read_text("utf-8"))))


def test_the_ontology_keeps_its_style() -> None:
    """No term of kk.ttl breaks a rule of STYLE.md that SHACL can check."""
    assert style_findings(ontology()) == set()


BAD = """
kk:bad_class a owl:Class ; rdfs:label "x"@da, "y"@en ; skos:definition "X."@da, "Y."@en ;
    skos:example "X."@da, "Y."@en ; rdfs:isDefinedBy <https://w3id.org/kkgraph/ontology> ;
    rdfs:subClassOf kk:Missing .
kk:Untold a owl:Class ; rdfs:subClassOf kk:Fact .
kk:noun a owl:ObjectProperty ; rdfs:subPropertyOf kk:isPartOf ; rdfs:range kk:City .
kk:hasNumber a owl:DatatypeProperty ; rdfs:range xsd:float .
kk:Loose a kk:Role ; rdfs:label "løs."@da, "loose"@en, "slack"@en .
"""


def test_the_style_shapes_find_what_breaks_them() -> None:
    """Each rule of the style is seen to fail on a term that breaks it."""
    prefixes = (
        f"@prefix kk: <{KK}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> ."
        f"@prefix skos: <{SKOS}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    )
    missing = ("label", "definition", "example", "isDefinedBy")
    bare = {(term, shape) for term in ("Untold", "noun", "hasNumber") for shape in missing}
    assert style_findings(ontology() + Graph().parse(data=prefixes + BAD, format="turtle")) == {
        *bare,
        *(("Loose", shape) for shape in missing),
        ("Loose", "isConcept"),
        ("bad_class", "ClassShape"),
        ("bad_class", "superclass"),
        ("noun", "ObjectPropertyShape"),
        ("hasNumber", "DatatypePropertyShape"),
        ("hasNumber", "literalRange"),
        ("hasNumber", "superproperty"),
    }


def test_every_term_is_a_class_a_property_or_a_controlled_value() -> None:
    """Nothing in kk.ttl but the header stands outside the three."""
    subjects = set(ontology().subjects()) - {IRI}
    assert subjects == declared()
    assert not [term for term in chain.from_iterable(ontology()) if isinstance(term, BNode)]


def test_every_kk_term_pointed_at_exists() -> None:
    """Superclasses, superproperties, domains and ranges of ours are declared."""
    pointed = {str(o).removeprefix(KK) for o in ontology().objects() if str(o).startswith(KK)}
    assert pointed - {""} <= local_names()  # "" is the namespace itself, named in the header


@pytest.mark.parametrize("name", CONTROLLED)
def test_controlled_values_are_labelled_in_both_languages(name: str) -> None:
    """Each controlled value is a skos:Concept with one Danish and one English label."""
    values = of(URIRef(KK + name))
    assert values
    for value in values:
        labels = [o for o in ontology().objects(value, RDFS.label) if isinstance(o, Literal)]
        assert sorted(str(label.language) for label in labels) == ["da", "en"], value
        assert (value, RDF.type, SKOS.Concept) in ontology()


@pytest.mark.parametrize("pattern", USING)
def test_every_term_used_is_in_the_ontology(pattern: str) -> None:
    """Data, rules and queries use no kk: term that kk.ttl lacks; a failure names file and term."""
    files, known = sorted(ROOT.glob(pattern)), local_names()
    assert files
    unknown = {
        (str(path.relative_to(ROOT)), term) for path in files for term in terms_used(path) - known
    }
    assert unknown == set()
