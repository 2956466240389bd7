"""The data themselves: what every file must keep to. A failure names the entry and the cure.

With KKGRAPH_SURVEY set to a copy of the survey text, the data are also held
against the text; without it those tests are skipped.
"""

import os
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest

from kkgraph import store as stores
from kkgraph import terms
from kkgraph.evidence.citations import load_citations
from kkgraph.evidence.positions import index
from kkgraph.project import Project
from kkgraph.sparql.terms import lexical
from kkgraph.store import section_statements
from kkgraph.survey.coverage import cover
from kkgraph.survey.exceptions import load_exceptions
from kkgraph.survey.sections import differing, load_sections
from kkgraph.survey.sentences import split
from kkgraph.survey.text import read
from kkgraph.survey.walk import walk
from kkgraph.validation.report.text import as_text

PROJECT = Project(Path(__file__).resolve().parent.parent)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
SECTION = re.compile(r"[1-9]\d*(\.[1-9]\d*){0,2}b?\Z")
UNNUMBERED = {"3.4-internationale-sportsevents"}
LABELLING = {terms.PREF_LABEL, terms.SUMMARY, terms.NOTE}
needs_survey = pytest.mark.skipif(
    "KKGRAPH_SURVEY" not in os.environ,
    reason="set KKGRAPH_SURVEY to a copy of the survey text to hold the data against it",
)


@pytest.fixture(scope="module")
def loaded():
    """Return the whole project in one store."""
    return stores.load(PROJECT).graph


@pytest.fixture(scope="module")
def places():
    """Return the index of file and line over the data."""
    return index(file.path for file in PROJECT.data_files())


@pytest.fixture(scope="module")
def survey():
    """Return the user's copy of the text."""
    return read(Path(os.environ["KKGRAPH_SURVEY"]))


def told(faults, cure):
    """Return a message that lists each fault on a line of its own, and the cure."""
    return "\n".join(["", *map(str, faults), f"cure: {cure}"])


def at(places, iri):
    """Return "file:line: iri" for where a thing is first described."""
    place = places.subject(iri)
    return f"{place.shown(PROJECT.root) if place else '?'}: {terms.shorten(iri)}"


def test_the_data_conform_to_the_shapes(report):
    """`kkgraph validate` finds no violation."""
    assert report.conforms, as_text(report, PROJECT.root, "en")


def test_every_heading_is_there(loaded):
    """140 sections: 9 chapters, 54 and 76 below them, and the unnumbered one of 3.4."""
    sections = load_sections(loaded)
    levels = Counter(section.number.count(".") + 1 for section in sections if section.number)
    assert levels == {1: 9, 2: 54, 3: 76}
    assert {section.name for section in sections if not section.number} == UNNUMBERED
    assert len(sections) == 140
    assert sections[0].lines.first == 1
    for before, after in pairwise(sections):
        assert after.lines.first == before.lines.last + 1, after.name


def test_every_subject_of_a_section_has_lines_there(loaded, places):
    """What a section says of a subject is cited in that section's graph."""
    cited = {(one.section, one.subject) for one in load_citations(loaded)}
    subjects = {(section, lexical(quad.subject)) for section, quad in section_statements(loaded)}
    faults = [
        f"{places.subject(iri, graph)}: {terms.shorten(iri)} in section {graph}"
        for graph, iri in sorted(subjects - cited)
    ]
    assert not faults, told(faults, 'add kk:lines "N" or "N-M" to the subject in that graph')


def test_every_graph_is_a_section(loaded):
    """A section graph is named after a section of sections.ttl, so that its lines are known."""
    known = {section.iri for section in load_sections(loaded)}
    faults = sorted({section for section, _ in section_statements(loaded)} - known)
    assert not faults, told(faults, "name the graph after a section of data/sections.ttl")


def test_every_iri_leads_somewhere(loaded, places):
    """An IRI under …/id/ that is pointed at is also described, with a type."""
    described = {
        lexical(quad.subject)
        for quad in loaded.quads_for_pattern(None, ox.NamedNode(terms.TYPE), None, None)
    }
    faults = sorted(
        {
            f"{at(places, lexical(quad.subject))} {terms.shorten(quad.predicate.value)} "
            f"{terms.shorten(quad.object.value)}"
            for quad in loaded
            if isinstance(quad.object, ox.NamedNode)
            and quad.object.value.startswith(terms.ID)
            and quad.object.value not in described
        }
    )
    assert not faults, told(faults, "register the thing in data/register/, or correct the IRI")


def test_every_subject_has_a_type(loaded, places):
    """A fact that two graphs speak of has its type in at least one of them."""
    subjects = {lexical(q.subject) for q in loaded if isinstance(q.subject, ox.NamedNode)}
    typed = {
        lexical(q.subject)
        for q in loaded.quads_for_pattern(None, ox.NamedNode(terms.TYPE), None, None)
    }
    faults = [at(places, iri) for iri in sorted(subjects - typed) if iri.startswith(terms.ID)]
    assert not faults, told(faults, "say what it is: a kk:…, in the graph that states it")


def test_slugs_are_well_formed(loaded, places):
    """A kind that is known, a lower-case ASCII slug; sections by number."""
    faults = []
    for iri in sorted({lexical(quad.subject) for quad in loaded}):
        kind, _, slug = iri.removeprefix(terms.ID).partition("/")
        if not iri.startswith(terms.ID) or kind not in terms.KINDS:
            continue
        pattern = SECTION if kind == "section" and slug not in UNNUMBERED else SLUG
        if not pattern.match(slug.replace("3.4-", "") if kind == "section" else slug):
            faults.append(at(places, iri))
    assert not faults, told(faults, "æ→ae, ø→oe, å→aa, other letters to ASCII, single hyphens")


