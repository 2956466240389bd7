"""`kkgraph queries`: the saved queries listed, searched, and one of them shown."""

from pathlib import Path

import click
from pyoxigraph import Literal

from kkgraph import cache, formats
from kkgraph import queries as saved
from kkgraph.cli import options
from kkgraph.formats.prose import write_prose
from kkgraph.formats.screen import Screen, wrapped
from kkgraph.parameters import Parameter
from kkgraph.project import Project
from kkgraph.tables import Table
from kkgraph.texts import phrase


@click.command()
@click.argument("text", nargs=-1, shell_complete=options.completed("query_names"))
@click.option("--topic", help="Only the queries of this topic.")
@options.format_(["text", *formats.fitting(Table)[1:]], "text")
@options.screen
@options.lang
@options.endpoint
@options.project
def queries(
    project: Project,
    text: tuple[str, ...],
    topic: str | None,
    fmt: str,
    output: Path | None,
    lang: str,
    screen: Screen,
) -> None:
    """List the saved queries that mention TEXT, or all; show the one called TEXT.

    Example: kkgraph queries --topic memberships
    """
    every = saved.load_queries(project)
    named = [q for q in every if " ".join(text) == q.name]
    found = named or saved.search_queries(every, " ".join(text), topic)
    if named or fmt != "text":  # examples are shown, which have to be the project's
        store = cache.load(project)
        found = named = [saved.fitted(store, one) for one in found]
    if fmt != "text":
        formats.write_output(output, formats.render(_table(found, lang), fmt))
    elif named:
        formats.write_output(output, _shown(named[0], lang, screen).encode())
    else:
        write_prose(output, _listed(found, lang))


def _table(found: list[saved.Query], lang: str) -> Table:
    rows = ((q.topic, q.name, q.summary[lang], q.example) for q in found)
    columns = ("topic", "name", "summary", "example")
    return Table(columns, tuple(tuple(Literal(cell) for cell in row) for row in rows))


def _listed(found: list[saved.Query], lang: str) -> str:
    """Return one line a query under its topic."""
    if not found:
        return phrase("queries.none", lang) + "\n"
    width = max(len(q.name) for q in found)
    lines = []
    for i, q in enumerate(found):
        if i == 0 or q.topic != found[i - 1].topic:
            lines += [*([""] if i else []), q.topic]
        lines.append(f"  {q.name:<{width}}  {q.summary[lang]}")
    return "\n".join(lines) + "\n"


def meaning(parameter: Parameter, lang: str) -> str:
    """Return a parameter's label, what it takes, and whether it has to be given."""
    kind = "|".join(parameter.values) or parameter.type
    more = ""
    if parameter.default:
        more = phrase("queries.default", lang, value=parameter.default)
    elif parameter.optional:
        more = phrase("queries.optional", lang)
    return f"{parameter.label[lang]} ({', '.join(filter(None, (kind, more)))})"


def _shown(found: saved.Query, lang: str, screen: Screen) -> str:
    """Return a query's texts, its parameters, an example call and the SPARQL."""
    told = found.description[lang]
    described = wrapped(told, screen.width) if screen.width else [told]
    lines = [f"{found.name} ({found.topic})", found.summary[lang], "", *described, ""]
    lines += [f"  --{p.name}  {meaning(p, lang)}" for p in found.parameters]
    example = [phrase("queries.example", lang), f"  {found.example}"]
    lines += [*([""] if found.parameters else []), *example, "", found.text.rstrip()]
    return "\n".join(lines) + "\n"
