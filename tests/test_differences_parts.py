"""Two made-up graphs side by side: changes in order, in sentences, as lists and as patches."""

import gzip
import io
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from urllib.error import URLError

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.differences import blanks, comparison, endpoints, patches, readings, writers
from kkgraph.differences.comparison import Change, changes, compare
from kkgraph.differences.readings import Part, Reading, dumped, parsed
from kkgraph.differences.sentences import Speaker
from kkgraph.errors import DataFileError, InputNotReadable
from kkgraph.errors.versions import PatchInvalid
from kkgraph.project import DataFile

OSLO, BERGEN, NET = (terms.thing(one) for one in ("city/oslo", "city/bergen", "network/net"))
S1, S2, S10 = (terms.section(number) for number in ("1", "2", "10"))
HEAD = f"""
@prefix kk: <{terms.KK}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix dcterms: <{terms.DCTERMS}> .
@prefix xsd: <{terms.XSD}> . @prefix fact: <{terms.thing("")}> .
<{terms.ONTOLOGY}> {{ kk:Fact a rdfs:Class . kk:City rdfs:label "by"@da , "city"@en .
  kk:Network rdfs:label "network"@en . kk:note rdfs:label "note"@en .
  kk:amount rdfs:label "amount"@en . kk:Post rdfs:label "post"@en .
  kk:Membership rdfs:label "membership"@en . }}
<{terms.SECTIONS}> {{ <{S1}> dcterms:title "First"@en ; kk:number "1" .
  <{S10}> dcterms:title "Tenth"@en ; kk:number "10" . }}
<{terms.REGISTER}> {{ <{OSLO}> a kk:City ; skos:prefLabel "Oslo"@en .
  <{NET}> a kk:Network ; skos:prefLabel "Net"@en . }}
"""
FEE, POST, TIE = (terms.thing(one) for one in ("payment/x", "post/x", "membership/x"))


def graph(text, head=HEAD):
    """Return a graph."""
    made = ox.Store()
    made.load((head + text).encode(), format=ox.RdfFormat.TRIG)
    return made


def difference(before, after):
    """Return what differs between two graphs."""
    return compare(dumped("A", graph(before)), dumped("B", graph(after)))


def speaker(found, lang="en"):
    """Return what says it."""
    return Speaker.of(found, DataFile(Path("none"), "none"), lang)


def said(before, after, lang="en"):
    """Return what differs in sentences."""
    found = difference(before, after)
    speaks = speaker(found, lang)
    return [speaks.sentence(one) for one in changes(found)]


# What differs.


def test_changes_in_order():
    """By section and then by layer; of one the corrected first, by thing and property."""
    before = f"""<{S1}> {{ <{OSLO}> kk:note "a" ; kk:lines "1" . <{NET}> kk:note "n" . }}
      <{S10}> {{ <{OSLO}> kk:note "x" . }}"""
    after = f"""<{S1}> {{ <{OSLO}> kk:note "b" . <{NET}> kk:note "n" , "m" . }}
      <{S2}> {{ <{OSLO}> kk:note "x" . }}
      <{terms.THEMES}> {{ <{OSLO}> kk:note "t" . }}"""
    found = difference(before, after)
    assert found
    assert [
        (one.kind, one.graph.removeprefix(terms.ROOT), terms.shorten(one.subject), one.predicate and terms.shorten(one.predicate))  # noqa: E501 - a row
        for one in changes(found)
    ] == [
        ("corrected", S1.removeprefix(terms.ROOT), "city:oslo", "kk:note"),
        ("added", S1.removeprefix(terms.ROOT), "network:net", "kk:note"),
        ("withdrawn", S1.removeprefix(terms.ROOT), "city:oslo", "kk:lines"),
        ("added", S2.removeprefix(terms.ROOT), "city:oslo", "kk:note"),
        ("withdrawn", S10.removeprefix(terms.ROOT), "city:oslo", "kk:note"),
        ("added", terms.THEMES.removeprefix(terms.ROOT), "city:oslo", "kk:note"),
    ]  # fmt: skip
    first = changes(found)[0]
    assert (first.before, first.after) == ((ox.Literal("a"),), (ox.Literal("b"),))


