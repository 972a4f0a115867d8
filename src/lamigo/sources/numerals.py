"""Numbers as sources print them, kept to the last digit: what is no plain decimal numeral is none."""

from __future__ import annotations

from decimal import Decimal

from lamigo.names import XSD

NUMERAL = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?"
"""A numeral with a point for the decimals; an exponent is how spreadsheets show what is too wide for a column."""


def literal(printed: str) -> str:
    """The literal of a numeral, from its text, so that no digit is lost: an integer, or a decimal where it is none.

    >>> literal("9007199254740993"), literal("1.50")
    ('"9007199254740993"^^<http://www.w3.org/2001/XMLSchema#integer>', '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    if printed.isascii() and printed.isdigit():
        return f'"{int(printed)}"^^<{XSD}integer>'
    shown = f"{Decimal(printed):f}"
    whole, _, rest = shown.partition(".")
    if rest.strip("0"):
        return f'"{shown.rstrip("0")}"^^<{XSD}decimal>'
    return f'"{int(whole)}"^^<{XSD}integer>'
