"""Small functions of several rooms: lines, headings, links, comparisons, magics, tables, texts."""

import json
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from kkgraph import lines, magics, terms, texts
from kkgraph.comparison import by_survey, sentences
from kkgraph.comparison.shared import Common, Comparison, Fee
from kkgraph.editions.joining import Joined
from kkgraph.errors import EntityNotFound, KkgraphError
from kkgraph.errors.reconciling import ColumnNotFound, TableIllFormed
from kkgraph.lines import LineRange
from kkgraph.links import checking, quickstatements, records, sssom
from kkgraph.project.settings import Named, Settings
from kkgraph.setup.headings import Heading, headings, sections
from kkgraph.store import Store
from kkgraph.survey import reports
from kkgraph.survey.coverage import Coverage
from kkgraph.survey.text import Survey
from kkgraph.tables import About, Answer, Column, Table, is_empty, says_nothing
from kkgraph.texts import Message

OSLO, BERGEN, NET = (terms.thing(one) for one in ("city/oslo", "city/bergen", "network/net"))
S1 = terms.section("1")
DASH = "\N{EN DASH}"
TRUTH = True
BOTH = lambda text: {"da": text, "en": text}  # noqa: E731


# Lines.


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3", (3, 3)),
        ("3-4", (3, 4)),
        ("4-4", (4, 4)),
        ("4-3", None),
        ("0", None),
        ("0-3", None),
        ("3-", None),
        ("3 ", None),
        ("٣", None),
    ],
)
def test_range(text, found):
    """From one on, the first no later than the last."""
    assert lines.parse_range(text) == (found and LineRange(*found))


def test_ranges():
    """How they are written, what is in them, which of some touch."""
    assert [str(LineRange(*pair)) for pair in ((3, 3), (3, 4))] == ["3", "3-4"]
    assert [n in LineRange(3, 4) for n in (2, 3, 4, 5, "3")] == [False, True, True, False, False]
    some = [LineRange(5, 6), LineRange(1, 2), LineRange(3, 3), LineRange(8, 9), LineRange(1, 1)]
    assert lines.merged(some) == [LineRange(1, 3), LineRange(5, 6), LineRange(8, 9)]
    assert lines.merged([LineRange(1, 9), LineRange(2, 3)]) == [LineRange(1, 9)]
    assert lines.merged([]) == []
    assert lines.joined("5, 1-2, 3, p. 2") == f"1{DASH}3, 5, p. 2"
    assert lines.cited_numbers(["1-3", "x", "3", "9"]) == {1, 2, 3, 9}
    assert (lines.page("2"), lines.pages_of("p. 2-3"), lines.pages_of("2")) == ("p. 2", "2-3", None)


@pytest.mark.parametrize(
    ("places", "long", "badge"),
    [
        ([], "§4", "§4"),
        (["3"], "§4, line 3", "§4 · 3"),
        (["3-4"], f"§4, lines 3{DASH}4", f"§4 · 3{DASH}4"),
        (["3", "7"], "§4, lines 3, 7", "§4 · 3, 7"),
        (["p. 2"], "§4, page 2", "§4 · p. 2"),
        (["3", "p. 2-3"], f"§4, line 3; §4, pages 2{DASH}3", f"§4 · 3; §4 · p. 2{DASH}3"),
    ],
)
def test_places_in_words(places, long, badge):
    """Lines and pages each by their own name, one or several; a section alone."""
    assert lines.located("4", places, "en") == long
    assert lines.located("4", places, "en", "badge") == badge
    assert lines.cited(places, "en") == ", ".join(long.replace("§4, ", "").split("; ")).replace(
        "§4", ""
    )


# Headings.