def test_kinds_agree_with_classes(loaded, places):
    """`network/…` is a kk:Network: the IRI and the class do not contradict each other."""
    narrower = {terms.KK + "Museum", terms.KK + "Group"}  # organisations by their IRI
    implied = {ox.DefaultGraph(), ox.NamedNode(terms.HIERARCHY)}
    faults = []
    for quad in loaded.quads_for_pattern(None, ox.NamedNode(terms.TYPE), None, None):
        iri, cls = lexical(quad.subject), lexical(quad.object)
        kind = terms.kind_of(iri)
        if quad.graph_name in implied or not kind or not cls.startswith(terms.KK):
            continue
        if cls not in narrower | {terms.KK + terms.KINDS[kind]}:
            faults.append(f"{at(places, iri)} a {terms.shorten(cls)}")
    assert not faults, told(sorted(faults), "correct the class, or the first part of the IRI")


def test_texts_are_in_danish_and_english(loaded, places):
    """Labels, summaries and notes have one text in each language, over all graphs."""
    languages: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for quad in loaded.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        if isinstance(quad.object, ox.Literal) and quad.predicate.value in LABELLING:
            key = (lexical(quad.subject), quad.predicate.value)
            languages[key][quad.object.language or "none"] += 1
    faults = [
        f"{at(places, iri)} {terms.shorten(predicate)}: {dict(found)}"
        for (iri, predicate), found in sorted(languages.items())
        if iri.startswith(terms.ID) and found != {"da": 1, "en": 1}
    ]
    assert not faults, told(faults, "write one text @da and one @en")


def test_there_are_no_blank_nodes(loaded):
    """Everything has a name, for diffs, links and citations."""
    ours = (ox.NamedNode(terms.ONTOLOGY), ox.DefaultGraph())
    faults = [
        str(quad)
        for quad in loaded
        if quad.graph_name not in ours and ox.BlankNode in (type(quad.subject), type(quad.object))
    ]
    assert not faults, told(faults, "give the node an IRI under https://w3id.org/kkgraph/id/")


def test_lines_of_a_subject_are_apart(loaded):
    """Lines that touch or overlap are one range, so that a citation reads well."""
    ranges = {}
    for section, quad in section_statements(loaded, predicate=ox.NamedNode(terms.LINES)):
        first, _, last = quad.object.value.partition("-")
        ranges.setdefault((section, str(quad.subject)), []).append((int(first), int(last or first)))
    faults = [
        f"{subject} in {section}: {sorted(found)}"
        for (section, subject), found in ranges.items()
        for one, other in pairwise(sorted(found))
        if other[0] <= one[1] + 1
    ]
    assert not faults, told(faults, "write one range")


def test_nothing_derived_is_written_by_hand(loaded, places):
    """What only the rules say, as the ontology defines it, stands in no section graph."""
    definition = ox.NamedNode(terms.SKOS + "definition")
    derived = {
        quad.subject.value
        for quad in loaded.quads_for_pattern(None, definition, None)
        if quad.object.value.startswith("Derived:")
    }
    assert len(derived) > 10
    faults = [
        f"{places.value((lexical(q.subject), q.predicate.value, lexical(q.object)))}: {q}"
        for _, q in section_statements(loaded)
        if q.predicate.value in derived
    ]
    assert not faults, told(faults, "remove it; the rules derive it from the fact")


@needs_survey
def test_sections_are_those_of_the_text(loaded, survey):
    """First line, last line and digest of each section agree with the text."""
    sections = load_sections(loaded)
    faults = [f"{one.name}, lines {one.lines}" for one in differing(survey, sections)]
    assert not faults, told(faults, "correct lines and digest in data/sections.ttl")
    for section in sections:
        heading = " ".join(survey.lines[section.lines.first - 1].split())
        assert heading.endswith(section.title), section.name
        assert heading.startswith(section.number), section.name


@needs_survey
def test_every_sentence_with_a_fact_is_cited(loaded, survey):
    """Coverage is 100 %, and no sentence is excused without need."""
    sections = load_sections(loaded)
    no_fact = load_exceptions(PROJECT.root).no_fact
    result = cover(split(survey, sections), sections, load_citations(loaded), no_fact)
    faults = [f"{one.section} lines {one.lines}" for one in result.uncited]
    assert not faults, told(faults, "state the sentence, or list it in survey-exceptions.toml")
    assert not result.needless, told(result.needless, "remove the exception")


@needs_survey
def test_every_name_and_figure_stands_in_its_lines(loaded, survey, places):
    """The walk finds nothing invented, and no value is excused without need."""
    result = walk(loaded, survey, load_exceptions(PROJECT.root).unprinted)
    faults = [
        f"{at(places, one.claim.subject)} {one.claim.predicate or ''} {one.claim.value}: "
        f"{one.fault} ({', '.join(map(str, one.lines))})"
        for one in result.failures
    ]
    cure = "cite the right lines, register the spelling, or list it in survey-exceptions.toml"
    assert not faults, told(faults, cure)
    assert not result.needless, told(result.needless, "remove the exception")
    assert result.checked > 3000


@needs_survey
def test_the_exceptions_are_few():
    """Exceptions stay exceptions."""
    exceptions = load_exceptions(PROJECT.root)
    assert len(exceptions.no_fact) <= 15
    assert len(exceptions.unprinted) <= 40
