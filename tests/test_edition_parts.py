"""Days, versions, tombstones, and graphs made narrower or joined: on a few statements each."""

from datetime import date

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.editions import edition, joining, narrowing, versions, withdrawn
from kkgraph.editions.edition import Edition
from kkgraph.editions.joining import Joined
from kkgraph.editions.withdrawn import Tombstone
from kkgraph.errors import DataFileError, ParameterInvalid
from kkgraph.errors.projects import SourceUnknown
from kkgraph.errors.versions import VersionInvalid

HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in terms.PREFIXES.items())


def iri(path):
    """Return the IRI of a thing."""
    return terms.thing(path)


def graph(**layers):
    """Return a graph of layers or sections (s1_2: section 1.2), each in Turtle."""
    known = {"sections": terms.SECTIONS, "register": terms.REGISTER, "links": terms.LINKS,
             "themes": terms.THEMES}  # fmt: skip
    made = ox.Store()
    for name, text in layers.items():
        where = known.get(name) or terms.section(name.removeprefix("s").replace("_", "."))
        made.load(HEAD + text, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(where))
    return made


def said(made):
    """Return what a graph says, in short."""
    return {
        " ".join(terms.shorten(term.value) for term in (q.subject, q.predicate, q.object))
        for q in made
    }


# Days.


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", (2021, 1, 1), (2021, 12, 31)),
        ("2021-02", (2021, 2, 1), (2021, 2, 28)),
        ("2020-02", (2020, 2, 1), (2020, 2, 29)),
        ("2021-03-05", (2021, 3, 5), (2021, 3, 5)),
    ],
)
def test_first_and_last_day(text, first, last):
    """Of a year, a month or a day."""
    assert edition.days(text) == (date(*first), date(*last))
    assert Edition(as_of=text).as_of == text


@pytest.mark.parametrize(
    "text", ["", "21", "2021-13", "2021-00", "2021-05-00", "2021-02-29", "2021-1", "0000", "x"]
)
def test_what_is_no_day(text):
    """It cannot be asked for."""
    assert edition.days(text) is None
    with pytest.raises(ParameterInvalid, match="as-of"):
        Edition(as_of=text)


@pytest.mark.parametrize(
    ("as_of", "from_", "includes"),
    [
        ("2021", "2021-12-31", True), ("2021", "2022", False), ("2021-05", "2021", True),
        ("2021-05", "2021-06", False), ("2021-05-03", "2021-05-03", True), (None, "2022", True),
        ("2021", "unknown", True),
    ],
)  # fmt: skip
def test_what_is_said_by_then(as_of, from_, includes):
    """What begins on the last day that is asked for, or before it."""
    assert Edition(as_of).includes(from_) is includes


def test_editions_within_each_other():
    """The earlier day, one's own source before the other's."""
    assert Edition("2021").within(Edition("2020", "s")) == Edition("2020", "s")
    assert Edition("2020", "own").within(Edition("2021", "s")) == Edition("2020", "own")
    assert Edition("2020").within(Edition("2020-05")) == Edition("2020-05")
    assert Edition().within(Edition()) == edition.WHOLE
    assert Edition().is_whole
    assert not Edition("2020").is_whole
    assert not Edition(source="s").is_whole
    assert Edition("2020", "s").words == {"as-of": "2020", "source": "s"}
    assert Edition().words == {}


# Versions.


def test_order_of_versions():
    """By their numbers; one before a release comes before it (Semantic Versioning 2, 11)."""
    ordered = [
        *("0.9.9", "1.0.0-1", "1.0.0-2", "1.0.0-10", "1.0.0-alpha", "1.0.0-alpha.1"),
        *("1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.0.10", "1.2.0"),
        *("10.0.0",),
    ]
    turned = list(reversed(ordered))
    turned.sort(key=versions.order)
    assert turned == ordered


@pytest.mark.parametrize(
    "text", ["", "1", "1.2", "01.2.3", "1.2.3.4", "v1.2.3", "1.2.3-", "1.2.3-a..b"]
)
def test_what_is_no_version(text):
    """Three numbers, none with a nought before it, and what it is before."""
    assert not versions.is_version(text)
    with pytest.raises(VersionInvalid):
        versions.order(text)
    assert versions.is_version("1.2.3-rc.1")


# What was withdrawn.


def tombstone(text):
    """Return what is said of a thing that is no more."""
    made = [q.triple for q in ox.parse(HEAD + text, ox.RdfFormat.TURTLE)]
    return Tombstone(iri("city/x"), tuple(made))


