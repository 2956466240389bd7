"""What a loaded graph is made of: the files, the rules, and the versions that read them."""

import os
import time
from collections.abc import Iterable
from importlib.util import source_hash
from pathlib import Path
from typing import NamedTuple, Self

import pyoxigraph as ox

from kkgraph import __version__
from kkgraph.project import Project

# Up to this many bytes of sources are read to see whether they changed; of more, we ask the
# file system for size and times.
READ_AT_MOST = 8_000_000
# A file changed so recently may be changed again without its times showing it.
SETTLED = 2.0
_PACKAGE = Path(__file__).resolve().parent.parent
# The modules whose text decides what is loaded.
LOADERS = (
    "cache/preparation.py",
    "editions/__init__.py",
    "editions/edition.py",
    "editions/joining.py",
    "editions/narrowing.py",
    "media.py",
    "project/__init__.py",
    "project/settings.py",
    "rules.py",
    "sparql/datasets.py",
    "sparql/engine.py",
    "sparql/graphs.py",
    "sparql/headers.py",
    "sparql/text.py",
    "store.py",
    "terms/__init__.py",
    "terms/iris.py",
    "terms/kinds.py",
    "terms/namespaces.py",
    "terms/standard.py",
    "texts/__init__.py",
)
Stamps = tuple[tuple[int, ...], ...]


class Sources(NamedTuple):
    """The digest of all sources, and how the file system describes each of them."""

    digest: str
    stamps: Stamps
    were_read: bool

    @classmethod
    def of(cls, project: Project, *, stated: bool) -> Self | None:
        """Return a project's sources as they are now, None if one cannot be read."""
        files = project.stated_files() if stated else project.data_files()
        paths = [*(file.path for file in files), *project.rule_files(), *project.settings_files()]
        try:
            stamps = tuple(stamp(path) for path in paths)
            were_read = sum(size for size, *_ in stamps) <= READ_AT_MOST
            lines = _contents(project.root, paths) if were_read else _described(paths, stamps)
            whole = "\n".join([str(stated), str(project.edition), *_versions(), *lines])
        except OSError:
            return None
        return cls(source_hash(whole.encode()).hex(), stamps, were_read)

    @property
    def settled(self) -> bool:
        """Whether another change of a file would be seen."""
        newest = max(changed for _, _, changed, _ in self.stamps)
        return self.were_read or newest / 1e9 < time.time() - SETTLED


def stamp(path: Path) -> tuple[int, ...]:
    """Return a file's size, times and number: writing to it changes one of them."""
    found = os.stat(path)  # noqa: PTH116 - half the time of Path.stat, for a hundred files
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _versions() -> list[str]:
    """Return lines for kkgraph, the engine and our code: as Python itself tells it, by times."""
    loaders = [_PACKAGE / name for name in LOADERS]
    return [__version__, ox.__version__, *_described(loaders, map(stamp, loaders))]


def _contents(root: Path, paths: Iterable[Path]) -> list[str]:
    """Return a line for each file: where it is in the project, and the hash of its bytes."""
    above = f"{root}{os.sep}"
    return [f"{str(path).removeprefix(above)} {source_hash(_read(path)).hex()}" for path in paths]


def _described(paths: Iterable[Path], stamps: Iterable[tuple[int, ...]]) -> list[str]:
    """Return a line for each file: where it is on this machine, and its size and times."""
    return [f"{path} {found}" for path, found in zip(paths, stamps, strict=True)]


def _read(path: Path) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as above
        return file.read()
