"""The cache folder: what comes out of it is what loading gives, whatever happens to it."""

import os
import random
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from sampling import each

from kkgraph import cache
from kkgraph import store as stores
from kkgraph.cache import entries, preparation, sources
from kkgraph.cache.sources import Sources
from kkgraph.cli import main
from kkgraph.errors.projects import ProjectIncomplete
from kkgraph.project import Project

COMMAND = [sys.executable, "-m", "kkgraph"]
HAVNBY = Path(__file__).parent.parent / "examples/havnby"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a cache folder of the test's own, which nothing writes to at the end of pytest."""
    monkeypatch.delenv(entries.NEVER)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(preparation, "at_exit", lambda *_: None)
    yield tmp_path / "cache/kkgraph"
    entries.release()


def prepared(project: Project, *, stated: bool = False) -> bool:
    """Load a project and write its graph to the cache folder."""
    found = Sources.of(project, stated=stated)
    assert found
    return preparation.prepare(stores.load(project, stated=stated), found)


def is_read_only(graph: ox.Store) -> bool:
    """Tell whether a graph is one of the cache folder."""
    one = ox.NamedNode("urn:x:one")
    try:
        graph.add(ox.Quad(one, one, one))
    except (OSError, ValueError, RuntimeError):
        return True
    graph.remove(ox.Quad(one, one, one))
    return False


def quads(project: Project, *, stated: bool = False) -> set[ox.Quad]:
    """Return what loading gives, without the cache folder."""
    return set(stores.load(project, stated=stated).graph)


def finished(folder: Path) -> list[Path]:
    """Wait until nobody writes to a cache folder, and return its entries."""
    for _ in range(300):
        time.sleep(0.1)
        with entries.writing() as alone:
            if alone and (found := [entry.folder for entry in entries.found()]):
                return found
    raise AssertionError(sorted(folder.rglob("*")))


@pytest.mark.parametrize("stated", [False, True])
@pytest.mark.parametrize("whose", each(["mini_project", "project"], 2))
def test_the_same_graph(request: pytest.FixtureRequest, whose: str, *, stated: bool) -> None:
    """All of a graph, stated and whole, is the same from the cache folder; slow: the shipped."""
    project = request.getfixturevalue(whose)
    assert prepared(project, stated=stated)
    found = cache.load(project, stated=stated)
    assert (found.stated, found.inferred) == (stated, not stated)
    assert is_read_only(found.graph)
    assert set(found.graph) == quads(project, stated=stated)


def test_stated_and_whole_are_two(mini_project: Project) -> None:
    """What is written without the derived triples is not read for the whole graph."""
    assert prepared(mini_project, stated=True)
    assert not is_read_only(cache.load(mini_project).graph)


def test_every_file_counts(mini_copy: Project) -> None:
    """A byte more in any file of data, ontology or rules is seen; so is a file more or less."""
    files = [file.path for file in mini_copy.data_files()] + mini_copy.rule_files()
    seen = {Sources.of(mini_copy, stated=False)}
    for path in files:
        path.write_bytes(path.read_bytes() + b"\n")
        seen.add(Sources.of(mini_copy, stated=False))
    extra = mini_copy.root / "ontology/rules/zz.rq"
    extra.write_bytes(files[-1].read_bytes())
    seen.add(Sources.of(mini_copy, stated=False))
    extra.rename(extra.with_name("zzz.rq"))
    seen.add(Sources.of(mini_copy, stated=False))
    assert len({one.digest for one in seen if one}) == len(files) + 3


def test_a_changed_file_is_answered_from(mini_copy: Project) -> None:
    """The answer after a change is the one of the changed file, also with its old times."""
    assert prepared(mini_copy)
    path = mini_copy.rule_files()[0]
    before, text = path.stat(), path.read_text()
    path.write_text(text.replace("kk:", "kk:X", 1))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert set(cache.load(mini_copy).graph) == quads(mini_copy)
    path.write_text(text)
    assert is_read_only(cache.load(mini_copy).graph)


