"""Plain questions: what they name, which query they mean, when they are answered."""

import json
import re
import tomllib
from functools import cache, partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from sampling import each, each_row

from kkgraph import queries, terms
from kkgraph.asking import export, finding
from kkgraph.asking import index as indexes
from kkgraph.asking.mentions import find
from kkgraph.asking.question import understood
from kkgraph.asking.readings import ENOUGH, WEIGHTS, likelihood
from kkgraph.asking.reply import answer, ask, document, said
from kkgraph.asking.words import read
from kkgraph.cli import main
from kkgraph.errors import KindUnknown
from kkgraph.parameters import ENUM

HERE = Path(__file__).parent
ASKED = json.loads((HERE / "asked.json").read_text("utf-8"))
PLAIN = {"section", "year", "date", "thing", "theme"}


@pytest.fixture(scope="module")
def index(store):
    """Return the index of the shipped project."""
    return indexes.build(store)


@pytest.fixture(scope="module")
def replied(index):
    """Return what answers a question, each once."""
    return cache(partial(ask, index))


@pytest.fixture(scope="module")
def shelf(store):
    """Return the texts that are searched."""
    return finding.library(store)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Hvem er STRINGs medlemmer?", ["network:string"]),
        ("What does STRING's board do?", ["network:string"]),
        ("Er Helsenki med?", ["city:helsinki"]),
        ("Hvad betaler EU-kontoret?", ["organisation:greater-copenhagen-eu-office"]),
        ("Står der noget i kapitel 4 og 6.2?", ["4", "6.2"]),
        ("Hvad løb den 1. maj 2020?", ["2020-05-01"]),
        ("What ran on 31 February 2020?", ["2020"]),
        ("Who is it?", []),
        ("Hvad er klokken?", []),
        ("Hvor mange mio. kr. koster det, 1.300.000?", []),
    ],
)
def test_what_a_question_names(index, text, named):
    """Things by any spelling, sections that there are, days of the calendar; no small words."""
    found = find(text, index.names, index.common, index.store.graph)
    assert [terms.shorten(value) for m in found for value in m.values] == named


@pytest.mark.parametrize(
    ("one", "other", "lang"),
    [
        ("medlemskontingenterne", "medlem", "da"),
        ("medlemskontingenterne", "betaling", "da"),
        ("kontingent", "afgift", "da"),
        ("fees", "payment", "en"),
    ],
)
def test_words_have_terms_in_common(index, one, other, lang):
    """Inflections, parts of compounds and words of like meaning share a term."""
    first, (second,) = index.words.atoms(one, lang), index.words.atoms(other, lang)
    assert any(atom.keys() & second.keys() for atom in first)


def test_two_languages_meet_in_a_group():
    """A Danish word and an English one share their group."""
    (da,), (en,) = read().atoms("tilskud", "da"), read().atoms("grant", "en")
    assert "=fund" in da.keys() & en.keys()


@pytest.mark.parametrize(("text", "lang"), [("Hvad er det?", "da"), ("What is that?", "en")])
def test_the_language_of_a_question(index, text, lang):
    """The small words tell it, whatever was asked for."""
    assert understood(index, text, {"da": "en"}.get(lang, "da")).lang == lang


@pytest.mark.parametrize(
    ("text", "query", "values"),
    each_row(
        [
            ("Hvad betaler kommunen for STRING?", "fees-by-network", {"network": "network:string"}),
            ("What does NAIAD stand for?", "full-names", {"entity": "project:naiad"}),
            ("Which projects ran on 1 June 2020?", "projects-running-on", {"date": "2020-06-01"}),
            ("Hvilke konferencer holdes hvert andet år?", "meeting-rhythms", {"interval": "P2Y"}),
        ],
        2,
    ),
)
def test_a_question_is_answered(replied, text, query, values):
    """The query, with what is named in the parameters that take such a thing, and rows."""
    reply = replied(text)
    first = reply.readings[0]
    assert (reply.sure, first.query.name, first.values) == (True, query, values)
    assert first.table.rows


def test_rows_name_what_no_parameter_takes(index, replied):
    """What a query has no parameter for chooses among its rows, and the reading says so."""
    reply = replied("Siden hvilket år har kommunen været medlem af Mayors for Peace?")
    first = reply.readings[0]
    assert [terms.shorten(v) for m in first.only for v in m.values] == ["network:mayors-for-peace"]
    assert len(first.table.rows) == 1
    assert said(index, first, "da").endswith("kun rækker med Mayors for Peace")


