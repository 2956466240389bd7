"""Nothing of one municipality stands in code, ontology, rules, shapes or queries."""

import re
from pathlib import Path

import pytest
from sampling import each

from kkgraph import project, queries
from kkgraph.errors import ParameterMissing
from kkgraph.evidence.emptiness import explained
from kkgraph.store import Store, load

ROOT = Path(__file__).parents[1]
TEXTS = (".py", ".toml", ".html", ".ttl", ".rq", ".md", ".css", ".js")
SEARCHED = [
    path
    for folder in ("src", "ontology", "queries")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in TEXTS and not {"_web", "_project"} & set(path.parts)
]
HOME = re.compile(r"københavn|koebenhavn|kobenhavn|copenhagen|\bkbh\b|2618425", re.IGNORECASE)

# A call that works on the shipped data, so that it names one of its things.
EXAMPLE = re.compile(r"#\+\s+example: ")


@pytest.mark.parametrize(
    "folder", ["src/kkgraph/texts", "ontology/rules", "src/kkgraph/site", "queries"]
)
def test_the_search_reaches_every_kind_of_file(folder: str) -> None:
    """Texts, rules and templates are among what is searched."""
    assert any(path.is_relative_to(ROOT / folder) for path in SEARCHED)


def test_no_file_names_the_municipality() -> None:
    """Whose survey it is stands in kkgraph.toml and the data alone."""
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in SEARCHED
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
        if HOME.search(line) and not EXAMPLE.match(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("folder", "city", "by"),
    [(ROOT, "Copenhagen", "København"), (ROOT / "examples" / "havnby", "Havnby", "Havnby")],
)
def test_a_query_calls_the_city_by_its_name(folder: Path, city: str, by: str) -> None:
    """Headers say the name of the city whose data are asked, in each language."""
    found = queries.find_query(project.find(folder), "cities")
    assert city in found.summary["en"]
    assert by in found.summary["da"]
    texts = [t for q in queries.load_queries(project.find(folder)) for t in q.description.values()]
    assert [text for text in texts if "{" in text] == []


@pytest.fixture(scope="module")
def havnby() -> Store:
    """Return the small project, which has none of the things that queries name by default."""
    return load(project.find(ROOT / "examples" / "havnby"))


@pytest.mark.parametrize("name", each([path.stem for path in project.find(ROOT).query_files()], 4))
def test_a_query_asks_for_what_its_default_lacks(havnby: Store, name: str) -> None:
    """Where a project has no such thing, the parameter is to be given; its own are the examples."""
    havnby.project.use()
    query = queries.find_query(havnby.project, name)
    own = queries.fitted(havnby, query)
    lacking = [one for one in own.parameters if one.required]
    if lacking:
        with pytest.raises(ParameterMissing, match=f"needs --{lacking[0].name}"):
            queries.run(havnby, query, {})
    if all(one.example for one in lacking):
        values = {one.name: one.example for one in lacking}
        found = queries.run(havnby, query, values)
        assert explained(havnby, found, query, values).columns == found.columns
