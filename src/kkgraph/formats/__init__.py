"""Results as bytes: one writer a format, chosen by name or by the ending of a file.

CSV, TSV, JSON and XML are the W3C's SPARQL result formats to the letter; `table`
and `md` are for reading, `xlsx` and `parquet` for other programs, the rest for graphs.
"""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kkgraph import media
from kkgraph.errors.output import EndingClash, EndingUnknown, ExcelClash, FormatUnfit
from kkgraph.formats.output import write_output
from kkgraph.tables import Answer, Graph, Result, Table

if TYPE_CHECKING:
    from kkgraph.formats.screen import Screen

__all__ = ["WRITERS", "Writer", "chosen", "excel", "fitting", "render", "write", "write_output"]


class Writer(NamedTuple):
    """A format: the kinds of result that fit it, and where its function is (imported when used)."""

    kinds: tuple[type[Result], ...]
    where: str

    def write(self, result: Result, *more: object) -> bytes:
        """Return a result of a kind that fits in the format."""
        module, _, name = self.where.partition(":")
        content: bytes = getattr(import_module(f"kkgraph.formats.{module}"), name)(result, *more)
        return content


WRITERS: dict[str, Writer] = {
    "table": Writer((Table, Graph, Answer), "display:table"),
    "csv": Writer((Table,), "standard:csv"),
    "tsv": Writer((Table,), "standard:tsv"),
    "json": Writer((Table, Answer), "standard:json"),
    "xml": Writer((Table, Answer), "standard:xml"),
    "md": Writer((Table, Answer), "display:markdown"),
    "xlsx": Writer((Table,), "spreadsheet:xlsx"),
    "parquet": Writer((Table,), "frames:parquet"),
    **{name: Writer((Graph,), f"standard:{name}") for name in media.GRAPHS},
}
# What a file may end in beside a format's own name.
_ENDINGS = {
    "bib": ("bibtex",),
    "json": ("csl-json",),
    "txt": ("table", "text"),
    "srj": ("json",),
    "srx": ("xml",),
    "nquads": ("nq",),
    "markdown": ("md",),
}


def fitting(kind: type[Result]) -> tuple[str, ...]:
    """Return the names of the formats that a kind of result can be written in."""
    return tuple(name for name, writer in WRITERS.items() if kind in writer.kinds)


def chosen(name: str | None, path: Path | None, names: Iterable[str], default: str) -> str:
    """Return the format that is named, or else the one that a file's name ends in.

    Raises EndingUnknown where neither says it, EndingClash where they differ.
    """
    if path is None or (path.exists() and not path.is_file()):
        return name or default
    ending = path.suffix.lower().removeprefix(".")
    meant = [one for one in names if one == ending or one in _ENDINGS.get(ending, ())]
    known = {*WRITERS, *_ENDINGS} - {"table"}
    if name is None and not meant:
        raise EndingUnknown(path, names)
    if name is not None and name not in meant and (meant or ending in known):
        raise EndingClash(path, name)
    return name or meant[0]


def render(result: Result, name: str) -> bytes:
    """Return a result in a format; raises FormatUnfit with the formats that fit."""
    if not isinstance(result, WRITERS[name].kinds):
        raise FormatUnfit(name, fitting(type(result)))
    return WRITERS[name].write(result)


def excel(result: Result, name: str, path: Path | None) -> bytes:
    """Return a table as Excel's CSV; raises ExcelClash for another format, FormatUnfit."""
    if name != "csv" and (path is not None or name != "table"):
        raise ExcelClash(name)
    if not isinstance(result, Table):
        raise FormatUnfit("csv --excel", fitting(type(result)))
    from kkgraph.formats import spreadsheet

    return spreadsheet.csv(result)


def write(result: Result, name: str, path: Path | None, screen: "Screen | None" = None) -> None:
    """Render a result and write it; a table as the screen has room for it."""
    is_table = name == "table"
    content = WRITERS[name].write(result, screen) if is_table else render(result, name)
    write_output(path, content)
