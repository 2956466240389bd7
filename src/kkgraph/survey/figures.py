"""How a figure of the graph stands printed in Danish: 1300000.0 ← "1,3 mio."."""

import re
from decimal import Decimal

from kkgraph.formats.literals import month_name

_WORDS = {
    0: ("nul", "ingen"),
    1: ("en", "én", "et", "ét"),
    2: ("to", "begge", "anden", "andet"),
    3: ("tre", "tredje"),
    4: ("fire", "fjerde"),
    5: ("fem", "femte"),
    6: ("seks", "sjette"),
    7: ("syv", "syvende"),
    8: ("otte", "ottende"),
    9: ("ni", "niende"),
    10: ("ti", "tiende"),
    11: ("elleve", "ellevte"),
    12: ("tolv", "tolvte"),
}
_UNITS = {
    "Y": (r"år(?:s|et|ene)?", r"årig[et]?"),
    "M": (r"måned(?:er|ers|s)?", r"måneders"),
    "D": (r"dag(?:e|es|s)?", r"dages"),
    "H": (r"time(?:r|rs|s)?", r"timers"),
}
_YEARLY = (
    r"årlig[et]?",
    r"(?:hvert|pr\.?|om|per) år(?:et)?",
)
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?\Z")


def _alone(body: str) -> str:
    """Return a pattern that matches the body only where no letter or figure touches it."""
    return rf"(?<![\w])(?<!\d[.,])(?:{body})(?![\w]|[.,]\d)"


def _grouped(whole: int) -> str:
    """Return a pattern for a whole number with or without dots between thousands."""
    return re.escape(f"{whole:,}").replace(",", r"\.?")


def count_pattern(value: int) -> str:
    """Return a pattern for a count in figures, in words or as an ordinal ("6.", "fire")."""
    figures = rf"(?<![\d])(?<!\d[.,]){_grouped(value)}(?!\d|[.,]\d)"
    words = "|".join(_WORDS.get(value, ()))
    return f"{figures}|{_alone(words)}" if words else figures


def amount_pattern(value: Decimal) -> str:
    """Return a pattern for a sum of money, in full or in millions; none at all for zero."""
    if value == 0:
        return r"\bingen (?:betaling|kontingent)"
    whole, _, cents = f"{value.normalize():f}".partition(".")
    full = _grouped(int(whole)) + (f",{cents}0?" if cents else "(?:,00?)?")
    millions = f"{(value / 1_000_000).normalize():f}".replace(".", ",")
    return rf"(?<![\d])(?<!\d[.,])(?:{full}(?!\d|[.,]\d)|{re.escape(millions)} ?mi(?:o|a|l))"


def year_pattern(value: str) -> str:
    """Return a pattern for a year, also as the end of a span ("2020-21")."""
    return rf"(?<!\d){value}(?!\d)|(?<!\d){value[:2]}\d\d ?[-–] ?{value[2:]}(?!\d)"  # noqa: RUF001 - as the survey prints it


def month_pattern(value: str) -> str:
    """Return a pattern for a month without a year, "--08"."""
    return _alone(month_name(int(value[2:4]), "da"))


def year_month_pattern(value: str) -> str:
    """Return a pattern for a month of a year, "2019-11"."""
    year, month = value.split("-")[:2]
    return _alone(f"{month_name(int(month), 'da')} {year}")


def date_pattern(value: str) -> str:
    """Return a pattern for a day, "2020-02-14"."""
    year, month, day = value.split("-")
    return _alone(rf"{int(day)}\. ?{month_name(int(month), 'da')} {year}")


def duration_pattern(value: str) -> str | None:
    """Return a pattern for a duration or an interval; None for one nobody would print."""
    if value in ("PT1H30M", "PT90M"):
        return r"\bhalvanden time"
    match = _DURATION.match(value)
    parts = zip(match.groups(), ("Y", "M", "D", "H", "minutes"), strict=True) if match else ()
    given = [(int(number), unit) for number, unit in parts if number]
    if len(given) != 1 or given[0][1] not in _UNITS:
        return None
    return _span_pattern(*given[0])


def _span_pattern(number: int, unit: str) -> str:
    """Return a pattern for so many years, months, days or hours."""
    noun, adjective = _UNITS[unit]
    counted = "|".join((str(number), *_WORDS.get(number, ())))
    ordinal = rf"hvert? (?:{counted})\.? (?:{noun})"
    plain = rf"(?:{counted}) (?:{noun})|(?:{counted})-? ?(?:{adjective})"
    forms = [ordinal, plain, *(_YEARLY if (number, unit) == (1, "Y") else ())]
    return _alone("|".join(forms))


HEDGES = {
    "Approximate": r"\b(?:cirka|ca\.|omkring|omtrent|typisk|traditionelt)",
    "MoreThan": r"\b(?:mere end|flere end|over)\b",
    "AtLeast": r"\b(?:mindst|minimum|eller flere)\b",
}
CURRENCIES = {"DKK": r"\bkr\b|\bkroner\b", "EUR": r"\beur\b|\beuro\b|€"}
