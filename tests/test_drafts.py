"""What is filled in for a new thing or fact, and corrected, as statements: on the small project."""

from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.editing import changes, corrections, drafts, rewriting
from kkgraph.editing.corrections import assignment
from kkgraph.editing.drafts import draft, field_of, missing, option
from kkgraph.editing.fields import Field, Form, Shapes
from kkgraph.editing.placement import Files
from kkgraph.errors.editing import (
    EditUnsound,
    FieldInvalid,
    FieldMissing,
    FieldUnknown,
    SectionMissing,
    ThingExists,
    TooManyValues,
    ValueAmbiguous,
    ValueNotFound,
)
from kkgraph.project import find
from kkgraph.store import load

HAVNBY = Path(__file__).parent.parent / "examples" / "havnby"
MEMBER = {"member": ["Gdansk"], "organisation": ["STRING"], "lines": ["20"]}


@pytest.fixture
def store():
    """Return the documents' small project."""
    return load(find(HAVNBY))


@cache
def shapes():
    """Return the shapes of the project, which are read once."""
    return Shapes.of(find(HAVNBY))


@pytest.fixture
def form():
    """Return what gives the form of a class."""
    return shapes().form


@pytest.fixture(autouse=True)
def _once(monkeypatch):
    monkeypatch.setattr(corrections, "Shapes", SimpleNamespace(of=lambda _: shapes()))


def made(store, form, given, section="2.2", slug=None):
    """Return the CURIE of what is drafted, and what is said of it by the local names."""
    found = draft(store, form, given, section, slug)
    said = {
        terms.shorten(path).partition(":")[2]: [terms.shorten(term.value) for term in values]
        for path, values in found.said.items()
    }
    return terms.shorten(found.subject), said


def test_a_new_fact(store, form):
    """It is called after what it ties; who does it is named unless it is the municipality."""
    name, said = made(store, form("membership"), MEMBER)
    assert name == "membership:string-gdansk"
    assert said == {
        "lines": ["20"],
        "hasMember": ["city:gdansk"],
        "hasOrganisation": ["network:string"],
    }
    own = {**MEMBER, "member": ["Havnby Kommune"], "start": ["2011"]}
    assert made(store, form("membership"), own)[0] == "membership:string-2"
    found = draft(store, form("membership"), MEMBER, "2.2")
    assert found.section == terms.section("2.2")
    assert [path for path, _ in found.cited] == [terms.LINES]


def test_a_fact_that_is_there(store, form):
    """What one of its class says already is refused; what says more, or less, is another."""
    again = {"member": ["Hamborg"], "organisation": ["STRING"], "lines": ["7"]}
    with pytest.raises(ThingExists, match="membership:string-hamborg"):
        draft(store, form("membership"), again, "2.2")
    more = {**again, "start": ["2011"]}
    assert made(store, form("membership"), more)[0] == "membership:string-hamborg-2"
    assert made(store, form("membership"), MEMBER, slug="Å b")[0] == "membership:aa-b"
    with pytest.raises(ThingExists, match="membership:string"):
        draft(store, form("membership"), MEMBER, "2.2", "String")


def test_lines_of_several_places(store, form):
    """Lines may be several, with commas or semicolons between them; each stands once."""
    given = {**MEMBER, "lines": ["20, 22-23 ;25", "20"]}
    assert made(store, form("membership"), given)[1]["lines"] == ["20", "22-23", "25"]


def test_a_new_thing(store, form):
    """A name is the same in each language unless one is said; its IRI follows the Danish one."""
    name, said = made(store, form("city"), {"name": ["Ålesund"]}, None)
    assert (name, said) == ("city:aalesund", {"prefLabel": ["Ålesund", "Ålesund"]})
    both = {"name-en": ["Aalesund"], "name-da": ["Ål"]}
    assert made(store, form("city"), both, None)[0] == "city:aal"
    assert made(store, form("city"), {"name-en": ["Aal"]}, None)[0] == "city:aal"
    found = draft(store, form("city"), {"name": ["Å"], "altLabel": ["X"]})
    assert [(t.value, t.language) for t in found.said[terms.ALT_LABEL]] == [("X", "da")]


@pytest.mark.parametrize("name", ["Malmø", "malmoe", "Malmö", "HAMBURG"])
def test_a_thing_that_is_there(store, form, name):
    """One of the same kind that goes by the name, however it is spelt, is the same thing."""
    with pytest.raises(ThingExists):
        draft(store, form("city"), {"name": [name]})
    assert draft(store, form("network"), {"name": [name]})


