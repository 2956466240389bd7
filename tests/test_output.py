"""The folder a site goes to, by sites of a few files: what is replaced, stays, is put back."""

from pathlib import Path

import pytest

from kkgraph.errors.output import OutputNotWritable
from kkgraph.locks import Lock
from kkgraph.site import output
from kkgraph.site.output import MANIFEST, replace, require_free, workshop


def write(folder, **files):
    """Write files, "__" for a slash and "_" for a full stop; return their paths."""
    paths = {name.replace("__", "/").replace("_", "."): text for name, text in files.items()}
    for path, text in paths.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return set(paths)


def contents(folder):
    """Return the files of a folder but its manifest."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in found}


def manifest(folder):
    """Return the files that builds wrote."""
    return (folder / MANIFEST).read_text("utf-8").splitlines()


@pytest.fixture
def out(tmp_path):
    """Return the folder a site goes to."""
    return tmp_path / "out"


@pytest.fixture
def build(tmp_path, out):
    """Return what builds a site of some files."""
    number = iter(range(9))

    def building(**files):
        room = tmp_path / f"room{next(number)}"
        made, aside = room / "made", room / "aside"
        paths = write(made, **files)
        aside.mkdir()
        replace(made, out, paths, aside)

    return building


def test_first_site(build, out):
    """The files are there, and the manifest lists them in order."""
    build(b_html="B", a__c_html="C")
    assert contents(out) == {"b.html": "B", "a/c.html": "C"}
    assert manifest(out) == ["a/c.html", "b.html"]


def test_later_site(build, out):
    """Stale files and the folders they leave empty go; others' files and folders stay."""
    build(a__b__c_html="C", d_html="D", e__f_html="F")
    write(out, CNAME="mine", e__g_txt="mine")
    build(d_html="D2")
    assert contents(out) == {"d.html": "D2", "CNAME": "mine", "e/g.txt": "mine"}
    assert manifest(out) == ["d.html"]
    assert not (out / "a").exists()
    assert (out / "e").is_dir()


def test_file_that_has_not_changed(build, out):
    """It keeps its time; one of the same length with other bytes is written."""
    build(a_html="A", b_html="B")
    before = {name: (out / name).stat().st_ino for name in ("a.html", "b.html")}
    build(a_html="A", b_html="X")
    after = {name: (out / name).stat().st_ino for name in ("a.html", "b.html")}
    assert before["a.html"] == after["a.html"]
    assert before["b.html"] != after["b.html"]
    assert contents(out) == {"a.html": "A", "b.html": "X"}


def test_file_of_somebody_else_is_refused(build, out):
    """Where the site has a file that no build wrote, nothing changes."""
    build(a_html="A")
    write(out, b_html="mine")
    with pytest.raises(OutputNotWritable, match=r"b\.html"):
        build(a_html="A2", b_html="B")
    assert contents(out) == {"a.html": "A", "b.html": "mine"}
    assert manifest(out) == ["a.html"]


def test_link_of_somebody_else_is_refused(build, out, tmp_path):
    """A link is somebody's own, wherever it leads; so is a folder that leads out."""
    out.mkdir()
    (out / "a.html").symlink_to(tmp_path / "nowhere")
    with pytest.raises(OutputNotWritable):
        build(a_html="A")
    (out / "a.html").unlink()
    (tmp_path / "elsewhere").mkdir()
    (out / "sub").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputNotWritable):
        build(sub__x_html="X")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_manifest_that_leads_out_is_not_followed(build, out, tmp_path):
    """What a manifest lists outside the folder is left alone, and so is an empty line."""
    build(a_html="A")
    write(tmp_path, kept_txt="kept")
    with (out / MANIFEST).open("a") as listed:
        listed.write("../kept.txt\n\n")
    build(b_html="B")
    assert (tmp_path / "kept.txt").read_text() == "kept"
    assert contents(out) == {"b.html": "B"}


def test_site_before_there_were_manifests(build, out):
    """The files of a site of version 0.1.0 are a build's; without its mark they are somebody's."""
    write(out, a_html="old", x_txt="mine")
    with pytest.raises(OutputNotWritable):
        build(a_html="new")
    (out / ".well-known").mkdir()
    (out / ".well-known" / "void").write_text("")
    build(a_html="new")
    assert contents(out) == {"a.html": "new", "x.txt": "mine", ".well-known/void": ""}


@pytest.mark.parametrize("at", range(1, 7))
def test_failure_puts_all_back(build, out, monkeypatch, at):
    """Whichever renaming fails, the earlier site is as it was, its manifest too."""
    build(a__b_html="B", c_html="C", d_html="D")
    before, listed = contents(out), manifest(out)
    rename, calls = Path.rename, []

    def failing(source, target):
        calls.append(source)
        if len(calls) == at:
            raise OSError(28, "full")
        return rename(source, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="full"):
        build(c_html="C2", d_html="D2", e__f_html="F")
    assert (contents(out), manifest(out)) == (before, listed)
    assert not (out / "e").exists()


def test_failure_of_a_first_site_leaves_nothing(build, out, monkeypatch):
    """Without an earlier site there is no manifest after a failure, nor a folder of the new."""
    monkeypatch.setattr(Path, "rename", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build(a__b_html="B")
    assert list(out.iterdir()) == []


@pytest.mark.parametrize(
    ("files", "is_free"),
    [
        ({}, True),
        ({"CNAME": "x"}, True),
        ({".gitignore": "x", "CNAME": "x"}, True),
        ({"letter.txt": "x"}, False),
        ({"CNAME": "x", "letter.txt": "x"}, False),
        ({MANIFEST: "", "letter.txt": "x"}, True),
    ],
)
def test_folder_that_is_free(out, files, is_free):
    """Empty, made ready for a site, or a site; a file is no folder, and none is free."""
    require_free(out)
    out.mkdir()
    for name, text in files.items():
        (out / name).write_text(text)
    if is_free:
        require_free(out)
    else:
        with pytest.raises(OutputNotWritable, match="no site"):
            require_free(out)
    (out / "x").write_text("")
    with pytest.raises(OutputNotWritable, match="file"):
        require_free(out / "x")


def test_workshop(out, tmp_path):
    """A room beside the folder, gone afterwards; what dead builds left there goes too."""
    dead, alive, other = (tmp_path / f".{n}.kkgraph-x" for n in ("out", "out", "outer"))
    alive = tmp_path / ".out.kkgraph-alive"
    for folder in (dead, alive, other):
        folder.mkdir()
    with Lock(alive), workshop(out) as room:
        assert (room.parent, room.is_dir()) == (tmp_path, True)
        assert (dead.exists(), alive.exists(), other.exists()) == (False, True, True)
    assert not room.exists()
    assert output._is_a_hosts(".github")  # noqa: SLF001 - what a folder may have before
