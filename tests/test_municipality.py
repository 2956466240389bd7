"""Nothing of one municipality stands in code, ontology, rules or shapes."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXTS = (".py", ".toml", ".html", ".ttl", ".rq", ".md", ".css", ".js")
SEARCHED = [
    path
    for folder in ("src", "ontology")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in TEXTS and not {"_web", "_project"} & set(path.parts)
]
HOME = re.compile(r"københavn|koebenhavn|kobenhavn|copenhagen|\bkbh\b|2618425", re.IGNORECASE)


@pytest.mark.parametrize("folder", ["src/kkgraph/texts", "ontology/rules", "src/kkgraph/site"])
def test_the_search_reaches_every_kind_of_file(folder: str) -> None:
    """Texts, rules and templates are among what is searched."""
    assert any(path.is_relative_to(ROOT / folder) for path in SEARCHED)


def test_no_file_names_the_municipality() -> None:
    """Whose survey it is stands in kkgraph.toml and the data alone."""
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in SEARCHED
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
        if HOME.search(line)
    ]
    assert found == []
