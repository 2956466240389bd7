"""Editions, citations and what an assistant's answers rest on: small functions, one by one."""

from datetime import date
from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.assistant import grounds, reading
from kkgraph.assistant.desk import Desk, layers
from kkgraph.citing import subjects, verification
from kkgraph.citing.verification import Claim, Verdict
from kkgraph.editions import edition, joining, narrowing, versions, withdrawn
from kkgraph.editions.edition import WHOLE, Edition
from kkgraph.editions.withdrawn import REPLACED_BY, Tombstone
from kkgraph.errors import DataFileError, ParameterInvalid
from kkgraph.errors.assisting import ResourceUnknown
from kkgraph.errors.projects import SourceUnknown
from kkgraph.errors.versions import CitationInvalid, VersionInvalid
from kkgraph.evidence.explanation import Cited, Derivation, Evidence

OSLO, NET = terms.thing("city/oslo"), terms.thing("network/net")
SURVEY, MEMO = terms.thing("survey/by-2020"), terms.thing("source/memo-2021")
S1, M1 = terms.section("1"), terms.thing("source/memo-2021/section/1")
OLD, NEW, NEWEST, LATER = (
    terms.thing(f"payment/{one}") for one in ("old", "new", "newest", "later")
)
HEAD = f"""
@prefix kk: <{terms.KK}> . @prefix dcterms: <{terms.DCTERMS}> . @prefix prov: <{terms.PREFIXES["prov"]}> .  # noqa: E501 - a row
@prefix skos: <{terms.SKOS}> . @prefix owl: <{terms.OWL}> . @prefix xsd: <{terms.XSD}> .
"""  # noqa: E501 - prefixes


# Dates.


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-02", date(2021, 2, 1), date(2021, 2, 28)),
        ("2021-12", date(2021, 12, 1), date(2021, 12, 31)),
        ("2021-03-05", date(2021, 3, 5), date(2021, 3, 5)),
    ],
)
def test_days_of_a_date(text, first, last):
    """The first and the last day of a year, a month and a day."""
    assert edition.days(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "21", "2021-13", "2021-00", "2021-01-00", "2021-02-30", "2021-1", "x", "0000"]
)
def test_no_date(text):
    """What no calendar has, and what is written otherwise."""
    assert edition.days(text) is None
    if text:
        with pytest.raises(ParameterInvalid):
            Edition(text)


@pytest.mark.parametrize(
    ("as_of", "said", "includes"),
    [
        ("2021", "2021-12-31", True),
        ("2021", "2022", False),
        ("2021-03", "2021-03-31", True),
        ("2021-03", "2021-04", False),
        ("2021-03-05", "2021-03-05", True),
        ("2021-03-05", "2021-03-06", False),
        ("2021-03-05", "2021", True),
        (None, "2099", True),
        ("2021", "some day", True),
    ],
)
def test_what_an_edition_includes(as_of, said, includes):
    """What begins on its last day or before; whatever has no date."""
    assert Edition(as_of).includes(said) is includes


def test_edition():
    """It is whole without a date and a source; of two the earlier day and the own source."""
    assert (WHOLE.is_whole, Edition("2021").is_whole, Edition(None, "x").is_whole) == (
        True,
        False,
        False,
    )
    assert Edition("2021", "x").words == {"as-of": "2021", "source": "x"}
    assert WHOLE.words == {}
    assert Edition("2021-05").within(Edition("2021")) == Edition("2021-05")
    assert Edition("2022").within(Edition("2021", "x")) == Edition("2021", "x")
    assert Edition(None, "y").within(Edition("2021", "x")) == Edition("2021", "y")
    assert WHOLE.within(WHOLE) == WHOLE


def test_versions():
    """Semantic Versioning's own example of an order (section 11)."""
    listed = "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.1 1.2.0 1.10.0 2.0.0"  # noqa: E501 - a list
    assert sorted(set(listed.split()), key=versions.order) == listed.split()
    for wrong in ("1.0", "01.0.0", "1.0.0-", "v1.0.0", ""):
        assert not versions.is_version(wrong)
        with pytest.raises(VersionInvalid):
            versions.order(wrong)
    assert versions.is_version("1.0.0-a.b")


# A graph narrowed.

