"""Edge list: a row a corridor, for pandas, R, NetworkX and spreadsheets."""

from __future__ import annotations

from lamigo.atomic import Files
from lamigo.delimited import delimited
from lamigo.exports.numbers import Numbers
from lamigo.exports.tables import guarded

HEADER = ("origin", "destination", "weight", "measure", "origin_name", "destination_name")


def files(found: Numbers, stem: str) -> Files:
    """``<stem>.edges.csv``, by origin and destination."""
    rows = [
        (
            origin,
            destination,
            str(number(weight)),
            found.measure.key,
            guarded(found.places[origin].label),
            guarded(found.places[destination].label),
        )
        for origin, destination, weight in found.rows
    ]
    return {f"{stem}.edges.csv": delimited([HEADER, *rows]).encode()}


def number(value: float) -> int | float:
    """A whole number without a decimal point, any other as it is."""
    return int(value) if value.is_integer() else value
