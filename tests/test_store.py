"""Loading: each triple once in the default graph and once in its own."""

import subprocess
import sys

import pyoxigraph as ox
import pytest

from kkgraph import store as stores
from kkgraph import terms
from kkgraph.errors import DataFileError, InputNotReadable
from kkgraph.errors.projects import MemoryShort
from kkgraph.project import DataFile, Project, memory
from kkgraph.store import Store


def count(store: Store, pattern: str) -> int:
    """Return the number of solutions of a pattern."""
    query = f"PREFIX kk: <{terms.KK}> SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"
    (solution,) = store.graph.query(query)
    return int(solution["n"].value)


def graphs(store: Store) -> set[str]:
    """Return the named graphs of a store, sections as one."""
    found = {name.value for name in store.graph.named_graphs()}
    return {"section" if terms.section_number(name) else name for name in found}


def test_default_graph_is_the_merge(mini: Store) -> None:
    """A triple that two graphs hold counts once, as in SPARQL's own definition."""
    quads = list(mini.graph.quads_for_pattern(None, None, None, None))
    default = {q.triple for q in quads if q.graph_name == ox.DefaultGraph()}
    named = {q.triple for q in quads if q.graph_name != ox.DefaultGraph()}
    assert default == named
    assert count(mini, "?s ?p ?o") == len(default)


def test_same_triple_in_two_graphs(mini_copy: Project) -> None:
    """The named graphs each keep the triple; the default graph has it once."""
    same = "<{0}section/{1}> {{ <{0}city/oslo> <{2}isAbout> <{0}city/malmoe> }}"
    text = "\n".join(same.format(terms.ID, number, terms.KK) for number in ("1", "2"))
    (mini_copy.root / "data/survey/03.trig").write_text(text)
    store = stores.load(mini_copy)
    pattern = f"?s kk:isAbout <{terms.ID}city/malmoe>"
    assert count(store, pattern) == 1
    assert count(store, f"GRAPH ?g {{ {pattern} }}") == 2


def test_layers(mini: Store) -> None:
    """Every layer has its graph."""
    assert graphs(mini) == {
        "section",
        terms.ONTOLOGY,
        terms.SECTIONS,
        terms.REGISTER,
        terms.LINKS,
        terms.THEMES,
        terms.DERIVED,
        terms.CITATIONS,
    }


def test_stated(mini_project: Project) -> None:
    """Only what the survey says, and what it takes to read it."""
    stated = stores.load(mini_project, stated=True)
    read = {"section", terms.ONTOLOGY, terms.SECTIONS, terms.REGISTER}
    assert graphs(stated) == read | {terms.CITATIONS}
    assert count(stated, "?city kk:isMemberOf ?network") == 0
    assert count(stated, "?network kk:hasTheme ?theme") == 0
    assert (stated.stated, stated.inferred) == (True, False)


def test_stated_keeps_what_says_nothing_new(project: Project) -> None:
    """The hierarchy and the citations stay with the stated; no other rule is applied."""
    stated = stores.load(project, stated=True)
    kept = {terms.HIERARCHY, terms.CITATIONS}
    assert graphs(stated) & set(terms.INFERRED) == kept
    assert count(stated, "?fact a kk:Fact") > 600
    assert (
        count(
            stated, f"?membership <{terms.PREFIXES['org']}organization> <{terms.ID}network/string>"
        )
        > 10
    )
    assert (
        count(
            stated, f'<{terms.ID}network/string> kk:citation "§4.1.5, lines 307, 312\N{EN DASH}316"'
        )
        == 1
    )
    assert count(stated, "?x kk:takesPartIn|kk:isLocatedIn/^kk:representsCity ?y") == 0


def test_without_rules(mini_project: Project) -> None:
    """The rules can be left out."""
    plain = stores.load(mini_project, infer=False)
    assert terms.DERIVED not in graphs(plain)
    assert not plain.inferred


def test_broken_turtle(mini_copy: Project) -> None:
    """A file that does not parse is named with the line."""
    path = mini_copy.root / "data/register/cities.ttl"
    path.write_text(path.read_text() + "<city/x> a kk:City ;\n  skos:prefLabel [ .\n")
    with pytest.raises(DataFileError) as caught:
        stores.load(mini_copy)
    assert str(caught.value) == f"{path}:8: column 20: . is not a valid predicate"


def test_too_large_for_memory(mini_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A graph that will not fit is refused before it is loaded, and told what it needs."""
    monkeypatch.setattr(memory, "LARGE", 0)
    assert len(stores.load(mini_project).local) > 0
    size = sum(file.path.stat().st_size for file in mini_project.data_files())
    monkeypatch.setattr(memory, "available", lambda: 36 * size)
    with pytest.raises(MemoryShort):
        stores.load(mini_project)
    assert len(stores.load(mini_project, stated=True).local) > 0
    monkeypatch.setattr(memory, "available", lambda: 38 * size)
    assert len(stores.load(mini_project).local) > 0


def test_memory_that_is_available() -> None:
    """A limit of the process counts, and what it has already taken."""
    code = (
        "import resource; from kkgraph.project.memory import available; before = available();"
        "resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000));"
        "print(before, available())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    before, after = map(int, done.stdout.split())
    assert 0 < after < min(before + 1, 2_000_000_000)


def test_unreadable_file(mini_copy: Project) -> None:
    """A file that cannot be read is named."""
    file = DataFile(mini_copy.root / "nope.ttl", terms.REGISTER)
    with pytest.raises(InputNotReadable, match=r"nope\.ttl"):
        stores.read(ox.Store(), file)


def test_no_blank_nodes_in_the_shipped_data(store: Store) -> None:
    """Everything can be cited by name."""
    quads = store.graph.quads_for_pattern(None, None, None, None)
    assert [q for q in quads if isinstance(q.subject, ox.BlankNode)] == []
