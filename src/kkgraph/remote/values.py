"""Values as servers keep them: some keep what a literal means, and not how it is written."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from kkgraph import terms

_LITERAL: Final = re.compile(
    rf'"([^"\\]*)"\^\^<{re.escape(terms.XSD)}(integer|decimal|boolean|duration|double|float)>'
)
_DURATION: Final = re.compile(
    r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)
# Virtuoso keeps a duration as months (12), or as seconds (5400.0), and gives it as that; true as 1.
_KEPT: Final = re.compile(
    rb'("datatype": "http://www\.w3\.org/2001/XMLSchema#(duration|boolean)", "value": ")'
    rb'(-?\d+(?:\.\d+)?)"'
)
_HOUR, _DAY = 3600, 86400


def plain(line: str) -> str:
    """Return a line of N-Triples with its literal as it is written in the plainest way."""
    return _LITERAL.sub(_plainest, line)


def _plainest(found: re.Match[str]) -> str:
    text, kind = found[1], found[2]
    try:
        return f'"{_READ.get(kind, _number)(text)}"^^{kind}'
    except (InvalidOperation, ValueError):
        return found[0]


def _number(text: str) -> str:
    value = Decimal(text)
    return f"{value.normalize():f}" if value else "0"


def _truth(text: str) -> str:
    return {"1": "true", "0": "false"}.get(text, text)


def _length(text: str) -> str:
    """Return a duration as months and seconds; raises ValueError."""
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError(text)
    sign, *parts = found.groups()
    years, months, days, hours, minutes, seconds = (Decimal(part or 0) for part in parts)
    whole = years * 12 + months, days * _DAY + hours * _HOUR + minutes * 60 + seconds
    return sign + " ".join(_number(str(part)) for part in whole)


_READ: Final = {"boolean": _truth, "duration": _length}


def standard(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of Virtuoso's JSON with values as XML Schema writes them."""
    for line in lines:
        yield _KEPT.sub(_standard, line)


def _standard(found: re.Match[bytes]) -> bytes:
    text = found[3].decode()
    return found[1] + (_truth(text) if found[2] == b"boolean" else _written(text)).encode() + b'"'


def _written(text: str) -> str:
    """Return months, or seconds (with a point), as a duration."""
    sign, bare = ("-", text[1:]) if text.startswith("-") else ("", text)
    if "." not in bare:
        years, months = divmod(int(bare), 12)
        return f"{sign}P{f'{years}Y' * bool(years)}{f'{months}M' * (bool(months) or not years)}"
    days, rest = divmod(Decimal(bare), _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, seconds = divmod(rest, 60)
    clock = "".join(
        f"{_number(str(n))}{unit}"
        for n, unit in ((hours, "H"), (minutes, "M"), (seconds, "S"))
        if n
    )
    day = f"{_number(str(days))}D" if days or not clock else ""
    return f"{sign}P{day}{f'T{clock}' * bool(clock)}"
