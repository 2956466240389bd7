"""References and descriptions piece by piece: forms, digests, verdicts, what is told of a thing."""

import hashlib
import json
from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from kkgraph import description, terms
from kkgraph.citing import digests, reference, subjects, verification
from kkgraph.citing.reference import Reference
from kkgraph.citing.subjects import Cited
from kkgraph.citing.verification import Claim, Verdict
from kkgraph.description import document, introduction, record, wording
from kkgraph.errors import QueryNotFound
from kkgraph.errors.versions import CitationInvalid
from kkgraph.formats.screen import Screen
from kkgraph.tables import Answer, Graph, Table

CITED = Reference(
    "kkgraph-x", "A & B", "1.2.3", "2026-01-02", "https://h.example/x?a=1", "en", "a note_1"
)
BARE = Reference("k", "T", "1", "2026-01-02", "u", "da")
DIGEST = "0123456789abcdef" * 4


def literal(text, **more):
    """Return a literal."""
    return ox.Literal(text, **more)


def quad(s, p, o, g=None):
    """Return a statement of IRIs, the value as it is if it is a term."""
    value = o if isinstance(o, ox.Literal) else ox.NamedNode(o)
    name = ox.NamedNode(g) if g else ox.DefaultGraph()
    return ox.Quad(ox.NamedNode(s), ox.NamedNode(p), value, name)


# Forms.


def test_a_reference_in_a_sentence():
    """Author, year, title, version, kind and address (APA 7)."""
    author, rest = reference.apa(CITED).split(". (2026). ")
    assert author
    title, kind = rest.split(" [")
    assert title.startswith("A & B (")
    assert title.endswith(" 1.2.3)")
    assert kind.endswith("]. https://h.example/x?a=1")


def test_a_reference_in_bibtex():
    """Each field, TeX's own characters escaped, the author as one name."""
    found = reference.bibtex(CITED)
    assert found.startswith("@misc{kkgraph-x,\n  author = {{")
    assert found.endswith(r"a note\_1}," + "\n}\n")
    for line in (
        r"title = {A \& B}", "year = {2026}", "date = {2026-01-02}", "version = {1.2.3}",
        "url = {https://h.example/x?a=1}", "langid = {english}",
    ):  # fmt: skip
        assert f"  {line},\n" in found
    assert "langid = {danish}" in reference.bibtex(BARE)
    note = reference.bibtex(BARE).partition("note = {")[2]
    assert "." not in note
    assert reference._braced(r"\~^{") == r"\textbackslash{}\textasciitilde{}\textasciicircum{}\{"  # noqa: SLF001 - each character


def test_a_reference_in_csl_and_ris():
    """As programs for references read it; a note where there is one."""
    (item,) = json.loads(reference.csl(CITED))
    author = item.pop("author")
    assert len(author) == 1
    assert list(author[0]) == ["literal"]
    assert item == {
        "id": "kkgraph-x", "type": "dataset", "title": "A & B",
        "issued": {"date-parts": [[2026, 1, 2]]}, "version": "1.2.3",
        "URL": "https://h.example/x?a=1", "language": "en", "note": "a note_1",
    }  # fmt: skip
    assert "note" not in json.loads(reference.csl(BARE))[0]
    lines = reference.ris(CITED).split("\r\n")
    assert lines[0] == "TY  - DATA"
    assert lines[-2:] == ["ER  - ", ""]
    assert {"DA  - 2026/01/02", "PY  - 2026", "ET  - 1.2.3", "N1  - a note_1", "LA  - en"} <= set(
        lines
    )
    assert not any(line.startswith("N1") for line in reference.ris(BARE).split("\r\n"))


# Digests.