def test_a_slug_that_is_there(store, form):
    """Two names may come to one slug: then the thing that has it is named."""
    with pytest.raises(ThingExists, match="city:malmoe"):
        draft(store, form("city"), {"name": ["malm.ö!e"]}, None, "Malmø")


def test_what_has_to_be_given(store, form):
    """Fields that the shapes need, one of several that do, the section and its lines."""
    membership = form("membership")
    assert missing(membership, {}, None) == [
        "organisation",
        "member|department",
        "section",
        "lines",
    ]
    said = {terms.KK + "hasMember": 1, terms.KK + "hasOrganisation": 1}
    assert missing(membership, said, None) == ["section", "lines"]
    assert missing(membership, said, "x") == ["lines"]
    for cited in (terms.LINES, terms.PAGES):
        assert missing(membership, {**said, cited: 1}, "x") == []
    city = form("city")
    assert missing(city, {}, None) == ["name"]
    assert missing(city, {terms.PREF_LABEL: 1}, None) == []
    assert missing(city, {terms.PREF_LABEL: 1}, "x") == ["lines"]
    with pytest.raises(FieldMissing, match="organisation"):
        draft(store, membership, {"member": ["Gdansk"]}, "2.2")
    with pytest.raises(SectionMissing):
        draft(store, city, {"name": ["Å"], "start": ["2011"]})


def test_more_than_there_may_be(store, form):
    """A membership begins once; the same twice is one."""
    with pytest.raises(TooManyValues):
        draft(store, form("membership"), {**MEMBER, "start": ["2011", "2012"]}, "2.2")
    assert made(store, form("membership"), {**MEMBER, "start": ["2011", "2011"]})[1]["start"] == [
        "2011"
    ]


def field(local, *, text=False, path=None, **names):
    """Return a field."""
    datatypes = (terms.RDF + "langString",) if text else ()
    return Field(path or terms.KK + local, names, 0, None, (), datatypes, (), "", is_own=True)


FORM = Form(
    terms.term("City"),
    "city",
    (
        field("hasMember", en="has member", da="har medlem"),
        field("isPartOf", en="is part of"),
        field("inActivity"),
        field("fullName", text=True, en="full name"),
        field("island"),
        field("prefLabel", text=True, path=terms.PREF_LABEL, en="preferred label"),
        field("is", en="is"),
    ),
    (),
)


@pytest.mark.parametrize(
    ("name", "local", "lang"),
    [
        ("hasMember", "hasMember", None),
        ("member", "hasMember", None),
        ("MEMBER", "hasMember", None),
        ("har-medlem", "hasMember", None),
        ("medlem", "hasMember", None),
        ("part of", "isPartOf", None),
        ("partOf", "isPartOf", None),
        ("activity", "inActivity", None),
        ("island", "island", None),
        ("is", "is", None),
        ("full name", "fullName", None),
        ("full_name_da", "fullName", "da"),
        ("fullName-en", "fullName", "en"),
        ("full name (en)", "fullName", "en"),
        ("fullName@da", "fullName", "da"),
        ("name", "prefLabel", None),
        ("navn-da", "prefLabel", "da"),
        ("label_en", "prefLabel", "en"),
    ],
)
def test_names_of_fields(name, local, lang):
    """By the property with or without its verb, or by a label; a text with its language."""
    found, spoken = field_of(FORM, name)
    assert (found.path.rpartition("#")[2], spoken) == (local, lang)


@pytest.mark.parametrize("name", ["membr", "land", "member-da", "fullName-fr", "", "da"])
def test_names_of_no_field(name):
    """What is near is named; only texts have a language."""
    with pytest.raises(FieldUnknown) as found:
        field_of(FORM, name)
    assert ("member" in str(found.value)) or name != "membr"


def test_fields_as_options():
    """Words with hyphens, without the verb before them."""
    assert [option(one) for one in FORM.fields] == [
        *("member", "part-of", "activity", "full-name", "island", "name", "is"),
    ]
    assert option(field("hasHasty")) == "hasty"


# Corrections.


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a=b", ("a", "=", "b")),
        (" a  = b=c ", ("a", "=", "b=c ")),
        ("a+=b", ("a", "+=", "b")),
        ("a -= b", ("a", "-=", "b")),
        ("a=", ("a", "=", "")),
        ("a=x\ny", ("a", "=", "x\ny")),
    ],
)
def test_assignments(text, read):
    """A property, what is done with it, and a value, which may have anything in it."""
    found = assignment(text)
    assert (found.name, found.operation, found.text) == read


@pytest.mark.parametrize("text", ["a", "=b", "", "+=b"])
def test_what_is_no_assignment(text):
    """Without a property or a sign it is refused."""
    with pytest.raises(FieldInvalid):
        assignment(text)


