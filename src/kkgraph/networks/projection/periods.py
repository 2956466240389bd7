"""Printed times: a year, a month or a day, and periods from one to another."""

import re
from datetime import date
from typing import NamedTuple

from kkgraph.editions.edition import days

_PRINTED = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


class Period(NamedTuple):
    """When something begins and ends, at the precision that is printed; "" where nothing is."""

    start: str = ""
    end: str = ""

    def __bool__(self) -> bool:
        """Tell whether anything is printed."""
        return bool(self.start or self.end)

    def touches(self, first: str, last: str) -> bool:
        """Tell whether some day of it lies from `first` to `last`; "" is open on its side."""
        begins_late = self.start and last and bounds(self.start)[0] > bounds(last)[1]
        ends_early = self.end and first and bounds(self.end)[1] < bounds(first)[0]
        return not (begins_late or ends_early)


def printed(text: str) -> str:
    """Return the year, month or day at the beginning of a value of the graph, "" if none."""
    found = _PRINTED.match(text)
    return found[0] if found and is_printed(found[0]) else ""


def is_printed(text: str) -> bool:
    """Tell whether a text is a year, month or day that the calendar has."""
    return days(text) is not None


def bounds(text: str) -> tuple[date, date]:
    """Return the first and last day of a year, month or day; raises ValueError for others."""
    found = days(text)
    if found is None:
        raise ValueError(text)
    return found


def whole(periods: list[Period]) -> Period:
    """Return the period from the first start to the last end; "" where one is not printed."""
    if not periods:
        return Period()
    starts, ends = [one.start for one in periods], [one.end for one in periods]
    return Period(
        min(starts, key=lambda text: bounds(text)[0]) if all(starts) else "",
        max(ends, key=lambda text: bounds(text)[1]) if all(ends) else "",
    )
