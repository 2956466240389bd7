"""Several files of a project written as one: all or none, by one command at a time.

New contents are put aside first, in a folder of the project. Once all are there, a list says
so, and they take their places. Whoever is interrupted before that has changed nothing; what is
interrupted after it, the next writing command completes. Every file is whole at any time.
"""

import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from kkgraph.errors import system
from kkgraph.errors.output import OutputNotWritable
from kkgraph.errors.versions import ProjectLocked
from kkgraph.locks import Lock

PENDING = ".kkgraph-pending"
_LIST, _FOLDER = "list.json", "folder"
_WAIT, _PAUSE = 30.0, 0.05  # seconds: for another command in all, and between two tries


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold a project for writing; what an interrupted command left is completed or dropped.

    Raises ProjectLocked when another command does not let go of it, and OutputNotWritable.
    """
    try:
        lock = _waited(root)
    except OSError as error:
        raise OutputNotWritable(root, error.strerror or str(error)) from None
    with lock:
        try:
            recover(root)
        except OSError as error:
            raise OutputNotWritable(error.filename or root, system(error)) from None
        yield


def _waited(root: Path) -> Lock:
    """Return a lock as soon as the command that has it lets go; raises ProjectLocked."""
    end = time.monotonic() + _WAIT
    while True:
        try:
            return Lock(root)
        except BlockingIOError:
            if time.monotonic() > end:
                raise ProjectLocked(root) from None
            time.sleep(_PAUSE)


def write(
    root: Path,
    files: Mapping[Path, bytes | None],
    folder: tuple[Path, Mapping[str, bytes]] | None = None,
) -> None:
    """Write files of a locked project (None: remove it), all or none; raises OutputNotWritable.

    `folder`: a new folder in the project, with its files by their path in it.
    """
    pending = root / PENDING
    try:
        pending.mkdir()
        names = {str(number): str(path.relative_to(root)) for number, path in enumerate(files)}
        if folder is not None:
            names[_FOLDER] = str(folder[0].resolve().relative_to(root.resolve()))
            for name, inside in folder[1].items():
                (pending / _FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
                _put(pending / _FOLDER / name, inside, None)
        gone = [str(path.relative_to(root)) for path, content in files.items() if content is None]
        for number, (path, content) in enumerate(files.items()):
            if content is not None:
                _put(pending / str(number), content, path)
        _put(pending / f"{_LIST}.new", json.dumps({"put": names, "remove": gone}).encode(), None)
        (pending / f"{_LIST}.new").replace(pending / _LIST)
        recover(root)
    except OSError as error:
        with suppress(OSError):
            recover(root)
        raise OutputNotWritable(error.filename or root, system(error)) from None
    except BaseException:
        with suppress(OSError):
            recover(root)
        raise


def recover(root: Path) -> None:
    """Bring what was put aside to its places if it is complete; else drop it."""
    pending = root / PENDING
    if not pending.exists():
        return
    if (pending / _LIST).is_file():
        listed = json.loads((pending / _LIST).read_bytes())
        for name in listed["remove"]:
            (root / name).unlink(missing_ok=True)
        for number, name in listed["put"].items():
            if (pending / number).exists():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (pending / number).replace(root / name)
    shutil.rmtree(pending)


def _put(path: Path, content: bytes, like: Path | None) -> None:
    """Write a file to the disk itself, with the permissions of the one that it replaces."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if like is not None and like.exists():
        path.chmod(like.stat().st_mode & 0o777)