DATA = f"""
<{terms.SECTIONS}> {{
  <{SURVEY}> dcterms:issued "2020"^^xsd:gYear . <{MEMO}> dcterms:issued "2021-03"^^xsd:gYearMonth .
  <{S1}> dcterms:isPartOf <{SURVEY}> . <{M1}> dcterms:isPartOf <{MEMO}> ; kk:number "1" . }}
<{S1}> {{ <{OSLO}> kk:isMemberOf <{NET}> ; kk:hasFee <{OLD}> .
  <{OLD}> a kk:Payment ; kk:amount 1 . }}
<{M1}> {{ <{NEW}> a kk:Payment ; prov:wasRevisionOf <{OLD}> .
  <{NEWEST}> a kk:Payment ; prov:wasRevisionOf <{NEW}> .
  <{LATER}> a kk:Payment ; kk:validFrom "2030"^^xsd:gYear . <{OSLO}> kk:hasFee <{LATER}> .
  <{terms.thing("city/only")}> kk:note "m" . }}
<{terms.REGISTER}> {{ <{OSLO}> a kk:City ; kk:isIn <{terms.thing("country/no")}> .
  <{NET}> a kk:Network .
  <{terms.thing("country/no")}> a kk:Country . <{terms.thing("city/only")}> a kk:City .
  <{terms.KK}City> kk:note "term" . }}
<{terms.LINKS}> {{
  <{terms.thing("link/wikidata/city-oslo")}> kk:isAbout <{OSLO}> ; kk:hasTarget <urn:q> .
  <{terms.thing("link/wikidata/city-only")}> kk:isAbout <{terms.thing("city/only")}> ; kk:x 1 . }}
"""


def narrowed(**asked):
    """Return a graph made to hold what an edition says."""
    graph = ox.Store()
    graph.load((HEAD + DATA).encode(), format=ox.RdfFormat.TRIG)
    narrowing.narrow(graph, Edition(**asked))
    return graph


def said(graph, subject):
    """Return what a graph says of a thing: property and value by their last parts."""
    found = graph.quads_for_pattern(ox.NamedNode(subject), None, None, None)
    last = lambda term: term.value.replace("#", "/").rpartition("/")[2]  # noqa: E731
    return sorted((last(quad.predicate), last(quad.object)) for quad in found)


def test_sources_in_order():
    """The earliest first; by slug, CURIE or IRI."""
    graph = narrowed()
    assert list(narrowing.sources(graph).items()) == [(SURVEY, "2020"), (MEMO, "2021-03")]
    for name in ("memo-2021", "source/memo-2021", MEMO, "source:memo-2021"):
        assert narrowing.named(graph, name) == MEMO
    with pytest.raises(SourceUnknown, match=r"by-2020, memo-2021.*memo-2021\?"):
        narrowing.named(graph, "memo-2020")


def test_as_of_before_all():
    """Nothing is left of sections, nor of things that only they name; terms stay."""
    graph = narrowed(as_of="2019")
    assert said(graph, OSLO) == []
    assert [quad.graph_name.value for quad in graph] == [terms.REGISTER]


def test_as_of_between():
    """What the later source says is not there, nor the things that only it names."""
    graph = narrowed(as_of="2020")
    assert said(graph, OSLO) == [
        ("hasFee", "old"),
        ("isIn", "no"),
        ("isMemberOf", "net"),
        ("type", "City"),
    ]
    assert said(graph, terms.thing("country/no")) == [("type", "Country")]
    assert said(graph, terms.thing("city/only")) == said(graph, M1) == said(graph, MEMO) == []
    assert said(graph, terms.thing("link/wikidata/city-oslo")) == [
        ("hasTarget", "urn:q"),
        ("isAbout", "oslo"),
    ]
    assert said(graph, terms.thing("link/wikidata/city-only")) == []


def test_as_of_after_all():
    """What was revised is gone, and what pointed at it points at the one that holds."""
    graph = narrowed(as_of="2021")
    assert said(graph, OLD) == said(graph, NEW) == said(graph, LATER) == []
    assert ("hasFee", "newest") in said(graph, OSLO)
    assert ("hasFee", "later") not in said(graph, OSLO)
    derived = graph.quads_for_pattern(None, None, ox.NamedNode(NEWEST), None)
    assert {quad.graph_name.value for quad in derived} == {terms.DERIVED}
    assert said(narrowed(as_of="2030"), LATER) == [("type", "Payment"), ("validFrom", "2030")]


def test_according_to_a_source():
    """Only what it says; nothing is revised without a day."""
    graph = narrowed(source="memo-2021")
    assert said(graph, OLD) == []
    assert ("wasRevisionOf", "old") in said(graph, NEW)
    assert said(graph, S1) == []
    assert said(graph, LATER)
    assert len(list(narrowed())) == len(list(narrowed(as_of=None)))


# Projects joined.


def joined(text, *bases):
    """Return a graph of two projects, joined, and what was."""
    graph = ox.Store()
    graph.load((HEAD + text).encode(), format=ox.RdfFormat.TRIG)
    return graph, joining.join(graph, bases)