def numbers(*text, unnumbered=()):
    """Return the headings of a text: number and title."""
    found = headings(Survey(Path("x"), text), unnumbered)
    return [(one.number, one.title) for one in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (("1 A", "2 B"), ["1", "2"]),
        (("1. A", "  1.1   B  c ", "1.2 D"), ["1", "1.1", "1.2"]),
        (("2 A",), []),
        (("1 A", "3 C"), ["1"]),
        (("1 A", "1.1 B", "1.4 C", "1.8 D"), ["1", "1.1", "1.4"]),
        (("1 A", "1.3 B"), ["1", "1.3"]),
        (("1 A", "1.4 B"), ["1"]),
        (("1 A", "1.1.1 B"), ["1"]),
        (("1 A", "1.1 B", "2 C", "1.2 D"), ["1", "1.1", "2"]),
        (("1 A", "1.1 B", "1.1 C"), ["1", "1.1", "1.1"]),
        (("1 A", "2 byer deltager"), ["1"]),
        (("1 A", "2 20 mio. kr."), ["1"]),
        (("1 A", "2 , og"), ["1"]),
        (("1 A", "2 " + "X" * 150), ["1", "2"]),
        (("1 A", "2 " + "X" * 151), ["1"]),
        (("1 A ...... 3", "2 B .... 4", "1 A", "2 B"), ["1", "2"]),
    ],
)
def test_headings(text, found):
    """What can follow: the next, the first below, few that are skipped; no figure or sentence."""
    assert [number for number, _ in numbers(*text)] == found


def test_headings_without_a_number():
    """Those that are known, after a first; they are below the one before."""
    text = ("Ekstra", "1 A", "Ekstra  ting", "1.1 B", "x", "1 A")
    found = numbers(*text, unnumbered=["Ekstra ting", "Ekstra"])
    assert found == [("1", "A")]
    survey = Survey(Path("x"), text[:5])
    made = sections(survey, headings(survey, ["Ekstra ting"]))
    assert [(one.name, one.level, one.parent, str(one.lines)) for one in made] == [
        ("1", 1, "", "2"),
        ("1-ekstra-ting", 2, "1", "3"),
        ("1.1", 2, "1", "4-5"),
    ]
    twice = Survey(Path("x"), ("1 A", "1.1 B", "1.1 C", "1.1 D", "2 E"))
    assert [one.name for one in sections(twice, headings(twice))] == [
        "1",
        "1.1",
        "1.1b",
        "1.1c",
        "2",
    ]
    assert sections(Survey(Path("x"), ("x",)), []) == []
    (first,) = sections(Survey(Path("x"), ("Ekstra", "x")), [Heading(1, "", "Ekstra")])
    assert (first.level, first.parent, str(first.lines)) == (1, "", "1-2")


# Links.

DATA = f"""
@prefix kk: <{terms.KK}> . @prefix skos: <{terms.SKOS}> . @prefix dcterms: <{terms.DCTERMS}> .
<{OSLO}> a kk:City ; skos:prefLabel "Oslo" ; skos:exactMatch <{records.WIKIDATA}Q585> .
<{NET}> a kk:Network ; skos:prefLabel "Net" ; skos:exactMatch <{records.WIKIDATA}Q1> ;
  skos:closeMatch <http://other.example/space/x> .
<{BERGEN}> a kk:City ; skos:prefLabel "Bergen" .
<{terms.thing("topic/t")}> a kk:Topic ; skos:prefLabel "Topic" .
<{terms.thing("link/wikidata/city-oslo")}> a kk:Link ; kk:isAbout <{OSLO}> ;
  kk:hasTarget <{records.WIKIDATA}Q585> ; kk:confidence "verified" ; dcterms:source "by hand" .
<{terms.thing("link/wikidata/net")}> a kk:Link ; kk:isAbout <{NET}> ;
  kk:hasTarget <{records.WIKIDATA}Q1> ; kk:confidence "likely" ; dcterms:source "s" .
<{terms.thing("link/other/net")}> a kk:Link ; kk:isAbout <{NET}> ;
  kk:hasTarget <http://other.example/space/x> ; kk:confidence "likely" ; dcterms:source "s" .
"""
SAID = f"""
@prefix kk: <{terms.KK}> .
<{S1}> {{ <urn:m> a kk:Membership ; kk:hasMember <{OSLO}> ; kk:hasOrganisation <{NET}> ;
    kk:lines "3-4" , "7" . <{S1}> kk:number "1" . <{BERGEN}> kk:isPartOf <{NET}> ; kk:lines "9" . }}
"""


@pytest.fixture(scope="module")
def store(mini_project):
    """Return two things with links, and two without."""
    graph = ox.Store()
    graph.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
    graph.load(SAID.encode(), format=ox.RdfFormat.TRIG)
    graph.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    return Store(mini_project, graph, stated=False, inferred=True)


