"""Whether a graph fits into memory: asked before it is loaded, for without memory the engine ends.

It ends the process then, without a word of ours, or the system does.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from kkgraph.errors.projects import MemoryShort
from kkgraph.project import DataFile

LARGE: Final = 50_000_000  # bytes of files; less is not asked about
# Bytes of memory that a byte of a file takes, the merge and what rules derive among them:
# measured with bench/growth.py, where it is the same at every size. A triple of the formats
# that repeat every name is some four times as long.
_SHORT: Final = 37
_LONG: Final = 9
_COMPACT: Final = ("ttl", "trig")


def demand(files: Iterable[DataFile]) -> None:
    """Raise MemoryShort if the graph of some files, all rules applied, takes more than is free."""
    sizes = [(file, _size(file.path)) for file in files]
    if sum(size for _, size in sizes) < LARGE:
        return
    needed = sum(_per_byte(file) * size for file, size in sizes)
    free = available()
    if free is not None and needed > free:
        raise MemoryShort(needed, free)


def _size(path: Path) -> int:
    """Return the bytes of a file, none for one that reading it will say is not there."""
    with suppress(OSError):
        return os.stat(path).st_size  # noqa: PTH116 - as in cache.sources
    return 0


def _per_byte(file: DataFile) -> int:
    return _SHORT if file.format in _COMPACT else _LONG


def available() -> int | None:
    """Return how many bytes this process may still take, None where the system does not say."""
    found = [*_of_machine(), *_of_process()]
    return min(found, default=None)


def _of_machine() -> Iterable[int]:
    with suppress(OSError):
        for line in Path("/proc/meminfo").read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                yield int(line.split()[1]) * 1024


def _of_process() -> Iterable[int]:
    with suppress(ImportError, OSError):
        import resource  # not on Windows

        limit, _ = resource.getrlimit(resource.RLIMIT_AS)
        if limit != resource.RLIM_INFINITY:
            pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
            yield max(limit - pages * resource.getpagesize(), 0)