@pytest.mark.parametrize(
    "text",
    each(
        [
            "Hvad skal vi have til middag?",
            "Hvad betaler kommunen for Alliancen af Underlige Byer?",
            "Hvor gammel bliver en skildpadde?",
            "Hvem opfandt telefonen i 1876?",
            "What is the highest mountain of Nepal?",
            "How many bridges are there in Riga?",
            "?",
            "",
        ],
        4,
    ),
)
def test_no_answer_where_it_is_not_sure(replied, text):
    """A question that no query fits is not answered."""
    assert not replied(text).sure


@pytest.mark.parametrize(
    "text",
    [
        "Hvilke netværk er Socialforvaltningen ikke med i?",
        "Which departments are not involved in EURO2021?",
        "Hvilke politikker blev vedtaget før 2015?",
        "Hvad koster det at være med i Mayors for Peace?",
        "Hvornår blev kommunen medlem af C40?",
        "Hvem er formand for STRING?",
        "Which projects have begun since 2018?",
        "Which networks deal with extremism?",
        "Which projects run past 2023?",
        "Which projects run beyond 2023?",
        "Hvilke projekter løber ud over 2023?",
        "Hvilke projekter er startet siden 2018?",
        "Hvilke arbejdsgrupper hører under EUROCITIES Environment Forum?",
        "Hvilket parti er Frank Jensen medlem af?",
        "Who is the mayor of Oslo?",
        "Which partner city is in Asia?",
        "Hvilke partnerbyer har vi i Kina?",
    ],
)
def test_rows_that_do_not_say_it_are_no_answer(replied, text):
    """Not the opposite, another year, what is not there, another role or place, what is given."""
    assert not replied(text).sure


@pytest.mark.parametrize("text", ["Which museums in Oslo", "Hvilke museer i Oslo?"])
def test_a_list_that_is_asked_for_is_given_though_it_is_empty(index, replied, text):
    """Which museums asks for museums, not for how many; there is none, and the notes say why."""
    reply = replied(text)
    first, lang = reply.readings[0], reply.question.lang
    assert (reply.sure, first.query.name) == (True, "museums-by-city-and-year")
    assert (first.values, first.table.rows) == ({"city": "city:oslo"}, ())
    (why,) = answer(index, reply, first, lang).about.notes
    assert ": Oslo" in why
    assert [r.lacking for r in reply.readings if r.query.name == "cooperations-by-city"] == [True]


@pytest.mark.parametrize("text", ["Who granted money to NAIAD?", "Hvor mange museer er i Oslo?"])
def test_a_query_that_fits_better_and_has_no_row_comes_first_or_is_weighed(replied, text):
    """What is named stays given where no row is left, and other rows are no answer for that."""
    reply = replied(text)
    assert all(not r.unused or r.table.rows for r in reply.readings)
    assert not (reply.sure and reply.readings[0].query.name == "project-participants")
    silent = [r for r in reply.readings if not r.table.rows]
    assert silent
    assert all(r.values for r in silent)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Hvilke projektdeltagere har CREMA?", "project-participants"),
        ("Hvad er medlemskontingentet for STRING?", "fees-by-network"),
        ("Hvilke museumsaftaler er der i Paris?", "museums-by-city-and-year"),
        ("Hvilken forvaltningsenhed håndterer Mayors for Peace?", "responsibilities"),
    ],
)
def test_compounds_that_nobody_wrote_before_are_read_by_their_parts(replied, text, query):
    """Each part is a word of its own, with the groups that it is of."""
    reply = replied(text)
    assert (reply.sure, reply.readings[0].query.name) == (True, query)


def test_parts_of_a_compound_are_words(index):
    """A compound is two words, a word that the queries use is one."""
    project, taking_part = index.words.atoms("projektdeltagere", "da")
    assert {"=project", "=participate"} == {t for t in (*project, *taking_part) if t[0] == "="}
    assert "=project" in project
    assert len(index.words.atoms("forvaltning", "da")) == 1


@pytest.mark.parametrize(
    ("text", "query"),
    each_row(
        [
            ("Hvilke forvaltninger har ikke noget i kapitel 6?", "departments-without-section"),
            ("Stavanger og Riga er ikke sammen. Hvilken by forbinder dem?", None),
            ("Hvem er formand for EUROCITIES?", "led-networks"),
            ("Siden hvornår har vi haft en aftale med Beijing?", "agreements"),
            ("Står der, hvornår KBH 2025 Klimaplanen er vedtaget?", "policies"),
        ],
        3,
    ),
)
def test_what_the_rows_say_is_answered(replied, text, query):
    """What is not, where that is what the query is for; a role, a day; that nothing is stated."""
    reply = replied(text)
    assert not reply.readings[0].lacking
    assert query is None or (reply.sure, reply.readings[0].query.name) == (True, query)