def test_a_tombstone():
    """What it was called, what is said of its going, what took its place, which release had it."""
    one = tombstone(
        'city:x skos:prefLabel "X by"@da, "X"@en ; rdfs:comment "gone"@en ; '
        "dcterms:isReplacedBy city:z, city:y ; dcterms:isPartOf <urn:2>, <urn:1>, 'text' ."
    )
    assert (one.label("da"), one.label("en"), one.label("sv")) == ("X by", "X", "X by")
    assert (one.note("en"), one.note("da")) == ("gone", "")
    assert one.replaced_by == (iri("city/y"), iri("city/z"))
    assert one.last == ("urn:1", "urn:2")
    assert tombstone("").label("en") == terms.shorten(iri("city/x"))


def test_tombstones_of_the_last_release(tmp_path):
    """In a release's own folder, else of the newest that has any; none without."""
    assert withdrawn._file(tmp_path) is None  # noqa: SLF001 - which file is read
    for version in ("0.9.0", "0.10.0", "0.10.0-rc.1", "notes"):
        folder = tmp_path / "releases" / version
        folder.mkdir(parents=True)
        (folder / "tombstones.ttl").write_text("")
    assert withdrawn._file(tmp_path).parent.name == "0.10.0"  # noqa: SLF001 - same
    (tmp_path / "tombstones.ttl").write_text("")
    assert withdrawn._file(tmp_path).parent == tmp_path  # noqa: SLF001 - same


def test_tombstones_by_thing(tmp_path):
    """Sorted; a file that does not parse is told with its line."""

    class project:  # noqa: N801 - stands for one
        root = tmp_path

    assert withdrawn.of(project) == {}
    path = tmp_path / "tombstones.ttl"
    path.write_text("<urn:b> <urn:p> 1, 2 . <urn:a> <urn:p> 1 . _:x <urn:p> 1 .")
    found = withdrawn.of(project)
    assert list(found) == ["urn:a", "urn:b"]
    assert len(found["urn:b"].triples) == 2
    path.write_text("<urn:a>\n<urn:b> .")
    with pytest.raises(DataFileError) as told:
        withdrawn.of(project)
    assert told.value.line == 2


# Narrower.

SOURCES = """document:old dcterms:issued "2020" . document:new dcterms:issued "2022" .
section:1 dcterms:isPartOf document:old . section:2 dcterms:isPartOf document:new ."""


def test_sources_by_their_dates():
    """The earliest first, of one day by name; by slug, CURIE, path or IRI."""
    made = graph(sections=SOURCES + ' document:also dcterms:issued "2020" .')
    assert list(narrowing.sources(made)) == [
        iri(f"document/{one}") for one in ("also", "old", "new")
    ]
    for name in ("old", "document:old", "document/old", iri("document/old")):
        assert narrowing.named(made, name) == iri("document/old")
    with pytest.raises(SourceUnknown, match="old"):
        narrowing.named(made, "olt")


WHOLE = {
    "sections": SOURCES,
    "register": 'city:a skos:prefLabel "A"@en . city:b skos:prefLabel "B"@en . city:c a kk:City .'
    "kk:x skos:prefLabel 'x'@en .",
    "links": " ".join(
        f"<{iri('link/wd/' + one)}> kk:isAbout city:{one} ; kk:hasTarget <urn:{one}> ."
        for one in "ab"
    ),
    "s1": "membership:a kk:hasMember city:a .",
    "s2": "membership:b kk:hasMember city:b .",
}


@pytest.mark.parametrize(
    ("asked", "stays", "goes"),
    [
        (Edition("2021"), "a", "b"),
        (Edition(source="old"), "a", "b"),
        (Edition(source="new"), "b", "a"),
        (Edition("2022", "new"), "b", "a"),
    ],
)
def test_what_counts(asked, stays, goes):
    """Sections of other sources leave, and the things and links that none left names."""
    made = graph(**WHOLE)
    narrowing.narrow(made, asked)
    left = said(made)
    assert f"membership:{stays} kk:hasMember city:{stays}" in left
    assert not any(f"city:{goes}" in one or f"membership:{goes}" in one for one in left)
    assert any(one.startswith(f"city:{stays} ") for one in left)
    assert not any("city:c" in one for one in left)
    assert any(one.startswith("kk:x ") for one in left)


def test_all_of_it():
    """The whole edition leaves everything, also what no section names."""
    made = graph(**WHOLE)
    before = said(made)
    narrowing.narrow(made, edition.WHOLE)
    assert said(made) == before


