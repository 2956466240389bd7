"""What the documents promise, where no other test holds it."""

import csv
import json
import os
import re
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import click
import pytest

from kkgraph import formats
from kkgraph import queries as saved
from kkgraph.assistant import answers
from kkgraph.cache import entries, sources
from kkgraph.cli import main
from kkgraph.cli.interchange.mcp import mcp
from kkgraph.cli.network import network
from kkgraph.cli.publishing.serve import serve
from kkgraph.cli.things import stats
from kkgraph.endpoint.pool import pool, quick
from kkgraph.endpoint.protocol import api, openapi
from kkgraph.endpoint.settings import MEGABYTE, Settings
from kkgraph.export.parquet import networks
from kkgraph.networks.drawing import style, svg
from kkgraph.networks.measures import graph
from kkgraph.networks.projection import declaration
from kkgraph.networks.projection import projection as builder
from kkgraph.reconciliation import candidates
from kkgraph.remote import client, contact, profiles
from kkgraph.site.pages import section
from kkgraph.site.things import tables
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
# No part of the repository: what git, pip, npm and tools for the code keep.
LEFT_OUT = {".git", ".venv", "node_modules", "_web", "__pycache__"}
LEFT_OUT |= {".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"}


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Yield every run of words of a text."""
    words = WORD.findall(text.lower())
    return zip(*(islice(words, i, None) for i in range(RUN)), strict=False)


def said(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield the runs of words of a file, of a table those of its cells."""
    text = path.read_bytes().decode("utf-8", errors="ignore")
    cells = (cell for row in csv.reader(text.splitlines()) for cell in row)
    return chain.from_iterable(map(runs, cells if path.suffix == ".csv" else [text]))


def kept() -> Iterator[Path]:
    """Yield the files of the repository."""
    for folder, inside, names in os.walk(ROOT):
        inside[:] = [name for name in inside if name not in LEFT_OUT]
        yield from (path for name in names if (path := Path(folder, name)).is_file())


@pytest.mark.skipif(
    "KKGRAPH_SURVEY" not in os.environ,
    reason="set KKGRAPH_SURVEY to a copy of the survey text to look for its sentences",
)
def test_no_sentence_of_the_survey_is_in_the_repository(store):
    """No file repeats nine words of the text, which belongs to others, but in a name or title."""
    texts = saved.evaluate(store, f"SELECT ?name {{ ?thing {NAMES} ?name }}").rows
    names = set().union(*(runs(row[0].value) for row in texts))
    lines = Path(os.environ["KKGRAPH_SURVEY"]).read_text("utf-8").splitlines()
    theirs = set(runs("\n".join(line for line in lines if not HEADING.match(line)))) - names
    assert len(theirs) > 5_000
    same = {path: theirs.intersection(said(path)) for path in kept()}
    assert {str(path): min(found) for path, found in same.items() if found} == {}


def document(name: str) -> str:
    """Return the text of a document."""
    return (ROOT / "docs" / name).read_text("utf-8")


def default(command: click.Command, name: str) -> object:
    """Return what an option of a command is if it is not given."""
    return next(one.default for one in command.params if one.name == name)