@pytest.mark.parametrize("text", ["", "?", "hvad er det"])
def test_nothing_is_proposed_where_nothing_is_asked(replied, text):
    """A question of small words alone has no reading, not any three."""
    assert replied(text).readings == ()


def test_a_name_that_is_of_nothing_here_is_told(replied):
    """It is kept by itself, so that whoever asked sees why there is no answer."""
    assert replied("Hvilke museer i Madrid og Paris?").question.strange == ("Madrid",)
    assert replied("Hvilke museer i Paris?").question.strange == ()


def test_what_is_left_out_is_never_answered(replied):
    """A sure reading has a place for all that is named, and asks for nothing that is not."""
    for text in ("Hvilke byer er i både ATELIER og 4.1.5?", "Hvad forbinder Grundfos?"):
        reply = replied(text)
        first = reply.readings[0]
        assert not (reply.sure and (first.unused or first.wanting))


@pytest.mark.parametrize(
    ("asked", "held"),
    each_row(
        [
            ("Hvilke forvaltninger er medlem af STRING?", False),
            ("Which committees pay for STRING?", False),
            ("Which countries pay fees to C40?", False),
            ("Hvilke netværk betaler kommunen kontingent til?", True),
        ],
        3,
    ),
)
def test_a_kind_that_is_asked_for_is_among_the_rows(replied, asked, held):
    """Payments name networks and no committee: who asks which committees gets no such answer."""
    reply = replied(asked)
    first = reply.readings[0]
    assert bool(first.lacking or not first.table.rows) is not held
    assert held or not reply.sure


def test_likelihood_is_a_share(replied):
    """It is below 1, as none may be meant, grows where others are left out, and of none is 0."""
    found = replied("Hvad betaler kommunen for STRING?").readings
    assert 0 < likelihood(found) < likelihood(found[:1]) < 1
    assert likelihood([]) == 0


def test_document(index, replied):
    """For programs: the readings with query, values and how many rows."""
    reply = replied("Hvad betaler kommunen for STRING?")
    found = document(index, reply, "da")
    assert (found["language"], found["sure"], len(found["readings"])) == ("da", True, 3)
    assert found["readings"][0]["values"] == {"network": "network:string"}


# --- the data


def test_patterns_are_of_queries_that_there_are(project):
    """Each table of questions.toml is a saved query, and each query that answers has one."""
    patterns = tomllib.loads(project.questions_file().read_text("utf-8"))
    names = {q.name for q in queries.load_queries(project) if not q.header.text("network")}
    assert set(patterns) == names


def test_patterns_name_kinds(project):
    """A pattern's braces hold a kind of thing; both languages are there."""
    patterns = tomllib.loads(project.questions_file().read_text("utf-8"))
    for one in patterns.values():
        assert set(one) == {"da", "en"}
        for line in (*one["da"], *one["en"]):
            assert set(re.findall(r"\{(.*?)\}", line)) <= {*terms.THING_KINDS, *PLAIN}


def test_values_are_of_enumerations(project):
    """Each value that words.toml has phrases for is one of some query's parameter."""
    parameters = (p for q in queries.load_queries(project) for p in q.parameters)
    allowed = {value for p in parameters if p.type == ENUM for value in p.values}
    assert set(read().values) <= allowed


def test_our_questions_name_queries_and_parameters(project):
    """Each question of asked.json names queries that there are, with parameters they have."""
    every = {q.name: q for q in queries.load_queries(project)}
    for one in ASKED:
        assert set(one["queries"]) <= set(every), one["da"]
        known = {p.name for name in one["queries"] for p in every[name].parameters}
        assert set(one["values"]) <= known, one["da"]


@pytest.mark.long
def test_our_questions_are_read(index):
    """Nine in ten answers are right, half are answered at once, four in five are among three."""
    answered = right = three = 0
    for one in ASKED:
        for lang in ("da", "en"):
            reply = ask(index, one[lang], lang)
            fits = [r.query.name in one["queries"] for r in reply.readings]
            three += any(fits[:3])
            answered += reply.sure
            right += reply.sure and fits[0]
    count = 2 * len(ASKED)
    assert right >= 0.9 * answered
    assert answered >= 0.5 * count
    assert three >= 0.8 * count


