"""Lexical forms: what XML Schema 1.1 takes for a value of a datatype, and what it does not."""

import pytest

from kkgraph import terms
from kkgraph.validation.checks.lexical import is_suspicious, is_written, known, proposal

# The bounds of XML Schema 1.1, part 2: 3.4.13 to 3.4.25.
BOUNDS = {
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-9223372036854775808, 9223372036854775807),
    "int": (-2147483648, 2147483647),
    "short": (-32768, 32767),
    "byte": (-128, 127),
    "unsignedLong": (0, 18446744073709551615),
    "unsignedInt": (0, 4294967295),
    "unsignedShort": (0, 65535),
    "unsignedByte": (0, 255),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_whole_numbers_have_bounds(name):
    """The least and the greatest value are written rightly, what lies beyond is not."""
    for bound, beyond in zip(BOUNDS[name], (-1, 1), strict=True):
        if bound is not None:
            assert is_written(str(bound), terms.XSD + name)
            assert not is_written(str(bound + beyond), terms.XSD + name)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        (
            "gYear",
            "2012 -0044 0001 12012 2012Z 2012+01:00",
            "213 02012 2012-05 2012+15:00 \uff12012",
        ),
        ("gYearMonth", "2012-05 2012-12Z", "2012-13 2012-00 05-2012"),
        ("gMonth", "--05 --12Z", "05 --13 -05"),
        ("gDay", "---31 ---01Z", "---32 ---00 31"),
        ("gMonthDay", "--02-29 --12-31", "--02-30 --04-31 02-29"),
        ("date", "2012-02-29 2000-02-29 12012-01-31", "2011-02-29 1900-02-29 2012-04-31 2012-1-1"),
        ("time", "23:59:59 24:00:00 12:00:00.5Z", "24:00:01 12:60:00 12:00 25:00:00"),
        ("dateTime", "2012-02-29T24:00:00", "2011-02-29T12:00:00 2012-02-29"),
        ("dateTimeStamp", "2012-02-29T12:00:00Z", "2012-02-29T12:00:00"),
        ("duration", "P1Y -P1Y2M3DT4H5M6.7S PT1S P3M", "P PT P1S 1Y P1YT P-1Y P2W P\u0661Y"),
        ("yearMonthDuration", "P1Y P2M -P1Y2M", "P1D P P1YT1H"),
        ("dayTimeDuration", "P1D PT1H -P1DT1.5S", "P1Y P P1DT"),
        ("integer", "12 -12 +12 007", "12.0 1.000 x \u0661\u0662 \uff11\uff12 \u00b2"),
        ("decimal", "500000.0 .5 5. -1", "1e3 1,5 . 1.000.000"),
        ("double", "1e3 -1.5E-3 INF -INF NaN", "-NaN inf 1e"),
        ("boolean", "true false 1 0", "TRUE yes 2"),
        ("anyURI", "https://e.org/a#b a/b", "<a> a{b} a|b"),
        ("hexBinary", "0aFF", "0 0g"),
        ("base64Binary", "YQ== YWI= YWJj", "Y YQ= YWJ"),
        ("language", "da en-GB zh-Hans", "danish-languages 1a a_b"),
    ],
)
def test_forms(name, right, wrong):
    """Examples of each datatype, and what resembles them."""
    assert [v for v in right.split() if not is_written(v, terms.XSD + name)] == []
    assert [v for v in wrong.split() if is_written(v, terms.XSD + name)] == []
    assert known(terms.XSD + name)


def test_other_datatypes_are_not_looked_into():
    """Text may be anything; a datatype of nobody's is not known, but no literal of it is wrong."""
    assert is_written("anything", terms.XSD + "string")
    assert is_written("anything", "https://e.org/type")
    assert known(terms.XSD + "token")
    assert known(terms.RDF + "langString")
    assert not known("https://e.org/date")
    assert not known(terms.XSD + "number")


@pytest.mark.parametrize(
    ("value", "wanted", "proposed"),
    [
        ("500.000", ["decimal"], "500000.0"),
        ("500.000,50 kr.", ["decimal"], "500000.50"),
        ("500.000,-", ["integer"], "500000"),
        ("500.000,50", ["integer"], None),
        ("-3", ["decimal"], "-3.0"),
        ("1.5", ["decimal"], "1.5"),
        (" 2012 ", ["gYear"], '"2012"^^xsd:gYear'),
        ("2012-05", ["gYear", "gYearMonth"], '"2012-05"^^xsd:gYearMonth'),
        ("i maj", ["gYearMonth", "decimal"], None),
    ],
)
def test_proposals(value, wanted, proposed):
    """A number as Danes write it, and a date, are proposed as RDF has them; no more than that."""
    assert proposal(value, [terms.XSD + name for name in wanted]) == proposed


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("500.000", True),
        ("-1.250", True),
        ("0.125", False),
        ("500.0000", False),
        ("1.000.000", False),
    ],
)
def test_thousands_are_suspicious(value, found):
    """Three digits after one point may be thousands the Danish way; after a 0 they are not."""
    assert is_suspicious(value) is found
