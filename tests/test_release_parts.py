"""Parts of a release and of a migration: numbers, tombstones, metadata, steps and files."""

import hashlib
import json
from dataclasses import replace
from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.editions.withdrawn import Tombstone
from kkgraph.errors.output import OutputNotWritable
from kkgraph.migrations import migration
from kkgraph.migrations.steps import Step, steps
from kkgraph.releases import builder, metadata, numbers, tombstones
from kkgraph.releases.metadata import Release
from kkgraph.releases.tombstones import Leaving
from kkgraph.tables import About, Table

OLD, NEW = terms.thing("city/old"), terms.thing("city/new")
THIS = Release(
    version="2.0.0",
    date="2030-01-02",
    title="T",
    description="D",
    publisher="P",
    licence="https://l.example/",
    address="https://x.example/release/2.0.0/",
    keywords=("a", "b"),
    citation="C",
    previous="https://x.example/release/1.0.0/",
)


def quads(text):
    """Return statements."""
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in terms.PREFIXES.items())
    return list(ox.parse(head + text, ox.RdfFormat.TRIG))


# Tombstones.

BEFORE = """
city:old a kk:City ; skos:prefLabel "Gammel"@da, "Old"@en ; skos:altLabel "Older"@en .
city:new a kk:City ; skos:prefLabel "New"@en . [] a kk:City .
kk:x a owl:Class ; rdfs:label "x"@en .
"""


def test_what_is_gone():
    """What had a class and has none; with its labels, whatever else is said of it."""
    gone = tombstones.withdrawn(quads(BEFORE), quads("city:new a kk:City . city:old kk:p 1 ."))
    assert {iri: sorted(label.value for label in labels) for iri, labels in gone.items()} == {
        OLD: ["Gammel", "Old"],
        terms.KK + "x": ["x"],
    }
    assert tombstones.withdrawn(quads(BEFORE), quads(BEFORE.replace("[] a kk:City .", ""))) == {}


def test_what_took_its_place():
    """Whom a person named, and what is a revision of it; of nothing else."""
    after = quads("city:new prov:wasRevisionOf city:old . city:a prov:wasRevisionOf city:b .")
    assert tombstones.replaced(after, [OLD], {}) == {OLD: [NEW]}
    named = tombstones.replaced(after, [OLD, NEW], {OLD: "urn:x:y"})
    assert named == {OLD: ["urn:x:y", NEW], NEW: []}


@pytest.fixture
def stone(tmp_path):
    """Return a tombstone as it is read back, and the file of tombstones."""
    labels = {OLD: [ox.Literal("Gammel", language="da"), ox.Literal("Old", language="en")]}
    leaving = Leaving("2.0.0", "2030-01-02", THIS.previous)
    text = tombstones.turtle(labels, {OLD: [NEW]}, tmp_path / "none", leaving)
    path = tmp_path / "tombstones.ttl"
    path.write_bytes(text)
    return Tombstone(OLD, tuple(ox.parse(text, ox.RdfFormat.TURTLE))), path


def test_tombstone(stone):
    """It says when and with which release a thing left, its names, and what took its place."""
    found, _ = stone
    assert (found.label("da"), found.label("en"), found.label("fr")) == ("Gammel", "Old", "Gammel")
    assert (found.replaced_by, found.last) == ((NEW,), (THIS.previous,))
    assert "2.0.0" in found.note("en")
    assert found.note("da") != found.note("en")
    assert found.note("fr") == ""
    said = {t.predicate.value: t.object.value for t in found.triples}
    assert said[tombstones.DEPRECATED] == "true"
    assert said[terms.PREFIXES["prov"] + "invalidatedAtTime"] == "2030-01-02T00:00:00Z"
    bare = Tombstone(OLD, ())
    assert (bare.label("en"), bare.replaced_by, bare.last) == ("city:old", (), ())


def test_tombstones_are_kept(stone):
    """Those of the release before stand in the next, too."""
    _, path = stone
    leaving = Leaving("3.0.0", "2031-01-01", THIS.address)
    text = tombstones.turtle({NEW: []}, {}, path, leaving)
    subjects = {quad.subject.value for quad in ox.parse(text, ox.RdfFormat.TURTLE)}
    assert subjects == {OLD, NEW}
    alone = tombstones.turtle({NEW: []}, {}, None, leaving)
    assert {q.subject.value for q in ox.parse(alone, ox.RdfFormat.TURTLE)} == {NEW}


# The version's number.


