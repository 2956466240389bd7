"""Literals in words: numbers, money, months, days and durations as each language writes them.

Each function returns what is none of its kind as it is: an ill-typed literal is shown, never
guessed at. Babel 2.18 would write numbers and days, but is 31 MB installed, rounds durations to
one unit (90 minutes become "2 timer", which no survey printed) and gives DKK two decimals.
"""

import re
from collections.abc import Callable
from datetime import date as calendar_day
from typing import Final

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.texts import LANGUAGES, phrase, table

NUMERIC: Final = {terms.XSD + name for name in ("integer", "decimal", "double", "float")}
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")
# The amounts of a sum of money, each with the property that has its currency.
MONEY: Final = {
    terms.AMOUNT: terms.CURRENCY,
    terms.EQUIVALENT_AMOUNT: terms.EQUIVALENT_CURRENCY,
}
_NUMBER = re.compile(r"[+-]?(?=\.?[0-9])[0-9]*(?:\.[0-9]*)?")
_DURATION = re.compile(
    r"P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?"
    r"(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)
_MILLION = 1_000_000
_MONTH = re.compile(r"--(0[1-9]|1[0-2])")


def number(text: str, lang: str) -> str:
    """Return a number with thousands set apart, as the language does: 1,130,000 or 1.130.000."""
    if not _NUMBER.fullmatch(text):
        return text
    whole, _, rest = text.lstrip("+-").partition(".")
    sign = "-" if text.startswith("-") else ""
    shown = sign + f"{int(whole or 0):,}" + (f".{rest}" if rest.strip("0") else "")
    return separated(shown, lang)


def counted(n: float) -> dict[str, str]:
    """Return a number, of up to 15 digits, as each language writes it."""
    return {lang: separated(f"{n:,.15g}", lang) for lang in LANGUAGES}


def separated(text: str, lang: str) -> str:
    """Return a number's text with the marks of a language: 1,130.5 is 1.130,5 in Danish."""
    return text.translate(str.maketrans(",.", ".,")) if lang == "da" else text


def numeral(n: int, lang: str) -> str:
    """Return a number as running text has it: small ones as words."""
    return table("literals.numerals", lang).get(str(n)) or number(str(n), lang)


def money(amount: str, currency: str, lang: str) -> str:
    """Return a sum, its number in words already, as the language writes it: DKK 500,000."""
    if not amount or not currency:
        return amount
    name = table("literals.currencies", lang).get(currency, currency)
    return phrase("literals.money", lang, amount=amount, currency=name)


def millions(amount: str, currency: str, lang: str) -> str:
    """Return a sum as people say it, in millions where it has some: "DKK 2.93 million"."""
    tens = int(amount) if amount.isdecimal() else 0
    if tens < _MILLION or tens % (_MILLION // 100):
        return money(number(amount, lang), currency, lang)
    shown = f"{tens / _MILLION:.2f}".rstrip("0").rstrip(".")
    name = table("literals.currencies", lang).get(currency, currency)
    return phrase("literals.millions", lang, n=separated(shown, lang), currency=name)


def rough(shown: str, precision: str, lang: str) -> str:
    """Return a figure in words with how exact it is: "about 20"; an exact one as it is.

    `precision` is the IRI of one of the ontology's precisions, "" for none.
    """
    words = table("literals.precision", lang).get(precision.rpartition("#")[2], "{value}")
    return words.format(value=shown)


def duration(text: str, lang: str) -> str:
    """Return an xsd:duration in words: P1Y is "1 year", PT1H30M "1 hour 30 minutes"."""
    found = _DURATION.fullmatch(text)
    if not found:
        return text
    counted = [(n, unit) for n, unit in zip(found.groups(), _UNITS, strict=True) if n]
    return " ".join(
        phrase(f"literals.units.{unit}", lang, n=number(n, lang)) for n, unit in counted
    )


def month_name(month: int, lang: str) -> str:
    """Return the name of a month, 1 to 12."""
    digits = f"{month:02}"
    return phrase(f"literals.months.{digits}", lang)


def month(text: str, lang: str) -> str:
    """Return an xsd:gMonth in words: --05 is "May"."""
    found = _MONTH.fullmatch(text)
    return month_name(int(found[1]), lang) if found else text


def year_month(text: str, lang: str) -> str:
    """Return an xsd:gYearMonth in words: 2020-05 is "May 2020"."""
    first = _day(f"{text}-01")
    return f"{month_name(first.month, lang)} {first.year}" if first else text


def date(text: str, lang: str) -> str:
    """Return an xsd:date in words: 2020-05-04 is "4 May 2020"; a day no calendar has, as it is."""
    day = _day(text)
    if day is None:
        return text
    month = month_name(day.month, lang)
    return phrase("literals.date", lang, day=day.day, month=month, yyyy=day.year)


def _day(text: str) -> calendar_day | None:
    """Read a day as XML Schema writes it; Python knows other ways."""
    try:
        day = calendar_day.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def boolean(text: str, lang: str) -> str:
    """Return yes or no in words."""
    return table("literals.truth", lang).get(text, text)


_BY_TYPE: Final[dict[str, Callable[[str, str], str]]] = {
    terms.XSD + "integer": number,
    terms.XSD + "decimal": number,
    terms.XSD + "duration": duration,
    terms.XSD + "gMonth": month,
    terms.XSD + "gYearMonth": year_month,
    terms.XSD + "date": date,
    terms.XSD + "boolean": boolean,
}


def in_words(literal: ox.Literal, lang: str) -> str:
    """Return a literal as the language writes it; a text, or one that is ill-typed, as it is."""
    write = _BY_TYPE.get(literal.datatype.value)
    return write(literal.value, lang) if write else literal.value


def readable(literal: ox.Literal, lang: str) -> str:
    """Return a literal in words; a coordinate, whose digits are no money, as it is."""
    is_decimal = literal.datatype.value == terms.XSD + "decimal"
    digits = literal.value.partition(".")[2].rstrip("0")
    is_precise = is_decimal and len(digits) > 2  # noqa: PLR2004 - no money: a coordinate
    return literal.value if is_precise else in_words(literal, lang)