def corrected(store, thing, *words, section=None, old=None):
    """Return the lines that a correction removes and adds, in all files."""
    node = ox.NamedNode(terms.thing(thing))
    plan = corrections.correct(store, node, map(assignment, words), section, old)
    return lines(store, plan)


def lines(store, plan):
    """Return the lines that a plan removes and adds, after proving that it says so."""
    texts = changes.edited(plan)
    changes.prove(store.project, plan, texts)
    gone, come = [], []
    for path, text in sorted(texts.items()):
        before = path.read_text("utf-8").splitlines() if path.is_file() else []
        gone += [line for line in before if line not in text.splitlines()]
        come += [line for line in text.splitlines() if line not in before]
    return gone, come


def test_values_are_put_in_place(store):
    """One in place of the only one; the same one is no change; none removes it."""
    (old,), (new,) = corrected(store, "payment/string", "amount=130000")
    assert new == old.replace("120000.0", "130000.0")
    assert corrected(store, "payment/string", "amount=120000") == ([], [])
    assert corrected(store, "payment/string", "amount=120000.00") == ([], [])
    (old,), new = corrected(store, "membership/eurocities", "start=")
    assert ("2018" in old, new) == (True, [])
    assert corrected(store, "membership/string", "start=2011")[1] == [
        "    kk:hasFee <payment/string> ;",
        '    kk:start "2011"^^xsd:gYear .',
    ]


def test_values_beside_others(store):
    """One more stands behind the last; one less goes with its comma; of a text in its language."""
    (_,), (new,) = corrected(store, "agreement/gdansk", "topic+=cykelstier")
    assert new.strip() == "kk:hasTopic <topic/havne>, <topic/kultur>, <topic/cykelstier> ;"
    (_,), (new,) = corrected(store, "agreement/gdansk", "topic-=havne")
    assert new.strip() == "kk:hasTopic <topic/kultur> ;"
    (_,), (new,) = corrected(store, "cooperation/malmoe", "summary-en=X.", section="3.1")
    assert new.strip() == 'kk:summary "Samarbejde om cykelstier."@da, "X."@en .'


def test_which_value(store):
    """Of several it has to be said which one; one that is not there is told."""
    with pytest.raises(ValueAmbiguous, match=r"topic:havne \(3\.2\)"):
        corrected(store, "agreement/gdansk", "topic=cykelstier")
    (_,), (new,) = corrected(store, "agreement/gdansk", "topic=cykelstier", old="havne")
    assert new.strip() == "kk:hasTopic <topic/cykelstier>, <topic/kultur> ;"
    for words, old in ((["topic=cykelstier"], "cykelstier"), (["topic-=cykelstier"], None)):
        with pytest.raises(ValueNotFound):
            corrected(store, "agreement/gdansk", *words, old=old)
    with pytest.raises(ValueNotFound):
        corrected(store, "payment/string", "amount-=1")
    with pytest.raises(FieldInvalid, match="summary-da"):
        corrected(store, "payment/string", "summary=x")


def test_where_a_new_property_goes(store):
    """To the section that says what the thing is, or the one named; a name to the register."""
    gone, come = corrected(store, "city/malmoe", "start=2011", section="4.1")
    assert gone == ['  <city/malmoe> kk:lines "33" .']
    assert come == ['  <city/malmoe> kk:lines "33" ;', '    kk:start "2011"^^xsd:gYear .']
    with pytest.raises(SectionMissing):
        corrected(store, "city/malmoe", "start=2011")
    _, (new,) = corrected(store, "city/malmoe", "altLabel-da+=Malmø By")
    assert new.strip() == 'skos:altLabel "Malmö"@da, "Malmø By"@da .'
    _, come = corrected(store, "city/gdansk", "altLabel-da=Danzig")
    assert come[-1].strip() == 'skos:altLabel "Danzig"@da .'


def withdrawn(store, thing, instead=None):
    """Return the plan of a withdrawal, and what it removes and adds."""
    node = instead and ox.NamedNode(terms.thing(instead))
    plan = corrections.withdraw(store, ox.NamedNode(terms.thing(thing)), node)
    return plan, *lines(store, plan)


def test_a_thing_is_withdrawn(store):
    """With all that is said of it and its links to the outside, and what points at it."""
    plan, _, come = withdrawn(store, "city/hamborg")
    subjects = {quad.subject.value for quad in plan.removed}
    assert {
        terms.thing(f"link/{name}/city-hamborg") for name in ("wikidata", "geonames")
    } < subjects
    assert terms.thing("membership/string-hamborg") in subjects
    assert plan.added == set()
    assert plan.created == {}
    assert not any("city/hamborg>" in line for line in come)
    with pytest.raises(ValueNotFound):
        withdrawn(store, "city/hamborg-2")