def test_a_thing_that_comes_or_goes_is_one_change():
    """With all that is said of it, and what points at it."""
    new = f"""<{S1}> {{ <{BERGEN}> a kk:City ; skos:prefLabel "Bergen" ; kk:lines "1" .
      <{OSLO}> kk:near <{BERGEN}> . }} <{S2}> {{ <{BERGEN}> a kk:City . }}"""
    for before, after, kind in (("", new, "added"), (new, "", "withdrawn")):
        (one,) = changes(difference(before, after))
        assert (one.kind, one.graph, one.subject, one.predicate) == (kind, S1, BERGEN, None)


def test_nothing_differs():
    """The same statements in files with other bytes are told of; other files are not."""
    one = Reading(
        "A",
        frozenset(),
        frozenset(),
        files={
            "a": Part("1", frozenset()),
            "b": Part("1", frozenset()),
            "c": Part("1", frozenset()),
        },
    )
    quads = frozenset(graph(""))
    two = replace(
        one,
        files={
            "a": Part("2", frozenset()),
            "b": Part("1", frozenset()),
            "c": Part("2", quads),
            "d": Part("9", frozenset()),
        },
    )
    found = compare(one, two)
    assert (bool(found), found.reordered) == (False, ("a",))


def test_graphs_that_are_not_named():
    """Then triples count, and what rules alone give is neither missing nor new."""
    rule = f"<{next(iter(terms.INFERRED))}> {{ <{OSLO}> kk:derived 1 . }}"
    whole = dumped("A", graph(rule))
    bare = ox.Store()
    bare.extend(ox.Quad(*quad.triple) for quad in graph(""))
    plain = dumped("B", bare)
    assert (whole.has_graphs, plain.has_graphs) == (True, False)
    assert not compare(whole, plain)
    assert not compare(plain, whole)
    assert len(whole.whole) == len(whole.stated) + 1
    bare.add(ox.Quad(ox.NamedNode(OSLO), ox.NamedNode("urn:p"), ox.Literal(1)))
    assert len(compare(whole, dumped("B", bare)).added) == 1
    assert len(compare(dumped("B", bare), whole).removed) == 1


def test_default_graph_beside_named_ones():
    """What only stands there is stated; what is merged there is not stated twice."""
    made = graph(f"<{S1}> {{ <{OSLO}> kk:note 1 . }}", "@prefix kk: <urn:kk#> .")
    one, other = (
        ox.Quad(ox.NamedNode(OSLO), ox.NamedNode(f"urn:kk#{p}"), ox.Literal(1))
        for p in ("note", "own")
    )
    made.extend([one, other])
    found = dumped("A", made)
    assert len(found.stated) == 2
    assert len(found.whole) == 2


# In sentences.

MEMBER = f"<{TIE}> a kk:Membership ; kk:hasMember <{OSLO}> ; kk:hasOrganisation <{NET}> ."


def a_fee(amount="500000", more=""):
    """Return a payment."""
    return (
        f'<{FEE}> a kk:Payment ; kk:hasPayer <{OSLO}> ; kk:isAbout <{NET}> ; kk:currency "DKK" ; '
        f"kk:amount {amount} {more}."
    )


def on(text):
    """Return what section 1 says."""
    return f"<{S1}> {{ {text} }}"


YEARLY = '; kk:interval "P1Y"^^xsd:duration'
TWICE = '; kk:interval "P6M"^^xsd:duration'


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("", MEMBER, "Oslo is now a member of Net."),
        (MEMBER, "", "Oslo is no longer a member of Net."),
        ("", a_fee(more=YEARLY), "Oslo now pays DKK 500,000 a year for Net."),
        ("", a_fee(more=TWICE), "Oslo now pays DKK 500,000 / 6 months for Net."),
        (a_fee(), "", "Oslo no longer pays DKK 500,000 for Net."),
        (
            a_fee(),
            a_fee("600000", YEARLY),
            "The payment for Net changed from DKK 500,000 to DKK 600,000 a year.",
        ),
        ("", f'<{BERGEN}> a kk:City ; skos:prefLabel "Bergen"@en .', "New city: Bergen."),
        (f'<{BERGEN}> a kk:City ; skos:prefLabel "B"@da .', "", "Withdrawn: the city B."),
        ("", "<urn:x> a kk:City .", "New thing: urn:x."),
        ("", f"<{BERGEN}> a kk:City .", "New city: city:bergen."),
        ("", f'<{OSLO}> kk:note "n" .', "Oslo: “note” now says “n”."),
        (f'<{OSLO}> kk:note "n" .', "", "Oslo: “note” no longer says “n”."),
        (
            f'<{OSLO}> kk:note "a" , "b" .',
            f"<{OSLO}> kk:note 5 .",
            "Oslo: “note” changed from “a” and “b” to 5.",
        ),
        (
            "",
            f"<{OSLO}> kk:note {' , '.join(str(n) for n in range(10, 20))} .",
            "Oslo: “note” now says 10, 11, 12, 13, 14, 15, 16, 17 and 2 more.",
        ),
        (
            "",
            f"<{OSLO}> kk:note {' , '.join(str(n) for n in range(10, 19))} .",
            "Oslo: “note” now says 10, 11, 12, 13, 14, 15, 16, 17 and 18.",
        ),
        ("", f'<{OSLO}> kk:note "da"@da , "en"@en .', "Oslo: “note” now says “en”."),
        ("", f'<{OSLO}> kk:note "da"@da .', "Oslo: “note” now says “da”."),
        ("", f"<{OSLO}> kk:note <{NET}> .", "Oslo: “note” now says Net."),
    ],
)
def test_sentence(before, after, sentence):
    """By what a fact ties, by name, by property; sums with their time, texts in the language."""
    found = [one for one in said(on(before), on(after)) if "interval" not in one]
    assert found == [sentence]