FACTS = """membership:a kk:hasMember city:a .
membership:b kk:hasMember city:a ; kk:validFrom "2022" ; prov:wasRevisionOf membership:a .
membership:c kk:hasMember city:a ; kk:validFrom "2023" ; prov:wasRevisionOf membership:b .
project:p kk:p membership:a ."""


@pytest.mark.parametrize(("day", "holds"), [("2021", "a"), ("2022", "b"), ("2023", "c")])
def test_what_held_on_a_day(day, holds):
    """A later fact leaves, and one that was revised; what pointed at it points at the last."""
    source = 'document:old dcterms:issued "2020" . section:1 dcterms:isPartOf document:old .'
    made = graph(sections=source, s1=FACTS)
    narrowing.narrow(made, Edition(day))
    left = said(made)
    members = {one for one in left if "hasMember" in one}
    assert members == {f"membership:{holds} kk:hasMember city:a"}
    assert f"project:p kk:p membership:{holds}" in left
    assert sum("project:p" in one for one in left) == 1
    derived = [q for q in made if q.graph_name == ox.NamedNode(terms.DERIVED)]
    assert bool(derived) is (holds != "a")


# Joined.

ONE, TWO = "https://a.example/", "https://b.example/"


def same(*pairs):
    """Return a graph in which pairs are the same."""
    made = ox.Store()
    node = ox.NamedNode
    made.extend(ox.Quad(node(a), node(terms.SAME_AS), node(b), node(terms.LINKS)) for a, b in pairs)
    return made


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    def kind(text):
        return text.split("/id/")[1].split("/")[0] if "/id/" in text else None

    monkeypatch.setattr(joining.terms, "kind_of", kind)


@pytest.mark.parametrize(
    ("pairs", "joined"),
    [
        ([(f"{ONE}id/city/x", "urn:1"), (f"{TWO}id/city/y", "urn:1")],
         [Joined(f"{ONE}id/city/x", (f"{TWO}id/city/y",), ("urn:1",))]),
        ([(f"{ONE}id/city/x", "urn:1"), ("urn:1", "urn:2"), (f"{TWO}id/city/y", "urn:2")],
         [Joined(f"{ONE}id/city/x", (f"{TWO}id/city/y",), ("urn:1", "urn:2"))]),
        ([(f"{ONE}id/city/x", "urn:1"), (f"{TWO}id/network/y", "urn:1")], []),
        ([(f"{ONE}id/city/x", "urn:1"), (f"{ONE}id/city/y", "urn:1")], []),
        ([(f"{ONE}id/city/{one}", "urn:1") for one in "xz"] + [(f"{TWO}id/city/y", "urn:1")], []),
        ([(f"{ONE}id/city/x", "urn:1")], []),
        ([(f"{ONE}id/membership/x", "urn:1"), (f"{TWO}id/membership/y", "urn:1")], []),
    ],
)  # fmt: skip
def test_one_thing_each_of_one_kind(pairs, joined):
    """What leads to one identifier, over any number of steps, once in each project."""
    assert joining.found(same(*pairs), (ONE, TWO)) == joined


def test_what_is_joined_has_one_iri():
    """It has what is said of both; a second name in a language is another name, the same none."""
    made = same((f"{ONE}id/city/x", "urn:1"), (f"{TWO}id/city/y", "urn:1"))
    node, name = ox.NamedNode, ox.NamedNode(terms.PREF_LABEL)
    mine, other = node(f"{ONE}id/city/x"), node(f"{TWO}id/city/y")
    where = node(terms.REGISTER)
    for thing, text, lang in (
        (mine, "X", "en"),
        (other, "X", "en"),
        (other, "Y", "da"),
        (other, "Z", "en"),
    ):
        made.add(ox.Quad(thing, name, ox.Literal(text, language=lang), where))
    made.add(ox.Quad(node("urn:s"), node("urn:p"), other, where))
    (one,) = joining.join(made, (ONE, TWO))
    assert one.thing == mine.value
    about = {(q.predicate.value.rpartition("#")[2], str(q.object)) for q in
             made.quads_for_pattern(mine, None, None, where)}  # fmt: skip
    assert about == {("prefLabel", '"X"@en'), ("prefLabel", '"Y"@da'), ("altLabel", '"Z"@en')}
    assert list(made.quads_for_pattern(None, None, mine, where))
    derived = list(made.quads_for_pattern(None, None, None, node(terms.DERIVED)))
    assert derived == [ox.Quad(mine, node(terms.SAME_AS), other, node(terms.DERIVED))]
    assert not list(made.quads_for_pattern(other, None, None, None))
