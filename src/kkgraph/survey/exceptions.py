"""The listed exceptions: sentences that hold no fact, and values that are not printed as such.

They stand, each with its reason in Danish and English, in
`data/survey-exceptions.toml`: `[[no-fact]]` with `section` and `lines`, and
`[[unprinted]]` with `section`, `value` (an IRI after `…/id/`, or a literal) and,
to narrow it, `subject`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kkgraph import terms
from kkgraph.errors import DataFileError
from kkgraph.lines import LineRange, parse_range
from kkgraph.project import read_text
from kkgraph.texts import Message

FILE = Path("data") / "survey-exceptions.toml"


@dataclass(frozen=True)
class NoFact:
    """A sentence that states nothing a graph could hold."""

    section: str
    lines: LineRange
    reason: tuple[str, str]


@dataclass(frozen=True)
class Unprinted:
    """A value that a section states in other words than the value's own spellings."""

    section: str
    value: str
    subject: str | None
    reason: tuple[str, str]


@dataclass(frozen=True)
class Exceptions:
    """All exceptions of a project; reasons are (Danish, English)."""

    no_fact: tuple[NoFact, ...] = ()
    unprinted: tuple[Unprinted, ...] = ()


def load_exceptions(root: Path) -> Exceptions:
    """Read a project's exceptions, none if it lists none; DataFileError if it does so badly."""
    path = root / FILE
    if not path.exists():
        return Exceptions()
    try:
        tables = tomllib.loads(read_text(path))
        return Exceptions(
            tuple(_no_fact(entry) for entry in tables.pop("no-fact", ())),
            tuple(_unprinted(entry) for entry in tables.pop("unprinted", ())),
        )
    except (ValueError, KeyError, TypeError) as problem:
        why = next((one for one in problem.args if isinstance(one, Message)), problem)
        raise DataFileError(path, None, Message("errors.data.exceptions", why=why)) from problem


def _reason(entry: Mapping[str, Any]) -> tuple[str, str]:
    """Return the reason in both languages; an exception without one is none."""
    reason = (str(entry["da"]).strip(), str(entry["en"]).strip())
    if not all(reason):
        raise ValueError(Message("errors.data.no_reason", entry=dict(entry)))
    return reason


def _no_fact(entry: Mapping[str, Any]) -> NoFact:
    lines = parse_range(str(entry["lines"]))
    if lines is None:
        raise ValueError(Message("errors.data.exception_lines", lines=entry["lines"]))
    return NoFact(terms.section(str(entry["section"])), lines, _reason(entry))


def _unprinted(entry: Mapping[str, Any]) -> Unprinted:
    subject = entry.get("subject")
    return Unprinted(
        terms.section(str(entry["section"])),
        str(entry["value"]),
        None if subject is None else terms.thing(str(subject)),
        _reason(entry),
    )
