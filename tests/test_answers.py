"""Answers that a person reads: columns, tables on screens of any width, empty ones explained."""

import io
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from unicodedata import normalize

import openpyxl
import pytest
import pyuca
from sampling import each

from kkgraph import formats
from kkgraph.evidence import emptiness
from kkgraph.formats import columns, display, prose
from kkgraph.formats.screen import Screen, width_of, wrapped
from kkgraph.queries import Query, evaluate, load_queries, run
from kkgraph.store import Store
from kkgraph.tables import About, Column, Result, Table
from kkgraph.texts import LANGUAGES, alphabet

WIDTHS = (80, 100, 140, 200)


# One language always: what is written in both has tests of its own.
@pytest.fixture(scope="module", params=each(LANGUAGES, 2))
def answers(store: Store, answered, request) -> dict[str, Result]:
    """Return the answer of every saved query's example in one language."""
    every = load_queries(store.project)
    return {q.name: answered(q.path, request.param) for q in every}


def shown(result: Result, **screen) -> list[str]:
    """Return the lines of an answer."""
    return display.table(result, Screen(**screen)).decode().splitlines()


@pytest.mark.parametrize("width", each(WIDTHS, 4))
def test_every_answer_is_readable(answers: dict[str, Result], width: int) -> None:
    """No line is wider than the window, no word is broken and nothing is cut."""
    wrong = []
    for name, result in answers.items():
        if not isinstance(result, Table):
            continue
        lines = shown(result, width=width)
        words = Counter(word for line in lines for word in re.sub("[⁰-⁹¹²³]", "", line).split())
        cells = [c.text for row in columns.view(result).rows for c in row]
        wanted = {w for c in cells for w in c.split() if width_of(w) < width // 2}
        wrong += [(name, line) for line in lines if width_of(line) > width]
        wrong += [(name, word) for word in wanted if re.sub("[⁰-⁹¹²³]", "", word) not in words]
    assert wrong == []


def test_no_answer_has_section_signs_in_danish(store: Store) -> None:
    """In Danish a source is "4.1.5, l. 307"; the sign is never used."""
    query = next(q for q in load_queries(store.project) if q.name == "fees-by-network")
    assert "§" in "".join(shown(run(store, query, {}, "en")))
    danish = shown(run(store, query, {}, "da"))
    assert "§" not in "".join(danish)
    assert any(line.endswith("4.1.5, l. 307, 320\N{EN DASH}321") for line in danish)


FEES = """SELECT ?thing ?thingLabel ?amount ?currency ?interval ?since ?none ?source {
  VALUES (?thing ?thingLabel ?amount ?currency ?interval ?since ?none ?source) {
    (city:oslo "Oslo" 1300000 "DKK" "P1Y"^^xsd:duration "2012-05-04"^^xsd:date UNDEF
     "§4.1.5, lines 307, 320\N{EN DASH}321")
    (city:malmoe "Malmö" 0 "EUR" UNDEF "2012"^^xsd:gYear UNDEF "§2.1, line 3") } }"""


@pytest.mark.parametrize(
    ("lang", "first"),
    [
        ("en", "Oslo   DKK 1,300,000  1 year    4 May 2012  §4.1.5, lines 307, 320\N{EN DASH}321"),
        ("da", "Oslo   1.300.000 kr.  1 år      4. maj 2012  4.1.5, l. 307, 320\N{EN DASH}321"),
    ],
)
def test_undeclared_columns(mini: Store, lang: str, first: str) -> None:
    """Without a declaration names and values tell what a column is; empty ones are left out."""
    lines = shown(evaluate(mini, FEES, lang=lang))
    assert lines[0] == ("2 rows" if lang == "en" else "2 rækker")
    assert lines[2].split() == [
        "thing",
        "amount",
        "interval",
        "since",
        "source",
    ]
    assert lines[3] == first


def test_identifiers(mini: Store) -> None:
    """`--ids` shows things by their CURIEs."""
    assert shown(evaluate(mini, FEES), ids=True)[3].startswith("city:oslo ")


def test_section_and_lines_are_a_source(mini: Store) -> None:
    """`?section` and `?lines` that nobody declares stand together in the source column."""
    text = 'SELECT ?n ?section ?lines { VALUES (?n ?section ?lines) { (1 "4.1" "3-4") } }'
    assert shown(evaluate(mini, text))[2:] == ["n  source", "1  §4.1, lines 3\N{EN DASH}4"]


def test_declared_labels_and_footnotes() -> None:
    """Headings are the declared ones; few notes stand below, marked where they belong."""
    told = (
        Column("n", "number", {"en": "how many", "da": "hvor mange"}),
        Column("note", "text", {"en": "note", "da": "note"}),
    )
    rows = evaluate_rows('("a" 1200 "rounded") ("b" 7 UNDEF)')
    table = Table(("name", "n", "note"), rows, About(columns=told))
    assert shown(table) == [
        "2 rows",
        "",
        "name  how many",
        "a ¹      1,200",
        "b            7",
        "",
        "¹ rounded",
    ]


def evaluate_rows(values: str):
    """Return rows of three columns."""
    import pyoxigraph as ox

    found = ox.Store().query(f"SELECT ?a ?b ?c {{ VALUES (?a ?b ?c) {{ {values} }} }}")
    return tuple(tuple(solution) for solution in found)


LONG = " ".join(["word"] * 60)


def test_blocks_where_a_table_does_not_fit() -> None:
    """Long texts in a narrow window become a block a row; `--layout table` insists."""
    table = Table(("name", "one", "two"), evaluate_rows(f'("a" "{LONG}" "{LONG}")'))
    assert shown(table, width=60)[2:4] == ["a", "  one  " + "word " * 9 + "word"]
    assert shown(table, width=60, layout="table")[2].split() == ["name", "one", "two"]
    wide = Table(("name", "one"), evaluate_rows('("a" "b" 1)'))
    assert shown(Table(wide.columns, tuple(r[:2] for r in wide.rows)), layout="rows")[2:] == [
        "a",
        "  one  b",
    ]


def test_wrapping() -> None:
    """Words stay whole; what is longer than a line breaks after a slash, or where it must."""
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("https://a.example/bcd/efg", 18) == ["https://a.example/", "bcd/efg"]
    assert wrapped("abcdef", 4) == ["abcd", "ef"]
    assert wrapped("", 5) == [""]
    assert wrapped("日本 日本", 4) == ["日本", "日本"]


def test_control_characters_are_not_sent_to_the_screen() -> None:
    """What would steer a terminal is shown as a replacement character."""
    rows = evaluate_rows('("a\\u001B[2Jb" 1 2)')
    assert "\x1b" not in "".join(shown(Table(("a", "b", "c"), rows)))


def test_danish_alphabet() -> None:
    """Æ, Ø and Å come last, Aa as Å; Ä and Ö as Æ and Ø."""
    names = ["Aalborg", "Zürich", "Århus", "Ærø", "Oslo", "Øst", "Öland", "abe", "Äpple"]
    ordered = ["abe", "Oslo", "Zürich", "Äpple", "Ærø", "Öland", "Øst", "Aalborg", "Århus"]
    assert sorted(names, key=alphabet.order("da")) == ordered


@pytest.mark.slow  # reads the whole table twice
def test_other_characters_stand_where_unicode_has_them() -> None:
    """A table that is parsed as characters are met gives the keys that the whole one gives."""
    whole, folder = pyuca.Collator(), Path(pyuca.__file__).parent
    table = (folder / f"allkeys-{whole.UCA_VERSION}.txt").read_text("utf-8")
    rows = re.findall(r"^([0-9A-F ]+?) *;", table, re.MULTILINE)
    texts = ["".join(chr(int(one, 16)) for one in row.split()) + "b" for row in rows]
    texts += ["\u4e2d", "\U00017001", "\U0001b171", "\ua000", "\U000e0fff"]
    key = alphabet.order("da")
    other = [normalize("NFD", text) for text in texts if key(text) != whole.sort_key(text)]
    assert len(texts) > 30_000
    assert {text[0] for text in other} == set("aAoOæÆøØ")
    assert len(other) < 50


@pytest.mark.parametrize("names", [("Ær", "Är"), ("Øst", "Öst"), ("Åby", "Aaby"), ("ær", "Ær")])
def test_danish_letters_before_those_they_sort_with(names: tuple[str, str]) -> None:
    """Where nothing else tells two names apart, the Danish letter comes first, and small ones."""
    for given in (names, names[::-1]):
        assert tuple(sorted(given, key=alphabet.order("da"))) == names


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("ORDER BY ?n", ["Ab", "Øb", "Åb", "Aalborg"]),
        ("ORDER BY DESC(?n)", ["Aalborg", "Åb", "Øb", "Ab"]),
        ("ORDER BY ?k ?n", ["Åb", "Ab", "Øb", "Aalborg"]),
        ("ORDER BY ?n LIMIT 4", ["Aalborg", "Ab", "Åb", "Øb"]),
        ("ORDER BY STRLEN(?n) ?n", ["Ab", "Åb", "Øb", "Aalborg"]),
    ],
)
def test_order_of_rows_in_danish(mini: Store, end: str, expected: list[str]) -> None:
    """Rows that a query orders by a text come in Danish order, unless it also cuts them."""
    values = '("Åb" 1) ("Aalborg" 2) ("Øb" 2) ("Ab" 2)'
    found = evaluate(mini, f"SELECT ?n ?k {{ VALUES (?n ?k) {{ {values} }} }} {end}", lang="da")
    assert isinstance(found, Table)
    assert [row["n"] for row in found] == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("?x a kk:Citty", "kk:Citty is not in the ontology. Did you mean kk:City (45 things)?"),
        ("?x kk:hasTopick ?y", "Did you mean kk:hasTopic"),
        (
            "?x kk:isMemberOf network:strin",
            "network:strin is not in the graph. Did you mean network:string",
        ),
        ('?x skos:prefLabel "Malmø"', 'write "Malmø"@da'),
        ('?x kk:end ?e FILTER(?e > "2090"^^xsd:gYear)', "kk:latestEnd"),
        ("?x skos:altLable ?y", "skos:altLable is not in the graph. Did you mean skos:altLabel?"),
        ("?x a schema:Contry", "Did you mean schema:Country (24 things)"),
        ("?x dcterms:abstract ?y", "dcterms:abstract is not in the graph."),
        ("GRAPH graph:derivd { ?x ?y ?z }", "Did you mean graph:derived?"),
        ("<http://w3id.org/kkgraph/id/city/riga> ?p ?o", "Did you mean city:riga?"),
        ("<https://w3id.org/kkgraph/id/network/c40/> ?p ?o", "Did you mean network:c40?"),
        ("?x a <https://w3id.org/kkgraph/ontology/Network>", "kk:Network (40 things)"),
        ('?x rdfs:label "Athen"@da', '"Athen" stands after skos:prefLabel.'),
        ('?x kk:start "2018"', 'In the data "2018" is written "2018"^^xsd:gYear.'),
        ('?x kk:end "2023-08"', '"2023-08"^^xsd:gYearMonth.'),
        ('?x kk:amount "1130000"', 'In the data "1130000" is written 1130000'),
        ("?x kk:lines 429", 'In the data 429 is written "429".'),
        ('?x kk:role "Chair"', '"Chair" is a term of the ontology, no text; write kk:Chair.'),
    ],
)
def test_empty_answer_of_a_query(store: Store, text: str, reason: str) -> None:
    """What a query names and the graph does not have is said, with what is near."""
    found = emptiness.explained(store, evaluate(store, f"SELECT * {{ {text} }}"))
    assert reason in " ".join(found.about.notes)


