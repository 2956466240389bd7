"""What a project is made of, on folders made up here: files, names, what fits into memory."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kkgraph import project as projects
from kkgraph import terms
from kkgraph.errors import DataFileError, InputNotReadable, ProjectNotFound
from kkgraph.errors.projects import MemoryShort, ProjectIncomplete, WorkingFolderGone
from kkgraph.project import DataFile, Project, licences, memory, settings

SECTION = '[{name}]\nid = "{path}"\nda = "{da}"\nen = "{en}"\n'


@pytest.fixture
def folder(tmp_path):
    """Return a project's folder with a file of each kind."""
    for name in (
        *("data/sections.ttl", "data/themes.ttl", "data/survey/b.trig", "data/survey/a.trig"),
        *("data/register/z.ttl", "data/links/l.ttl", "data/register/no.txt"),
        *("ontology/kk.ttl", "ontology/shapes.ttl", "ontology/rules/r.rq"),
        *("queries/t/q.rq", "queries/questions.toml"),
    ):
        path = tmp_path / "one" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path / "one"


def names(files, root):
    """Return files relative to a folder."""
    return [str(getattr(one, "path", one).relative_to(root)) for one in files]


def test_files_of_a_project(folder):
    """Each kind by name, with the graph that its triples belong to."""
    one = Project(folder)
    assert names(one.survey_files(), folder) == ["data/survey/a.trig", "data/survey/b.trig"]
    assert names(one.register_files(), folder) == ["data/register/z.ttl"]
    assert [file.graph for file in one.outside_files()] == [terms.LINKS, terms.THEMES]
    assert [file.graph for file in one.stated_files()] == [
        terms.ONTOLOGY,
        terms.SECTIONS,
        terms.REGISTER,
        None,
        None,
    ]
    assert len(one.data_files()) == 7
    assert names(one.query_files(), folder) == ["queries/t/q.rq"]
    assert names(one.rule_files(), folder) == ["ontology/rules/r.rq"]
    assert one.query_file("q") == folder / "queries/t/q.rq"
    assert one.query_file("none") is None
    assert one.questions_file() == folder / "queries/questions.toml"
    (folder / "queries/questions.toml").unlink()
    assert one.questions_file() is None
    assert one.settings_files() == []
    assert (one.shown(folder / "a"), one.shown(Path("/b"))) == ("a", "/b")


def test_files_that_are_missing(folder):
    """A file that is empty, and a folder without any, are named."""
    one = Project(folder)
    (folder / "data/themes.ttl").write_text("")
    with pytest.raises(ProjectIncomplete, match=r"themes\.ttl"):
        one.outside_files()
    (folder / "data/links/l.ttl").unlink()
    with pytest.raises(ProjectIncomplete, match=r"links.*\*\.ttl"):
        one.outside_files()


def test_own_files(folder):
    """A user's triples get a graph named after the file, quads keep theirs."""
    one = Project(folder)
    assert one.plus(()) is one
    more = one.plus((Path("my data.ttl"),)).plus((Path("b.nq"),))
    own = more.stated_files()[-2:]
    assert [file.graph for file in own] == [terms.graph("own/my%20data"), None]
    assert [file.format for file in own] == ["ttl", "nq"]
    assert DataFile(Path("a.odd"), None).format == "ttl"
    with pytest.raises(InputNotReadable, match=r"a\.odd.*\.ttl"):
        one.plus((Path("a.odd"),))


def test_projects_together(folder, tmp_path):
    """Each has a base of its own; the others lend their data, not their vocabulary."""
    other = tmp_path / "two"
    for name in (
        "data/sections.ttl",
        "data/themes.ttl",
        "data/survey/a.trig",
        "data/register/a.ttl",
    ):
        path = other / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (other / "data/links").mkdir()
    (other / "data/links/a.ttl").write_text("x")
    (other / "kkgraph.toml").write_text('base = "https://two.example/"\n')
    (other / "ontology").mkdir()
    (other / "ontology/kk.ttl").write_text("x")
    both = Project(folder).together((Project(other),))
    stated = [str(file.path.relative_to(tmp_path)) for file in both.stated_files()]
    assert stated == [
        *("one/ontology/kk.ttl", "one/data/sections.ttl", "one/data/register/z.ttl"),
        *("one/data/survey/a.trig", "one/data/survey/b.trig"),
        *("two/data/sections.ttl", "two/data/register/a.ttl", "two/data/survey/a.trig"),
    ]
    assert len(both.outside_files()) == 4
    assert both.settings_files() == [other / "kkgraph.toml"]
    with pytest.raises(DataFileError, match=r"two.kkgraph\.toml"):
        both.together((Project(other), replace(Project(other), edition=None)))