def test_export(index):
    """The index as JSON has all that reading takes, and no reference to the store."""
    found = json.loads(json.dumps(export.document(index)))
    assert (found["weights"], found["enough"]) == (WEIGHTS, ENOUGH)
    assert {one["name"] for one in found["queries"]} == {a.query.name for a in index.asked}
    assert found["names"]["oslo"] == [terms.ID + "city/oslo"]


# --- search


@pytest.mark.parametrize(
    "text",
    [
        "Q585",
        "http://www.wikidata.org/entity/Q585",
        "https://www.wikidata.org/wiki/Q585",
        "https://data.example.org/da/id/city/oslo/",
        "https://w3id.org/kkgraph/id/city/oslo.ttl",
        "http://w3id.org/kkgraph/id/city/oslo",
        "http://127.0.0.1:8000/id/city/oslo/index.html#facts",
        "osla",
    ],
)
def test_search_finds_oslo(shelf, text):
    """By outside identifiers, by the address of a page or data file, misspelt."""
    assert finding.search(shelf, text, "da")[0].iri == terms.ID + "city/oslo"


def test_search_reads_texts(shelf):
    """Queries and facts are found by their words in other forms, after things."""
    found = finding.search(shelf, "kontingenter", "da")
    assert [one.group for one in found] == sorted(
        (o.group for o in found), key=finding.GROUPS.index
    )
    assert {"fees-by-network"} <= {one.matches for one in found if one.group == "query"}
    facts = {one.iri for one in finding.search(shelf, "medlemskontingent", "da", "fact")}
    assert any(terms.kind_of(iri) == "payment" for iri in facts)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("qwxzyq", None, ["`kkgraph ask` takes"]),
        ("what is it", None, ["small words alone", "`kkgraph ask` takes"]),
        ("football members", None, ["On their own are found: ", "members.", "nearest names: "]),
        ("Aarhus", "network", ["Nothing of the kind network", "Aarhus"]),
    ],
)
def test_search_that_finds_nothing_says_why(shelf, text, kind, words):
    """The parts that are found, what is near, the kind that left all out, and what to try."""
    assert finding.search(shelf, text, "en", kind) == []
    said = " ".join(finding.reasons(shelf, text, "en", kind))
    assert [word for word in words if word not in said] == []
    assert finding.reasons(shelf, text, "da", kind) != finding.reasons(shelf, text, "en", kind)


def test_search_by_kind(shelf):
    """Only a kind of thing, or only a group; an unknown kind is refused."""
    assert {terms.kind_of(one.iri) for one in finding.search(shelf, "helsinki", "da", "city")} == {
        "city"
    }
    assert {one.group for one in finding.search(shelf, "medlem", "da", "query")} == {"query"}
    with pytest.raises(KindUnknown):
        finding.search(shelf, "x", "da", "planet")


@pytest.mark.parametrize(
    "text", ['"', "AND", "a OR (b", "*", "NEAR(x", "'; DROP TABLE texts", "\0"]
)
def test_search_takes_any_text(shelf, text):
    """What is a sign of the full-text index elsewhere is only a word here."""
    assert isinstance(finding.search(shelf, text, "en"), list)


@pytest.mark.parametrize(
    ("lang", "said", "amount"),
    [("en", "Read as: ", "DKK 500,000"), ("da", "Læst som: ", "500.000 kr.")],
)
@pytest.mark.slow  # a command that reads the index twice
def test_one_language_in_all_that_is_said(lang, said, amount):
    """The language that is asked for is that of the reading and of the rows alike."""
    words = ["ask", "Hvad betaler kommunen for STRING?", "--lang", lang]
    result = CliRunner().invoke(main, words, prog_name="kkgraph")
    assert result.exit_code == 0
    assert result.stderr.startswith(said)
    assert amount in result.stdout


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("da", ["medlem er med i · 1 række\n", "netværk", "siden", "4.1.6, l. 323", "\n  2  "]),
        ("en", ["member is in · 1 row\n", "network", "since", "§4.1.6, lines 323", "\n  2  "]),
    ],
)
def test_rows_chosen_from_an_answer_keep_its_heading_and_language(lang, words):
    """Rows that a question chooses have the query's heading and columns in the language.

    Beside them the next readings are listed with their numbers, not the one that was chosen.
    """
    text = "Siden hvilket år har kommunen været medlem af Mayors for Peace?"
    result = CliRunner().invoke(main, ["ask", text, "--lang", lang], prog_name="kkgraph")
    assert [word for word in words if word not in result.output] == [], result.output
    assert "\n  1  " not in result.stderr