def test_number_everywhere(tmp_path):
    """Each file has the number and the date, once; what has neither is not touched."""
    (tmp_path / "ontology").mkdir()
    files = {
        "kkgraph.toml": '# a\nversion = "1.0.0"\nissued = "2020-01-01"\n',
        "ontology/kk.ttl": '<o> owl:versionInfo "1.0.0" ; owl:versionIRI <http://x/1.0.0> .\n',
        "CITATION.cff": 'version: "1.0.0"\ndate-released: 2020-01-01\n',
        "CHANGELOG.md": "# Log\n\n## [Unreleased]\n\n- new\n\n## [1.0.0] - 2020-01-01\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert {(one.file, text) for one, text in numbers.found(tmp_path)} == {
        ("kkgraph.toml", "1.0.0"),
        ("kkgraph.toml", "2020-01-01"),
        ("ontology/kk.ttl", "1.0.0"),
        ("CITATION.cff", "1.0.0"),
        ("CITATION.cff", "2020-01-01"),
        ("CHANGELOG.md", "1.0.0"),
    }
    found = numbers.stamped(tmp_path, "2.0.0", "2030-01-02")
    changed = {p.relative_to(tmp_path).as_posix(): text.decode() for p, text in found.items()}
    log = changed.pop("CHANGELOG.md")
    for name, text in changed.items():
        wanted = files[name].replace("1.0.0", "2.0.0").replace("2020-01-01", "2030-01-02")
        assert text == wanted
    assert log == ("# Log\n\n## [2.0.0] - 2030-01-02\n\n- new\n\n## [1.0.0] - 2020-01-01\n")
    assert len(changed) == 3
    for path, text in found.items():
        path.write_bytes(text)
    assert numbers.stamped(tmp_path, "2.0.0", "2030-01-02") == {}
    (again,) = numbers.stamped(tmp_path, "3.0.0", "2030-01-02").keys() & {tmp_path / "CHANGELOG.md"}
    text = numbers.stamped(tmp_path, "3.0.0", "2030-01-02")[again].decode()
    assert text.startswith("# Log\n\n## [3.0.0] - 2030-01-02\n\n## [2.0.0]")


def test_number_of_a_project_without_one(tmp_path):
    """It gets one in its own file, before the first setting."""
    (tmp_path / "kkgraph.toml").write_text('# about\n\ntitle = "x"\n')
    (text,) = numbers.stamped(tmp_path, "1.0.0", "2030-01-02").values()
    assert text.decode() == ('# about\n\nversion = "1.0.0"\nissued = "2030-01-02"\ntitle = "x"\n')
    (tmp_path / "kkgraph.toml").write_text("# about\n")
    (text,) = numbers.stamped(tmp_path, "1.0.0", "2030-01-02").values()
    assert text.decode() == '# about\nversion = "1.0.0"\nissued = "2030-01-02"\n'


# What repositories read.

FILES = {"b.csv": b"x\n1\n", "dump/a.ttl": b"# a\n"}


def test_crate():
    """Each file with its size and digest, sorted; what the release is based on."""
    graph = {one["@id"]: one for one in json.loads(metadata.crate(THIS, FILES))["@graph"]}
    root = graph["./"]
    assert [one["@id"] for one in root["hasPart"]] == ["b.csv", "dump/a.ttl"]
    assert (root["keywords"], root["isBasedOn"]) == ("a, b", {"@id": THIS.previous})
    part = graph["dump/a.ttl"]
    assert (part["name"], part["contentSize"], part["encodingFormat"]) == (
        "a.ttl",
        "4",
        "text/turtle",
    )
    assert part["sha256"] == hashlib.sha256(b"# a\n").hexdigest()
    first = json.loads(metadata.crate(replace(THIS, previous=""), FILES))["@graph"]
    assert not any("isBasedOn" in one for one in first)


def test_zenodo():
    """The same release elsewhere, and the one before."""
    found = json.loads(metadata.zenodo(THIS))
    assert [one["relation"] for one in found["related_identifiers"]] == [
        "isIdenticalTo",
        "isNewVersionOf",
    ]
    assert (found["keywords"], found["publication_date"]) == (["a", "b"], "2030-01-02")
    first = json.loads(metadata.zenodo(replace(THIS, previous="")))
    assert len(first["related_identifiers"]) == 1


def test_croissant():
    """Files at their addresses, and the columns of tables with their types."""
    number = ox.Literal("1", datatype=ox.NamedNode(terms.XSD + "integer"))
    table = Table(("name", "n"), ((ox.Literal("x"), number),), About("en"))
    found = json.loads(metadata.croissant(THIS, FILES, {"t": ("b.csv", table)}))
    assert [one["contentUrl"] for one in found["distribution"]] == [
        THIS.address + "b.csv",
        THIS.address + "dump/a.ttl",
    ]
    assert found["distribution"][0]["contentSize"] == "4 B"
    fields = found["recordSet"][0]["field"]
    assert [(one["@id"], one["dataType"]) for one in fields] == [
        ("t/name", "sc:Text"),
        ("t/n", "sc:Integer"),
    ]
    assert fields[1]["source"] == {"fileObject": {"@id": "b.csv"}, "extract": {"column": "n"}}


