"""An answer as lines: tables fitted to a width, blocks where none fits, notes and citations."""

from collections.abc import Sequence

import pytest

from kkgraph.formats import screen
from kkgraph.formats.columns import NOTE, Cell, View
from kkgraph.formats.screen import Screen, body, lines, width_of, wrapped
from kkgraph.tables import Column


def view(columns: Sequence[tuple[str, str]], *rows: Sequence[str]) -> View:
    """Return an answer with columns of kinds and rows of texts."""
    heads = tuple(Column(name, kind, {"da": name, "en": name}) for name, kind in columns)
    return View(heads, tuple(tuple(Cell(text) for text in row) for row in rows), "en")


TWO = [("name", "text"), ("amount", "number")]


def shown(found: View, width: int | None = None, **given: object) -> list[str]:
    """Return the lines of an answer's rows."""
    return list(body(found, Screen(width, **given)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("", 0), ("æøå", 3), ("日本", 4), ("e\u0301", 1), ("\uff41", 2)],
)
def test_width_of_a_text(text, width):
    """Wide characters take two columns, what is put over another none."""
    assert width_of(text) == width


@pytest.mark.parametrize(
    ("text", "width", "found"),
    [
        ("one two", 7, ["one two"]),
        ("one two", 6, ["one", "two"]),
        ("one two three", 7, ["one two", "three"]),
        ("one", 2, ["on", "e"]),
        ("a onetwo b", 3, ["a", "one", "two", "b"]),
        ("", 5, [""]),
        ("ab/cd/ef", 5, ["ab/", "cd/ef"]),
        ("ab_cd", 3, ["ab_", "cd"]),
        ("日本 日", 4, ["日本", "日"]),
        ("a b c d", 3, ["a b", "c d"]),
    ],
)
def test_wrapping(text, width, found):
    """Words stay whole where they fit; an address is cut behind its slashes."""
    assert wrapped(text, width) == found


def test_heading_of_an_answer():
    """Title and count stand above, with a blank line; without rows nothing follows."""
    found = list(lines(view(TWO, ("a", "1")), "Title", Screen()))
    assert found == ["Title · 1 row", "", "name  amount", "a          1"]
    assert list(lines(view(TWO), "Title", Screen())) == ["Title · 0 rows"]
    assert next(lines(view(TWO, ("a", "1")), "", Screen())) == "1 row"
    bold = list(lines(view(TWO, ("a", "1")), "T", Screen(is_bold=True)))
    assert bold[0] == "\x1b[1mT · 1 row\x1b[0m"
    assert bold[2] == "\x1b[1mname  amount\x1b[0m"
    assert Screen(is_bold=True).strong("") == ""
    assert Screen(is_bold=True).pale("x") == "\x1b[2mx\x1b[0m"
    assert Screen().pale("x") == "x"


def test_table_as_wide_as_it_likes():
    """Numbers stand to the right, texts to the left, two columns between."""
    found = shown(view(TWO, ("Oslo", "5"), ("Bergen", "1,000")))
    assert found == ["name    amount", "Oslo         5", "Bergen   1,000"]


def test_table_that_just_fits():
    """A table of the screen's width is not folded; a column less and it is."""
    made = view([("a", "text"), ("b", "text")], ("one two", "three four"), ("x", "y"))
    assert shown(made, 19) == shown(made)
    assert shown(made, 18) == ["a        b", "one two  three", "         four", "", "x        y"]
    assert max(map(len, shown(made, 18))) <= 18


def test_words_that_do_not_fit_make_blocks():
    """Where a word of each column does not fit, each row is a block under its thing."""
    made = view([("thing", "thing"), ("word", "text")], ("Copenhagen", "wonderful"), ("Oslo", "x"))
    assert shown(made, 12) == [
        "Copenhagen",
        "  word  wond",
        "        erfu",
        "        l",
        "",
        "Oslo",
        "  word  x",
    ]
    squeezed = shown(made, 12, layout="table")
    assert max(map(len, squeezed)) <= 12
    assert squeezed[0].split() == ["thing", "word"]


