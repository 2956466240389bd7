"""What the documents promise, where no other test holds it."""

import csv
import os
import re
from itertools import islice
from pathlib import Path

import click
import pytest

from kkgraph import formats
from kkgraph import queries as saved
from kkgraph.cli import main
from kkgraph.cli.things import stats
from kkgraph.networks.projection import declaration
from kkgraph.networks.projection import projection as builder
from kkgraph.tables import Graph, Table

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
STYLE = (ROOT / "ontology/STYLE.md").read_text("utf-8")


def options(command: click.Command) -> set[str]:
    """Return the options of a command."""
    return {name for parameter in command.params for name in parameter.opts}


def test_stated_restricts_the_commands_that_are_named():
    """README names all commands that have `--stated`, and no other."""
    context = click.Context(main)
    every = {name: main.get_command(context, name) for name in main.list_commands(context)}
    having = {name for name, command in every.items() if "--stated" in options(command)}
    sentence = re.search(r"`--stated` restricts (.+?) to what", README)
    assert set(re.findall(r"`(\w+)`", sentence[1])) == having


def test_number_of_saved_queries(project):
    """README speaks of some ninety saved queries."""
    assert "some ninety saved SPARQL queries" in README
    assert 85 <= len(saved.load_queries(project)) <= 95


def test_formats_of_a_query():
    """README names the endings of the formats of rows and of graphs."""
    sentence = re.search(r"`-o FILE` writes what FILE ends in: (.+)", README)[1]
    rows, _, graphs = sentence.partition("a graph as")
    for kind, said in ((Table, rows), (Graph, graphs)):
        assert {"table", *re.findall(r"`\.(\w+)`", said)} == set(formats.fitting(kind))


def test_every_format_of_stats_works(kkgraph):
    """`kkgraph stats` takes no format that cannot hold its table."""
    choice = next(p.type for p in stats.params if p.name == "fmt")
    for name in choice.choices:
        assert kkgraph("stats", "--format", name).exit_code == 0


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.slow  # every network
def test_the_first_community_is_the_largest(project, store, whole):
    """Of the communities that have ties number 0 is the largest; what has none comes last."""
    every = declaration.load_projections(project)
    for declared in (one for one in every if (one.name == "everything") == whole):
        found = builder.build(store, declared).communities
        sizes = [one.size for one in found if not one.isolates]
        assert sizes == sorted(sizes, reverse=True), declared.name
        assert [one.isolates for one in found] == sorted(one.isolates for one in found)


def test_memberships_under_a_department(store):
    """The municipality is a member of what a department lists, or the entry names another."""
    text = """SELECT DISTINCT ?m WHERE {
      ?m a kk:Membership ; kk:hasDepartment ?department ; kk:hasOrganisation ?organisation
      FILTER NOT EXISTS { municipality:koebenhavns-kommune kk:isMemberOf ?organisation }
      FILTER NOT EXISTS { ?m kk:hasMember ?member }
    }"""
    assert saved.evaluate(store, text).rows == ()


def test_object_properties_begin_with_a_verb_or_are_excepted(store):
    """STYLE.md names each object property that does not begin with a verb or preposition."""
    text = "SELECT ?p { GRAPH <https://w3id.org/kkgraph/ontology> { ?p a owl:ObjectProperty } }"
    names = {row[0].value.rpartition("#")[2] for row in saved.evaluate(store, text).rows}
    known = "is|has|in|on|takes|cooperates|counts|mentions|concerns|represents|handles|cited"
    verbs = rf"({known})(?![a-z])"
    excepted = re.search(r"exceptions?:(.+)", STYLE)[1]
    others = {name for name in names if not re.match(verbs, name)}
    assert others == {name for name in names if f"`kk:{name}`" in excepted}


# --- the survey's sentences

WORD = re.compile(r"[^\W\d]+")
HEADING = re.compile(r"\s*\d+(\.\d+)*\s")
RUN = 9  # words
NAMES = "skos:prefLabel|skos:altLabel|skos:hiddenLabel|kk:printedName|kk:fullName|dcterms:title"
LEFT_OUT = {".git", ".venv", "node_modules", "_web", "__pycache__"}


def runs(text: str) -> set[tuple[str, ...]]:
    """Return every run of words of a text."""
    words = [word.lower() for word in WORD.findall(text)]
    return set(zip(*(islice(words, i, None) for i in range(RUN)), strict=False))


def said(path: Path) -> set[tuple[str, ...]]:
    """Return the runs of words of a file, of a table those of its cells."""
    text = path.read_bytes().decode("utf-8", errors="ignore")
    if path.suffix != ".csv":
        return runs(text)
    return set().union(*(runs(cell) for row in csv.reader(text.splitlines()) for cell in row))


@pytest.mark.skipif(
    "KKGRAPH_SURVEY" not in os.environ,
    reason="set KKGRAPH_SURVEY to a copy of the survey text to look for its sentences",
)
def test_no_sentence_of_the_survey_is_in_the_repository(store):
    """No file repeats nine words of the text, which belongs to others, but in a name or title."""
    texts = saved.evaluate(store, f"SELECT ?name {{ ?thing {NAMES} ?name }}").rows
    names = set().union(*(runs(row[0].value) for row in texts))
    lines = Path(os.environ["KKGRAPH_SURVEY"]).read_text("utf-8").splitlines()
    theirs = runs("\n".join(line for line in lines if not HEADING.match(line)))
    assert len(theirs) > 5_000
    found = {}
    for path in ROOT.rglob("*"):
        if LEFT_OUT.isdisjoint(path.relative_to(ROOT).parts) and path.is_file():
            same = theirs & said(path) - names
            found |= {str(path.relative_to(ROOT)): min(same)} if same else {}
    assert found == {}
