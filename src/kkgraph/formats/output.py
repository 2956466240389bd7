"""Bytes where they belong: a file, whole or not at all, or standard output."""

import os
import sys
from pathlib import Path

from kkgraph.errors import system
from kkgraph.errors.output import OutputNotWritable
from kkgraph.texts import Message


def write_output(path: Path | None, content: bytes) -> None:
    """Write to a file, whole or not at all, or to standard output when there is no path."""
    try:
        if path is None:
            _print(content)
        else:
            _replace(path, content)
    except BrokenPipeError:
        raise
    except OSError as error:
        where = path or Message("errors.output.stdout")
        raise OutputNotWritable(where, system(error)) from None


def _print(content: bytes) -> None:
    """Write all of it: without a buffer of Python's a write may be a short one."""
    if not hasattr(sys.stdout, "buffer"):  # it is closed, and says so
        sys.stdout.write(content.decode(errors="replace"))
        return
    sys.stdout.flush()
    rest = memoryview(content)
    while rest:
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()


def _replace(path: Path, content: bytes) -> None:
    """Write next to the file and rename; a device or pipe (/dev/stdout) is written directly."""
    import tempfile

    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """Return the permissions a file has, or those a new one gets."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