A, B = "https://a.example/", "https://b.example/"
AO, BO, BN = f"{A}id/city/oslo", f"{B}id/city/oslo", f"{B}id/network/net"


@pytest.fixture
def two():
    """Put two projects to use."""
    from kkgraph import project

    before = project._in_use[:]  # noqa: SLF001 - it is put back
    terms.use(terms.Names(A, {}, (), {"b": B}, ""))
    yield
    terms.use(terms.Names())
    project._in_use.clear()  # noqa: SLF001 - same
    for one in before:
        one.use()


@pytest.mark.usefixtures("two")
def test_things_of_two_projects_are_one():
    """By an identifier that both lead to; the other's names are further names."""
    text = f"""<urn:g> {{
      <{AO}> owl:sameAs <urn:q585> ; skos:prefLabel "Oslo"@en . <urn:q585> owl:sameAs <urn:x> .
      <{BO}> owl:sameAs <urn:x> ; skos:prefLabel "Oslo"@en , "Kristiania"@da ; skos:altLabel "O" .
      <{AO}> skos:prefLabel "Osló"@da . <{BN}> kk:hasMember <{BO}> . }}"""
    graph, found = joined(text, A, B)
    assert found == [joining.Joined(AO, (BO,), ("urn:q585", "urn:x"))]
    assert said(graph, BO) == []
    assert ("hasMember", "oslo") in said(graph, BN)
    pairs = said(graph, AO)
    assert pairs.count(("prefLabel", "Oslo")) == 1
    assert {("altLabel", "Kristiania"), ("altLabel", "O"), ("prefLabel", "Osló")} <= set(pairs)
    same = list(graph.quads_for_pattern(ox.NamedNode(AO), None, ox.NamedNode(BO), None))
    assert [quad.graph_name.value for quad in same] == [terms.DERIVED]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "text",
    [
        f"<{AO}> owl:sameAs <urn:x> . <{BN}> owl:sameAs <urn:x> .",
        f"<{AO}> owl:sameAs <urn:x> . <{A}id/city/o2> owl:sameAs <urn:x> . <{BO}> owl:sameAs <urn:x> .",  # noqa: E501 - a row
        f"<{AO}> owl:sameAs <urn:x> . <{A}id/city/o2> owl:sameAs <urn:x> .",
        f"<{AO}> owl:sameAs <urn:x> . <{BO}> owl:sameAs <urn:y> .",
    ],
)
def test_what_is_not_one_thing(text):
    """Of another kind, two of one project, one project's alone, or no common identifier."""
    graph, found = joined(f"<urn:g> {{ {text} }}", A, B)
    assert found == []
    assert not any(quad.graph_name.value == terms.DERIVED for quad in graph)


def test_tombstone():
    """What it was called, why it went, what took its place."""
    label, comment = ox.NamedNode(terms.PREF_LABEL), ox.NamedNode(terms.COMMENT)
    subject = ox.NamedNode(OSLO)
    one = Tombstone(
        OSLO,
        (
            ox.Triple(subject, label, ox.Literal("Oslo", language="en")),
            ox.Triple(subject, comment, ox.Literal("gone", language="en")),
            ox.Triple(subject, ox.NamedNode(REPLACED_BY), ox.NamedNode(NET)),
            ox.Triple(subject, ox.NamedNode(terms.DCTERMS + "isPartOf"), ox.NamedNode("urn:r")),
        ),
    )
    assert (one.label("en"), one.label("da"), one.note("en"), one.note("da")) == (
        "Oslo",
        "Oslo",
        "gone",
        "",
    )
    assert (one.replaced_by, one.last) == ((NET,), ("urn:r",))
    assert Tombstone(OSLO, ()).label("en") == "city:oslo"


# Citations.

DIGEST = "ab" * 32


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (DIGEST.upper(), Claim(DIGEST)),
        (
            f"Who, kkgraph 1.2.3, sha256 {DIGEST}. https://x.example/a.",
            Claim(DIGEST, "https://x.example/a", "1.2.3"),
        ),
        (
            f"version = {{1.2.3-rc.1}}, note={{{DIGEST}}}, url={{http://x/}}",
            Claim(DIGEST, "http://x/", "1.2.3-rc.1"),
        ),
        (f"ET  - 0.1.0\nN1  - {DIGEST}", Claim(DIGEST, "", "0.1.0")),
    ],
)
def test_claim_of_a_citation(text, claim):
    """The digest, and address and version where they are."""
    assert verification.read(text) == claim
    for wrong in ("", "ab" * 31, f"{DIGEST}a"):
        with pytest.raises(CitationInvalid):
            verification.read(wrong)