def test_digest_of_a_table():
    """Columns first; the order of rows does not matter, what is left out does."""
    a, b = (literal("a"), None), (literal("b\tc\n"), literal("d"))
    one, same = Table(("x", "y"), (a, b)), Table(("x", "y"), (b, a))
    assert digests.of_result(one) == digests.of_result(same)
    assert digests.of_result(one) != digests.of_result(Table(("y", "x"), (a, b)))
    assert digests.of_result(one) != digests.of_result(Table(("x", "y"), (a,)))
    rows = hashlib_of('x\ty\n"a"\t\n' + r'"b\tc\n"' + '\t"d"\n')
    assert digests.of_result(one) == rows
    assert digests.of_result(Answer(value=True)) == hashlib_of("True")
    assert digests.of_result(Answer(value=False)) == hashlib_of("False")
    triple = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), literal("o"))
    assert digests.of_result(Graph((triple,))) == hashlib_of('<urn:s> <urn:p> "o" .\n')


def hashlib_of(text):
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


MEMBER, OSLO = terms.thing("membership/m"), terms.thing("city/oslo")
ONE, TWO = terms.section("1"), terms.section("2")


def test_what_is_stated_of_a_thing():
    """Its own, what points at it, facts about it in whole, and what a graph of its name holds."""
    derived = next(iter(terms.INFERRED))
    kept = [
        quad(OSLO, "urn:p", "urn:o", ONE),
        quad(MEMBER, "urn:p", OSLO, ONE),
        quad(MEMBER, "urn:q", "urn:x", TWO),
        quad("urn:other", "urn:p", OSLO, ONE),
        quad("urn:s", "urn:p", "urn:o", OSLO),
    ]
    others = [
        quad("urn:other", "urn:q", "urn:x", ONE),
        quad(OSLO, "urn:p", "urn:d", derived),
        quad(OSLO, "urn:p", "urn:o"),
    ]
    graph = ox.Store()
    graph.extend([*kept, *others])
    store = SimpleNamespace(graph=graph, local=graph)
    assert set(digests.described(store, ox.NamedNode(OSLO))) == set(kept)
    assert set(digests.stated(store)) == {*kept, others[0]}


# Verdicts.


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (DIGEST, Claim(DIGEST)),
        (DIGEST.upper(), Claim(DIGEST)),
        (f"kkgraph 1.2.3, sha256 {DIGEST}. https://h.example/x?a=1.",
         Claim(DIGEST, "https://h.example/x?a=1", "1.2.3")),
        (f"version = {{1.2.3-rc.1}}, url = {{http://h.example/x}}, note = {{{DIGEST}}}",
         Claim(DIGEST, "http://h.example/x", "1.2.3-rc.1")),
        (f"ET  - 10.20.30\r\nN1  - {DIGEST}", Claim(DIGEST, "", "10.20.30")),
        (f"(https://h.example/x), {DIGEST}; 1.2.3", Claim(DIGEST, "https://h.example/x")),
    ],
)  # fmt: skip
def test_a_citation_is_read(text, claim):
    """In any of its forms: digest, address, version."""
    assert verification.read(text) == claim


@pytest.mark.parametrize("text", ["", "x", DIGEST[1:], DIGEST + "0", f"f{DIGEST}"])
def test_what_is_no_citation(text):
    """It has no digest of 64 hexadecimal digits."""
    with pytest.raises(CitationInvalid):
        verification.read(text)


def test_a_verdict_in_words():
    """The same; or not, with both digests, and the version where it is another."""
    found = Cited("urn:url", 1, DIGEST)
    same = Verdict(Claim(DIGEST, version="1"), found, "2")
    assert same
    said = verification.in_words(same, "en")
    assert "urn:url" in said
    assert DIGEST not in said
    other = Verdict(Claim("f" * 64, version="1.0.0"), found, "2.0.0")
    assert not other
    said = verification.in_words(other, "en")
    assert DIGEST in said
    assert "f" * 64 in said
    assert "1.0.0" in said
    assert said.endswith("\n")
    again = Verdict(Claim("f" * 64, version="2.0.0"), found, "2.0.0")
    assert len(verification.in_words(again, "en")) < len(said)
    unknown = Verdict(Claim("f" * 64), found, "2.0.0")
    assert verification.in_words(unknown, "en") == verification.in_words(again, "en")


