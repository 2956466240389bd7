"""A later text that has pages: its facts are cited by them wherever lines would stand."""

import csv
import json
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kkgraph import store
from kkgraph.cli import main
from kkgraph.lines import LineRange, cited, located
from kkgraph.project import find
from kkgraph.site.context import Site
from kkgraph.site.pages.listing import pages
from kkgraph.site.rendering import render
from kkgraph.survey.text import Survey

HAVNBY = Path(__file__).parent.parent / "examples" / "havnby"
# Two pages of the first section, the second on a page of its own.
MEMO = (
    "1. Kontingenter\nOm STRING.\n\n\fDet koster nu 130.000 kr. om året.\n\f2. Byer\nIntet nyt.\n"
)
TOLD = ("--name", "memo-2023", "--date", "2023-03", "--title-da", "Notat", "--title-en", "Memo")
FACT = (
    *("--section", "source/memo-2023/1", "--about", "STRING", "--amount", "130000"),
    *("--currency", "DKK", "--precision", "Exact", "--payer", "Havnby Kommune"),
    *("--interval", "1 year", "--revises", "payment:string"),
    *("--summary-da", "Kontingent.", "--summary-en", "Membership fee."),
)


def call(folder: Path, *words: str) -> Result:
    """Run a command on a project."""
    at = 2 if words[0] == "survey" else 1
    return CliRunner().invoke(main, [*words[:at], "--project", str(folder), *words[at:]])


@pytest.fixture(scope="module", autouse=True)
def _no_text() -> Iterator[None]:
    """Have no copy of the text of another project."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KKGRAPH_SURVEY", raising=False)
        yield


@pytest.fixture(scope="module")
def havnby(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of Havnby with the memo added, which no test changes."""
    folder = Path(shutil.copytree(HAVNBY, tmp_path_factory.mktemp("memo") / "havnby"))
    (folder.parent / "memo.txt").write_text(MEMO, "utf-8")
    added = call(folder, "survey", "add", str(folder.parent / "memo.txt"), *TOLD)
    assert added.exit_code == 0, added.stderr
    return folder


