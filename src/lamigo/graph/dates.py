"""EDTF dates and the calendar days between which they lie.

A date is as precise as its source; engines compare days. A plain year, month or day, one day of a span of plain ones
("[1995-01-01..2004-05-01]"), and an approximate or uncertain year ("2013~", "2013?": a year to each side), are read
here: the ``edtf`` package takes half a second to import and some ten milliseconds for each; everything else in EDTF is
read by that package, which widens what is in doubt.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import cache
from time import struct_time

from lamigo.errors import LamigoError

_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_ONE_OF = re.compile(rf"\[({_PLAIN.pattern})\.\.({_PLAIN.pattern})\]")
_DOUBTFUL_YEAR = re.compile(r"(\d{4})[~?]")


@cache
def bounds(text: str) -> tuple[date, date]:
    """First and last day that an EDTF string may mean.

    >>> bounds("2012-02")
    (datetime.date(2012, 2, 1), datetime.date(2012, 2, 29))

    Raises LamigoError where the string is not EDTF, or no day of the calendar.
    """
    try:
        if plain := _PLAIN.fullmatch(text):
            year, month, day = (int(part) if part else None for part in plain.groups())
            assert year is not None
            last_month = month or 12
            return date(year, month or 1, day or 1), date(year, last_month, day or monthrange(year, last_month)[1])
        if span := _ONE_OF.fullmatch(text):
            first, last = bounds(span[1])[0], bounds(span[5])[1]
            if first > last:
                raise ValueError("the span ends before it begins")
            return first, last
        if doubtful := _DOUBTFUL_YEAR.fullmatch(text):
            year = int(doubtful[1])
            return date(year - 1, 1, 1), date(year + 1, 12, 31)
        return _qualified(text)
    except ValueError as error:
        raise LamigoError(
            f'"{text}" is no EDTF date', mend='write "2014-08-07", "2009-05", "2008" or "2013~"'
        ) from error


def is_plain(text: str) -> bool:
    """Whether a text is a year, a month or a day of the calendar, nothing vaguer.

    >>> is_plain("2024-02-29"), is_plain("2024-02-31"), is_plain("2024~")
    (True, False, False)
    """
    try:
        return bool(_PLAIN.fullmatch(text) and bounds(text))
    except LamigoError:
        return False


def _qualified(text: str) -> tuple[date, date]:
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed = parse_edtf(text)
    except EDTFParseException as error:
        raise ValueError(str(error)) from error
    return _day(parsed.lower_fuzzy()), _day(parsed.upper_fuzzy())


def _day(moment: struct_time | float) -> date:
    if not isinstance(moment, struct_time):  # an open interval ends at infinity
        raise ValueError("an open interval")
    return date(moment[0], moment[1], moment[2])