def test_links(store):
    """In order; the items of Wikidata that are exactly that; what has none, of known kinds."""
    found = [(one.thing, one.system, one.confidence) for one in records.links(store)]
    assert found == [
        (OSLO, "wikidata", "verified"),
        (NET, "other", "likely"),
        (NET, "wikidata", "likely"),
    ]
    assert records.items(store) == {OSLO: "Q585", NET: "Q1"}
    assert records.missing(store) == [BERGEN]


def test_mappings(store):
    """A line each, with prefixes for what they lead to."""
    text = sssom.tsv(store).decode().splitlines()
    head = [line for line in text if line.startswith("#")]
    rows = [line.split("\t") for line in text if not line.startswith("#")]
    assert '#  wikidata: "http://www.wikidata.org/entity/"' in head
    assert '#  other-space: "http://other.example/space/"' in head
    assert head[-3].startswith("#mapping_set_id: ")
    assert rows[0][0] == "subject_id"
    assert rows[1] == [
        *("city:oslo", "Oslo", "City", "skos:exactMatch", "wikidata:Q585", "wikidata:"),
        *("semapv:ManualMappingCuration", "verified; by hand"),
    ]
    assert rows[2][3:6] == ["skos:closeMatch", "other-space:x", "other-space:"]
    assert len(rows) == 4


def test_commands_for_wikidata(store):
    """Only between items, with section and lines; the rest has no item."""
    assert quickstatements.commands(store) == (
        f'Q585\tP463\tQ1\tS854\t"{S1}"\tS958\t"1, lines 3-4, 7"\n'
    )


def test_candidates_for_what_has_no_identifier(store, tmp_path):
    """From a file, the best first, five at most; only where it is sure."""
    file = tmp_path / "f.csv"
    offers = [*(f"b{n},bergen" for n in range(6)), "a,Bergen", "c,Oslo", "d,Berg", ",Bergen", "e,"]
    file.write_text("label2,id,label\n" + "".join(f",{one}\n" for one in offers))
    found = checking.table(store, file, "en")
    ((thing, name, kind, listed),) = found.rows
    assert (thing.value, name.value) == (BERGEN, "Bergen")
    assert listed.value.startswith("a (Bergen) 100; b0 (bergen) 100; ")
    assert listed.value.count(";") == 4
    assert found.columns == ("thing", "thingLabel", "kind", "candidates")
    assert kind.value
    assert checking.table(store, None, "en").rows[0][3].value == ""
    file.write_text("id,name\n")
    with pytest.raises(ColumnNotFound, match="label"):
        checking.table(store, file, "en")
    file.write_text('id,label\n"a"b,c\n')
    with pytest.raises(TableIllFormed, match=r"f\.csv:2"):
        checking.table(store, file, "en")


# Comparisons.


def comparison(store, **more):
    """Return two municipalities held together."""
    named = lambda **names: SimpleNamespace(settings=Settings(**names))  # noqa: E731
    projects = (named(city=Named("city/a", BOTH("A"))), named(municipality=Named("m/b", BOTH("B"))))
    usual = {"joined": (), "commons": (), "fees": ()}
    return Comparison(store, projects, **(usual | more))


def test_comparison_in_sentences(store):
    """What is shared, what only one has, what both pay, what was joined."""
    made = comparison(
        store,
        commons=(Common("networks", (NET,), (OSLO,), (BERGEN, OSLO)), Common("cities", (), (), ())),
        fees=(Fee(NET, (("1500.0", "DKK"), ("2", "DKK")), (("3", "EUR"),)),),
        joined=(Joined(OSLO, (BERGEN,), ("urn:x",)),),
    )
    assert list(sentences.sentences(made, "en")) == [
        "A and B are both members of: Net.",
        "Only A is a member of (1): Oslo.",
        "Only B is a member of (2): Bergen, Oslo.",
        "The two surveys name no city in common.",
        "For Net A pays DKK 1,500 + DKK 2 a year, and B EUR 3.",
        "One thing was joined by its identifiers: Oslo (city:bergen).",
    ]
    assert sentences.text(comparison(store), "en") == "No thing has the same identifier in both.\n"
    found = sentences.as_json(made, "en")
    assert f'"iri": "{NET}"' in found
    assert '"amount": "1500.0"' in found
    many = [terms.thing(f"city/c{n}") for n in range(10)]
    few = many[:8]
    assert " and 2 more." in next(
        sentences.sentences(
            comparison(store, commons=(Common("cities", tuple(many), (), ()),)), "en"
        )
    )
    assert "more" not in next(
        sentences.sentences(
            comparison(store, commons=(Common("cities", tuple(few), (), ()),)), "en"
        )
    )