@pytest.mark.parametrize("form", ["ASK {{ {0} }}", "SELECT (COUNT(*) AS ?n) {{ {0} }}"])
def test_no_and_none_are_explained(store: Store, form: str) -> None:
    """A no, and a count of nothing, say what is not there; those that are right say nothing."""
    found = emptiness.explained(store, evaluate(store, form.format("?x a kk:Ctiy")))
    assert "Did you mean kk:City" in " ".join(found.about.notes)
    right = emptiness.explained(store, evaluate(store, form.format("?x a kk:City FILTER(false)")))
    assert right.about.notes == ()


def test_answer_with_rows_has_no_notes(store: Store) -> None:
    """Only an empty answer is explained, and one for which nothing is known is not."""
    for text in ("?x a kk:City", "?x a kk:City FILTER(false)"):
        found = emptiness.explained(store, evaluate(store, f"SELECT * {{ {text} }}"))
        assert found.about.notes == ()


def test_rows_without_a_value_are_counted(store: Store) -> None:
    """A variable that nothing binds leaves rows, and none of them is lost on the screen."""
    found = evaluate(store, "SELECT ?y { ?x a kk:Committee }")
    assert isinstance(found, Table)
    assert len(columns.view(found).rows) == len(found.rows) == 7


def saved(store: Store, name: str) -> Query:
    """Return a saved query."""
    return next(query for query in load_queries(store.project) if query.name == name)


