"""Delimited text (RFC 4180, with LF), for answers and networks alike.

Our own few lines: Python's csv writer with LF leaves a lone carriage return unquoted, and readers then see two rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def delimited(rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """Rows of text as CSV or TSV; a cell is quoted where its reader could mistake it."""
    return "".join(_line([_cell(cell, separator) for cell in row], separator) for row in rows)


def _line(cells: list[str], separator: str) -> str:
    # A row of one empty cell would be an empty line, which readers skip.
    return (separator.join(cells) if cells != [""] else '""') + "\n"


def _cell(text: str, separator: str) -> str:
    if any(character in text for character in (separator, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text