def test_fact_that_changes_is_called_by_its_ends():
    """A fee that something points at is the fee of that; other facts by who and what."""
    pays = f"<{TIE}> kk:hasFee <{FEE}> ."
    before, after = on(a_fee() + pays), on(a_fee("1") + pays)
    assert said(before, after) == ["The fee of Net changed from DKK 500,000 to DKK 1."]
    note = f'<{TIE}> kk:note "n" .'
    assert said(on(MEMBER), on(MEMBER + note)) == ["Membership Oslo – Net: “note” now says “n”."]  # noqa: RUF001 - as it is said


def test_thing_that_has_another_name_now():
    """It is called by the new one; what is there no more by the old one."""
    tie, note = on(MEMBER), f'<{OSLO}> kk:note "n" .'
    head = HEAD.replace('"Oslo"@en', '"Aslo"@en')
    found = compare(dumped("A", graph(tie)), dumped("B", graph(tie + on(note), head)))
    speaks = speaker(found)
    assert [speaks.sentence(one) for one in changes(found)] == [
        "Aslo: “note” now says “n”.",
        "Aslo: “name” changed from “Oslo” to “Aslo”.",
    ]
    gone = HEAD.replace(f'<{OSLO}> a kk:City ; skos:prefLabel "Oslo"@en .', "")
    found = compare(dumped("A", graph(on(MEMBER))), dumped("B", graph("", gone)))
    speaks = speaker(found)
    assert [speaks.sentence(one) for one in changes(found)] == [
        "Oslo is no longer a member of Net.",
        "Withdrawn: the city Oslo.",
    ]


@pytest.mark.parametrize(
    ("graph_", "place"),
    [
        (S1, ("1", "First")),
        (S10, ("10", "Tenth")),
        (terms.REGISTER, None),
        ("", ("Statements", "")),
        ("urn:g", ("urn:g", "")),
    ],
)
def test_place_of_a_change(graph_, place):
    """A section by number and title, a layer by its name, another graph by its IRI."""
    found = speaker(difference("", "")).place(graph_)
    assert found == (place or found)
    if place is None:
        assert found[1] == ""
        assert found[0] not in ("", terms.REGISTER)


# As text, lists and JSON.


def written(form, before="", after="", **more):
    """Return a difference in a form."""
    found = replace(difference(before, after), **more)
    return writers.WRITERS[form](found, speaker(found))


TWO = (
    on(f'<{OSLO}> kk:note "a" .'),
    on(f'<{OSLO}> kk:note "b" . <{NET}> kk:note "c" .') + f"<{S10}> {{ <{OSLO}> kk:note 1 . }}",
)


def test_text():
    """Sections in a column, each once; other layers above their sentences; the counts last."""
    after = TWO[1] + f"<{terms.THEMES}> {{ <{OSLO}> kk:note 2 . }}"
    first, second, third, layer, fourth, last = written("text", TWO[0], after).splitlines()
    assert first == "1   Oslo: “note” changed from “a” to “b”."
    assert second == "    Net: “note” now says “c”."
    assert third == "10  Oslo: “note” now says 1."
    assert layer[:1].isalpha()
    assert fourth == "    Oslo: “note” now says 2."
    assert last == "    1 statement corrected, 3 added, 0 withdrawn. Nothing else differs."
    assert written("text") == "Nothing differs.\n"
    assert written("text", reordered=("a", "b")) == "Nothing differs. (Re-ordered: 2 files.)\n"
    assert written("text", *TWO, reordered=("a",)).endswith("differs. (Re-ordered: 1 file.)\n")