@pytest.fixture(scope="module")
def entered(havnby: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return Havnby with a fee that the second page of the memo states; no test changes it."""
    folder = Path(shutil.copytree(havnby, tmp_path_factory.mktemp("entered") / "havnby"))
    new = call(folder, "new", "payment", *FACT, "--pages", "2")
    assert new.stdout == "payment:string-2\n", new.stderr
    return folder


@pytest.fixture
def paged(entered: Path, tmp_path: Path) -> Path:
    """Return a copy of it."""
    return Path(shutil.copytree(entered, tmp_path / "havnby"))


def test_sections_have_pages(havnby: Path) -> None:
    """Form feeds end pages; a text without them has none."""
    text = (havnby / "data" / "sections.ttl").read_text("utf-8")
    first, second = text.split("<source/memo-2023/section/")[1:]
    assert "kk:firstPage 1 ;\n    kk:lastPage 2 ;" in first
    assert "kk:firstPage 3 ;\n    kk:lastPage 3 ;" in second
    assert "Page" not in text.partition("<source/memo-2023/")[0]


@pytest.mark.parametrize(("lines", "pages"), [((1, 1), (1, 1)), ((1, 3), (1, 3)), ((4, 5), (3, 4))])
def test_page_of_a_line(lines: tuple[int, int], pages: tuple[int, int]) -> None:
    """A form feed at the head of a line comes before it, one within it after."""
    survey = Survey(Path("memo.txt"), ("a", "b\f", "\fc", "d", "\fe"))
    assert survey.pages(LineRange(*lines)) == LineRange(*pages)


def test_the_fact_is_written_with_its_pages(paged: Path) -> None:
    """The pages stand where lines do, and the project validates."""
    text = (paged / "data" / "survey" / "memo-2023.trig").read_text("utf-8")
    assert '<payment/string-2> a kk:Payment ; kk:pages "2" ;' in text
    assert "kk:lines" not in text
    checked = call(paged, "validate")
    assert checked.exit_code == 0, checked.stdout


@pytest.mark.parametrize(
    ("pages", "said", "cure"),
    [
        ("3", "Pages 3 lie outside section source/memo-2023/1.", "has pages 1-2"),
        ("0-1", '"0-1" are no pages.', 'Write kk:pages "1"'),
        ("2-1", '"2-1" are no pages.', 'Write kk:pages "1-2"'),
    ],
)
def test_pages_outside_the_section_are_told(paged: Path, pages: str, said: str, cure: str) -> None:
    """One finding names the pages that are wrong, where they stand, and those of the section."""
    file = paged / "data" / "survey" / "memo-2023.trig"
    file.write_text(file.read_text("utf-8").replace('kk:pages "2"', f'kk:pages "{pages}"'), "utf-8")
    result = call(paged, "validate", "--format", "json")
    assert result.exit_code == 1
    (found,) = json.loads(result.stdout)["findings"]
    told = json.dumps(found)
    assert found["line"] == 1 + file.read_text("utf-8").partition("kk:pages")[0].count("\n")
    assert json.dumps(said)[1:-1].rstrip(".") in told
    assert json.dumps(cure)[1:-1] in told


def test_pages_where_the_source_has_none_are_told(paged: Path) -> None:
    """A section of a text without pages is not cited by pages."""
    file = paged / "data" / "survey" / "01-indledning.trig"
    file.write_text(file.read_text("utf-8").replace('kk:lines "9" .', 'kk:pages "1" .'), "utf-8")
    result = call(paged, "validate")
    assert result.exit_code == 1
    assert "Pages 1 lie outside section 1." in result.stdout


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "§1 (memo-2023), page 2"), ("da", "1 (memo-2023), s. 2")],
)
def test_answers_cite_the_page(paged: Path, lang: str, said: str) -> None:
    """A saved query's source column names the page, as a reader writes it."""
    asked = ("query", "fees-by-network", "--network", "STRING", "--as-of", "2023", "--lang", lang)
    assert said in " ".join(call(paged, *asked).stdout.split())


@pytest.mark.parametrize(
    ("lang", "why", "show"),
    [("en", "section 1 Kontingenter, page 2", "page 2"), ("da", "Kontingenter, side 2", "s. 2")],
)
def test_a_fact_names_its_page(paged: Path, lang: str, why: str, show: str) -> None:
    """`why` and `show` name the page."""
    told = call(paged, "why", "payment:string-2", "amount", "--lang", lang)
    assert why in told.stdout, told.stderr
    assert show in call(paged, "show", "payment:string-2", "--lang", lang).stdout


def test_tables_have_a_column_of_pages(paged: Path, tmp_path: Path) -> None:
    """The exported sources give pages beside lines; what has no pages has no such column."""
    for folder, columns in ((paged, ["lines", "pages"]), (HAVNBY, ["lines"])):
        out = tmp_path / f"tables-{len(columns)}"
        exported = call(folder, "export", str(out))
        assert exported.exit_code == 0, exported.stderr
        rows = [*csv.DictReader(StringIO((out / "sources.csv").read_text("utf-8-sig")))]
        assert [*rows[0]][2:] == columns
        if folder == paged:
            row = next(r for r in rows if r["fact"].endswith("payment/string-2"))
            assert (row["section"], row["lines"], row["pages"]) == ("source/memo-2023/1", "", "2")


def test_a_table_that_was_edited_changes_pages(paged: Path, tmp_path: Path) -> None:
    """What was exported, edited and imported cites the other page."""
    out = tmp_path / "tables"
    call(paged, "export", str(out))
    file = out / "sources.csv"
    text = file.read_bytes().decode("utf-8-sig")
    line = next(one for one in text.splitlines() if "payment/string-2" in one)
    file.write_text(text.replace(line, f"{line.rpartition(',')[0]},1-2"), "utf-8", newline="")
    done = call(paged, "import", str(out))
    assert done.exit_code == 0, done.stdout + done.stderr
    assert 'kk:pages "1-2"' in (paged / "data" / "survey" / "memo-2023.trig").read_text("utf-8")


def test_network_ties_carry_the_page(paged: Path) -> None:
    """The evidence of a tie says p. before pages, where lines have a number alone."""
    made = call(paged, "network", "everything", "--format", "json", "--as-of", "2023")
    assert made.exit_code == 0, made.stderr
    evidence = [one for edge in json.loads(made.stdout)["edges"] for one in edge["evidence"]]
    assert {one["lines"] for one in evidence if one["fact"].endswith("string-2")} == {"p. 2"}


def test_the_site_cites_the_page(paged: Path) -> None:
    """A page of a thing shows the page as a badge, the section's page which pages it runs over."""
    site = Site(store.load(find(paged)))

    def page(path: str, lang: str) -> str:
        return render(site, next(one for one in pages(site, lang) if one.path == path))

    assert "§1 · p. 2" in page("id/payment/string-2/", "en")
    assert "afsnit 1, side 2" in page("id/payment/string-2/", "da")
    section = page("id/source/memo-2023/section/1/", "en")
    assert "lines 1\N{EN DASH}4, pages 1\N{EN DASH}2" in section
    assert "lines are cited" not in section


def test_words_of_places() -> None:
    """Lines come before pages, each in its form for one or several."""
    assert cited(["3", "5-6", "p. 2"], "en") == "lines 3, 5\N{EN DASH}6, page 2"
    assert cited(["p. 2-3"], "da") == "side 2\N{EN DASH}3"
    assert located("4.1", ["7", "p. 2"], "en") == "§4.1, line 7; §4.1, page 2"
    assert located("4.1", [], "da") == "afsnit 4.1"