def test_another_takes_its_place(store):
    """What pointed at the one points at the other, once; the project's file names both."""
    plan, _, come = withdrawn(store, "city/hamborg", "city/gdansk")
    assert '"city/hamborg" = "city/gdansk"' in come
    assert {
        (terms.shorten(q.subject.value), terms.shorten(q.object.value)) for q in plan.added
    } == {("membership:string-hamborg", "city:gdansk")}
    (path,) = plan.created
    assert path.name == "kkgraph.toml"
    twice, _, _ = withdrawn(store, "topic/havne", "topic/kultur")
    assert twice.added == set()


def test_the_list_of_what_was_replaced(tmp_path):
    """It is begun at the end of the project's file, and then grows at its head."""
    project = SimpleNamespace(root=tmp_path)
    pair = terms.thing("city/a"), terms.thing("city/b")
    line = '"city/a" = "city/b"\n'
    path, text = corrections._replacing(project, *pair)  # noqa: SLF001 - part of a withdrawal
    assert path == tmp_path / "kkgraph.toml"
    assert text.endswith(f"[replaced]\n{line}")
    for before, after in (
        ("x = 1", "x = 1\n\n# "),
        ("x = 1\n", "x = 1\n\n# "),
        ("[replaced]\nold\n[y]\n", f"[replaced]\n{line}old\n[y]\n"),
    ):
        path.write_text(before)
        assert corrections._replacing(project, *pair)[1].startswith(after)  # noqa: SLF001 - same


# Any difference.


def quad(subject, name, value, section="2.2"):
    """Return a statement of a section."""
    iri = terms.thing(value) if isinstance(value, str) else value
    term = ox.NamedNode(iri) if isinstance(iri, str) else iri
    return ox.Quad(
        ox.NamedNode(terms.thing(subject)),
        ox.NamedNode(terms.KK + name),
        term,
        ox.NamedNode(terms.section(section)),
    )


def rewritten(store, removed, added):
    """Return the lines that a difference removes and adds."""
    return lines(store, rewriting.plan(Files(store), removed, added))


def test_a_property_is_renamed_where_it_stands(store):
    """With the same values under another property only its word changes."""
    gone, come = rewritten(
        store,
        [quad("membership/string", "hasFee", "payment/string")],
        [quad("membership/string", "hasGrant", "payment/string")],
    )
    assert (gone[0].strip(), come[0].strip()) == (
        "kk:hasFee <payment/string> .",
        "kk:hasGrant <payment/string> .",
    )


def test_values_take_each_other_s_place(store):
    """Another value stands where the one was; what is more is said beside it, what is less goes."""
    topic = "agreement/gdansk", "hasTopic"
    old = [quad(*topic, f"topic/{name}", "3.2") for name in ("havne", "kultur")]
    new = [quad(*topic, f"topic/{name}", "3.2") for name in ("a", "b", "c")]
    _, (come,) = rewritten(store, old[:1], new[:1])
    assert come.strip() == "kk:hasTopic <topic/a>, <topic/kultur> ;"
    _, (come,) = rewritten(store, old, new)
    assert come.strip() == "kk:hasTopic <topic/a>, <topic/b>, <topic/c> ;"
    _, (come,) = rewritten(store, old, new[:1])
    assert come.strip() == "kk:hasTopic <topic/a> ;"
    gone, come = rewritten(store, old, [])
    assert "hasTopic" in gone[0]
    assert not any("hasTopic" in line for line in come)
    _, come = rewritten(
        store, [], [quad(*topic, "topic/a", "3.2"), quad("agreement/gdansk", "x", "topic/b", "3.2")]
    )
    assert any("<topic/havne>, <topic/kultur>, <topic/a>" in line for line in come)
    assert any("kk:x <topic/b>" in line for line in come)


def test_what_has_no_place(store):
    """A section that does not speak of a thing has no place for what is said of it."""
    with pytest.raises(EditUnsound):
        rewritten(store, [], [quad("city/gdansk", "x", "topic/b", "2.2")])


def test_what_the_texts_say_is_proved(store):
    """A plan that says something else than its texts is refused, with the statement."""
    plan = rewriting.plan(Files(store), [], [quad("payment/string", "x", "topic/b")])
    plan.added.add(quad("payment/string", "y", "topic/b"))
    with pytest.raises(EditUnsound, match="topic/b"):
        changes.prove(store.project, plan, changes.edited(plan))
    assert drafts.NAME == "name"
