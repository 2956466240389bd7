"""Formats for people: a table or blocks on a screen, Markdown, a table in a notebook."""

import pyoxigraph as ox

from kkgraph.formats import screen as screens
from kkgraph.formats.columns import View, view
from kkgraph.formats.screen import Screen
from kkgraph.tables import About, Answer, Column, Graph, Result, Table
from kkgraph.texts import bilingual, phrase

_MOST = 200  # rows that a notebook shows


def table(result: Result, screen: Screen | None = None) -> bytes:
    """Return lines for a screen; without one, a table as wide as it likes."""
    if isinstance(result, Answer):
        return _verdict(result)
    screen = screen or Screen()
    found = view(triples(result) if isinstance(result, Graph) else result, ids=screen.ids)
    shown = screens.lines(found, result.about.title, screen)
    return "".join(f"{line}\n" for line in shown).encode()


def _verdict(answer: Answer) -> bytes:
    word = phrase("formats.yes" if answer.value else "formats.no", answer.about.lang)
    return f"{word}\n".encode()


def triples(graph: Graph) -> Table:
    """Return the triples of a graph as rows."""
    names = ("subject", "predicate", "object")
    columns = tuple(Column(name, "text", bilingual(f"formats.{name}")) for name in names)
    about = graph.about
    told = About(about.lang, about.title, columns=columns, name_of=about.name_of)
    return Table(names, tuple((t.subject, t.predicate, t.object) for t in graph.triples), told)


def markdown(result: Table | Answer) -> bytes:
    """Return a Markdown table, or yes or no."""
    if isinstance(result, Answer):
        return _verdict(result)
    found = view(result)
    marks = ["---:" if found.is_right(i) else "---" for i in range(len(found.columns))]
    rows = ([_escaped(cell.text) for cell in row] for row in found.rows)
    lines = [list(map(_escaped, found.headings())), marks, *rows] if found.columns else []
    shown = [f"| {' | '.join(line)} |\n" for line in lines]
    return "".join(shown or [screens.count(0, found.lang) + "\n"]).encode()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def html(result: Table) -> str:
    """Return a table for a notebook: things link to their IRIs, the first rows of many."""
    found = view(result)
    caption = " · ".join(
        filter(None, (result.about.title, screens.count(len(result.rows), found.lang)))
    )
    heads = "".join(f"<th>{_html(one)}</th>" for one in found.headings())
    body = "".join(f"<tr>{_cells(found, n)}</tr>" for n in range(min(len(found.rows), _MOST)))
    more = len(found.rows) - _MOST
    rest = f"<p>{phrase('formats.more', found.lang, n=more)}</p>" if more > 0 else ""
    return (
        f"<table><caption>{_html(caption)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table>{rest}"
    )


def _cells(found: View, number: int) -> str:
    cells = []
    for i, cell in enumerate(found.rows[number]):
        align = "right" if found.is_right(i) else "left"
        text = _html(cell.text)
        if isinstance(cell.term, ox.NamedNode):
            text = f'<a href="{_html(cell.term.value)}">{text}</a>'
        cells.append(f'<td style="text-align: {align}">{text}</td>')
    return "".join(cells)


def _html(text: str) -> str:
    from html import escape

    return escape(text)