def test_limits_of_the_server():
    """The table of limits gives what a server without options has, and so does its sum."""
    limits = Settings(root="")
    rows = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", document("serving.md"), re.MULTILINE))
    assert rows["time of a query"] == f"{limits.time_limit:.0f} s (`--time-limit`)"
    assert rows["queries at once"].startswith(f"{limits.quick_workers}, and {limits.slow_workers} ")
    assert rows["waiting"].startswith(f"{limits.queue_timeout:.0f} s:")
    assert rows["memory of a query"] == f"{limits.worker_memory // MEGABYTE} MB (`--memory`)"
    most = f"{limits.rows:,} rows, {limits.answer_bytes // MEGABYTE} MB;"
    assert rows["result"].startswith(most)
    sizes = rows["body of a request, head of a request"]
    assert sizes.startswith(f"{limits.request_bytes // 1024} kB (413), ")
    assert rows["slowness of a client"].startswith(f"{limits.client_timeout:.0f} s for a head")
    assert rows["connections"].startswith(f"{limits.connections:,};")
    kept = [limits.cache_bytes, limits.wire_bytes, limits.page_bytes, limits.outgoing_bytes]
    sizes_of = r"of them\), (\d+) MB .+? (\d+) MB .+?, (\d+) MB .+?, (\d+) MB"
    whole = re.search(sizes_of, document("serving.md"))
    assert [*map(int, whole.groups())] == [one // MEGABYTE for one in kept]
    assert rows["kept answers, kept pages"] == "16 MB, 96 MB"
    for command in (serve, mcp):
        assert default(command, "time_limit") == limits.time_limit
    assert f"after {limits.time_limit:.0f} s (`kkgraph mcp" in document("assistants.md")


def test_how_the_server_shares_its_time():
    """The slice of a query, the wait for a page and the questions ahead are those of the server."""
    text = document("serving.md")
    assert Settings(root="").time_slice == 0.25
    assert "is not done after a quarter of a second, goes there too" in text
    assert pool._PAGE == 5  # noqa: SLF001 - what the text promises
    assert "A page that is not made within five seconds is 503" in text
    assert quick.AHEAD == 8
    assert "A worker of the quick lane has up to eight queries before it" in text
    assert Settings(root="").slow_query == 1
    assert "A query that took a second is there as a digest" in text


def test_figures_of_other_servers():
    """How often and how long kkgraph asks another server, and how much it fetches from it."""
    text = document("servers.md")
    statuses = ", ".join(map(str, client._BUSY))  # noqa: SLF001 - what the text promises
    assert f"is busy ({statuses}; `Retry-After` is heeded)" in text
    assert client.TRIES == 4
    assert "a query is sent up to four times" in text
    assert f"# seconds; {profiles.TIMEOUT:.0f} if not given" in text
    assert f"(up to {contact.LARGE // 1_000_000} million quads, the merge among them)" in text


def test_figures_of_pictures_and_networks():
    """Sizes of pictures, how many nodes are named, and how many random networks are made."""
    text = document("networks.md")
    single, double = (style.PRESETS[name].millimetres[0] for name in ("single", "double"))
    said = f"a column of {single:.0f} mm, a page of {double:.0f} mm"
    assert said in text
    assert f"Of more than {svg._NAMED} nodes, those with most ties are named" in text  # noqa: SLF001
    option = next(one for one in network.params if one.name == "nulls")
    assert f"beside those of {option.default:,} random networks (`--nulls N`)" in text
    assert graph.LARGE == 1_000
    assert "more than a thousand nodes `.[networks]`" in text


def test_figures_of_a_thing_s_page():
    """What is folded, and from how many facts on what they share is said once."""
    text = document("site.md")
    assert tables._FOLD == 10  # noqa: SLF001 - what the text promises
    assert "after ten lines the rest is folded" in text
    assert section._ALIKE == 3  # noqa: SLF001
    assert "three or more subjects of which the same is said are one table" in text


def test_rows_for_an_assistant():
    """How many rows an answer has unless the call says otherwise."""
    assert f"- `rows` ({answers.ROWS} unless `limit` says otherwise" in document("assistants.md")


def test_chains_in_sql():
    """How far the networks in SQL follow a chain."""
    chains = [text for text in networks().values() if "links <" in text]
    assert chains
    assert all("links < 12" in text for text in chains)
    assert "are followed for twelve links" in document("analysis-at-scale.md")


def test_pages_of_rows():
    """How many rows come at once, and at most."""
    said = f"(`limit` ({api.PAGE:,} unless given, {openapi.MOST:,} at most)"
    assert said.removeprefix("(") in document("serving.md")


def test_kept_graphs():
    """How many graphs are kept for how long, and which sources are told by their bytes."""
    text = document("performance.md")
    assert f"At most {entries.MOST} graphs are kept, none longer than {entries.DAYS} days" in text
    assert f"Sources of more than {sources.READ_AT_MOST // 1_000_000} MB in all" in text


def test_scores_of_reconciliation():
    """What scores mean, and when a match is said."""
    text = document("reconcile.md")
    near, sure = f"{candidates.NEAR:.0f}", f"{candidates.SURE:.0f}"
    assert f"nothing else is within {near} points and the score is {sure} or more" in text
    for score in (candidates.LABEL, candidates.SPELLING, candidates.SURE):
        assert f"\n| {score:.0f} | " in text
    assert f"| {candidates.LEAST:.0f}\N{EN DASH}{candidates.ALIKE:.0f} | " in text


def test_paths_that_documents_name_are_there():
    """A file or folder of the repository that a document names exists."""
    named = r"`((?:src|tests|bench|docs|deploy|web|examples)/[\w./-]*\w/?)`"
    lost = [
        f"{page.name}: {path}"
        for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md"))
        for path in re.findall(named, page.read_text("utf-8"))
        if not (ROOT / path).exists()
    ]
    assert lost == []


def test_engine_in_the_browser():
    """The version of the engine that the documents speak of is the one that is built in."""
    locked = json.loads((ROOT / "web" / "package-lock.json").read_text("utf-8"))["packages"]
    version = locked["node_modules/oxigraph"]["version"]
    assert f"The engine in the browser (oxigraph {version}) reads" in document("site.md")
