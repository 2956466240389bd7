"""The names in the code agree with the ontology."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from modules import nodes

from kkgraph import terms
from kkgraph.store import Store

OURS = sorted(
    value
    for name, value in vars(terms).items()
    if name.isupper() and isinstance(value, str) and value.startswith(terms.KK)
)


OF_VALIDATION = (terms.KK, terms.CITATION, terms.PAGE_CITATION)


@pytest.mark.parametrize("iri", [iri for iri in OURS if iri not in OF_VALIDATION])
def test_each_name_is_a_term_of_the_ontology(store: Store, iri: str) -> None:
    """A name of our vocabulary that the code uses is defined in kk.ttl."""
    graph = ox.NamedNode(terms.ONTOLOGY)
    label = ox.NamedNode(terms.LABEL)
    assert any(store.graph.quads_for_pattern(ox.NamedNode(iri), label, None, graph))


ROOT = Path(__file__).resolve().parent.parent
CODE = sorted((ROOT / "src/kkgraph").rglob("*.py"))
TEXTS = [
    *CODE,
    *(ROOT / "src/kkgraph/site/templates").rglob("*.html"),
    *(ROOT / "src/kkgraph/texts").rglob("*.toml"),
    *(path for path in (ROOT / "web/src").rglob("*.ts")),
]
NAMESPACES = {"ROOT", "KK", "ID", "SHAPES_NS", "GRAPH", "QUERY", "SECTION_BASE"}


def is_namespace(node: ast.AST) -> bool:
    """Tell whether a node is one of our namespaces, `terms.KK`."""
    is_attribute = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    return is_attribute and node.value.id == "terms" and node.attr in NAMESPACES


def is_lengthened(text: ast.JoinedStr) -> bool:
    """Tell whether an f-string puts more behind a namespace than the mark that closes it."""
    parts = [*text.values, ast.Constant("")]
    return any(
        isinstance(part, ast.FormattedValue)
        and is_namespace(part.value)
        and (isinstance(after, ast.FormattedValue) or re.match(r"[\w#/]", str(after.value)))
        for part, after in pairwise(parts)
    )


COMPREHENSIONS = (ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)


def is_list_of_names(node: ast.AST) -> bool:
    """Tell whether terms are made of names in the code: `term(n) for n in ("A", "B")`."""
    calls = (part for part in ast.walk(node) if isinstance(part, ast.Call))
    makes = any(isinstance(c.func, ast.Attribute) and c.func.attr == "term" for c in calls)
    lists = [one.iter.elts for one in node.generators if isinstance(one.iter, ast.Tuple | ast.List)]
    return makes and any(isinstance(name, ast.Constant) for names in lists for name in names)


def built(parsed: list[ast.AST]) -> Iterator[int]:
    """Yield the lines of a module where it builds an IRI of ours."""
    for node in parsed:
        if isinstance(node, ast.BinOp) and (is_namespace(node.left) or is_namespace(node.right)):
            yield node.lineno
        if isinstance(node, ast.JoinedStr) and is_lengthened(node):
            yield node.lineno
        if isinstance(node, ast.Assign) and is_namespace(node.value) and node.value.attr != "ROOT":
            yield node.lineno
        if isinstance(node, ast.ImportFrom) and node.module == "kkgraph.terms":
            yield from (node.lineno for name in node.names if name.name in NAMESPACES)
        if isinstance(node, ast.Constant) and "w3id.org/kkgraph" in str(node.value):
            yield node.lineno
        if isinstance(node, COMPREHENSIONS) and is_list_of_names(node):
            yield node.lineno


@pytest.mark.parametrize(
    "code",
    [
        'terms.KK + "hasTheme"',
        'f"{terms.ID}city/{slug}"',
        'f"{terms.ID}{path}"',
        "_KK = terms.KK",
        '{terms.term(name) for name in ("Planned", "Expected")}',
        "from kkgraph.terms import KK",
        '"https://w3id.org/kkgraph/id/city/oslo"',
    ],
)
def test_a_built_iri_is_noticed(code: str) -> None:
    """The next test sees every way to write an IRI past `terms`."""
    assert list(built(list(ast.walk(ast.parse(code))))) == [1]


@pytest.mark.parametrize("code", ["iri.startswith(terms.ID)", 'f"<{terms.ID}>"', "terms.term(x)"])
def test_a_namespace_alone_is_no_iri(code: str) -> None:
    """To compare with a namespace, or to show it, builds nothing."""
    assert list(built(list(ast.walk(ast.parse(code))))) == []


def test_iris_of_ours_are_written_in_terms_alone() -> None:
    """No module but `terms` builds an IRI of ours: a rename is one line, and held to kk.ttl."""
    modules = [path for path in CODE if path.parent.name != "terms"]
    found = [(path.name, line) for path in modules for line in built(nodes(path))]
    assert len(modules) > 100
    assert found == []


def test_each_local_name_is_a_term_of_the_ontology(store: Store) -> None:
    """Every `kk:name` in code, templates, texts and scripts, and every term("name"), is defined."""
    pattern = re.compile(r"""\bkk:([A-Za-z]+)|terms\.term\("([^"{]+)"\)""")
    said = {
        (path.name, curie or local)
        for path in TEXTS
        for curie, local in pattern.findall(path.read_text("utf-8"))
    }
    graph = ox.NamedNode(terms.ONTOLOGY)
    defined = {q.subject.value for q in store.graph.quads_for_pattern(None, None, None, graph)}
    of_validation = ("graph.py", terms.CITATION.removeprefix(terms.KK))
    assert {name for name in said if terms.term(name[1]) not in defined} == {of_validation}


