"""Lexical forms: whether a literal is written as its datatype asks, and how it would be.

Engines differ in which types they look into (rdflib, for one, takes "213" for a year), so
all of XML Schema's that RDF knows are checked here.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from kkgraph import terms

_XSD = terms.XSD
_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR = r"-?(?:[1-9]\d{3,}|0\d{3})"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_WHOLE = r"[+-]?\d+"
_POINT = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_FLOAT = rf"(?:{_POINT}(?:[eE]{_WHOLE})?|[+-]?INF|NaN)"
_HMS = r"(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)"
_IN_WHOLE_NUMBERS = [
    "integer",
    "nonNegativeInteger",
    "positiveInteger",
    "nonPositiveInteger",
    "negativeInteger",
    "long",
    "int",
    "short",
    "byte",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
]
_FORMS: Final = {
    name: re.compile(form, re.ASCII)
    for name, form in {
        "gYear": rf"{_YEAR}{_ZONE}",
        "gYearMonth": rf"{_YEAR}-{_MONTH}{_ZONE}",
        "gMonth": rf"--{_MONTH}{_ZONE}",
        "gDay": rf"---{_DAY}{_ZONE}",
        "gMonthDay": rf"--{_MONTH}-{_DAY}{_ZONE}",
        "date": rf"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
        "time": rf"{_TIME}{_ZONE}",
        "dateTime": rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
        "dateTimeStamp": rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}(?=.)(?:Z|[+-]\d\d:\d\d)",
        "duration": rf"-?P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?{_HMS}?",
        "yearMonthDuration": r"-?P(?=\d)(?:\d+Y)?(?:\d+M)?",
        "dayTimeDuration": rf"-?P(?=[\dT])(?:\d+D)?{_HMS}?",
        "decimal": _POINT,
        "double": _FLOAT,
        "float": _FLOAT,
        "boolean": r"true|false|1|0",
        "anyURI": r"[^\s<>\"{}|\\^`]*",
        "hexBinary": r"(?:[0-9a-fA-F]{2})*",
        "base64Binary": r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
        "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
        **dict.fromkeys(_IN_WHOLE_NUMBERS, _WHOLE),
    }.items()
}
_ANY: Final = ("string", "normalizedString", "token", "Name", "NCName", "NMTOKEN", "anySimpleType")
_SIGNS: Final = {
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
}
_OF_RDF: Final = tuple(terms.RDF + name for name in ("langString", "HTML", "XMLLiteral", "JSON"))
# How a value of a type is written, for a cure.
EXAMPLES: Final = {
    _XSD + "gYear": '"2012"^^xsd:gYear',
    _XSD + "gYearMonth": '"2012-05"^^xsd:gYearMonth',
    _XSD + "date": '"2012-05-31"^^xsd:date',
    _XSD + "gMonth": '"--05"^^xsd:gMonth',
    _XSD + "duration": '"P1Y"^^xsd:duration',
    _XSD + "decimal": "500000.0",
    _XSD + "integer": "12",
    _XSD + "boolean": "true",
    _XSD + "string": '"tekst"',
    terms.RDF + "langString": '"tekst"@da, "text"@en',
}
_THOUSANDS = re.compile(r"[+-]?[1-9]\d*\.\d{3}")
_DANISH = re.compile(
    r"([+-]?)(\d{1,3}(?:[. ]\d{3})+|\d+)(?:,(\d+|-))?(?P<mio>\s*mio\.?)?(?:\s*[^\W\d]+\.?|\s*€)?"
)
_MILLION = 1_000_000
_MARKED = tuple(terms.XSD + name for name in ("gYear", "gYearMonth", "date", "gMonth", "duration"))
# What people write for a month, a day and so on, and how it is written: year, month, day, number.
_LOOSE: Final = {
    "gYearMonth": [
        (r"(\d{4})[-./](\d\d?)", "{0}-{1:0>2}"),
        (r"(\d\d?)[-./](\d{4})", "{1}-{0:0>2}"),
    ],
    "date": [
        (r"(\d{4})[-./](\d\d?)[-./](\d\d?)", "{0}-{1:0>2}-{2:0>2}"),
        (r"(\d\d?)[-./](\d\d?)[-./](\d{4})", "{2}-{1:0>2}-{0:0>2}"),
    ],
    "gMonth": [(r"-{0,2}(\d\d?)", "--{0:0>2}")],
    "duration": [(r"P?(\d+)([YMDymd])", "P{0}{1}")],
}


def known(datatype: str) -> bool:
    """Whether a datatype is one of XML Schema's or RDF's."""
    name = datatype.removeprefix(_XSD)
    return datatype in _OF_RDF or (name != datatype and (name in _FORMS or name in _ANY))


def names() -> Iterator[str]:
    """Yield the IRI of each datatype that is known."""
    yield from (_XSD + name for name in (*_FORMS, *_ANY))


def is_written(value: str, datatype: str) -> bool:
    """Whether a value is in the lexical space of its datatype; True for types not looked into."""
    name = datatype.removeprefix(_XSD)
    form = _FORMS.get(name) if name != datatype else None
    if form is None:
        return True
    return form.fullmatch(value) is not None and _is_in_range(value, name)


def _is_in_range(value: str, name: str) -> bool:
    if name in ("date", "dateTime", "gMonthDay"):
        return _is_day(value if name != "gMonthDay" else "2000" + value[1:])
    least, most = _SIGNS.get(name, (None, None))
    if least is None and most is None:
        return True
    number = int(value)
    return (least is None or number >= least) and (most is None or number <= most)


def _is_day(value: str) -> bool:
    """Whether there is such a day: no 31 April, 29 February in leap years only."""
    found = re.match(r"-?(\d{4,})-(\d\d)-(\d\d)", value)
    if found is None:
        return False
    year, month, day = (int(part) for part in found.groups())
    try:
        date(2000 + year % 400, month, day)
    except ValueError:
        return False
    return True


def is_suspicious(value: str) -> bool:
    """Whether a decimal number looks like thousands written the Danish way: 500.000 for 500000."""
    return _THOUSANDS.fullmatch(value) is not None


def without_thousands(value: str) -> str:
    """Return a number without its full stops: "500000" for "500.000"."""
    return value.replace(".", "")


def with_decimals(value: str) -> str:
    """Return the same number so that nobody takes it for thousands: 0.50 for 0.500, 4.9710."""
    return value[:-1] if value.endswith("0") else f"{value}0"


def proposal(value: str, datatypes: Iterable[str]) -> str | None:
    """Return how a value would be written in one of the datatypes, None where that is not plain."""
    allowed = list(datatypes)
    number = _number(value)
    for datatype in allowed:
        name = datatype.removeprefix(_XSD)
        form = next((f for f in _forms(value.strip(), name) if is_written(f, datatype)), None)
        if datatype in _MARKED and form:
            return f'"{form}"^^xsd:{name}'
        if name in ("integer", "decimal") and number and (name == "decimal" or "." not in number):
            return number if "." in number or name == "integer" else f"{number}.0"
    return None


def _forms(value: str, name: str) -> Iterator[str]:
    """Yield a value, and what it would be if it is written as people write a date or a length."""
    yield value
    for pattern, form in _LOOSE.get(name, ()):
        found = re.fullmatch(pattern, value)
        if found:
            yield form.format(*map(str.upper, found.groups()))


def _number(value: str) -> str | None:
    """Return a number as RDF has it, from how Danes write it: "500000.00" for "500.000,00"."""
    found = _DANISH.fullmatch(value.strip())
    if found is None:
        return value.strip() if re.fullmatch(_POINT, value.strip()) else None
    sign, whole, rest, millions = found.groups()
    whole = re.sub(r"\D", "", whole)
    number = sign + whole + (f".{rest}" if rest and rest != "-" else "")
    return str(round(float(number) * _MILLION)) if millions else number