# What is cited.


@pytest.mark.parametrize(
    ("cited", "named"),
    [
        (Cited("u", 1, DIGEST), ""),
        (Cited("u", 1, DIGEST, "thing", {"en": "Oslo"}), "Oslo"),
    ],
)
def test_name_of_what_is_cited(cited, named):
    """None of the dataset; a query's has its parameters."""
    assert subjects._named(cited, "en") == named  # noqa: SLF001 - what a title begins with


def test_name_of_a_query():
    """With what it was asked."""
    values = {"city": "city:oslo", "year": "2019"}
    cited = Cited("u", 1, DIGEST, "query", {"en": "networks"}, values)
    said = subjects._named(cited, "en")  # noqa: SLF001 - same
    assert "networks (city: city:oslo, year: 2019)" in said
    alone = Cited("u", 1, DIGEST, "query", {"en": "networks"}, {})
    assert "(" not in subjects._named(alone, "en")  # noqa: SLF001 - same


@pytest.mark.parametrize(
    ("kind", "size", "said"),
    [("query", 1, "1 row"), ("query", 2000, "2,000 rows"), ("thing", 1, "1 statement"),
     ("dataset", 12345, "12,345 statements")],
)  # fmt: skip
def test_size_of_what_is_cited(kind, size, said):
    """Rows of a query, statements of the others."""
    assert subjects._size(Cited("u", size, DIGEST, kind), "en") == said  # noqa: SLF001 - in a note


def test_found_by_name_and_by_address(mini):
    """The dataset, a saved query, a thing; what an address stands for."""
    whole = subjects.find(mini, "", {})
    assert whole.url == terms.dataset()
    assert subjects.at(mini, whole.url) == whole
    oslo = subjects.find(mini, "Oslo", {})
    assert (oslo.url, oslo.kind, oslo.name) == (OSLO, "thing", {"da": "Oslo", "en": "Oslo"})
    assert subjects.at(mini, OSLO) == oslo
    assert oslo.size == len(digests.described(mini, ox.NamedNode(OSLO)))
    with pytest.raises(QueryNotFound):
        subjects.find(mini, "Oslo", {"x": "y"})
    cited = subjects.reference(mini, oslo, "en")
    assert cited.key == "kkgraph-id-city-oslo"
    assert cited.title.startswith("Oslo. ")
    assert cited.note.startswith("Oslo, ")
    assert cited.note.endswith(f"sha256 {oslo.digest}")
    of_all = subjects.reference(mini, whole, "en")
    assert of_all.title in cited.title
    assert of_all.note.split(", ")[-1] == f"sha256 {whole.digest}"
    text = subjects.text(mini, oslo, "en")
    assert text.endswith(f"{cited.note}. {OSLO}\n")
    assert f"kkgraph {cited.version}, {cited.issued}, " in text


# What is told of a thing.


def statement(**given):
    """Return a statement."""
    plain = {"subject": OSLO, "predicate": "urn:p", "object": literal("x"), "graph": ONE,
             "section": "1", "lines": ("3",)}  # fmt: skip
    return description.Statement(**{**plain, **given})


def test_order_of_statements():
    """By section, those of layers last, then property, value and subject."""
    ordered = [
        statement(section="2"),
        statement(section="10", predicate="urn:a"),
        statement(section="10", predicate="urn:b", object=literal("a")),
        statement(section="10", predicate="urn:b", object=literal("b"), subject="urn:1"),
        statement(section="10", predicate="urn:b", object=literal("b"), subject="urn:2"),
        statement(section=None, graph=terms.REGISTER),
    ]
    assert description._sorted(ordered[::-1]) == ordered  # noqa: SLF001 - in which they are shown