@pytest.mark.parametrize(
    ("name", "city", "municipality", "slug"),
    [
        ("My Town!", "", "", "my-town"),
        ("x", "city/oslo", "", "oslo"),
        ("x", "", "municipality/by", "by"),
        ("***", "", "", "other"),
    ],
)
def test_name_of_a_project(tmp_path, name, city, municipality, slug):
    """Its city, else its municipality, else its folder."""
    root = tmp_path / name
    root.mkdir()
    parts = {"city": city, "municipality": municipality}
    text = "".join(SECTION.format(name=k, path=v, da="D", en="E") for k, v in parts.items() if v)
    (root / "kkgraph.toml").write_text(text)
    assert Project(root).name == slug


def test_versions(folder):
    """Those of the last release, else the vocabulary's, else none."""
    one = Project(folder)
    assert (one.version, one.issued, one.ontology_version) == ("", "", "")
    (folder / "ontology/kk.ttl").write_text('owl:versionInfo "0.2" ; dcterms:issued "2021-01-02"')
    assert (one.version, one.issued) == ("0.2", "2021-01-02")
    (folder / "kkgraph.toml").write_text('version = "1.0"\nissued = "2022-01-02"\n')
    assert (Project(folder).version, Project(folder).issued) == ("1.0", "2022-01-02")
    assert Project(folder).ontology_version == "0.2"


def test_what_is_a_project(folder, tmp_path, monkeypatch):
    """Data with a file that says so, or with vocabulary and queries; the nearest one around."""
    assert projects.find(folder).root == folder
    monkeypatch.chdir(folder / "data")
    assert projects.find().root == folder
    for left in ("queries/t/q.rq", "queries/questions.toml"):
        (folder / left).unlink()
    (folder / "queries/t").rmdir()
    (folder / "queries").rmdir()
    with pytest.raises(ProjectNotFound):
        projects.find(folder)
    (folder / "kkgraph.toml").write_text("")
    assert projects.find(folder).root == folder
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "kkgraph.toml").write_text("")
    with pytest.raises(ProjectNotFound):
        projects.find(bare)
    monkeypatch.setattr(projects, "_shipped", lambda: (bare, bare))
    monkeypatch.chdir(bare)
    with pytest.raises(ProjectNotFound):
        projects.find()
    with pytest.raises(ProjectNotFound):
        projects.package()
    with pytest.raises(ProjectNotFound):
        _ = Project(bare).ontology
    monkeypatch.setattr(projects, "_shipped", lambda: (bare, folder))
    assert projects.find().root == projects.package().root == folder
    assert Project(bare).shared == folder
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(WorkingFolderGone):
        projects.find()


def test_text_that_is_no_utf8(tmp_path):
    """Its line is told; a mark of the byte order is none of it."""
    path = tmp_path / "a"
    path.write_bytes(b"a\nb\n\xff")
    with pytest.raises(DataFileError, match="a:3: "):
        projects.read_text(path)
    path.write_bytes(b"\xef\xbb\xbfx")
    assert projects.read_text(path) == "x"
    with pytest.raises(InputNotReadable):
        projects.read_text(tmp_path)


# Memory.


@pytest.mark.parametrize(
    ("sizes", "free", "needed"),
    [
        ((("a.ttl", 40_000_000), ("b.nt", 10_000_000)), 0, 40_000_000 * 37 + 10_000_000 * 9),
        ((("a.trig", 50_000_000),), 50_000_000 * 37 - 1, 50_000_000 * 37),
        ((("a.trig", 50_000_000),), 50_000_000 * 37, None),
        ((("a.ttl", 49_999_999),), 0, None),
        ((("a.nq", 90_000_000),), None, None),
    ],
)
def test_what_fits_into_memory(monkeypatch, sizes, free, needed):
    """Large graphs alone are looked at; a compact format takes more for a byte."""
    by_path = {Path(name): size for name, size in sizes}
    monkeypatch.setattr(memory, "_size", by_path.__getitem__)
    monkeypatch.setattr(memory, "available", lambda: free)
    files = [DataFile(path, None) for path in by_path]
    if needed is None:
        memory.demand(files)
        return
    with pytest.raises(MemoryShort) as raised:
        memory.demand(files)
    assert str(raised.value) == str(MemoryShort(needed, free))


def test_memory_that_is_free(monkeypatch):
    """The least of what machine and process may still take; unknown where neither says."""
    monkeypatch.setattr(memory, "_of_machine", lambda: [5, 9])
    monkeypatch.setattr(memory, "_of_process", lambda: [7])
    assert memory.available() == 5
    monkeypatch.setattr(memory, "_of_machine", list)
    monkeypatch.setattr(memory, "_of_process", list)
    assert memory.available() is None


