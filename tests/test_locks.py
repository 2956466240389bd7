"""Locks between commands: alike on Unix and where, as on Windows, no folder can be locked."""

import errno
import fcntl
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from kkgraph import locks
from kkgraph.editing import transaction
from kkgraph.errors.versions import ProjectLocked
from kkgraph.locks import Lock
from kkgraph.site import output

SYSTEMS = ("unix", "windows")
HOLD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
import test_locks
from kkgraph import locks
if sys.argv[2] == "windows":
    locks.fcntl = None
    sys.modules["msvcrt"] = test_locks.MSVCRT
lock = locks.Lock(Path(sys.argv[1]))
print("held", flush=True)
input()
"""


def _locking(handle: int, _mode: int, _bytes: int) -> None:
    """Lock a file or raise what Windows raises."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from None


MSVCRT = SimpleNamespace(LK_NBLCK=2, locking=_locking)


@pytest.fixture(params=SYSTEMS)
def system(request, tmp_path, monkeypatch):
    """Return the name of a system; on Windows, a stand-in for its locks is used."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    if request.param == "windows":
        monkeypatch.setattr(locks, "fcntl", None)
        monkeypatch.setitem(sys.modules, "msvcrt", MSVCRT)
    return request.param


@pytest.fixture
def folder(tmp_path) -> Path:
    """Return an empty folder."""
    made = tmp_path / "folder"
    made.mkdir()
    return made


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_one_holds_it_at_a_time(system, folder, kind):
    """What is held cannot be taken; what is let go of can, and nothing is left of the lock."""
    path = folder if kind == "folder" else folder / "file"
    if kind == "file":
        path.touch()
    before = [*folder.iterdir()]
    with Lock(path), pytest.raises(BlockingIOError):
        Lock(path)
    Lock(path).release()
    assert [*folder.iterdir()] == before
    assert [*Path(tempfile.gettempdir()).iterdir()] == [], system


@pytest.mark.usefixtures("system")
def test_what_is_not_there_cannot_be_held(folder):
    """A file that is missing is said to be missing."""
    with pytest.raises(FileNotFoundError):
        Lock(folder / "none")


def test_a_lock_ends_with_its_process(system, folder):
    """Whoever is killed holds nothing any more."""
    call = [sys.executable, "-c", HOLD, str(folder), system, str(Path(__file__).parent)]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(BlockingIOError):
            Lock(folder)
        process.kill()
    Lock(folder).release()


def test_readers_share(folder):
    """Several hold a file together if each only reads it, and nobody else holds it meanwhile."""
    with Lock(folder, shared=True), Lock(folder, shared=True), pytest.raises(BlockingIOError):
        Lock(folder)
    with Lock(folder), pytest.raises(BlockingIOError):
        Lock(folder, shared=True)


def test_where_nobody_shares_nothing_is_kept(system, monkeypatch):
    """Without locks to share, no graph is kept in the user's cache folder."""
    from kkgraph.cache import entries

    monkeypatch.delenv(entries.NEVER, raising=False)
    assert entries.usable() is (system == "unix")


@pytest.mark.usefixtures("system")
def test_one_command_writes_in_a_project(folder, monkeypatch):
    """A second command is told so, and nothing of the lock lies in the project."""
    monkeypatch.setattr(transaction, "_WAIT", 0.1)
    with transaction.locked(folder):
        transaction.write(folder, {folder / "a.txt": b"a"})
        with pytest.raises(ProjectLocked), transaction.locked(folder):
            pass
    with transaction.locked(folder):
        pass
    assert [path.name for path in folder.iterdir()] == ["a.txt"]


@pytest.mark.usefixtures("system")
def test_a_build_leaves_the_folder_of_a_living_one(folder):
    """What a dead build left is removed, what a living one uses is not."""
    (folder / ".out.kkgraph-dead").mkdir()
    with output.workshop(folder / "out") as first:
        assert [one.name for one in folder.iterdir()] == [first.name]
        with output.workshop(folder / "out") as second:
            assert {first, second} == {*folder.iterdir()}
    assert [*folder.iterdir()] == []