@pytest.mark.parametrize(
    ("given", "is_incoming"),
    [
        ({"subject": OSLO}, True),
        ({"subject": MEMBER}, False),
        ({"subject": "urn:x"}, False),
        ({"subject": OSLO, "predicate": terms.MENTIONS}, False),
    ],
)
def test_what_points_at_a_thing(given, is_incoming):
    """Things do, facts are told by themselves, and a mention is none."""
    assert description._is_incoming(statement(**given)) is is_incoming  # noqa: SLF001 - what is kept


def test_what_is_shown():
    """Statements of named graphs, but what only follows; nameless subjects are none."""
    shown = description._is_shown  # noqa: SLF001 - what is kept
    assert shown(quad(OSLO, "urn:p", "urn:o", ONE))
    assert not shown(quad(OSLO, "urn:p", "urn:o"))
    assert not any(shown(quad(OSLO, "urn:p", "urn:o", one)) for one in description.IMPLIED)
    blank = ox.Quad(ox.BlankNode("b"), ox.NamedNode("urn:p"), literal("x"), ox.NamedNode(ONE))
    assert not shown(blank)


def test_document_of_two_parts():
    """What is stated comes first, what only rules say after a comment; each triple once."""
    derived = next(iter(terms.INFERRED))
    both = quad(OSLO, "urn:p", "urn:o", ONE)
    graph = ox.Store()
    graph.extend(
        [both, quad(OSLO, "urn:p", "urn:o", derived), quad(OSLO, "urn:d", "urn:o", derived)]
    )
    text = document.written(graph, OSLO, "nt").decode()
    stated, rules = text.split("\n# Derived by rules from what is stated\n")
    assert stated.startswith("# Stated\n")
    assert f"<{OSLO}> <urn:p> <urn:o> .\n" in stated
    assert rules == f"<{OSLO}> <urn:d> <urn:o> .\n"
    turtle = document.written(graph, OSLO, "ttl").decode()
    assert turtle.count("@prefix") == len(
        {line for line in turtle.split("\n") if line.startswith("@prefix")}
    )
    assert "@prefix" not in turtle.split("# Derived")[1]
    quads = document.written(graph, OSLO, "nq").decode()
    assert f"<{OSLO}> <urn:p> <urn:o> .\n" in quads
    assert f"<{OSLO}> <urn:p> <urn:o> <{ONE}> .\n" in quads
    assert f"<{OSLO}> <urn:d> <urn:o> <{derived}> .\n" in quads
    only = ox.Store()
    only.add(both)
    assert document.written(only, OSLO, "nt").startswith(b"<")
    topics = [line for line in quads.split("\n") if "primaryTopic" in line]
    assert topics == [f"<{OSLO}/> <{terms.PREFIXES['foaf']}primaryTopic> <{OSLO}> ."]


def test_what_a_document_holds():
    """Its own, what points at it, its facts in whole; of a graph's name all that it holds."""
    graph = ox.Store()
    member = [quad(MEMBER, "urn:p", OSLO, ONE), quad(MEMBER, "urn:q", "urn:x", TWO)]
    other = [quad("urn:s", "urn:p", OSLO, ONE), quad("urn:s", "urn:q", "urn:x", ONE)]
    graph.extend([*member, *other, quad(OSLO, "urn:p", "urn:o"), quad(MEMBER, "urn:p", OSLO)])
    assert set(document.said(graph, OSLO)) == {*member, other[0]}
    assert set(document.said(graph, ONE)) == {member[0], *other}


@pytest.mark.parametrize(
    ("text", "ended"), [("a", "a."), ("a.", "a."), ("a!", "a!"), ("a?", "a?"), ("", ".")]
)
def test_a_sentence_ends(text, ended):
    """With a full stop, unless it has an end."""
    assert introduction._ended(text) == ended  # noqa: SLF001 - each sentence


