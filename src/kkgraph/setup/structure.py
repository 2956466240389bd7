"""`data/sections.ttl`: the survey and its sections, written and brought up to date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editing import layout
from kkgraph.lines import LineRange
from kkgraph.project import Project, read_text
from kkgraph.setup.headings import Found, headings, sections
from kkgraph.survey.text import Survey

HEAD = """\
# The structure of the survey, and the survey itself: each heading with its printed number, title, parent and lines.
# A section's lines run from its heading to the line before the next heading of any level.
# kk:digest: SHA-256 of those lines, every run of white space made one space, stripped.
@base <{base}id/> .
@prefix kk: <{kk}> .
@prefix dcterms: <{dcterms}> .
@prefix xsd: <{xsd}> .
"""  # noqa: E501 - lines of the file as it is


@dataclass(frozen=True)
class About:
    """A survey: its path ("survey/aarhus-2022"), titles, municipality, city, date, language.

    `issued` is a year, a month or a day.
    """

    path: str
    titles: Mapping[str, str]
    municipality: str
    city: str
    issued: str
    language: str

    @property
    def is_survey(self) -> bool:
        """Whether it is the survey, whose sections go without its name."""
        return terms.SOURCE_KINDS.get(self.path.partition("/")[0]) == "Survey"


def structure(survey: Survey, unnumbered: Sequence[str] = ()) -> list[Found]:
    """Return the sections of a text."""
    return sections(survey, headings(survey, unnumbered))


def turtle(base: str, about: About, survey: Survey, found: Sequence[Found]) -> str:
    """Return the file's text."""
    head = HEAD.format(base=base, kk=terms.KK, dcterms=terms.DCTERMS, xsd=terms.XSD)
    return f"{head}\n{blocks(about, survey, found)}"


def blocks(about: About, survey: Survey, found: Sequence[Found]) -> str:
    """Return what the file says of a text and its sections."""
    said = [_source(about, survey)]
    said += [_section(about, survey, one, order) for order, one in enumerate(found, 1)]
    return "\n".join(said)


def _source(about: About, survey: Survey) -> str:
    titles = ", ".join(f"{quoted(text)}@{lang}" for lang, text in about.titles.items())
    whole = survey.digest(LineRange(1, len(survey.lines)))
    city = f"    dcterms:spatial <{about.city}> ;\n" if about.city else ""
    day = ("gYear", "gYearMonth", "date")[about.issued.count("-")]
    kind = "kk:Survey" if about.is_survey else "kk:Source"
    return (
        f"<{about.path}> a {kind} ;\n"
        f"    dcterms:title {titles} ;\n"
        f"    kk:hasMunicipality <{about.municipality}> ;\n{city}"
        f'    dcterms:issued "{about.issued}"^^xsd:{day} ;\n'
        f'    dcterms:language "{about.language}" ;\n'
        f'    kk:digest "{whole}" .\n'
    )


def _section(about: About, survey: Survey, found: Found, order: int) -> str:
    number = f'    kk:number "{found.heading.number}" ;\n' if found.heading.number else ""
    own = "section" if about.is_survey else f"{about.path}/section"
    pages = survey.pages(found.lines)
    paged = f"    kk:firstPage {pages.first} ;\n    kk:lastPage {pages.last} ;\n" if pages else ""
    parent = f"    kk:isPartOfSection <{own}/{found.parent}> ;\n" if found.parent else ""
    return (
        f"<{own}/{found.name}> a kk:Section ;\n"
        f"    dcterms:isPartOf <{about.path}> ;\n{number}"
        f"    dcterms:title {quoted(found.heading.title)}@{about.language} ;\n"
        f"    kk:level {found.level} ;\n"
        f"    kk:order {order} ;\n{parent}"
        f"    kk:firstLine {found.lines.first} ;\n"
        f"    kk:lastLine {found.lines.last} ;\n{paged}"
        f'    kk:digest "{survey.digest(found.lines)}" .\n'
    )


def quoted(text: str) -> str:
    """Return a text as Turtle writes it."""
    return str(ox.Literal(text))


def known(graph: ox.Store, path: str, iri: str) -> About:
    """Return what a loaded `data/sections.ttl` says of a survey."""

    def values(predicate: str) -> list[ox.Literal | ox.NamedNode]:
        found = graph.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None, None)
        return [q.object for q in found if isinstance(q.object, ox.Literal | ox.NamedNode)]

    titles = {v.language or "da": v.value for v in values(terms.TITLE) if isinstance(v, ox.Literal)}
    whose = next((v.value for v in values(terms.HAS_MUNICIPALITY)), "")
    city = terms.path_of(next((v.value for v in values(terms.SPATIAL)), "")) or ""
    issued = next((v.value for v in values(terms.ISSUED)), "")
    language = next((v.value for v in values(terms.LANGUAGE)), "da")
    whole = dict(sorted(titles.items()))
    return About(path, whole, terms.path_of(whose) or "", city, issued, language)


def is_own(name: str) -> bool:
    """Tell whether a section is the survey's: those of another source begin with its name."""
    return "/" not in name


def others(project: Project, survey: str, names: set[str]) -> str:
    """Return what `data/sections.ttl` says of other sources and their sections, as it stands."""
    read = layout.read(read_text(project.sections_file().path))
    own = project.settings.iri(survey)
    kept = [
        read.text[block.start : block.end]
        for block in read.blocks
        if block.subject != own and not _is_of_survey(block, own, names)
    ]
    return "".join(f"\n{text}\n" for text in kept)


def _is_of_survey(block: layout.Block, survey: str, names: set[str]) -> bool:
    name = terms.section_number(block.subject)
    if name is None or not is_own(name):
        return False
    part_of = [value.name for value in block.of(terms.IS_PART_OF_SOURCE)]
    return name in names or part_of in ([], [survey])


def unnumbered(graph: ox.Store) -> list[str]:
    """Return the titles of the sections without a number, which no text tells by itself."""
    numbered = {
        q.subject for q in graph.quads_for_pattern(None, ox.NamedNode(terms.NUMBER), None, None)
    }
    lines = graph.quads_for_pattern(None, ox.NamedNode(terms.FIRST_LINE), None, None)
    bare = [q.subject for q in lines if q.subject not in numbered]
    return [
        q.object.value
        for subject in bare
        for q in graph.quads_for_pattern(subject, ox.NamedNode(terms.TITLE), None, None)
        if isinstance(q.object, ox.Literal)
    ]
