"""Results as bytes: one writer a format, and putting the bytes where they belong.

CSV, TSV, JSON and XML are the W3C's SPARQL result formats to the letter; `table`
and `md` are for reading, `ttl` and `nt` for graphs.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kkgraph.errors import FormatUnfit, OutputNotWritable
from kkgraph.formats import readable, standard
from kkgraph.tables import Answer, Graph, Result, Table


@dataclass(frozen=True)
class Writer:
    """A format: the kinds of result that fit it, and the function that writes one."""

    kinds: tuple[type[Result], ...]
    write: Callable[..., bytes]


WRITERS: dict[str, Writer] = {
    "table": Writer((Table, Graph, Answer), readable.table),
    "csv": Writer((Table,), standard.csv),
    "tsv": Writer((Table,), standard.tsv),
    "json": Writer((Table, Answer), standard.json),
    "xml": Writer((Table, Answer), standard.xml),
    "md": Writer((Table, Answer), readable.markdown),
    "ttl": Writer((Graph,), standard.turtle),
    "nt": Writer((Graph,), standard.ntriples),
}


def fitting(kind: type[Result]) -> tuple[str, ...]:
    """Return the names of the formats that a kind of result can be written in."""
    return tuple(name for name, writer in WRITERS.items() if kind in writer.kinds)


def render(result: Result, name: str) -> bytes:
    """Return a result in a format; raises FormatUnfit with the formats that fit."""
    if not isinstance(result, WRITERS[name].kinds):
        raise FormatUnfit(name, fitting(type(result)))
    return WRITERS[name].write(result)


def write(result: Result, name: str, path: Path | None) -> None:
    """Render a result and write it; only a table for the screen is drawn to its width."""
    on_screen = name == "table" and path is None and sys.stdout.isatty()
    write_output(path, readable.drawn(result) if on_screen else render(result, name))


def write_output(path: Path | None, content: bytes) -> None:
    """Write to a file, whole or not at all, or to standard output when there is no path."""
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        _replace(path, content)
    except OSError as error:
        raise OutputNotWritable(path, error.strerror or str(error)) from None


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
