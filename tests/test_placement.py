"""Where new statements go: a section's graph in its place, a thing among those of its kind."""

import pyoxigraph as ox
import pytest
import toy

from kkgraph import terms
from kkgraph.editing import changes, placement
from kkgraph.editing.drafts import Draft
from kkgraph.editing.fields import Form
from kkgraph.project import find
from kkgraph.store import load


def graph(number, line="1"):
    """Return a section's graph."""
    return f'<section/{number}> {{\n  <network/nordnet> kk:lines "{line}" .\n}}\n'


FIRST = f"# Chapter 1\n{toy.HEAD}\n{graph('1')}\n{graph('1.2')}"
THIRD = f"{toy.HEAD}\n# of 3.1\n{graph('3.1')}"
BEGUN = toy.HEAD


@pytest.fixture
def store(tmp_path):
    """Return a project with two chapters, and a third that has only been begun."""
    root = toy.build(tmp_path)
    (root / "data/survey/all.trig").unlink()
    for name, text in (("01-a.trig", FIRST), ("03-c.trig", THIRD), ("04-d.trig", BEGUN)):
        (root / "data/survey" / name).write_text(text, "utf-8")
    names = ("data/register/all.ttl", "data/survey/01-a.trig", "data/survey/03-c.trig")
    (root / "data/manifest.txt").write_text("# All.\n" + "".join(f"{n}\n" for n in names), "utf-8")
    return load(find(root))


def drafted(section, name="membership/x", cls="Membership", **said):
    """Return a draft of a thing in a section."""
    kind = name.partition("/")[0]
    values = {terms.LINES: (ox.Literal("5"),), terms.KK + "note": (ox.Literal("n"),)}
    found = said.get("said", values)
    node = section and terms.section(section)
    return Draft(Form(terms.term(cls), kind, (), ()), terms.thing(name), node, found)


def texts(store, *drafts):
    """Return the new texts by the names of their files, and the plan."""
    plan = placement.plan(store, drafts)
    found = {path.name: text for path, text in changes.edited(plan).items()}
    return found, plan


NEW = '  <membership/x> a kk:Membership ; kk:lines "5" ;\n    kk:note "n" .\n}\n'


@pytest.mark.parametrize(
    ("section", "name", "before", "after"),
    [
        ("1.2", "01-a.trig", '  <network/nordnet> kk:lines "1" .\n', ""),
        ("1.1", "01-a.trig", graph("1"), f"\n{graph('1.2')}"),
        ("1.10", "01-a.trig", graph("1.2"), ""),
        ("3.2", "03-c.trig", graph("3.1"), ""),
        ("3", "03-c.trig", f"{toy.HEAD}\n", f"# of 3.1\n{graph('3.1')}"),
        ("4.1", "04-d.trig", toy.HEAD, ""),
    ],
)
def test_a_section_has_its_place(store, section, name, before, after):
    """In its graph if it has one; else behind the section before it, or before the first."""
    found, plan = texts(store, drafted(section))
    (text,) = (text for file, text in found.items() if file == name)
    head = "" if section == "1.2" else f"\n<section/{section}> {{\n"
    assert f"{before}{head}{NEW}{after}" in text
    assert text.endswith(after or NEW)
    assert len(found) == 1
    assert {quad.graph_name.value for quad in plan.added} == {terms.section(section)}
    assert len(plan.added) == 3
    assert plan.removed == set()
    changes.prove(store.project, plan, changes.edited(plan))


def test_a_chapter_that_is_new(store):
    """It gets a file of its own, with the base and prefixes of the others, which is listed."""
    found, plan = texts(store, drafted("2.1"), drafted("2.1", "membership/y"), drafted("2"))
    text = found.pop("02-netvaerk.trig")
    assert text.startswith("@base <https://w3id.org/kkgraph/id/> .\n@prefix kk: ")
    assert text.count("@prefix") == toy.HEAD.count("@prefix")
    assert text.count("<section/2.1> {") == text.count("<section/2> {") == 1
    assert "<membership/y> a kk:Membership" in text
    manifest = found.pop("manifest.txt")
    assert manifest.splitlines()[2:4] == ["data/survey/01-a.trig", "data/survey/02-netvaerk.trig"]
    assert found == {}
    assert [path.name for path in plan.created] == ["02-netvaerk.trig"]