def test_each_survey_in_turn(mini_project, store, monkeypatch):
    """Its rows have its name before them; what is no table is asked of all together."""
    monkeypatch.setattr(by_survey, "surveys", lambda _: ["a", "b"])
    asked = []

    def ask(project):
        asked.append(project.edition.source)
        rows = {"a": ((ox.Literal("1"),),), "b": ()}.get(project.edition.source, ())
        return Table(
            ("x",), rows, About("en", notes=("why",), columns=(Column("x", "text", BOTH("X")),))
        )

    found = by_survey.asked(store, ask, "en")
    assert (found.columns, found.about.notes) == (("survey", "x"), ())
    assert [[cell.value for cell in row] for row in found.rows] == [["a", "1"]]
    assert [one.name for one in found.about.columns] == ["survey", "x"]
    monkeypatch.setattr(by_survey, "surveys", lambda _: ["b"])
    assert by_survey.asked(store, ask, "en").about.notes == ("why",)
    monkeypatch.setattr(by_survey, "surveys", lambda _: ["b", "c"])
    whole = by_survey.asked(store, lambda one: Answer(value=one.edition.source is None), "en")
    assert whole.value is True
    assert asked == ["a", "b", "b"]
    two = SimpleNamespace(settings=Settings(surveys=("survey/x", "survey/y")), beside=())
    monkeypatch.undo()
    assert by_survey.surveys(
        SimpleNamespace(settings=Settings(surveys=("survey/w",)), beside=(two,))
    ) == ["w", "x", "y"]
    assert mini_project


def test_results_that_say_nothing():
    """No row, a no, and a count of nothing; they are empty where there is no row."""
    zero = ox.Literal("0", datatype=ox.NamedNode(terms.XSD + "integer"))
    one = ox.Literal("1", datatype=ox.NamedNode(terms.XSD + "integer"))
    about = About("en")
    for result, empty, nothing in (
        (Table(("x",), (), about), True, True),
        (Table(("n",), ((zero,),), about), False, True),
        (Table(("n",), ((one,),), about), False, False),
        (Table(("n",), ((zero,), (zero,)), about), False, False),
        (Table(("n", "m"), ((zero, None),), about), False, True),
        (Table(("n", "m"), ((zero, one),), about), False, False),
        (Answer(value=False), False, True),
        (Answer(value=True), False, False),
    ):
        assert (is_empty(result), says_nothing(result)) == (empty, nothing)


# A notebook's values.


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("a=b", ("a", "b")),
        ("a=b=c", ("a", "b=c")),
        ("a=", ("a", "")),
        ("a=$x", ("a", 5)),
        ("a", None),
        ("=b", None),
        ("a=$y", None),
    ],
)
def test_parameter_of_a_cell(text, pair):
    """A name and a value; with $ a variable of the notebook."""
    if pair is not None:
        assert magics._pair(text, {"x": 5}) == pair  # noqa: SLF001 - what a cell says
        return
    with pytest.raises(magics.MagicMisused):
        magics._pair(text, {"x": 5})  # noqa: SLF001 - same


def test_value_of_a_cell(monkeypatch):
    """Numbers and truths as such, a name as the thing, else a text."""

    def resolve(_store, text):
        if text == "Oslo":
            return ox.NamedNode(OSLO)
        raise EntityNotFound(text)

    monkeypatch.setattr(magics, "resolve", resolve)
    term = lambda value: magics._term(None, value)  # noqa: E731, SLF001
    integer = terms.XSD + "integer"
    assert (term(TRUTH).value, term(1.5).value, term(7).datatype.value) == ("true", "1.5", integer)
    assert (term("-7").value, term("-7").datatype.value) == ("-7", integer)
    assert (term("Oslo"), term("x")) == (ox.NamedNode(OSLO), ox.Literal("x"))


