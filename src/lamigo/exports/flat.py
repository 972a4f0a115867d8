"""The network as flat typed rows, which every format starts from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

Row = dict[str, Any]
# What XML 1.0 cannot hold in any spelling.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KINDS: dict[type, str] = {bool: "boolean", int: "integer", float: "double", str: "string"}


def nodes(graph: nx.MultiDiGraph[str]) -> list[tuple[str, Row]]:
    """Nodes with their known attributes, by key; what is unknown is absent."""
    return [(key, known(graph.nodes[key])) for key in sorted(graph)]


def edges(graph: nx.MultiDiGraph[str]) -> list[tuple[str, str, str, Row]]:
    """Edges as (origin, destination, stable id, known attributes), by id."""
    held: Iterable[tuple[str, str, str, Row]] = graph.edges(keys=True, data=True)
    found = [(origin, destination, key, known(data)) for origin, destination, key, data in held]
    return sorted(found, key=lambda edge: (edge[2], edge[0], edge[1]))


def known(data: Row) -> Row:
    """Attributes that have a value, by name.

    Raises TypeError for a value that is no str, int, float or bool: a format would lose it in silence.
    """
    for name, value in data.items():
        if value is not None and type(value) not in _KINDS:
            raise TypeError(f"attribute {name} holds a {type(value).__name__}; the network's attributes are flat")
    return {name: data[name] for name in sorted(data) if data[name] is not None}


def columns(rows: Iterable[Row]) -> dict[str, str]:
    """Attribute names and their types (string, integer, double, boolean) over all rows, by name.

    A name whose values are of several types is a string, or a double where all are numbers.
    """
    seen: dict[str, set[str]] = {}
    for row in rows:
        for name, value in row.items():
            seen.setdefault(name, set()).add(_KINDS[type(value)])
    return {name: _common(kinds) for name, kinds in sorted(seen.items())}


def _common(kinds: set[str]) -> str:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "double" if kinds == {"integer", "double"} else "string"


def undirected(row: Row) -> bool:
    """Whether an edge joins without any order: a co-participation, which stands once."""
    return bool(row.get("layer") == "co-participation")


def text(value: Any) -> str:  # noqa: ANN401 (any flat value)
    """A value as text: booleans as true and false, and no character that XML cannot hold (U+FFFD stands for it)."""
    written = str(value).lower() if isinstance(value, bool) else str(value)
    return _NOT_XML.sub("\ufffd", written)
