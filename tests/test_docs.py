"""The documents say what is true now."""

import importlib.util
import re
import shutil
from difflib import unified_diff
from pathlib import Path

import pytest

from kkgraph.cli import COMMANDS

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
LONG = {"serve", "site"}  # these have tests of their own
# What is in a call that is a slow test; another one with the same command runs always.
SLOW = (
    "--measures",
    "everything",
    "graph.xlsx",
    "export tables",
    "import tables",
    "--parquet",
    "map ",
    "graph.sqlite",
    "kkgraph validate",
    "kkgraph ask",
)
# These have tests of their own, on less than all data.
SLOW_COMMANDS = ("ask", "diff", "edit", "export", "map", "migrate", "new", "release")
spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
generate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generate)


def test_the_readme_leads_to_every_document() -> None:
    """Each page of docs/ is one click from the README, and each command is named there."""
    text = (ROOT / "README.md").read_text("utf-8")
    pages = [p for p in (ROOT / "docs").iterdir() if p.suffix in {".md", ".ipynb"}]
    assert [p.name for p in pages if f"(docs/{p.name})" not in text] == []
    unnamed = {
        name for name in COMMANDS if not re.search(rf"`[^`]*\b{name}\b|kkgraph {name}", text)
    }
    assert unnamed <= {"migrate", "cache"}  # the guide and docs/performance.md have them


def test_generated_parts_have_not_drifted():
    """Every generated part is what the commands print; `python docs/generate.py` renews them."""
    drifted = [
        line
        for path, text in generate.documents().items()
        for line in unified_diff(path.read_text("utf-8").splitlines(), text.splitlines(), path.name)
    ]
    assert drifted == []


def some(calls, words):
    """Return calls for parametrize: one in two runs always, if it has none of these words."""
    return [
        pytest.param(
            value, marks=[pytest.mark.slow] * (number % 2 or any(word in value for word in words))
        )
        for number, value in enumerate(calls)
    ]


@pytest.mark.parametrize(
    "words",
    some(generate.commands(generate.main), SLOW_COMMANDS),
    ids=" ".join,
)
def test_example_of_every_command_works(words, tmp_path, monkeypatch):
    """The `Example:` that ends each command's help runs on the shipped data."""
    text = " ".join(generate.output([*words, "--help"]).split("Options:")[0].split())
    found = re.search(r"Example: (kkgraph .+)$", text)
    assert found, f"kkgraph {' '.join(words)} --help has no Example: line"
    monkeypatch.chdir(tmp_path)
    if can_run(found[1]):
        lay_out(found[1], tmp_path)
        generate.output(generate.split(found[1])[1:])


NEW = "aarhus"  # the documents' name of a reader's own project, and of the text that it is of


def lay_out(call, folder):
    """Put into a folder what a call takes to be there: a checkout, a text, a project of it."""
    if re.search(r" \. | examples/|kkgraph import", call):
        for name in ("data", "ontology", "queries", "examples"):
            shutil.copytree(ROOT / name, folder / name)
        shutil.copy(ROOT / "kkgraph.toml", folder)
    if NEW in call:
        shutil.copy(ROOT / "examples" / "havnby-2022.txt", folder / f"{NEW}.txt")
    if "import tables" in call:
        generate.output(["export", "tables.xlsx"])
    if f"--project {NEW}" in call:
        made = f"kkgraph init {NEW} --city Aarhus --year 2022 --survey {NEW}.txt"
        generate.output(generate.split(made)[1:])


def can_run(call):
    """Tell whether a documented call needs no file of the reader's, and ends soon."""
    return (
        not re.search(r"\b(FILE|TEXT|ENTITY|NAME|OUT|DIR)\b|survey\.txt", call)
        and call.split()[1] not in LONG
        and "examples/" not in call  # test_together.py runs these, in the checkout
        and "http://" not in call  # test_remote.py runs these, with a server
        and ("kkgraph diff HEAD" not in call or (ROOT / ".git").exists())  # no release has history
    )


def calls():
    """Return the calls of kkgraph in the shell blocks of the documents."""
    blocks = [
        b for page in PAGES for b in re.findall(r"```sh\n(.*?)```", page.read_text(), re.DOTALL)
    ]
    lines = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return sorted({line for line in lines if line.startswith("kkgraph ") and can_run(line)})


@pytest.mark.parametrize("call", some(calls(), SLOW))
def test_call_in_a_document_works(call, tmp_path, monkeypatch):
    """What a document tells the reader to type runs on the shipped data."""
    monkeypatch.chdir(tmp_path)
    lay_out(call, tmp_path)
    generate.output(generate.split(call.partition(" | ")[0])[1:])


def test_links_between_documents_resolve():
    """No document links to a file that is not there."""
    pages = [*PAGES, ROOT / "ontology" / "STYLE.md"]
    missing = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
        if not target.startswith("http") and not (page.parent / target).exists()
    ]
    assert missing == []