def test_markdown():
    """A heading a section, a list of sentences below it."""
    lines = written("md", *TWO).splitlines()
    assert lines[:4] == [
        "### 1 First",
        "",
        "- Oslo: “note” changed from “a” to “b”.",
        "- Net: “note” now says “c”.",
    ]
    assert lines[4:7] == ["", "### 10 Tenth", ""]
    assert lines[-1].startswith("1 statement corrected")
    assert written("md") == "Nothing differs.\n"


def test_json():
    """Changes with their terms, and the statements."""
    found = json.loads(written("json", *TWO, reordered=("f",)))
    assert (found["from"], found["to"], found["reordered"]) == ("A", "B", ["f"])
    assert found["counts"] == {"corrected": 1, "added": 2, "withdrawn": 0}
    assert found["changes"][0] == {
        "kind": "corrected",
        "graph": S1,
        "section": "1",
        "subject": OSLO,
        "property": terms.KK + "note",
        "before": ['"a"'],
        "after": ['"b"'],
        "sentence": "Oslo: “note” changed from “a” to “b”.",
    }
    assert found["removed"] == [f'<{OSLO}> <{terms.KK}note> "a" <{S1}> .']
    assert found["added"] == sorted(found["added"])
    assert len(found["added"]) == 3


def test_patches():
    """What goes before what comes, in order; an update with no operation is empty."""
    rows = written("rdfp", *TWO).splitlines()
    assert (rows[0], rows[-1]) == ("TX .", "TC .")
    assert [row[0] for row in rows[1:-1]] == ["D", "A", "A", "A"]
    assert rows[1] == f'D <{OSLO}> <{terms.KK}note> "a" <{S1}> .'
    assert written("rdfp") == "TX .\nTC .\n"
    update = written("ru", *TWO)
    assert update.startswith("DELETE DATA {\n  GRAPH <")
    assert " ;\nINSERT DATA {\n" in update
    assert update.endswith("}\n")
    assert written("ru") == ""
    assert written("ru", "", TWO[0]).startswith("INSERT DATA")
    assert "INSERT" not in written("ru", TWO[0], "")


@pytest.mark.parametrize(
    ("text", "line"),
    [("X <urn:a> .", 1), ("TX .\nA nonsense", 2), ("H x\n# y\n\nTC .\nD <urn:a>", 5)],
)
def test_patch_that_cannot_be_read(text, line):
    """It is told in which line."""
    with pytest.raises(PatchInvalid, match=str(line)):
        patches.applied([], text)
    assert patches.applied([], "H x\n# y\n\nTX .\nTC .") == frozenset()


def test_parts_that_share_no_blank_node():
    """Each for itself; names follow from what is said, and like ones are numbered."""
    p, o = ox.NamedNode("urn:p"), ox.Literal("x")
    a, b, c = (ox.BlankNode(name) for name in "abc")
    quads = [ox.Quad(a, p, o), ox.Quad(b, p, c), ox.Quad(c, p, o)]
    assert sorted(map(len, blanks.parts(quads))) == [1, 2]
    same = [ox.Quad(a, p, o), ox.Quad(b, p, o)]
    names = sorted(quad.subject.value for quad in blanks.canonical(same))
    assert len({name.partition("n")[0] for name in names}) == 1
    assert [name.partition("n")[2][0] for name in names] == ["1", "2"]
    assert blanks.nquads(same) == b'_:c14n0 <urn:p> "x" .\n_:c14n1 <urn:p> "x" .\n'


# Where a graph is read.


