"""Periods: what a printed year, month or day stands for, and the period around several."""

from datetime import date

import pytest

from kkgraph.networks.projection.periods import Period, bounds, is_printed, whole


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2012", date(2012, 1, 1), date(2012, 12, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2011-02", date(2011, 2, 1), date(2011, 2, 28)),
        ("2012-12", date(2012, 12, 1), date(2012, 12, 31)),
        ("2012-05-31", date(2012, 5, 31), date(2012, 5, 31)),
    ],
)
def test_first_and_last_day(text, first, last):
    """A year is its twelve months, a month all its days, a day itself."""
    assert bounds(text) == (first, last)
    assert is_printed(text)


@pytest.mark.parametrize(
    "text", ["", "12", "2012-13", "2011-02-29", "2012-05-32", "2012-00", "2012-05-00", "i maj"]
)
def test_what_the_calendar_has_not(text):
    """No such year, month or day."""
    assert not is_printed(text)
    with pytest.raises(ValueError):  # noqa: PT011 - in whose words does not matter
        bounds(text)


@pytest.mark.parametrize(
    ("periods", "around"),
    [
        ([], Period()),
        ([("2012-05", "2014-03"), ("2012", "2014")], Period("2012", "2014")),
        ([("2012", "2014"), ("2012-05", "2014-03")], Period("2012", "2014")),
        ([("2013", "2013"), ("2012-12", "2014-01")], Period("2012-12", "2014-01")),
        ([("2013", ""), ("2012", "2014")], Period("2012", "")),
        ([("", "2013"), ("2012", "2014")], Period("", "2014")),
    ],
)
def test_period_around_several(periods, around):
    """From the first day of any to the last day of any; open where one of them is."""
    assert whole([Period(*one) for one in periods]) == around


@pytest.mark.parametrize(
    ("first", "last", "touches"),
    [
        ("2010", "2011", False),
        ("2010", "2012-01", True),
        ("2014", "2015", True),
        ("2014-04", "2015", False),
        ("2014-03-31", "", True),
        ("2014-04-01", "", False),
        ("", "2011-12-31", False),
        ("", "2012-01-01", True),
        ("", "", True),
    ],
)
def test_periods_that_touch(first, last, touches):
    """One day in common is enough; what is open on a side ends nowhere there."""
    assert Period("2012", "2014-03").touches(first, last) is touches
    assert Period("", "2014-03").touches("", last)
    assert Period("2012", "").touches(first, "")