def test_where_a_claim_is_looked_up(monkeypatch):
    """Where the caller says, else at its address, else in the dataset."""
    monkeypatch.setattr(verification.queries, "version", lambda _: "1.0.0")
    monkeypatch.setattr(subjects, "at", lambda _, url: ("at", url))
    monkeypatch.setattr(subjects, "dataset", lambda _: "dataset")
    check = lambda claim, cited=None: verification.check("store", claim, cited).found  # noqa: E731
    assert check(Claim("d", "http://x/")) == ("at", "http://x/")
    assert check(Claim("d")) == "dataset"
    assert check(Claim("d", "http://x/"), lambda store: ("own", store)) == ("own", "store")


@pytest.mark.parametrize(
    ("digest", "version", "words"),
    [
        ("d", "", ["The same: u in version 1.0.0"]),
        ("x", "1.0.0", ["Not the same: u", "Cited: sha256 x; here: sha256 d."]),
        ("x", "", ["Not the same: u", "Cited: sha256 x; here: sha256 d."]),
        ("x", "0.9.0", ["Not the same", "The citation is of version 0.9.0"]),
    ],
)
def test_verdict(digest, version, words):
    """The same or not; the digests, and the other version that it is of."""
    found = SimpleNamespace(digest="d", url="u")
    one = Verdict(Claim(digest, "", version), found, "1.0.0")
    assert bool(one) is (digest == "d")
    text = verification.in_words(one, "en")
    assert [word for word in words if word not in text] == []
    assert ("version 0.9.0" in text) is (version == "0.9.0")
    assert text.endswith("\n")
    assert ("here:" in text) is not bool(one)


@pytest.mark.parametrize(
    ("files", "iris"),
    [
        ({}, []),
        ({"releases/1.9.0": NEW, "releases/1.10.0": OLD, "releases/x": NET}, [OLD, OSLO]),
        ({"releases/1.9.0": NEW, ".": OLD}, [OLD, OSLO]),
        ({"releases/1.9.0": NEW, "releases/1.10.0": None}, []),
    ],
)
def test_what_the_last_release_says_of_things_that_are_gone(tmp_path, files, iris):
    """The folder's own file, else that of the newest version; in the order of the IRIs."""
    for folder, iri in files.items():
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        if iri:
            text = f"<{iri}> <urn:p> 1, 2 . <{OSLO}> <urn:p> 1 . [] <urn:p> 3 ."
            (tmp_path / folder / withdrawn.FILE).write_text(text)
    found = withdrawn.of(SimpleNamespace(root=tmp_path))
    assert sorted(found) == sorted(iris)
    assert list(found) == sorted(found)
    assert {iri: len(one.triples) for iri, one in found.items()} == {
        iri: 1 if iri == OSLO else 2 for iri in iris
    }
    assert all(one.iri == iri for iri, one in found.items())


def test_what_is_gone_does_not_parse(tmp_path):
    """The file and the line are named."""
    (tmp_path / withdrawn.FILE).write_text("\n<x")
    with pytest.raises(DataFileError, match=f"{withdrawn.FILE}:2"):
        withdrawn.of(SimpleNamespace(root=tmp_path))


# What an assistant's answer rests on.


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("§4.1.6, line 3", [("4.1.6", "3")]),
        ("§2, lines 7–9, 12 and 1, l. 3; 1, l. 3", [("1", "3"), ("2", "7–9, 12")]),  # noqa: RUF001
        ("1.10, linjer 5; 1.9, l. 4", [("1.9", "4"), ("1.10", "5")]),
        ("1, pages 3–4", [("1", "p. 3–4")]),  # noqa: RUF001 - as it is printed
        ("nothing, line x", []),
    ],
)
def test_places_in_a_text(text, found):
    """Sections and lines, each once, in order; pages as such."""
    got = grounds.in_text(text)
    assert [(one["section"], one["lines"].replace("pp.", "p.")) for one in got] == found
    assert all(one["iri"] == terms.section(one["section"]) for one in got)


def test_places_of_evidence():
    """Of the statement and of what it is derived from; forty at most."""
    fact = Cited(terms.section("2"), ("3-4", "9"), OSLO)
    one = Evidence(
        OSLO, "p", ox.Literal("x"), (Cited(S1, ("1",), OSLO),), (Derivation(None, (fact,)),)
    )
    assert [(c["section"], c["lines"]) for c in grounds.of_evidence([one, one])] == [
        ("1", "1"),
        ("2", "3–4, 9"),  # noqa: RUF001 - as it is printed
    ]
    many = Evidence(
        OSLO,
        "p",
        ox.Literal("x"),
        tuple(Cited(terms.section(str(n)), (), "s") for n in range(1, 60)),
    )
    assert len(grounds.of_evidence([many])) == 40


