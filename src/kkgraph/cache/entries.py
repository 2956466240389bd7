"""The cache folder: one entry a loaded graph, its files as they were written, and who uses it.

An entry is a folder named by the digest of its sources: `graph/` is the engine's, and
`files` lists the size and times of each file in it. An entry of which any file was touched
since is not opened. Who uses an entry holds a shared lock on `files`; it is removed only
under an exclusive one.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kkgraph.cache.sources import stamp
from kkgraph.locks import Lock, can_share

NEVER = "KKGRAPH_NO_CACHE"
MOST = 8
DAYS = 30
GRAPH, FILES = "graph", "files"
UNFINISHED, REMOVED = ".part", ".gone"
_held: list[Lock] = []


class Entry(NamedTuple):
    """A graph in the cache folder: its folder, its bytes, and when it was last used."""

    folder: Path
    size: int
    used: float


def usable() -> bool:
    """Tell whether graphs may be kept: not without shared locks, nor against the user's wish."""
    return can_share() and not os.environ.get(NEVER)


def root() -> Path:
    """Return our folder in the user's cache folder, which need not exist."""
    chosen = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if chosen.is_absolute():
        return chosen / "kkgraph"
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - without a home it does not raise
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "kkgraph"


def opened(digest: str) -> ox.Store | None:
    """Return the graph of an entry, read-only, or None if it is not there or not whole."""
    entry = root() / digest
    try:
        lock = Lock(entry / FILES, shared=True)
    except OSError:
        return None
    graph = _read_only(entry) if is_whole(entry) else None
    if graph is None:
        lock.release()
        return None
    _held.append(lock)
    with suppress(OSError):
        os.utime(entry)
    return graph


def release() -> None:
    """Let go of the entries that this process has open, when their graphs are used no more."""
    while _held:
        _held.pop().release()


def is_whole(entry: Path) -> bool:
    """Tell whether an entry is there and its files are as they were written."""
    try:
        return (entry / FILES).read_bytes() == listing(entry / GRAPH).encode()
    except OSError:
        return False


def _read_only(entry: Path) -> ox.Store | None:
    try:
        return ox.Store.read_only(str(entry / GRAPH))
    except (OSError, ValueError):
        return None


def listing(folder: Path) -> str:
    """Return a line for each file of a folder: its name, its size and times."""
    names = sorted(os.listdir(folder))  # noqa: PTH208 - names are wanted
    return "".join(f"{name} {stamp(folder / name)}\n" for name in names)


def found() -> list[Entry]:
    """Return the entries, the last used first."""
    with suppress(OSError):
        folders = [one for one in root().iterdir() if not one.suffix and (one / FILES).is_file()]
        return sorted(map(_entry, folders), key=lambda entry: entry.used, reverse=True)
    return []


def _entry(folder: Path) -> Entry:
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return Entry(folder, size, folder.stat().st_mtime)


def remove(folder: Path) -> bool:
    """Remove an entry that nobody uses; tell whether it is gone."""
    try:
        lock = Lock(folder / FILES)
    except FileNotFoundError:
        lock = None
    except OSError:
        return False
    away = folder.with_suffix(REMOVED)
    with suppress(OSError):
        folder.rename(away)
    delete(away)
    if lock is not None:
        lock.release()
    return not folder.exists()


def delete(folder: Path) -> None:
    """Delete a folder as far as that can be done."""
    from shutil import rmtree

    rmtree(folder, ignore_errors=True)


def tidy() -> None:
    """Remove what was left unfinished, and make room for one more entry; only under `writing`."""
    for suffix in (UNFINISHED, REMOVED):
        for part in root().glob(f"*{suffix}"):
            delete(part)
    for number, entry in enumerate(found()):
        if number >= MOST - 1 or entry.used < time.time() - DAYS * 86400:
            remove(entry.folder)


@contextmanager
def writing() -> Iterator[bool]:
    """Hold the folder's lock; False if another process does."""
    root().mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        lock = Lock(root())
    except BlockingIOError:
        yield False
        return
    with lock:
        yield True
