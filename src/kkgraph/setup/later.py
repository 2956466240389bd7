"""A later text of the same municipality: a memo, a correction, a web page saved as text."""

from collections.abc import Mapping

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editing.edits import Edit
from kkgraph.editing.placement import Plan, source
from kkgraph.errors.editing import ThingExists
from kkgraph.lines import LineRange
from kkgraph.project import Project
from kkgraph.setup import structure
from kkgraph.setup.headings import Found, Heading
from kkgraph.setup.structure import About
from kkgraph.survey.text import Survey


def about(project: Project, name: str, titles: Mapping[str, str], issued: str) -> About:
    """Return a source as `data/sections.ttl` describes it; `issued`: year, month or day."""
    own = project.settings
    path = f"source/{name}"
    return About(path, titles, own.municipality.path, own.city.path, issued, own.languages[0])


def plan(project: Project, told: About, text: Survey) -> Plan:
    """Return the edit that adds a text and its sections; raises ThingExists.

    A text without numbered headings is one section, which has its title.
    """
    file = project.sections_file()
    before, iri = source(file.path), project.settings.iri(told.path)
    if iri in _subjects(before, file.graph or ""):
        raise ThingExists(terms.shorten(iri), "")
    ending = "" if before.endswith("\n") else "\n"
    added = f"{ending}\n{structure.blocks(told, text, _sections(told, text))}"
    quads = _read(before + added, file.graph or "") - _read(before, file.graph or "")
    return Plan({file.path: [Edit(len(before), len(before), 0, added)]}, added=quads)


def _sections(told: About, text: Survey) -> list[Found]:
    found = structure.structure(text)
    title = next(iter(told.titles.values()))
    whole = Found("1", Heading(1, "1", title), 1, "", LineRange(1, len(text.lines)))
    return found or [whole]


def _read(text: str, graph: str) -> set[ox.Quad]:
    store = ox.Store()
    store.load(text, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
    return set(store)


def _subjects(text: str, graph: str) -> set[str]:
    return {getattr(quad.subject, "value", "") for quad in _read(text, graph)}
