"""Formats for people: an aligned table, Markdown. IRIs are shown as CURIEs."""

from unicodedata import east_asian_width

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.sparql.terms import Term
from kkgraph.tables import Answer, Graph, Result, Table

_NUMERIC = {terms.XSD + name for name in ("integer", "decimal", "double", "float")}


def text_of(value: Term | None) -> str:
    """Return a term as a person reads it: CURIE, or the literal's own characters."""
    if value is None:
        return ""
    if isinstance(value, ox.NamedNode):
        return terms.shorten(value.value)
    return value.value if isinstance(value, ox.Literal) else str(value)


def is_number(value: Term | None) -> bool:
    """Tell whether a term is a number (and stands to the right of its column)."""
    return isinstance(value, ox.Literal) and value.datatype.value in _NUMERIC


def table(result: Result) -> bytes:
    """Return plain aligned lines, the same wherever they go."""
    return _aligned(_rows(result)) if not isinstance(result, Answer) else _answer(result)


def drawn(result: Result) -> bytes:
    """Return what `table` returns as rich draws it for the terminal at hand."""
    return _drawn(_rows(result)) if not isinstance(result, Answer) else _answer(result)


def _answer(answer: Answer) -> bytes:
    return b"yes\n" if answer.value else b"no\n"


def _rows(result: Table | Graph) -> Table:
    return _triples(result) if isinstance(result, Graph) else result


def _triples(graph: Graph) -> Table:
    rows = tuple((t.subject, t.predicate, t.object) for t in graph.triples)
    return Table(("subject", "predicate", "object"), rows)


def _aligned(whole: Table) -> bytes:
    lines = [list(whole.columns), *([_one_line(v) for v in row] for row in whole.rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    right = [_is_numeric(whole, i) for i in range(len(whole.columns))]
    out = ("  ".join(map(_padded, line, widths, right)).rstrip() for line in lines)
    return "".join(f"{line}\n" for line in (*out, *_footer(whole))).encode()


def _one_line(value: Term | None) -> str:
    return " ".join(text_of(value).split())


def _is_numeric(whole: Table, column: int) -> bool:
    values = [row[column] for row in whole.rows if row[column] is not None]
    return bool(values) and all(map(is_number, values))


def _padded(text: str, width: int, right: bool) -> str:  # noqa: FBT001 - mapped over columns
    gap = " " * (width - _width(text))
    return gap + text if right else text + gap


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _footer(whole: Table) -> list[str]:
    count = len(whole.rows)
    return ["", f"({count} row{'' if count == 1 else 's'})"]


def _drawn(whole: Table) -> bytes:
    from rich.console import Console
    from rich.table import Table as Drawing
    from rich.text import Text

    drawing = Drawing(header_style="bold")
    for i, name in enumerate(whole.columns):
        justify = "right" if _is_numeric(whole, i) else "left"
        drawing.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for row in whole.rows:
        drawing.add_row(*(Text(_one_line(value)) for value in row))
    console = Console()
    with console.capture() as capture:
        console.print(drawing)
        console.print(_footer(whole)[1], highlight=False)
    return capture.get().encode()


def markdown(result: Table | Answer) -> bytes:
    """Return a Markdown table, or yes or no."""
    if isinstance(result, Answer):
        return _answer(result)
    marks = ["---:" if _is_numeric(result, i) else "---" for i in range(len(result.columns))]
    rows = ([_escaped(_one_line(v)) for v in row] for row in result.rows)
    lines = [list(result.columns), marks, *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).encode()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
