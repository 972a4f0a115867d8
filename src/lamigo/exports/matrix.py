"""Matrix: a row an origin, a column a destination. An empty cell has no number in the source; that is no zero."""

from __future__ import annotations

from lamigo.atomic import Files
from lamigo.delimited import delimited
from lamigo.exports.edge_list import number
from lamigo.exports.numbers import Numbers


def files(found: Numbers, stem: str) -> Files:
    """``<stem>.matrix.csv``: square, origins down and destinations across in the same order."""
    held = {(origin, destination): str(number(weight)) for origin, destination, weight in found.rows}
    ends = found.ends
    rows = [(origin, *(held.get((origin, end), "") for end in ends)) for origin in ends]
    return {f"{stem}.matrix.csv": delimited([("origin", *ends), *rows]).encode()}