def test_memory_of_a_process(monkeypatch):
    """Its limit, less what it has; nothing without one, and never less than none."""
    import resource

    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    for limit, low, high in (
        (pages + 10**12, 9 * 10**11, 10**12 + 10**11),
        (1, 0, 0),
    ):
        monkeypatch.setattr(resource, "getrlimit", lambda _, limit=limit: (limit, -1))
        (free,) = memory._of_process()  # noqa: SLF001 - one of two
        assert low <= free <= high
    monkeypatch.setattr(resource, "getrlimit", lambda _: (resource.RLIM_INFINITY, -1))
    assert list(memory._of_process()) == []  # noqa: SLF001 - same
    (machine,) = memory._of_machine()  # noqa: SLF001 - the other
    said = re.search(r"MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text("ascii"))[1]
    assert machine == pytest.approx(int(said) * 1024, rel=0.3)


def test_size_of_a_file(tmp_path):
    """None of one that is not there."""
    (tmp_path / "a").write_bytes(b"abc")
    assert (memory._size(tmp_path / "a"), memory._size(tmp_path / "b")) == (3, 0)  # noqa: SLF001


# What `kkgraph.toml` says.


WHOLE = (
    'base = "https://x.example/"\nsurveys = ["survey/by-2022", "survey/by-2024"]\n'
    + SECTION.format(name="city", path="city/by", da="By", en="Town")
    + SECTION.format(name="municipality", path="municipality/by-kommune", da="By K", en="Town M")
    + '[title]\nda = "T-da"\nen = "T-en"\n[publisher]\nda = "P"\nen = "Q"\nhomepage = "http://p/"\n'
    + '[prefixes]\nown = "http://own/"\n[replaced]\n"city/a" = "city/b"\n'
)


def read(text):
    """Return what a file says."""
    return settings.read(Path("k.toml"), text)


def test_words_of_the_settings():
    """Names and the year in sentences, in both languages."""
    found = read(WHOLE)
    assert found.words("da") == {
        "project_title": "T-da",
        "city": "By",
        "municipality": "By K",
        "in_year": " i 2022",
        "of_year": " fra 2022",
        "the_year": " fra 2022",
        "publisher": "P",
        "licence": found.words("en")["licence"],
    }
    english = found.words("en")
    assert (english["in_year"], english["of_year"], english["the_year"]) == (
        " in 2022",
        " of 2022",
        " 2022",
    )
    assert found.home == (
        "https://x.example/id/city/by",
        "https://x.example/id/municipality/by-kommune",
    )
    assert (found.homepage, dict(found.prefixes)) == ("http://p/", {"own": "http://own/"})
    assert dict(found.replaced) == {"city/a": "city/b"}
    assert found.languages == ("da", "en")


def test_words_without_settings():
    """Nobody's: the city, the municipality, no year."""
    bare = read("")
    assert (bare.home, bare.year, bare.words("en")["of_year"]) == ((), "", "")
    assert [bare.words(lang)["city"] for lang in ("da", "en")] == ["byen", "city"]
    assert [bare.words(lang)["municipality"] for lang in ("da", "en")] == [
        "kommunen",
        "municipality",
    ]
    assert read('surveys = ["survey/x"]').year == ""
    assert read('languages = ["en"]').languages == ("en",)
    assert settings.Named().name("da") == ""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = \n", 1),
        ("a = ", None),
        ('\ncolour = "x"', 2),
        ('base = "no address"', 1),
        ('base = "https://x.example"', 1),
        ('issued = "2021"', 1),
        ("version = 1", 1),
        ('surveys = "survey/x"', 1),
        ("surveys = [1]", 1),
        ('surveys = ["Survey"]', 1),
        ('languages = ["fr"]', 1),
        ('title = "x"', 1),
        ('\n[title]\nda = "x"', 2),
        ('\n[city]\nda = "x"\nen = "y"', 2),
        ('[city]\nid = "x"\nda = "x"\nen = "y"', None),
        ('[city]\nid = "city/x"\nda = "x"', 1),
        ('[prefixes]\nkk = "http://x/"', 2),
        ('[prefixes]\n"1a" = "http://x/"', 2),
        ('[prefixes]\nx = "no"', 2),
        ('[replaced]\nx = "city/a"', 2),
        ('[replaced]\n"city/a" = "x"', 2),
        ('licence = "free"', 1),
    ],
)
def test_settings_that_are_wrong(text, line):
    """The line is told, where the key has one."""
    where = r"k\.toml:\d+: |k\.toml: " if line is None else rf"k\.toml:{line}: "
    with pytest.raises(DataFileError, match=where):
        read(text)


def test_licences():
    """By name and by SPDX's identifier, where they are known; others by their address."""
    by = "https://creativecommons.org/licenses/by/4.0/"
    assert licences.identifier(by) == "CC-BY-4.0"
    assert licences.called(by) != by
    assert not licences.identifier("urn:own")
    assert "urn:own" in licences.called("urn:own")
