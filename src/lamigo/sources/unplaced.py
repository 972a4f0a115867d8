"""What could not be placed. By itself, for the readers of treaty actions write of it too."""

from __future__ import annotations

from typing import NamedTuple


class Unplaced(NamedTuple):
    """A row of a file, or a cell of it, of which nothing went into the graph, and why."""

    file: str
    row: int
    column: str
    value: str
    reason: str