@pytest.mark.parametrize(("kind", "name"), sorted(terms.KINDS.items()))
def test_each_kind_has_a_class(store: Store, kind: str, name: str) -> None:
    """The kind in an IRI goes with a class of the ontology."""
    graph, cls = ox.NamedNode(terms.ONTOLOGY), ox.NamedNode(terms.term(name))
    assert any(store.graph.quads_for_pattern(cls, None, None, graph)), kind


def test_fact_kinds_are_facts(store: Store) -> None:
    """The classes of fact kinds are those below kk:Fact, all of them that occur in the data."""
    query = f"""SELECT DISTINCT ?class WHERE {{
      ?thing a ?class . ?class <{terms.SUB_CLASS_OF}>+ <{terms.FACT}> }}"""
    used = {solution["class"].value for solution in store.graph.query(query)}
    assert used <= {terms.KK + name for name in terms.FACT_KINDS.values()}


@pytest.mark.parametrize(
    ("iri", "curie"),
    [
        ("https://w3id.org/kkgraph/id/network/string", "network:string"),
        ("https://w3id.org/kkgraph/id/section/4.1.5", "section:4.1.5"),
        ("https://w3id.org/kkgraph/id/working-group/x-y", "working-group:x-y"),
        ("https://w3id.org/kkgraph/ontology#lines", "kk:lines"),
        ("http://www.w3.org/2004/02/skos/core#prefLabel", "skos:prefLabel"),
    ],
)
def test_shorten_and_expand_are_inverse(iri: str, curie: str) -> None:
    """An IRI of a known namespace has a CURIE, which leads back to it."""
    assert terms.shorten(iri) == curie
    assert terms.expand(curie) == iri


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org/x",
        "https://w3id.org/kkgraph/id/network/",
        "https://w3id.org/kkgraph/id/network/a/b",
        "https://w3id.org/kkgraph/id/link/a/b",
    ],
)
def test_shorten_leaves_what_has_no_curie(iri: str) -> None:
    """No CURIE that SPARQL could not read is made up."""
    assert terms.shorten(iri) == iri


@pytest.mark.parametrize("text", ["string", "nope:string", "https://example.org/x", ""])
def test_expand_refuses_what_is_no_curie(text: str) -> None:
    """A text without a known prefix is no CURIE."""
    assert terms.expand(text) is None


def test_section_number_and_kind() -> None:
    """The number of a section and the kind of a thing are read off their IRIs."""
    assert terms.section_number(terms.section("6.2.10b")) == "6.2.10b"
    assert terms.section_number(terms.REGISTER) is None
    assert terms.kind_of(terms.ID + "city/oslo") == "city"
    assert terms.kind_of(terms.ID + "link/wikidata/x") is None
    assert terms.kind_of("https://example.org/city/oslo") is None
    assert terms.kind_of("https://data.example.org/lysby/id/city/oslo") == "city"
    memo = terms.ID + "source/memo-2021"
    assert (terms.kind_of(memo), terms.section_number(memo)) == ("source", None)
    assert terms.kind_of(memo + "/section/1") == "section"
    assert terms.section_number(memo + "/section/1") == "source/memo-2021/1"


def test_prefixes_are_those_of_the_project_in_use() -> None:
    """Another base takes over the prefixes of things; a project beside has prefixes of its own."""
    own, beside = "https://data.example.org/lysby/", "https://data.example.org/havnby/"
    prefixes, home = {"ex": "https://example.org/ns#"}, (own + "id/city/lysby",)
    terms.use(terms.Names(own, prefixes, home, {"havnby": beside}))
    assert terms.shorten(own + "id/city/lysby") == "city:lysby"
    assert terms.shorten(beside + "id/city/havnby") == "havnby.city:havnby"
    assert terms.shorten(terms.ID + "city/oslo") == terms.ID + "city/oslo"
    assert terms.expand("city:lysby") == terms.thing("city/lysby") == own + "id/city/lysby"
    assert terms.expand("havnby.city:havnby") == beside + "id/city/havnby"
    assert terms.expand("ex:x") == "https://example.org/ns#x"
    assert terms.section_number(own + "id/section/2.1") == "2.1"
    assert terms.section_number(beside + "id/section/2.1") == "havnby/2.1"
    assert terms.home() == {own + "id/city/lysby"}
    assert terms.is_ours(own + "id/citty/lysby")
    terms.use(terms.Names())
    assert terms.expand("city:lysby") == terms.ID + "city/lysby"
    assert terms.expand("ex:x") is None
