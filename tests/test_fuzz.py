"""Texts at random: no command ends in a traceback, whatever it is given."""

import tempfile
from pathlib import Path

import pytest
import toy
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kkgraph.cli import main

SEVERAL = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Pieces of Turtle and TriG, in and out of place, and characters of any kind.
PIECES = st.sampled_from(
    [
        *"<>{}[]().;,@^|\\\"'",
        "@prefix kk: <https://w3id.org/kkgraph/ontology#> .\n",
        "@base <https://w3id.org/kkgraph/id/> .\n",
        "PREFIX x: <urn:x:>\n",
        "BASE <",
        "<payment/a>",
        "<section/1>",
        " a ",
        " kk:Payment ",
        " kk:amount ",
        " kk:lines ",
        ' "1-2" ',
        " 500.000 ",
        "_:b",
        '"""',
        "{| <a> <b> |}",
        "<<( <urn:a> <urn:b> 1 )>>",
        "# a comment\n",
        '"2012"^^<http://www.w3.org/2001/XMLSchema#gYear>',
        "\ufeff",
        "\xa0",
        "\x00",
        "\n",
        " ",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=6), max_size=25).map("".join)
NAMES = st.text(
    st.characters(exclude_characters="/\x00", exclude_categories=("Cs",)), min_size=1, max_size=30
)
HEADERS = st.lists(
    st.sampled_from(
        [
            "#+ summary: Who.\n",
            "#+ summary_da: Hvem.\n",
            "#+ tags:\n",
            "#+   - x\n",
            "#+ parameters:\n",
            "#+ param: x\n",
            "#+ param x thing: which\n",
            "#+ endpoint: http://x\n",
            "#+ : \n",
            "#+\n",
            "# plain\n",
            "SELECT * WHERE { ?s ?p ?o }\n",
            "PREFIX kk: <urn:x:>\n",
            "ASK {",
            "?_x",
        ]
    )
    | st.text(max_size=8),
    max_size=8,
).map("".join)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small project."""
    return toy.build(tmp_path_factory.mktemp("fuzz") / "project")


def ends_well(*arguments: str, stdin: bytes | None = None) -> None:
    """Ask that a command ends with 0, 1 or 2 and, at 2, with one line on stderr."""
    result = CliRunner().invoke(main, list(arguments), input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert result.exit_code in (0, 1, 2)
    assert "Traceback" not in result.stderr
    if result.exit_code == 2:
        assert result.stderr.startswith("kkgraph: ")


@SEVERAL
@given(text=TEXTS, ending=st.sampled_from(["ttl", "trig", "nt", "nq", "jsonld", "rdf", "ttl.gz"]))
def test_any_text_of_any_format(project: Path, text: str, ending: str) -> None:
    """A file of anything is validated, or refused in a line."""
    with tempfile.TemporaryDirectory() as folder:
        given_file = Path(folder) / f"x.{ending}"
        given_file.write_bytes(text.encode("utf-8", "surrogatepass"))
        ends_well("validate", "--project", str(project), str(given_file))


@SEVERAL
@given(content=st.binary(max_size=60) | TEXTS.map(lambda text: text.encode("utf-8", "replace")))
def test_anything_on_standard_input(project: Path, content: bytes) -> None:
    """What is piped in is guessed at, and never trips the guess."""
    ends_well("validate", "--project", str(project), "-", stdin=content)


@SEVERAL
@given(name=NAMES, engine=st.sampled_from(["fast", "pyshacl"]))
def test_any_file_name(project: Path, name: str, engine: str) -> None:
    """A file may be called anything that the system allows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.ttl"
        try:
            path.write_text(toy.HEAD + "<payment/x> a kk:Payment .\n", encoding="utf-8")
        except (OSError, ValueError):  # the system does not
            return
        ends_well("validate", "--project", str(project), "--engine", engine, "--", str(path))


@SEVERAL
@given(text=HEADERS)
def test_any_header_of_a_query(tmp_path: Path, text: str) -> None:
    """A saved query with any header is listed, shown and run, or refused in a line."""
    folder = tmp_path / "project"
    if not folder.exists():
        toy.build(folder)
    (folder / "queries" / "all" / "odd.rq").write_text(text, encoding="utf-8")
    for command in (("queries",), ("query", "odd")):
        ends_well(*command, "--project", str(folder))


@SEVERAL
@given(text=st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_any_value_of_a_parameter(kkgraph_folder: Path, text: str) -> None:
    """A parameter, a thing and a question may be anything."""
    folder = str(kkgraph_folder)
    ends_well("query", "fees", "--project", folder, f"--network={text}")
    ends_well("show", "--project", folder, "--", text)
    ends_well("search", "--project", folder, "--", text)
    ends_well("query", "--project", folder, f"-e={text}")


@pytest.fixture(scope="module")
def kkgraph_folder() -> Path:
    """Return the tiny project, which has queries with parameters."""
    return Path(__file__).parent / "mini"
