"""Two versions of a graph: what differs is said in sentences, and the patch makes one the other."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import each

from kkgraph.differences import blanks, patches
from kkgraph.differences.comparison import compare
from kkgraph.differences.readings import dumped, read_version
from kkgraph.project import Project

Call = Callable[..., Result]
MINI = Path(__file__).parent / "mini"
FEES = "data/survey/01-netvaerk.trig"
NEW = """
<section/1.1.2> {
  <membership/fyrtaarn-malmoe> a kk:Membership ; kk:lines "9" ;
    kk:hasMember <city/malmoe> ; kk:hasOrganisation <network/fyrtaarn> .
}
"""


def edited(project: Project, old: str, new: str) -> None:
    """Replace a text in the file of the fees."""
    path = project.root / FEES
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            (
                "1.1.1  The fee of NORDLYS changed from DKK 250,000 to DKK 300,000 a year.\n"
                "       1 statement corrected, 0 added, 0 withdrawn. Nothing else differs.\n"
            ),
        ),
        (
            "da",
            (
                "1.1.1  Kontingentet til NORDLYS er ændret fra 250.000 kr. til 300.000 kr. om året.\n"  # noqa: E501
                "       1 udsagn rettet, 0 tilføjet, 0 trukket tilbage. Ellers er der ingen forskel.\n"  # noqa: E501
            ),
        ),
    ],
)
def test_amount(kkgraph: Call, mini_copy: Project, lang: str, said: str) -> None:
    """A fact that keeps its IRI and has another amount is corrected."""
    edited(mini_copy, "250000.0", "300000.0")
    assert kkgraph("diff", str(MINI), str(mini_copy.root), "--lang", lang).stdout == said


def test_new_and_gone(kkgraph: Call, mini_copy: Project) -> None:
    """A new fact is one addition with all that is said of it, one that is gone one withdrawal."""
    path = mini_copy.root / FEES
    path.write_text(path.read_text("utf-8") + NEW, "utf-8")
    said = kkgraph("diff", str(MINI), str(mini_copy.root)).stdout
    assert "1.1.2  Malmö is now a member of Lighthouse.\n" in said
    assert "1 added, 0 withdrawn" in said
    back = kkgraph("diff", str(mini_copy.root), str(MINI)).stdout
    assert "1.1.2  Malmö is no longer a member of Lighthouse.\n" in back
    assert "0 added, 1 withdrawn" in back


def test_order_is_no_difference(kkgraph: Call, mini_copy: Project) -> None:
    """Statements in another order, and comments, do not differ; the file is counted."""
    edited(
        mini_copy,
        'kk:amount 250000.0 ; kk:currency "DKK"',
        'kk:currency "DKK" ; # a comment\n kk:amount 250000.00',
    )
    result = kkgraph("diff", "--exit-code", str(MINI), str(mini_copy.root))
    assert result.stdout == "Nothing differs. (Re-ordered: 1 file.)\n"
    assert result.exit_code == 0


def test_exit_code(kkgraph: Call, mini_copy: Project) -> None:
    """They differ: 0, and 1 where it is asked for."""
    edited(mini_copy, "250000.0", "1.0")
    assert kkgraph("diff", str(MINI), str(mini_copy.root)).exit_code == 0
    assert kkgraph("diff", "--exit-code", str(MINI), str(mini_copy.root)).exit_code == 1


def test_json(kkgraph: Call, mini_copy: Project, tmp_path: Path) -> None:
    """JSON has every change with its terms, chosen by the ending of a file."""
    edited(mini_copy, "250000.0", "300000.0")
    out = tmp_path / "changes.json"
    kkgraph("diff", str(MINI), str(mini_copy.root), "-o", str(out))
    found = json.loads(out.read_text("utf-8"))
    assert found["counts"] == {"corrected": 1, "added": 0, "withdrawn": 0}
    (change,) = found["changes"]
    assert (change["section"], change["kind"]) == ("1.1.1", "corrected")
    assert change["subject"].endswith("payment/nordlys")
    assert [len(found["removed"]), len(found["added"])] == [1, 1]


def test_revisions(kkgraph: Call, mini_copy: Project) -> None:
    """A revision of git is the project as it was; without B it is compared with the present."""
    git = ["git", "-C", str(mini_copy.root), "-c", "user.name=a", "-c", "user.email=a@b.c"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], check=True)
    edited(mini_copy, "250000.0", "300000.0")
    said = kkgraph("diff", "HEAD", folder=mini_copy.root).stdout
    assert said.startswith("1.1.1  The fee of NORDLYS changed from DKK 250,000")
    refused = kkgraph("diff", "HEAD~7", folder=mini_copy.root)
    assert refused.exit_code == 2
    assert "'HEAD~7' is no file, no folder and no revision of git" in refused.stderr


@pytest.mark.parametrize("ending", ["nq", "trig", "ttl", "nt", "jsonld", "rdf"])
def test_dump_of_the_same(kkgraph: Call, tmp_path: Path, ending: str) -> None:
    """What `export` wrote does not differ from what it was written from, in any format."""
    dump = tmp_path / f"dump.{ending}"
    kkgraph("export", str(dump))
    for pair in ((str(MINI), str(dump)), (str(dump), str(MINI))):
        result = kkgraph("diff", "--exit-code", *pair)
        assert (result.stdout, result.exit_code) == ("Nothing differs.\n", 0)


def test_update_turns_a_into_b(kkgraph: Call, mini_copy: Project) -> None:
    """The SPARQL Update makes A what B is, in another engine too."""
    edited(mini_copy, "250000.0", "300000.0")
    path = mini_copy.root / FEES
    path.write_text(path.read_text("utf-8") + NEW, "utf-8")
    update = kkgraph("diff", str(MINI), str(mini_copy.root), "--format", "ru").stdout
    before, after = (read_version(str(p), mini_copy) for p in (MINI, mini_copy.root))
    theirs = rdflib.Dataset()
    content = "".join(map(blanks.line, before.stated))
    theirs.parse(data=content, format="nquads")
    theirs.update(update)
    got = ox.Store()
    got.load(theirs.serialize(format="nquads"), format=ox.RdfFormat.N_QUADS)
    assert set(got) == set(after.stated)


NODES = st.sampled_from([ox.NamedNode(f"urn:{c}") for c in "abc"])
BLANKS = st.sampled_from([ox.BlankNode(c) for c in "xyz"])
LITERALS = st.one_of(
    st.text(max_size=4).map(ox.Literal),
    st.integers(0, 3).map(ox.Literal),
    st.just(ox.Literal("x", language="da")),
)
QUADS = st.builds(
    ox.Quad,
    NODES | BLANKS,
    NODES,
    NODES | BLANKS | LITERALS,
    st.sampled_from([ox.NamedNode("urn:g"), ox.NamedNode("urn:h")]),
)
GRAPHS = st.frozensets(QUADS, max_size=7)


def reading(quads: frozenset[ox.Quad]):
    """Return the reading of statements that name their graphs."""
    graph = ox.Store()
    graph.extend([*quads, ox.Quad(*([ox.NamedNode("urn:s")] * 4))])
    return dumped("", graph)


@pytest.mark.parametrize("most", each([10, 150], 2))
def test_patches(most: int) -> None:
    """Any graph patched by its difference to another is the other, blank nodes included."""

    @settings(max_examples=most, deadline=None)
    @given(GRAPHS, GRAPHS)
    def patched(one: frozenset[ox.Quad], other: frozenset[ox.Quad]) -> None:
        before, after = reading(one), reading(other)
        found = compare(before, after)
        assert patches.applied(before.stated, patches.patch(found)) == after.stated
        graph = ox.Store()
        graph.extend(before.stated)
        graph.update(patches.update(found))
        assert blanks.nquads(graph) == blanks.nquads(after.stated)

    patched()


@settings(max_examples=50, deadline=None)
@given(GRAPHS, st.permutations("xyz"))
def test_names_of_blank_nodes(quads: frozenset[ox.Quad], names: list[str]) -> None:
    """How blank nodes are called makes no difference."""
    other = dict(zip("xyz", names, strict=True))

    def called(term):
        is_blank = isinstance(term, ox.BlankNode)
        return ox.BlankNode(other[term.value]) if is_blank else term

    renamed = {
        ox.Quad(called(q.subject), q.predicate, called(q.object), q.graph_name) for q in quads
    }
    assert blanks.canonical(renamed) == blanks.canonical(quads)