def test_coverage_as_json():
    """Letters as they are; sentences by their lines; a share of two decimals."""
    sentence = SimpleNamespace(lines=LineRange(3, 4))
    one = SimpleNamespace(
        section=SimpleNamespace(name="1-\u00f8"),
        total=4,
        cited=(1, 2),
        exempt=(1,),
        uncited=(sentence,),
    )
    needless = SimpleNamespace(section=S1, lines=LineRange(7, 7))
    text = reports.coverage_json(Coverage((one,), (needless,)))
    assert "\u00f8" in text
    assert json.loads(text) == {
        "percent": 66.67,
        "sections": [
            {"section": "1-\u00f8", "sentences": 4, "cited": 2, "exempt": 1, "uncited": ["3-4"]}
        ],
        "needless": [{"section": "1", "lines": "7"}],
    }


# Texts.


@pytest.fixture
def two_texts(monkeypatch):
    """Have two texts a language, one of them with forms."""
    read = {
        lang: {
            "a": {
                "n": {"one": f"{lang} {{n}} one", "other": f"{lang} {{n}} more"},
                "x": f"{lang} {{x}}",
            }
        }
        for lang in texts.LANGUAGES
    }
    monkeypatch.setattr(texts, "_read", read.__getitem__)


@pytest.mark.parametrize(
    ("key", "values", "text"),
    [
        ("a.n", {"n": 1}, "da 1 one"),
        ("a.n", {"n": "1"}, "da 1 one"),
        ("a.n", {"n": 0}, "da 0 more"),
        ("a.n", {"n": "11"}, "da 11 more"),
        ("a.x", {"x": "{y}"}, "da {y}"),
        ("a.x", {}, "da {x}"),
    ],
)
def test_phrase(two_texts, key, values, text):  # noqa: ARG001
    """The number decides on the form; a text without values stays as it is."""
    assert texts.phrase(key, "da", **values) == text
    assert texts.bilingual(key, **values) == {"da": text, "en": text.replace("da", "en", 1)}


def test_no_such_text(two_texts):  # noqa: ARG001
    """It is an error of the program."""
    with pytest.raises(KeyError):
        texts.phrase("a.y", "da")
    assert set(texts.table("a.n", "en")) == {"one", "other"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"da": "ja", "en": "yes"}, "ja"),
        ([{"da": "ja", "en": "yes"}, 1, "x"], "ja, 1, x"),
        ([], ""),
        (None, "None"),
        (Message("a.x", x={"da": "ja", "en": "yes"}), "da ja"),
        (Message("a.x", x=[Message("a.n", n=2), "y"]), "da da 2 more, y"),
        (KkgraphError({"da": "ja", "en": "yes"}, "-x"), "ja; -x"),
    ],
)
def test_said(two_texts, value, text):  # noqa: ARG001
    """What is in a message is said in its language."""
    assert texts.said(value, "da") == text


def test_message_is_english_unless_said(two_texts):  # noqa: ARG001
    """For whoever prints one."""
    assert str(Message("a.x", x={"da": "ja", "en": "yes"})) == "en yes"


@pytest.mark.parametrize(
    ("text", "lang", "escaped", "found"),
    [
        ("{city}, {city} {n}", "da", False, 'A "b" \\, A "b" \\ {n}'),
        ("{city}", "da", True, 'A \\"b\\" \\\\'),
        ("{city}", "en", False, "B"),
        ("{city}", "sv", False, "{city}"),
    ],
)
def test_words_of_a_project(monkeypatch, text, lang, escaped, found):
    """They stand in texts as they are, and in a file of texts as it writes them."""
    monkeypatch.setattr(texts, "_words", {"da": {"city": 'A "b" \\'}, "en": {"city": "B"}})
    assert texts.filled(text, lang, escaped=escaped) == found
    assert texts.filled(text, lang) == found.replace('\\"', '"').replace("\\\\", "\\")


def test_texts_are_read_again_for_other_words(monkeypatch):
    """The last project that was used counts; the same one is not read again."""
    cleared = []
    read = SimpleNamespace(cache_clear=lambda: cleared.append(1))
    monkeypatch.setattr(texts, "_read", read)
    monkeypatch.setattr(texts, "_words", {})
    first = {"da": {"city": "A"}, "en": {"city": "A"}}
    texts.use(first)
    texts.use(dict(first))
    assert (texts.filled("{city}", "en"), cleared) == ("A", [1])
    texts.use({"en": {"town": "B"}})
    assert (texts.filled("{city} {town}", "en"), cleared) == ("{city} B", [1, 1])


def test_english_is_offered_first():
    """Of the languages that there are."""
    assert (texts.OFFERED, set(texts.LANGUAGES)) == (("en", "da"), {"da", "en"})