# Migrations.


def test_steps_of_a_version(tmp_path):
    """Steps that lead beyond the data's version, in order; other files are none."""
    head = "#+ summary: a\n#+ summary_da: b\n"
    for name in ("0.1-0.2/a.ru", "0.1-0.2/b.rq", "0.1-0.2/README", "0.2-0.3/c.ru", "0.9-0.10/d.ru"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(head + "#+ needs: survey\n")

    def names(version):
        return [one.path.name for one in steps(tmp_path, version)]

    assert names("0.1.0") == ["a.ru", "b.rq", "c.ru", "d.ru"]
    assert names("0.2.0") == ["c.ru", "d.ru"]
    assert names("0.9.0") == ["d.ru"]
    assert names("0.10.0") == []
    assert steps(tmp_path / "none", "0.1.0") == []
    first, second, *_ = steps(tmp_path, "0.1.0")
    assert (first.is_update, second.is_update) == (True, False)
    assert (first.needs, first.summary) == ("survey", {"en": "a", "da": "b"})


def step(tmp_path, name, text, needs=""):
    """Return a step."""
    return Step(tmp_path / name, text, {}, needs)


def test_steps_are_run(tmp_path):
    """Updates that change something are done; those without a survey, and questions, are left."""
    graph = ox.Store()
    graph.extend(quads("city:a kk:old 1 . city:b kk:ask city:c ."))
    update = "DELETE { ?s <urn:x:old> ?o } INSERT { ?s <urn:x:new> ?o } WHERE { ?s <urn:x:old> ?o }"
    renames = update.replace("urn:x:", terms.KK)
    insert = "INSERT DATA { <urn:x:a> <urn:x:b> ?_survey }"
    asks = f"SELECT ?s ?p ?o {{ ?s ?p ?o FILTER(?p = <{terms.KK}ask>) }}"
    found = [
        step(tmp_path, "1.ru", renames),
        step(tmp_path, "2.ru", renames),
        step(tmp_path, "3.ru", insert, "survey"),
        step(tmp_path, "4.rq", asks),
        step(tmp_path, "5.rq", asks.replace("ask", "nothing")),
    ]
    done, todo = migration._run(graph, found, "")  # noqa: SLF001 - the steps of `migrate`
    assert [one.path.name for one in done] == ["1.ru"]
    assert [(one.step.path.name, len(one.rows)) for one in todo] == [("3.ru", 0), ("4.rq", 1)]
    (row,) = todo[1].rows
    assert [terms.shorten(term.value) for term in row] == ["city:b", "kk:ask", "city:c"]
    done, todo = migration._run(graph, found[2:3], "urn:x:survey")  # noqa: SLF001 - same
    assert ([one.path.name for one in done], todo) == (["3.ru"], [])
    assert any(quad.object.value == "urn:x:survey" for quad in graph)


def test_survey_that_a_migration_needs():
    """Only the one survey of a project can be meant."""
    settings = SimpleNamespace(surveys=["a"], iri=lambda name: f"urn:x:{name}")
    project = SimpleNamespace(settings=settings)
    assert migration._survey(project) == "urn:x:a"  # noqa: SLF001 - part of `migrate`
    for surveys in ([], ["a", "b"]):
        settings.surveys = surveys
        assert migration._survey(project) == ""  # noqa: SLF001 - same


def test_files_of_the_ontology(tmp_path, monkeypatch):
    """A project's own ontology is replaced: what differs is written, old rules go, others stay."""
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    for root, files in (
        (
            shipped,
            {"kk.ttl": "new", "rules/a.rq": "a", "migrations/0.1-0.2/x.ru": "x", "s.ttl": "s"},
        ),
        (own, {"kk.ttl": "old", "rules/a.rq": "a", "rules/gone.rq": "gone", "mine.ttl": "mine"}),
    ):
        for name, text in files.items():
            path = root / "ontology" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    monkeypatch.setattr(migration, "present", lambda: SimpleNamespace(root=shipped))
    changed = migration._ontology(SimpleNamespace(root=own))  # noqa: SLF001 - part of `migrate`
    assert {p.relative_to(own / "ontology").as_posix(): text for p, text in changed.items()} == {
        "kk.ttl": b"new",
        "s.ttl": b"s",
        "rules/gone.rq": None,
    }
    assert migration._ontology(SimpleNamespace(root=shipped)) == {}  # noqa: SLF001 - same
    assert migration._ontology(SimpleNamespace(root=tmp_path / "none")) == {}  # noqa: SLF001 - same


# The folder of a release.


def test_the_release_before(tmp_path):
    """The newest that is older than the one to be made; what is no version is none."""
    assert builder.latest(tmp_path / "none", "1.0.0") == ""
    for name in ("0.9.0", "0.10.0", "1.0.0-rc.1", "1.0.0", "2.0.0", "x", "latest"):
        (tmp_path / name).mkdir()
    (tmp_path / "0.11.0").write_text("a file")
    assert builder.latest(tmp_path, "1.0.0") == str(tmp_path / "1.0.0-rc.1")
    assert builder.latest(tmp_path, "1.0.0-rc.1") == str(tmp_path / "0.10.0")
    assert builder.latest(tmp_path, "3.0.0") == str(tmp_path / "2.0.0")
    assert builder.latest(tmp_path, "0.9.0") == ""


def test_sums():
    """A line a file, sorted by name, as `sha256sum --check` reads them."""
    first, second = builder.sums({"b/x": b"1", "a": b"2"}).decode().splitlines()
    assert first == f"{hashlib.sha256(b'2').hexdigest()}  a"
    assert second == f"{hashlib.sha256(b'1').hexdigest()}  b/x"


def test_a_release_is_there_whole_or_not_at_all(tmp_path, monkeypatch):
    """Its files come into their folder together; what is left of a failure is nothing."""
    out = tmp_path / "deep" / "1.0.0"
    builder._put(out, {"a": b"1", "b/c": b"2"})  # noqa: SLF001 - how a release is written
    assert {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()} == {"a", "b/c"}
    assert list(out.parent.iterdir()) == [out]
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputNotWritable):
        builder._put(tmp_path / "file" / "1.0.0", {"a": b"1"})  # noqa: SLF001 - same
    other = tmp_path / "other"
    monkeypatch.setattr(builder, "_sorted", lambda _: ["none"])
    with pytest.raises(KeyError):
        builder._put(other / "1.0.0", {"a": b"1"})  # noqa: SLF001 - same
    assert list(other.iterdir()) == []


