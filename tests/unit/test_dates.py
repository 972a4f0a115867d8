"""EDTF dates keep their precision; their bounds are days."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from lamigo.errors import LamigoError
from lamigo.graph.dates import bounds


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014-08-07", date(2014, 8, 7), date(2014, 8, 7)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2008", date(2008, 1, 1), date(2008, 12, 31)),
        ("2013~", date(2012, 1, 1), date(2014, 12, 31)),
        ("2014-08~", date(2013, 7, 1), date(2015, 9, 30)),
    ],
)
def test_bounds(text, first, last):
    assert bounds(text) == (first, last)


@pytest.mark.parametrize("text", ["", "07.08.2014", "2014-13", "soon", "2012/.."])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(LamigoError, match="no EDTF date"):
        bounds(text)


@given(day=st.dates(date(1000, 1, 1), date(9999, 12, 31)), length=st.sampled_from([4, 7, 10]))
def test_plain_dates_are_read_as_the_edtf_package_reads_them(day, length):
    text = day.isoformat()[:length]
    parsed = parse_edtf(text)
    theirs = tuple(date(*moment[:3]) for moment in (parsed.lower_strict(), parsed.upper_strict()))
    assert bounds(text) == theirs


@given(year=st.integers(1001, 9998), mark=st.sampled_from("~?"))
def test_doubtful_years_are_read_as_the_edtf_package_reads_them(year, mark):
    text = f"{year}{mark}"
    parsed = parse_edtf(text)
    assert bounds(text) == tuple(date(*moment[:3]) for moment in (parsed.lower_fuzzy(), parsed.upper_fuzzy()))


DAYS = st.dates(date(1500, 1, 1), date(9999, 12, 31))


@given(DAYS, DAYS, st.sampled_from([4, 7, 10]))
def test_one_of_a_span_is_read_as_the_edtf_package_reads_it(one, other, length):
    first, last = sorted((one.isoformat()[:length], other.isoformat()[:length]))
    text = f"[{first}..{last}]"
    parsed = parse_edtf(text)
    assert bounds(text) == tuple(date(*moment[:3]) for moment in (parsed.lower_fuzzy(), parsed.upper_fuzzy()))


def test_a_span_that_ends_before_it_begins_is_refused():
    with pytest.raises(LamigoError, match="no EDTF date"):
        bounds("[2004-05-01..1995-01-01]")