def desk(graph, **more):
    """Return what answers are made from."""
    store = SimpleNamespace(graph=graph)
    return Desk(store, more.get("queries", {}), {}, None, None, layers(graph))


def test_places_of_things():
    """Each thing in each section that cites lines for it; what has no path is none."""
    graph = ox.Store()
    text = f'<{S1}> {{ <{OSLO}> kk:lines "1-2" . }} <{terms.section("2")}> {{ <{OSLO}> kk:lines "9" . }}'  # noqa: E501 - a row
    graph.load((HEAD + text).encode(), format=ox.RdfFormat.TRIG)
    found = grounds.of_things(desk(graph), [OSLO, "urn:x", OSLO, NET])
    assert found == [
        {"section": "1", "lines": "1–2", "iri": S1, "of": OSLO},  # noqa: RUF001 - as it is printed
        {"section": "2", "lines": "9", "iri": terms.section("2"), "of": OSLO},
    ]
    assert grounds.iris([ox.NamedNode(OSLO), ox.Literal("x"), None]) == [OSLO]


def test_what_an_answer_is_made_from():
    """What of a query is derived, our own reading or from outside; else that it is stated."""
    graph = ox.Store()
    text = f"""<{S1}> {{ <{OSLO}> kk:said 1 . <{OSLO}> kk:both 1 . }}
      <{terms.DERIVED}> {{ <{OSLO}> kk:both 1 ; kk:isMemberOf 1 . }}
      <{terms.THEMES}> {{ <{OSLO}> kk:hasTheme 1 ; kk:said 2 . }}
      <{terms.LINKS}> {{ <{OSLO}> kk:hasTarget 1 . }}"""
    graph.load((HEAD + text).encode(), format=ox.RdfFormat.TRIG)
    made = desk(graph)
    assert made.layers[terms.KK + "said"] == {terms.SURVEY, "themes"}
    basis = lambda query: grounds.basis(made, query, "en")  # noqa: E731
    (stated,) = basis("?s kk:said ?o")
    derived, own, outside = basis(
        f"?s kk:isMemberOf ?a ; kk:hasTheme ?b ; <{terms.KK}hasTarget> ?c ; kk:both ?d"
    )
    assert "kk:both, kk:isMemberOf" in derived
    assert "kk:hasTheme" in own
    assert "kk:hasTarget" in outside
    assert stated not in (derived, own, outside)
    every = [
        SimpleNamespace(topic=topic, name=name)
        for topic, name in (("t", "a"), ("networks", "n"), ("t", "b"))
    ]
    topics = desk(graph, queries={one.name: one for one in every}).topics
    assert {topic: [one.name for one in found] for topic, found in topics.items()} == {
        "t": ["a", "b"]
    }


def test_what_an_assistant_may_read(mini, mini_project):
    """Two texts and the sections; a thing is no file, and what is neither is refused."""
    first, second, *sections = reading.resources(mini)
    assert (first["uri"], first["mimeType"], second["mimeType"]) == (
        terms.ONTOLOGY,
        "text/turtle",
        "text/markdown",
    )
    assert [one["uri"] for one in sections] == sorted(one["uri"] for one in sections)
    assert {one["mimeType"] for one in sections} == {"text/plain"}
    assert reading.file_of(mini_project, terms.ONTOLOGY)[1] == "text/turtle"
    assert reading.file_of(mini_project, OSLO) is None
    with pytest.raises(ResourceUnknown):
        reading.file_of(mini_project, "urn:x")
    (template,) = reading.templates()
    assert template["uriTemplate"] == terms.thing("{+path}")


def test_prompts():
    """What has to be filled in is required, the language is not; a gap is shown as one."""
    listed = {one["name"]: one["arguments"] for one in reading.prompts()}
    assert [(one["name"], one["required"]) for one in listed["compare"]] == [
        ("thing", True),
        ("other", True),
        ("lang", False),
    ]
    filled = reading.prompt("compare", {"thing": "C40"})
    assert "C40" in filled
    assert "…" in filled
    assert reading.prompt("compare", {"lang": "da"}) != reading.prompt("compare", {"lang": "fr"})
    assert reading.prompt("compare", {"lang": "fr"}) == reading.prompt("compare", {})
    with pytest.raises(KeyError):
        reading.prompt("none", {})
