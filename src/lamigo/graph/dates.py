"""EDTF dates and the calendar days between which they lie.

A date is as precise as its source; engines compare days. Bounds come from the ``edtf`` package; an approximate or
uncertain date ("2013~", "2013?") is widened by the package's padding: a year to each side of a year.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from time import struct_time

from lamigo.errors import LamigoError


@cache
def bounds(text: str) -> tuple[date, date]:
    """First and last day that an EDTF string may mean.

    >>> bounds("2012-02")
    (datetime.date(2012, 2, 1), datetime.date(2012, 2, 29))

    Raises LamigoError where the string is not EDTF.
    """
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed = parse_edtf(text)
    except EDTFParseException as error:
        raise LamigoError(
            f'"{text}" is no EDTF date', mend='write "2014-08-07", "2009-05", "2008" or "2013~"'
        ) from error
    return _day(parsed.lower_fuzzy()), _day(parsed.upper_fuzzy())


def _day(moment: struct_time) -> date:
    return date(moment[0], moment[1], moment[2])