def test_description_as_json(mini):
    """Values with datatype and language, things with their label, facts with their parts."""
    found = description.describe(mini, ox.NamedNode(terms.thing("network/nordlys")))
    data = json.loads(record.json(mini, found, "en"))
    assert data["curie"] == terms.shorten(data["iri"])
    assert data["labels"] == {"da": "NORDLYS", "en": "NORDLYS"}
    assert data["spellings"] == ["Nordlysnetværket"]
    assert data["mentioned_in"] == list(found.mentioned)
    facts = {fact["iri"].rpartition("/id/")[2]: fact for fact in data["facts"]}
    member = facts["membership/nordlys"]
    assert [part["iri"] for part in member["parts"]] == [terms.thing("payment/nordlys")]
    assert "payment/nordlys" not in facts
    values = {s["property"].rpartition("#")[2]: s for s in member["parts"][0]["statements"]}
    amount, payer = values["amount"], values["hasPayer"]
    assert (amount["value"], amount["datatype"]) == ("250000", f"{terms.XSD}decimal")
    assert (amount["lang"], amount["label"], amount["lines"]) == (None, None, ["6"])
    assert (payer["label"], payer["section"]) == ("Municipality of Lysby", "1.1.1")
    assert "datatype" not in payer
    assert payer["source"] is None


@pytest.mark.parametrize(
    ("section", "number"), [("1.2", "1.2"), ("1.2-x", "1.2"), ("x", "x"), ("10", "10")]
)
def test_number_of_a_section_without_one(section, number):
    """It is that of the one above."""
    assert wording._number(section) == number  # noqa: SLF001 - where a statement stands


def test_layers_that_add_something(mini):
    """They are named where the survey does not say it; sources where all is asked for."""
    described = description.describe(mini, ox.NamedNode(OSLO))
    linked = statement(graph=terms.LINKS, section=None, lines=(), source="somewhere")
    for everything in (False, True):
        said = wording.Wording(mini, described, "en", Screen(), everything=everything)
        assert said.layer(statement()) == said.layer(statement(graph=terms.REGISTER)) == ""
        assert said.layer(linked).endswith(": somewhere") is everything
        assert said.layer(linked)
        assert said.evidence([linked, linked]) == said.layer(linked)
        assert said.bracketed([linked]) == f"({said.layer(linked)})"
    register = statement(graph=terms.REGISTER, section=None, lines=())
    assert said.bracketed([register]) == ""
    assert "3" in said.evidence([statement(), linked])
    assert said.layer(linked) not in said.evidence([statement(), linked])


def test_values_in_words(mini):
    """Amounts with their currency of the same graph; of a text one language."""
    described = description.describe(mini, ox.NamedNode(OSLO))
    said = wording.Wording(mini, described, "en", Screen(), everything=False)
    number = literal("1000", datatype=ox.NamedNode(terms.XSD + "decimal"))
    amount = statement(predicate=terms.AMOUNT, object=number)
    euro = statement(predicate=terms.CURRENCY, object=literal("EUR"))
    crowns = statement(predicate=terms.CURRENCY, object=literal("DKK"), graph=TWO)
    assert said.value(amount, [crowns, euro]) == "EUR 1,000"
    assert said.value(amount, [crowns]) == "1,000"
    assert said.currency(statement(), [euro]) == ""
    assert said.cells([amount, amount, statement()], [euro]) == "EUR 1,000; x"
    assert said.value(statement(object=ox.NamedNode(OSLO)), []) == "Oslo"
    assert wording.iri_of(statement(object=ox.NamedNode(OSLO))) == OSLO
    assert wording.iri_of(statement()) == ""
    danish = statement(object=literal("Malmø", language="da"), subject=terms.thing("city/malmoe"),
                       predicate=terms.PREF_LABEL)  # fmt: skip
    assert not said.is_shown(danish)
    assert said.is_shown(statement(object=literal("a", language="da")))
    assert said.is_shown(statement(object=literal("a", language="en")))
    assert said.is_shown(statement())