def test_piece_of_a_text_needs_no_language(store: Store) -> None:
    """What a name has to contain is no text of the data, whatever its language tag."""
    text = 'SELECT * { ?x skos:prefLabel ?n . FILTER(CONTAINS(?n, "Malmø") && CONTAINS(?n, "x")) }'
    assert emptiness.explained(store, evaluate(store, text)).about.notes == ()


def notes(store: Store, name: str, **values: str) -> str:
    """Return what is said of a saved query's empty answer."""
    query = saved(store, name)
    return " ".join(
        emptiness.explained(store, run(store, query, values), query, values).about.notes
    )


def test_empty_answer_of_a_thing_of_another_kind(store: Store) -> None:
    """An organisation where an activity is expected: what it is, and what to do."""
    said = notes(store, "project-participants", activity="Nordisk Ministerråd")
    assert "kind organisation" in said
    assert "kkgraph show organisation:nordisk-ministerraad" in said


@pytest.mark.parametrize("name", ["paths-between", "names-by-section", "descriptions-of-thing"])
def test_empty_answer_about_anything(store: Store, name: str) -> None:
    """Where things of every kind may be given, none is of another kind than is asked for."""
    values = {p.name: "topic:fodgaengere" for p in saved(store, name).parameters}
    assert notes(store, name, **values) == ""


