"""Cells: what is printed, and what it must not be taken for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamigo.treaties.cells import edtf, unglued, without_footnotes

NAMES = {
    "Niger": "NER",
    "Nigeria": "NGA",
    "Guinea": "GIN",
    "Guinea-Bissau": "GNB",
    "United Republic of Tanzania": "TZA",
    "Iran (Islamic Republic of)": "IRN",
    "Dominica": "DMA",
    "Dominican Republic": "DOM",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("07 Apr 2010", "2010-04-07"),
        ("4 Oct 1991", "1991-10-04"),
        ("13 Jun 2023.", "2023-06-13"),
        ("26 oct. 2024", "2024-10-26"),
        ("1er août 1999", "1999-08-01"),
        ("2006", "2006"),
        ("2006-03", "2006-03"),
        ("1962-10-19", "1962-10-19"),
        ("31 Feb 1999", None),
        ("1999-13-01", None),
        ("00 Jan 1999", None),
        ("12 Foo 1999", None),
        ("", None),
        ("yesterday", None),
    ],
)
def test_dates_are_as_precise_as_printed_and_never_impossible(text: str, expected: str | None) -> None:
    assert edtf(text) == expected


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_a_printed_day_is_that_day(day: date) -> None:
    assert edtf(f"{day.day:02d} {MONTHS[day.month - 1]} {day.year}") == day.isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nigeria", ("NGA", "")),
        ("NigeriaExcluding Part II", ("NGA", "Excluding Part II")),
        ("NigerExcluding Part II", ("NER", "Excluding Part II")),
        ("Guinea-BissauMinimum age", ("GNB", "Minimum age")),
        ("Dominican RepublicMinimum age", ("DOM", "Minimum age")),
        ("United Republic of Tanzania.TanganyikaExcluding Part II", ("TZA", "TanganyikaExcluding Part II")),
        ("Iran (Islamic Republic of)Has ratified", ("IRN", "Has ratified")),
        ("Nigerland", None),
        ("Niger Delta", None),
        ("Guinea Ecuatorial", None),
        ("Atlantis", None),
        ("AtlantisExcluding Part II", None),
    ],
)
def test_the_longest_known_name_is_split_off_and_no_unknown_one_is_taken_for_it(
    text: str, expected: tuple[str, str] | None
) -> None:
    assert unglued(text, NAMES.get) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Algeria 2", "Algeria"),
        ("Cambodia 10, 11", "Cambodia"),
        ("Netherlands (Kingdom of the) 44", "Netherlands (Kingdom of the)"),
        ("Algeria", "Algeria"),
    ],
)
def test_marks_of_footnotes_are_no_part_of_a_name(text: str, expected: str) -> None:
    assert without_footnotes(text) == expected
