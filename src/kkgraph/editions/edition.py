"""What a graph is asked as: as of a date, according to a source."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kkgraph.errors import ParameterInvalid
from kkgraph.texts import Message

_DATE = r"(\d{4})(?:-(?!00)(\d{2})(?:-(?!00)(\d{2}))?)?"
_DECEMBER = 12


@dataclass(frozen=True)
class Edition:
    """A date (a year, a month or a day) and a source by slug, CURIE or IRI; None: all of them."""

    as_of: str | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        """Raise ParameterInvalid for what is no date."""
        if self.as_of is not None and days(self.as_of) is None:
            raise ParameterInvalid("as-of", Message("errors.parameter.no_date", text=self.as_of))

    @property
    def is_whole(self) -> bool:
        """Whether everything counts."""
        return self.as_of is None and self.source is None

    @property
    def words(self) -> dict[str, str]:
        """What an address asks for it by."""
        named = {"as-of": self.as_of, "source": self.source}
        return {name: value for name, value in named.items() if value}

    def includes(self, said: str) -> bool:
        """Tell whether something said from a date on is said on the day that is asked for."""
        wanted, found = days(self.as_of or ""), days(said)
        return wanted is None or found is None or found[0] <= wanted[1]

    def within(self, other: "Edition") -> "Edition":
        """Return what is asked for where another edition is all there is."""
        dates = [said for said in (self.as_of, other.as_of) if said]
        earliest = min(dates, key=_last_day, default=None)
        return Edition(earliest, self.source or other.source)


WHOLE: Final = Edition()


def days(text: str) -> tuple[date, date] | None:
    """Return the first and last day of "2021", "2021-03" or "2021-03-05"; None for other texts."""
    found = re.fullmatch(_DATE, text, re.ASCII)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    last = month or _DECEMBER
    try:
        end = day or (_days_before(date(year, last + 1, 1)) if last != _DECEMBER else 31)
        return date(year, month or 1, day or 1), date(year, last, end)
    except ValueError:
        return None


def _days_before(first: date) -> int:
    """Return how many days the month before a first of a month has."""
    return (first - timedelta(days=1)).day


def _last_day(text: str) -> date:
    found = days(text)
    return found[1] if found else date.max