def test_graphs_of_a_query_are_there(store: Store) -> None:
    """A graph that holds statements is in the graph, though nothing is said of it."""
    text = "SELECT * { GRAPH graph:register { ?x a kk:Section } GRAPH graph:registre { ?x ?y ?z } }"
    said = " ".join(emptiness.explained(store, evaluate(store, text)).about.notes)
    assert "graph:register is not" not in said
    assert "graph:registre is not in the graph" in said


def test_period_that_ends_before_it_begins(store: Store) -> None:
    """Both days are named; a period without rows that is in order is not told of."""
    backwards = {"from": "2022-01-01", "to": "2021-12-31"}
    said = notes(store, "begins-or-ends", **backwards)
    assert "First day (2022-01-01) comes after Last day (2021-12-31)" in said
    assert "comes after" not in notes(
        store, "begins-or-ends", **{"from": "1901-01-01", "to": "1901-12-31"}
    )


def test_parameter_that_removes_the_last_row(mini: Store) -> None:
    """An optional value without which there were rows is named, with how many."""
    said = notes(mini, "members", network="NORDLYS", since="1999")
    assert said == "Without “Member since: 1999” there are 2 rows."


def test_default_that_filters(mini: Store) -> None:
    """A default that leaves rows out is named."""
    query = saved(mini, "fees")
    parameter = query.parameters[0]
    strict = query._replace(parameters=(parameter._replace(default="9999999"),))
    found = emptiness.explained(mini, run(mini, strict, {}), strict, {})
    assert found.about.notes == (
        "Least fee is 9999999 unless you say otherwise; with 1 there is 1 row.",
    )


@pytest.mark.parametrize("one_in", each([10, 1], 2))
def test_every_answer_as_frame_and_workbook(answers: dict[str, Result], one_in: int) -> None:
    """Every answer has columns of one type each, and a workbook with a row for each of its."""
    known = {"string", "Int64", "Float64", "boolean", "datetime64[s]"}
    for name, result in list(answers.items())[::one_in]:
        if isinstance(result, Table):
            frame = result.to_pandas()
            assert set(map(str, frame.dtypes)) <= known, name
            assert len(frame) == result.to_polars().height == len(result), name
            book = openpyxl.load_workbook(io.BytesIO(formats.render(result, "xlsx")))
            assert book.worksheets[0].max_row == len(result) + 1 or not len(result), name


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice Calc on the machine")
def test_workbooks_in_libreoffice(store: Store, tmp_path) -> None:
    """LibreOffice opens the workbooks, and saves them with the same cells."""
    queries = {query.name: query for query in load_queries(store.project)}
    names = ("fees-by-network", "timeline", "memberships", "stated-counts")
    for name in names:
        result = run(store, queries[name], queries[name].example_values, "da")
        (tmp_path / f"{name}.xlsx").write_bytes(formats.render(result, "xlsx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    call = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", "again"]
    every = [f"{name}.xlsx" for name in names]
    subprocess.run([*call, *every], cwd=tmp_path, check=True, capture_output=True, timeout=240)
    for file in every:
        ours, theirs = (_cells(tmp_path / folder / file) for folder in (".", "again"))
        assert ours == theirs
        assert any(isinstance(cell, int | float) for cell in ours.values()) or "timeline" in file


def _cells(path) -> dict[tuple[str, str], object]:
    """Return what stands in each cell of a workbook."""
    book = openpyxl.load_workbook(path)
    cells = (cell for sheet in book for row in sheet for cell in row if cell.value is not None)
    return {(cell.parent.title, cell.coordinate): cell.value for cell in cells}


@pytest.mark.parametrize("width", [40, 80])
def test_prose_is_folded_between_words(width: int) -> None:
    """On a screen no line is longer than it; words stay whole, lists keep their columns."""
    words = "Only the other municipality works with Amsterdam Barcelona Beijing Bilbao"
    text = f"{words}\n    from {words}\nname        {words}\nshort\n"
    lines = prose.folded(text, width).split("\n")
    assert max(map(len, lines)) <= width
    assert " ".join(lines).split() == text.split()
    listed = lines[next(n for n, line in enumerate(lines) if line.startswith("name")) + 1]
    assert listed.startswith(" " * 12)
    assert lines[-2:] == ["short", ""]
