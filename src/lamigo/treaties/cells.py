"""Single cells of treaty tables: dates, names with footnote marks, names with statements glued to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

Key = Callable[[str], str | None]
"""From a printed name to the key of a country or area, None where it is none that is known."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janv janvier", "feb february févr fév février", "mar march mars", "apr april avr avril",
            "may mai", "jun june juin", "jul july juil juillet", "aug august août", "sep sept september septembre",
            "oct october octobre", "nov november novembre", "dec december déc décembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WRITTEN = re.compile(r"(\d{1,2})(?:er)?\s+([^\W\d]+)\.?\s+(\d{4})")
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_FOOTNOTES = re.compile(r"\s+\d+(?:\s*,\s*\d+)*\s*$")


def edtf(text: str) -> str | None:
    """A printed date as EDTF, no more precise than printed; None where it is none of the calendar.

    >>> edtf("07 Apr 2010"), edtf("26 oct. 2024"), edtf("2006"), edtf("31 Feb 1999")
    ('2010-04-07', '2024-10-26', '2006', None)
    """
    text = text.strip().rstrip(".")
    if written := _WRITTEN.fullmatch(text):
        month = _MONTHS.get(written[2].casefold())
        parts: tuple[int, ...] = (int(written[3]), month or 0, int(written[1]))
    elif iso := _ISO.fullmatch(text):
        parts = tuple(int(part) for part in iso.groups() if part is not None)
    else:
        return None
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return None
    return "-".join(f"{part:0{width}d}" for part, width in zip(parts, (4, 2, 2), strict=False))


def without_footnotes(name: str) -> str:
    """A participant's name without the numbers of footnotes that follow it.

    >>> without_footnotes("Cambodia 10, 11")
    'Cambodia'
    """
    return _FOOTNOTES.sub("", name).strip()


def unglued(text: str, key: Key) -> tuple[str, str] | None:
    """A cell taken apart into the country's key and the statement that is glued to its name ("" where none is).

    The longest known name wins; what follows it must begin with a capital letter or a full stop, with no space
    before, as otherwise an unknown name would be taken for a known one and a statement. None where no name is known.
    """
    if found := key(text):
        return found, ""
    for cut in range(len(text) - 1, 0, -1):
        if (text[cut].isupper() or text[cut] == ".") and not text[cut - 1].isspace() and (found := key(text[:cut])):
            return found, text[cut:].lstrip(".").strip()
    return None