@pytest.mark.parametrize("inside", [True, False])
def test_both_or_neither(tmp_path, monkeypatch, inside):
    """Where the project's own files cannot be given the number, there is no release either."""
    root, seen = tmp_path / "project", []
    root.mkdir()
    folder = (root if inside else tmp_path) / "releases" / "1.0.0"
    plan = builder.Plan("1.0.0", "2030-01-01", folder, "https://x.example/")
    project, files = SimpleNamespace(root=root), {"a": b"1"}
    monkeypatch.setattr(builder.transaction, "write", lambda *given: seen.append(given))
    builder._write(project, plan, files, {"p": b"2"})  # noqa: SLF001 - how a release is written
    if inside:
        assert seen == [(root, {"p": b"2"}, (folder, files))]
        assert not folder.exists()
        return
    assert seen == [(root, {"p": b"2"})]
    assert (folder / "a").read_bytes() == b"1"

    def fails(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(builder.transaction, "write", fails)
    later = replace(plan, folder=folder.with_name("2.0.0"))
    with pytest.raises(KeyboardInterrupt):
        builder._write(project, later, files, {})  # noqa: SLF001 - same
    assert not later.folder.exists()


def test_files_that_a_release_takes_along(tmp_path, monkeypatch):
    """Data, vocabulary and queries, and what says whose they are; nothing hidden, nothing else."""
    kept = ("data/a.ttl", "ontology/rules/b.rq", "queries/c/d.rq", "kkgraph.toml", "CITATION.cff")
    for name in (*kept, "data/.hidden", "README.md", "site/x.html", "LICENSE-data/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    project = SimpleNamespace(root=tmp_path)
    found = [p.relative_to(tmp_path).as_posix() for p in builder._own(project)]  # noqa: SLF001 - what is numbered
    assert found == sorted(kept)
    monkeypatch.setattr(builder, "find", lambda folder: folder)
    with builder._numbered(project, {tmp_path / "data/a.ttl": b"new"}) as made:  # noqa: SLF001 - same
        texts = {p.relative_to(made).as_posix(): p.read_text() for p in made.rglob("*.*")}
    assert texts["data/a.ttl"] == "new"
    assert texts["kkgraph.toml"] == "kkgraph.toml"
    assert not made.exists()
