"""A saved query asked of each survey in turn: the survey is a column before the others."""

from collections.abc import Callable
from dataclasses import replace

import pyoxigraph as ox

from kkgraph.project import Project
from kkgraph.queries import namer
from kkgraph.store import Store
from kkgraph.tables import Column, Result, Table
from kkgraph.texts import bilingual

COLUMN = "survey"


def surveys(project: Project) -> list[str]:
    """Return the surveys of a project and of those beside it, by the end of their IRIs."""
    paths = [path for one in (project, *project.beside) for path in one.settings.surveys]
    return [path.rpartition("/")[2] for path in paths]


def asked(store: Store, ask: Callable[[Project], Result], lang: str) -> Result:
    """Return the rows of every survey, each with the survey that it is according to.

    What is no table is asked of all surveys together.
    """
    project = store.project
    chosen = project.edition.source
    names = [chosen] if chosen else surveys(project)
    found = [(name, ask(_according(project, name))) for name in names]
    tables = [(name, result) for name, result in found if isinstance(result, Table)]
    if len(tables) < len(found) or not tables:
        return ask(project)
    rows = tuple((ox.Literal(name), *row) for name, table in tables for row in table.rows)
    about = tables[0][1].about
    first = Column(COLUMN, "text", bilingual("comparison.survey"))
    columns = (first, *about.columns) if about.columns else ()
    notes = () if rows else about.notes
    shown = about._replace(columns=columns, notes=notes, name_of=namer(store, lang))
    return Table((COLUMN, *tables[0][1].columns), rows, shown)


def _according(project: Project, source: str) -> Project:
    return replace(project, edition=replace(project.edition, source=source))
