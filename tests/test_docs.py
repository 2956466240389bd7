"""The documents say what is true now."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
generate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generate)


def test_generated_parts_have_not_drifted():
    """Every generated part is what the commands print; `python docs/generate.py` renews them."""
    drifted = [
        str(path.relative_to(ROOT))
        for path, text in generate.documents().items()
        if not path.is_file() or path.read_text("utf-8") != text
    ]
    assert drifted == []


@pytest.mark.parametrize("words", list(generate.commands(generate.main)), ids=" ".join)
def test_example_of_every_command_works(words, tmp_path, monkeypatch):
    """The `Example:` that ends each command's help runs on the shipped data."""
    text = " ".join(generate.output([*words, "--help"]).split("Options:")[0].split())
    found = re.search(r"Example: (kkgraph .+)$", text)
    assert found, f"kkgraph {' '.join(words)} --help has no Example: line"
    monkeypatch.chdir(tmp_path)
    if "TEXT" not in found[1] and "survey.txt" not in found[1]:
        generate.output(generate.split(found[1])[1:])


def test_links_between_documents_resolve():
    """No document links to a file that is not there."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "ontology" / "STYLE.md"]
    missing = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
        if not target.startswith("http") and not (page.parent / target).exists()
    ]
    assert missing == []