def test_blocks():
    """A block begins with the thing; what is empty is left out; headings stand in a column."""
    made = view(
        [("a", "text"), ("longer", "text"), ("thing", "thing")],
        ("1", "2", "Oslo"),
        ("", "3", ""),
        ("4", "", "Bergen"),
    )
    assert shown(made, layout="rows") == [
        "Oslo",
        "  a       1",
        "  longer  2",
        "",
        "3",
        "",
        "Bergen",
        "  a       4",
    ]


def test_low_rows_stay_a_table():
    """A row of six lines reads as one, of seven it does not, nor three and a half at the mean."""

    def is_table(*heights: int) -> bool:
        rows = [(" ".join(["word"] * n), "x" * 8) for n in heights]
        return "h" in shown(view([("h", "text"), ("k", "text")], *rows), 14)[0].split()

    assert is_table(6, 1, 1)
    assert not is_table(7, 1, 1)
    assert is_table(4, 2)
    assert not is_table(5, 3)


def test_tall_rows_have_air():
    """Where a quarter of the lines are rows of several, blank lines stand between."""
    tall, low = ("one two three", "x" * 8), ("a", "b")
    heads = [("h", "text"), ("k", "text")]
    airy = shown(view(heads, tall, low), 17)
    assert airy.count("") == 1
    assert "" not in shown(view(heads, tall, low, low, low), 17)
    assert airy[0].split() == ["h", "k"]
    bare = shown(view([("", "text"), ("", "text")], tall, low), 17)
    assert "" not in bare


def test_notes_below():
    """A few notes stand below the table, once each, with marks at the rows."""
    heads = [("name", "text"), (NOTE, "text")]
    made = view(heads, ("a", "x"), ("b", ""), ("c", "y"), ("d", "x"))
    assert shown(made) == ["name", "a ¹", "b", "c ²", "d ¹", "", "¹ x", "² y"]
    assert shown(made, is_bold=True)[-1] == "\x1b[2m² y\x1b[0m"
    folded = shown(view(heads, ("a", "one two three")), 10)
    assert folded[-2:] == ["¹ one two", "  three"]


@pytest.mark.parametrize(
    ("notes", "rows", "below"),
    [(3, 3, True), (4, 4, False), (4, 8, True), (9, 18, True), (10, 20, False)],
)
def test_many_notes_stay_in_the_table(notes, rows, below):
    """Three notes are few, or as many as half the rows, but not ten."""
    heads = [("name", "text"), (NOTE, "text")]
    texts = [f"note {n}" for n in range(notes)] + [""] * (rows - notes)
    found = shown(view(heads, *((f"r{i}", text) for i, text in enumerate(texts))))
    assert (found[0].split() == ["name"]) is below
    assert shown(view([(NOTE, "text")], ("x",))) == [NOTE, "x"]


def test_citations_stay_together():
    """A citation is not broken where it fits on a line; sections stand each by itself."""
    heads = [("name", "text"), ("source", "citation")]
    first, second = "§4.1, lines 3\N{EN DASH}5;", "§5.2, line 7"
    found = shown(view(heads, ("a b c d e f g h i j", f"{first} {second}")), 30)
    assert [line.split("  ")[-1].strip() for line in found] == ["source", first, second]


def test_widths_are_shared():
    """Each column has what it needs up to a common cap, and at least its longest word."""
    shared = screen._shared  # noqa: SLF001 - of the layout the arithmetic
    assert shared([5, 50, 50], [1, 1, 1], 45) == [5, 20, 20]
    assert shared([5, 50, 50], [1, 30, 1], 45) == [5, 30, 10]
    assert shared([5, 5], [1, 1], 100) == [5, 5]
    squeezed = screen._squeezed  # noqa: SLF001 - same
    assert squeezed([10, 3], 8) == [5, 3]
    assert squeezed([10, 10], 1) == [1, 1]