@pytest.mark.parametrize(
    ("name", "packed"), [("a.nt", False), ("a.NT.GZ", True), ("a.ttl.gz", True), ("a.ttl", False)]
)
def test_file_of_rdf(tmp_path, name, packed):
    """By its ending; packed ones too, and with a mark of the byte order."""
    content = "\ufeff<urn:s> <urn:p> <urn:o> .\n".encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if packed else content)
    assert len(parsed(path)) == 1


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.txt", b"", InputNotReadable),
        ("a.gz", b"", InputNotReadable),
        ("a.nt", b"\xff", InputNotReadable),
        ("a.nt.gz", b"not packed", InputNotReadable),
        ("a.nt.gz", gzip.compress(b"<urn:s>")[:12], InputNotReadable),
        ("a.nt", b"\n<urn:s> x", DataFileError),
    ],
)
def test_file_that_cannot_be_read(tmp_path, name, content, error):
    """Its name is told, and the line where there is one."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error, match=rf"{name}(:2)?: " if error is DataFileError else name):
        parsed(path)
    with pytest.raises(InputNotReadable):
        parsed(tmp_path / "none.nt")


def test_relative_names_of_a_file(tmp_path):
    """They are relative to where it lies."""
    path = tmp_path / "a.ttl"
    path.write_text("<#s> <urn:p> 1 .")
    (quad,) = parsed(path)
    assert quad.subject.value == f"{path.resolve().as_uri()}#s"


class Web:
    """An address that gives what it is told to, and keeps what it was asked."""

    def __init__(self, monkeypatch, *answers):
        """Take the answers, in order."""
        self.answers, self.asked = list(answers), []
        monkeypatch.setattr(endpoints, "urlopen", self)

    def __call__(self, request, timeout):
        """Answer."""
        self.asked.append((request.full_url, request.data, request.headers["Accept"], timeout))
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return io.BytesIO(answer)


def rows(*names):
    """Return a row of JSON results of the same IRI in each column."""
    row = {name: {"type": "uri", "value": f"urn:{name}"} for name in names}
    return json.dumps({"head": {"vars": list(names)}, "results": {"bindings": [row]}}).encode()


def test_file_at_an_address(monkeypatch):
    """By the ending of its path; it is asked for in that form."""
    web = Web(monkeypatch, b"<x> <urn:p> 1 .")
    (quad,) = endpoints.quads("http://h.example/a.ttl?v=1")
    assert quad.subject.value == "http://h.example/x"
    assert web.asked == [("http://h.example/a.ttl?v=1", None, "text/turtle", 60)]


def test_graph_of_an_endpoint(monkeypatch):
    """Its default graph and its named ones, by two queries."""
    web = Web(monkeypatch, rows("s", "p", "o"), rows("s", "p", "o", "g"))
    found = set(endpoints.quads("http://h.example/sparql"))
    assert {quad.graph_name for quad in found} == {ox.DefaultGraph(), ox.NamedNode("urn:g")}
    assert [data[:6] for _, data, _, _ in web.asked] == [b"query="] * 2
    assert {accept for _, _, accept, _ in web.asked} == {"application/sparql-results+json"}


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("http://h/sparql", URLError("gone")),
        ("http://h/sparql", b"<html>"),
        ("http://h/sparql", b'{"head":{},"boolean":true}'),
        ("http://h/a.ttl", b"<"),
        ("http://h/a.ttl", OSError("cut")),
    ],
)
def test_address_that_gives_no_graph(monkeypatch, address, answer):
    """It is told which."""
    Web(monkeypatch, answer)
    with pytest.raises(InputNotReadable, match="http://h/"):
        endpoints.quads(address)


def test_what_a_text_names(tmp_path, monkeypatch):
    """An address, a folder, a file, else a revision; the project in use stays in use."""
    used = []
    project = SimpleNamespace(use=lambda: used.append(1))
    monkeypatch.setattr(readings.endpoints, "quads", lambda _: graph(""))
    monkeypatch.setattr(readings, "find", lambda path: path)
    monkeypatch.setattr(readings, "_folder", lambda name, found: (name, found))
    path = tmp_path / "a.nt"
    path.write_text("<urn:s> <urn:p> <urn:o> .")
    read = lambda text: readings.read_version(text, project)  # noqa: E731
    assert read("http://h/x").name == "http://h/x"
    assert read("https://h/x").name == "https://h/x"
    assert read(str(tmp_path)) == (str(tmp_path), tmp_path)
    assert len(read(str(path)).stated) == 1
    assert len(used) == 4


def test_place_of_a_change_in_order():
    """Sections as they are numbered; then layers by name."""
    graphs = [terms.THEMES, S10, terms.REGISTER, S2]
    made = [Change("added", one, "s", "p") for one in graphs]
    found = [one.graph for one in sorted(made, key=comparison._place)]  # noqa: SLF001 - the order
    assert found == [S2, S10, *sorted([terms.THEMES, terms.REGISTER])]
    kinds = [Change(kind, S1, "s", "p") for kind in ("withdrawn", "added", "corrected")]
    assert [one.kind for one in sorted(kinds, key=comparison._place)] == [  # noqa: SLF001 - same
        "corrected",
        "added",
        "withdrawn",
    ]