def test_the_last_of_the_list(store):
    """A file that comes behind all others stands at the end of the list."""
    found, _ = texts(store, drafted("9.1"))
    assert found["manifest.txt"].splitlines()[-1].startswith("data/survey/09")
    (store.project.root / "data/manifest.txt").unlink()
    found, _ = texts(store, drafted("9.1"))
    assert "manifest.txt" not in found


def test_another_source_has_a_file_of_its_own(store):
    """What a memo says does not go to the survey's chapters, and the next goes beside it."""
    found, plan = texts(
        store,
        Draft(
            drafted("1").form,
            terms.thing("membership/x"),
            terms.thing("source/memo/section/1"),
            drafted("1").said,
        ),
    )
    assert "memo.trig" in found
    assert "<source/memo/section/1> {\n" in found["memo.trig"]
    (path,) = plan.created
    path.write_text(found["memo.trig"], "utf-8")
    later = Draft(
        drafted("1").form,
        terms.thing("membership/y"),
        terms.thing("source/memo/section/2"),
        drafted("1").said,
    )
    found, plan = texts(store, later)
    assert list(found) == ["memo.trig"]
    assert found["memo.trig"].rindex("section/2>") > found["memo.trig"].index("section/1>")
    assert plan.created == {}


LABELS = {terms.PREF_LABEL: (ox.Literal("Å", language="da"), ox.Literal("A", language="en"))}


def test_a_thing_goes_among_its_kind(store):
    """In the register with its class and names; what a section says of it, without them, there."""
    said = {**LABELS, terms.LINES: (ox.Literal("5"),)}
    found, plan = texts(store, drafted("1.2", "network/aa", "Network", said=said))
    assert set(found) == {"all.ttl", "01-a.trig"}
    assert '<network/aa> a kk:Network ;\n    skos:prefLabel "Å"@da, "A"@en .\n' in found["all.ttl"]
    assert found["all.ttl"].index("<network/aa>") < found["all.ttl"].index("<network/nordnet>")
    assert '  <network/aa> kk:lines "5" .\n}\n' in found["01-a.trig"]
    graphs = sorted(quad.graph_name.value for quad in plan.added)
    assert graphs == sorted([terms.REGISTER] * 3 + [terms.section("1.2")])


@pytest.mark.parametrize(
    ("kind", "cls", "file"), [("city", "City", "cities"), ("event", "Event", "events")]
)
def test_the_first_of_its_kind(store, kind, cls, file):
    """It begins a file named after many of them, with the head of the others."""
    one = drafted(None, f"{kind}/a", cls, said=LABELS)
    found, plan = texts(store, one, drafted(None, f"{kind}/b", cls, said=LABELS))
    assert set(found) == {f"{file}.ttl", "manifest.txt"}
    assert found[f"{file}.ttl"].startswith("@base ")
    assert found[f"{file}.ttl"].index(f"<{kind}/a>") < found[f"{file}.ttl"].index(f"<{kind}/b>")
    assert len(plan.edits[store.project.root / "data/manifest.txt"]) == 1
    lines = found["manifest.txt"].splitlines()
    assert lines[1:] == sorted(lines[1:])


def test_most_of_a_kind_are_where_the_next_goes(store):
    """Where two files have things of a kind, the one with more of them gets the next."""
    register = store.project.root / "data/register"
    more = "".join(f'<network/{n}> a kk:Network ; skos:prefLabel "{n}"@da .\n' for n in "yz")
    (register / "b.ttl").write_text(toy.HEAD + more, "utf-8")
    found, _ = texts(store, drafted(None, "network/a", "Network", said=LABELS))
    assert list(found) == ["b.ttl"]
    (register / "a.ttl").write_text(toy.HEAD + more.replace("network/", "network/0"), "utf-8")
    found, _ = texts(store, drafted(None, "network/a", "Network", said=LABELS))
    assert list(found) == ["a.ttl"]  # as many in both: the first by name