def test_large_sources_are_told_by_their_times(
    mini_copy: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sources too large to read each time are not trusted until they have settled."""
    monkeypatch.setattr(sources, "READ_AT_MOST", 0)
    assert not prepared(mini_copy)
    monkeypatch.setattr(sources, "SETTLED", -3600.0)
    assert prepared(mini_copy)
    assert is_read_only(cache.load(mini_copy).graph)
    path = mini_copy.rule_files()[0]
    before = path.stat()
    path.write_bytes(path.read_bytes().swapcase())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = Sources.of(mini_copy, stated=False)
    assert after
    assert entries.opened(after.digest) is None


@pytest.mark.parametrize("name", ["kkgraph.cache.sources.__version__", "pyoxigraph.__version__"])
def test_every_version_counts(
    mini_project: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Another version of kkgraph or of the engine does not read what this one wrote."""
    assert prepared(mini_project)
    monkeypatch.setattr(name, "0.0.0")
    assert not is_read_only(cache.load(mini_project).graph)


LOADING = """
import sys
from dataclasses import replace
from pathlib import Path
from kkgraph import project, store
from kkgraph.editions.edition import Edition
mini, other = (project.find(Path(name)) for name in sys.argv[1:])
store.load(replace(mini.together((other,)), edition=Edition(as_of="2021")))
print(*sys.modules)
"""


def test_the_loaders_are_all_named(mini_project: Project) -> None:
    """Each module of ours that loading imports, with all that it can do, is among the loaders."""
    call = [sys.executable, "-c", LOADING, str(mini_project.root), str(HAVNBY)]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    ours = {name for name in done.stdout.split() if name.startswith("kkgraph.")}
    without = {"kkgraph.errors", "kkgraph.sparql", "kkgraph.sparql.bounds"}  # change no triple
    without |= {"kkgraph.sparql.syntax", "kkgraph.sparql.terms", "kkgraph.errors.projects"}
    without |= {"kkgraph.project.memory", "kkgraph.project.licences"}
    named = {
        "kkgraph." + name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in sources.LOADERS
    }
    assert ours - without == named - {"kkgraph.cache.preparation"}


def test_a_source_that_changes_while_loading(mini_copy: Project) -> None:
    """A graph whose files changed after they were looked at is not written."""
    before = Sources.of(mini_copy, stated=False)
    loaded = stores.load(mini_copy)
    path = mini_copy.rule_files()[0]
    path.write_bytes(path.read_bytes())
    assert before
    assert not preparation.prepare(loaded, before)
    assert entries.found() == []


@pytest.mark.slow  # each file of an entry anew
def test_any_byte_of_a_stored_file(mini_project: Project, folder: Path) -> None:
    """A stored file of which a byte was changed is not read, even with its old times."""
    chosen = random.Random(13)  # noqa: S311 - which bytes, not a secret
    assert prepared(mini_project)
    (entry,) = entries.found()
    files = [path for path in entry.folder.rglob("*") if path.is_file() and path.stat().st_size]
    assert len(files) > 5
    for path in files:
        content, stat = bytearray(path.read_bytes()), path.stat()
        content[chosen.randrange(len(content))] ^= 1 << chosen.randrange(8)
        path.write_bytes(content)
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        assert set(cache.load(mini_project).graph) == quads(mini_project), path.relative_to(folder)
        assert prepared(mini_project), path.relative_to(folder)
        assert is_read_only(cache.load(mini_project).graph), path.relative_to(folder)
        entries.release()


@pytest.mark.parametrize("change", ["remove", "add", "cut"])
def test_stored_files_less_or_more(mini_project: Project, change: str) -> None:
    """A stored file that is gone, new or cut makes the entry one to write again."""
    assert prepared(mini_project)
    (entry,) = entries.found()
    graph = entry.folder / "graph"
    table = next(graph.glob("*.sst"))
    if change == "remove":
        table.unlink()
    elif change == "cut":
        os.truncate(table, table.stat().st_size // 2)
    else:
        (graph / "more.sst").write_bytes(b"")
    assert set(cache.load(mini_project).graph) == quads(mini_project)
    assert prepared(mini_project)
    assert is_read_only(cache.load(mini_project).graph)


@pytest.mark.slow  # ten processes
def test_ten_at_once(mini_project: Project, folder: Path) -> None:
    """Ten commands at once all answer right, one entry is left whole and nothing beside it."""
    call = [*COMMAND, "query", "-e", COUNT, "--format", "csv", "--project", str(mini_project.root)]
    expected = f"n\r\n{len({quad.triple for quad in quads(mini_project)})}\r\n"
    running = [
        subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(10)
    ]
    answers = [process.communicate(timeout=120) for process in running]
    assert answers == [(expected.encode(), b"")] * 10
    (entry,) = finished(folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted([entry.name])
    assert is_read_only(cache.load(mini_project).graph)
    assert set(cache.load(mini_project).graph) == quads(mini_project)


@pytest.mark.slow  # twelve processes
def test_a_killed_writer(mini_project: Project, folder: Path) -> None:
    """A writer killed at any moment leaves nothing that is read, or that the next one keeps."""
    chosen = random.Random(13)  # noqa: S311 - when, not a secret
    wanted = Sources.of(mini_project, stated=False)
    assert wanted
    loaded, expected = stores.load(mini_project), quads(mini_project)
    for _ in range(12):
        child = os.fork()
        if child == 0:
            preparation.prepare(loaded, wanted)
            os._exit(0)
        time.sleep(chosen.random() * 0.15)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = entries.opened(wanted.digest)
        assert found is None or set(found) == expected
    assert preparation.prepare(loaded, wanted)
    assert sorted(path.name for path in folder.iterdir()) == [wanted.digest]


def test_a_writer_that_hangs(mini_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that waits for ever is ended, so that the next one may write."""
    monkeypatch.setattr(preparation, "_LONGEST", 1)
    monkeypatch.setattr(preparation, "prepare", lambda *_: time.sleep(60))
    found = Sources.of(mini_project, stated=False)
    assert found
    child = os.fork()
    if child == 0:
        preparation._run(stores.load(mini_project), found)  # noqa: SLF001 - what a copy does
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGALRM


@pytest.mark.parametrize(("threads", "copies"), [(1, 1), (2, 0)])
def test_no_copy_of_a_process_with_threads(
    threads: int, copies: int, mini_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy would wait for locks that the threads of libraries hold: nothing is kept then."""
    made: list[int] = []
    monkeypatch.setattr(preparation, "_threads", lambda: threads)
    monkeypatch.setattr(os, "fork", lambda: made.append(1) or 1)
    found = Sources.of(mini_project, stated=False)
    assert found
    preparation._begin(stores.load(mini_project), found)  # noqa: SLF001 - what the end calls
    assert len(made) == copies


def run(project: Project, **options: object) -> tuple[int, bytes, bytes]:
    """Return how a command in a process of its own ended, and what it wrote."""
    call = [*COMMAND, "query", "-e", COUNT, "--format", "csv", "--project", str(project.root)]
    done = subprocess.run(call, capture_output=True, check=False, **options)
    return done.returncode, done.stdout, done.stderr


def test_a_folder_that_cannot_be_written(
    mini_project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a place for a cache folder a command answers as ever, and without a word."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file/cache"))
    code, out, err = run(mini_project)
    assert (code, out[:3], err) == (0, b"n\r\n", b"")
    assert not prepared(mini_project)


def test_a_folder_that_can_only_be_read(mini_project: Project, folder: Path) -> None:
    """An entry in a folder that may not be written is read."""
    assert prepared(mini_project)
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o500 if path.is_dir() else 0o400)
    assert set(cache.load(mini_project).graph) == quads(mini_project)
    assert run(mini_project)[2] == b""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700)


def test_a_full_disk(mini_project: Project, folder: Path) -> None:
    """Where the graph's files find no room, a command answers as ever and leaves none of them."""

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    code, out, err = run(mini_project, preexec_fn=little_room)
    assert (code, out[:3], err) == (0, b"n\r\n", b"")
    for _ in range(100):
        time.sleep(0.05)
        if [path.name for path in folder.glob("*")] == []:
            break
    assert entries.found() == []


def test_not_wanted(mini_project: Project, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With KKGRAPH_NO_CACHE nothing is read from the folder and nothing written to it."""
    monkeypatch.setenv("KKGRAPH_NO_CACHE", "1")
    assert run(mini_project)[0] == 0
    time.sleep(0.5)
    assert not folder.exists()
    prepared(mini_project)
    assert not is_read_only(cache.load(mini_project).graph)


def test_few_and_young(mini_project: Project, folder: Path) -> None:
    """The folder keeps the entries last used, up to a number, and none that is too old."""
    for age in range(entries.MOST + 3):
        one = folder / f"{age:02}"
        one.mkdir(parents=True)
        (one / "files").write_text("")
        then = time.time() - age * 3600
        os.utime(one, (then, then))
    old = folder / "old"
    old.mkdir()
    (old / "files").write_text("")
    os.utime(old, (0, 0))
    assert prepared(mini_project)
    left = {entry.folder.name for entry in entries.found()}
    assert len(left) == entries.MOST
    assert {f"{age:02}" for age in range(entries.MOST - 1)} < left


def test_used_entries_stay(mini_project: Project) -> None:
    """An entry that a process has open is not removed; afterwards it is."""
    assert prepared(mini_project)
    loaded = cache.load(mini_project)
    (entry,) = entries.found()
    assert not entries.remove(entry.folder)
    assert set(loaded.graph) == quads(mini_project)
    entries.release()
    assert entries.remove(entry.folder)
    assert entries.found() == []


def test_command(mini_project: Project, folder: Path) -> None:
    """`kkgraph cache` lists what is kept; `--clear` removes it."""

    def shown(*words: str) -> str:
        return CliRunner().invoke(main, ["cache", *words]).stdout

    assert shown() == f"Folder: {folder}\nNo graph is kept.\n"
    assert prepared(mini_project)
    (entry,) = entries.found()
    assert re.fullmatch(rf"Folder: {folder}\n{entry.folder.name} +[0-9.]+ MB  last .*\n", shown())
    assert shown("--clear") == f"Folder: {folder}\nRemoved: 1\n"
    assert not entry.folder.exists()


def test_missing_files_are_an_error_as_ever(mini_copy: Project) -> None:
    """A project that lost a file is no project, whatever is kept of it."""
    assert prepared(mini_copy)
    (mini_copy.root / "data/themes.ttl").unlink()
    with pytest.raises(ProjectIncomplete):
        cache.load(mini_copy)


def made(folder: Path, name: str, age: float = 0, size: int = 0) -> Path:
    """Make an entry that was used so many seconds ago."""
    entry = folder / name
    (entry / "graph").mkdir(parents=True)
    (entry / "files").write_bytes(b"x")
    (entry / "graph" / "a").write_bytes(b"x" * size)
    os.utime(entry, (time.time() - age,) * 2)
    return entry


def test_entries_by_their_last_use(folder: Path) -> None:
    """The last used comes first, each with its bytes; what is unfinished is none."""
    assert entries.found() == []
    names = {made(folder, name, age, 10 * age).name for name, age in (("b", 5), ("a", 9), ("c", 1))}
    made(folder, "d.part")
    made(folder, "e.gone")
    (folder / "empty").mkdir()
    found = entries.found()
    assert [entry.folder.name for entry in found] == ["c", "b", "a"]
    assert {entry.folder.name for entry in found} == names
    assert [entry.size for entry in found] == [11, 51, 91]
    assert all(a.used > b.used for a, b in pairwise(found))


def test_tidying(folder: Path) -> None:
    """Room is made for one more entry; what is unfinished or older than a month goes."""
    day = 86_400
    for n in range(entries.MOST):
        made(folder, f"{n}", 60 * n)
    made(folder, "x.part")
    made(folder, "y.gone")
    entries.tidy()
    left = [entry.folder.name for entry in entries.found()]
    assert left == [f"{n}" for n in range(entries.MOST - 1)]
    assert {one.name for one in folder.iterdir()} == set(left)
    for name in left[2:]:
        assert entries.remove(folder / name)
    made(folder, "young", entries.DAYS * day - 60)
    made(folder, "old", entries.DAYS * day + 60)
    entries.tidy()
    assert [entry.folder.name for entry in entries.found()] == ["0", "1", "young"]


def test_what_is_not_there_is_removed(folder: Path) -> None:
    """To remove an entry that is gone, or only half there, is no error."""
    assert entries.remove(folder / "none")
    half = made(folder, "half")
    (half / "files").unlink()
    assert entries.remove(half)
    assert not half.exists()


def test_one_writes_at_a_time(folder: Path) -> None:
    """Whoever comes second is told so, and may write when the first is done."""
    with entries.writing() as first, entries.writing() as second:
        assert (first, second) == (True, False)
    with entries.writing() as third:
        assert third
    assert folder.stat().st_mode & 0o77 == 0


@pytest.mark.parametrize(
    ("given", "system", "under"),
    [
        ("", "linux", "home/.cache/kkgraph"),
        ("relative", "linux", "home/.cache/kkgraph"),
        ("", "darwin", "home/Library/Caches/kkgraph"),
        ("/elsewhere", "darwin", "/elsewhere/kkgraph"),
    ],
)
def test_where_the_folder_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, system: str, under: str
) -> None:
    """Where the user says, with a whole path; else where the system has such folders."""
    monkeypatch.setenv("XDG_CACHE_HOME", given)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(entries.sys, "platform", system)
    assert entries.root() == tmp_path / under


def test_no_keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither against the user's wish nor where locks cannot be shared."""
    assert entries.usable()
    monkeypatch.setattr(entries, "can_share", lambda: False)
    assert not entries.usable()
    monkeypatch.setattr(entries, "can_share", lambda: True)
    monkeypatch.setenv(entries.NEVER, "1")
    assert not entries.usable()


def test_sources_that_have_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files whose bytes were read need not have; others not within two seconds of a change."""
    monkeypatch.setattr(sources.time, "time", lambda: 100.0)
    second = 10**9

    def settled(*changed: float, read: bool = False) -> bool:
        return Sources("", tuple((1, 1, int(c * second), 1) for c in changed), read).settled

    assert settled(97.9, 50)
    assert not settled(98)
    assert not settled(50, 98.5)
    assert settled(98.5, read=True)


def test_small_sources_are_read(mini_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to so many bytes the files themselves tell; beyond, their times."""
    found = Sources.of(mini_project, stated=True)
    assert found
    size = sum(one[0] for one in found.stamps)
    for most, read in ((size, True), (size - 1, False)):
        monkeypatch.setattr(sources, "READ_AT_MOST", most)
        again = Sources.of(mini_project, stated=True)
        assert again
        assert again.were_read is read
        assert (again.digest == found.digest) is read


def test_threads_are_counted() -> None:
    """With one more thread of ours there is one more; one of another test may end meanwhile."""

    def more() -> int:
        before = preparation._threads()  # noqa: SLF001 - what keeps a process from being copied
        ends = threading.Event()
        one = threading.Thread(target=ends.wait)
        one.start()
        try:
            return preparation._threads() - before  # noqa: SLF001 - same
        finally:
            ends.set()
            one.join()

    assert 1 in (more() for _ in range(20))


def test_a_graph_that_was_not_written_whole(tmp_path: Path) -> None:
    """What has another number of quads than it should is refused."""
    quads = tmp_path / "quads"
    quads.write_text("<urn:a> <urn:b> <urn:c> .\n")
    preparation._fill(str(tmp_path / "one"), str(quads), 1)  # noqa: SLF001 - part of writing
    assert len(ox.Store.read_only(str(tmp_path / "one"))) == 1
    with pytest.raises(ValueError, match="two"):
        preparation._fill(str(tmp_path / "two"), str(quads), 2)  # noqa: SLF001 - same
