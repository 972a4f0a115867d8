"""Corridors as a table and as a matrix: what every network measure starts from.

A table has the columns ``origin``, ``destination`` (country keys such as ``NPL``) and ``weight`` (a number above zero;
what it counts, its caller says). **A pair that is not there was not observed**: it is no edge, and it is no zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lamigo.errors import LamigoError

COLUMNS = ("origin", "destination", "weight")
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Matrix:
    """The corridors of one table: ``weights[i, j]`` is what goes from ``codes[i]`` to ``codes[j]``; 0 = no edge.

    Dense, because a corridor network has some 250 countries and a fifth of all pairs: a few hundred kilobytes.
    ``whole`` says that the table's weights were integers, so that sums of them are given as integers.
    """

    codes: tuple[str, ...]
    weights: Floats
    whole: bool

    @property
    def edges(self) -> Bools:
        return self.weights > 0


def split(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows that are edges, and those set aside with the reason (column ``reason``): nothing is dropped unseen.

    Set aside are zeros (a pair observed with none: no corridor in use), missing weights (not observed) and rows from
    a country to itself (not a corridor).
    """
    _check_columns(frame)
    weight = pd.to_numeric(frame["weight"], errors="coerce")
    reason = pd.Series("", index=frame.index, dtype=object)
    reason[weight == 0] = "weight is zero"
    reason[frame["weight"].isna()] = "weight is missing"
    reason[frame["origin"] == frame["destination"]] = "from a country to itself"
    aside = reason != ""
    return frame[~aside], frame[aside].assign(reason=reason[aside])


def matrix(frame: pd.DataFrame) -> Matrix:
    """The matrix of a table, countries sorted by key, whatever the order of its rows.

    Raises LamigoError for a missing column or country, a weight that is not a number above zero, a corridor from a
    country to itself, and a corridor that occurs twice (adding up years or sexes would be a silent error).
    """
    _check_columns(frame)
    if frame.empty:
        raise LamigoError("there is no corridor to measure", mend="give a table with at least one row")
    for column in ("origin", "destination"):
        odd = ~frame[column].map(lambda key: isinstance(key, str) and key != "")
        _refuse(
            frame,
            odd,
            f"a row without a country in {column!r}",
            "read the file with keep_default_na=False (NA is Namibia's code), or leave out rows of unknown origin",
        )
    weight = pd.to_numeric(frame["weight"], errors="coerce")
    odd = ~(np.isfinite(weight) & (weight > 0))
    _refuse(frame, odd, "a weight that is not a number above zero", "split() sets zeros and gaps aside; correct others")
    _refuse(frame, frame["origin"] == frame["destination"], "a corridor from a country to itself", "use split() first")
    twice = frame.duplicated(["origin", "destination"])
    _refuse(frame, twice, "a corridor that occurs twice", "choose one period, one sex and one data set")
    codes = tuple(sorted(set(frame["origin"]) | set(frame["destination"])))
    place = {code: number for number, code in enumerate(codes)}
    weights = np.zeros((len(codes), len(codes)))
    weights[frame["origin"].map(place), frame["destination"].map(place)] = weight
    return Matrix(codes, weights, bool(pd.api.types.is_integer_dtype(frame["weight"])))


def graph(frame: pd.DataFrame) -> nx.DiGraph[str]:
    """The same corridors as a NetworkX graph: nodes and edges sorted, edge attribute ``weight``."""
    return as_graph(matrix(frame))


def as_graph(corridors: Matrix) -> nx.DiGraph[str]:
    """A NetworkX graph of a matrix, edges from origin to destination."""
    made: nx.DiGraph[str] = nx.DiGraph()
    made.add_nodes_from(corridors.codes)
    origins, destinations = np.nonzero(corridors.weights)
    made.add_weighted_edges_from(
        (corridors.codes[i], corridors.codes[j], float(corridors.weights[i, j]))
        for i, j in zip(origins.tolist(), destinations.tolist(), strict=True)
    )
    return made


def plain(edges: Bools) -> nx.DiGraph[int]:
    """A NetworkX graph of edges without weights, nodes 0, 1, … (much faster than ``nx.from_numpy_array``)."""
    made: nx.DiGraph[int] = nx.DiGraph()
    made.add_nodes_from(range(len(edges)))
    origins, destinations = np.nonzero(edges)
    made.add_edges_from(zip(origins.tolist(), destinations.tolist(), strict=True))
    return made


def _check_columns(frame: pd.DataFrame) -> None:
    missing = [column for column in COLUMNS if column not in frame.columns]
    if missing:
        raise LamigoError(f"the table lacks {', '.join(missing)}", mend=f"name its columns {', '.join(COLUMNS)}")


def _refuse(frame: pd.DataFrame, odd: pd.Series[bool], what: str, mend: str) -> None:
    if odd.any():
        first = frame[odd].iloc[0]
        shown = ", ".join(f"{column} {first[column]}" for column in COLUMNS)
        raise LamigoError(f"{what} ({int(odd.sum())} of {len(frame)} rows; the first: {shown})", mend=mend)
