"""Pajek: vertices by code, arcs with their weight, the layers as relations.

The format holds no other attribute: take another one where evidence or labels matter. A co-participation stands in both
orders: NetworkX reads no section of undirected edges after one of arcs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamigo.atomic import Files
from lamigo.exports import flat

if TYPE_CHECKING:
    import networkx as nx


def files(graph: nx.MultiDiGraph[str], stem: str) -> Files:
    """``<stem>.net``, UTF-8. An arc line is: origin, destination, weight, and the layer as label."""
    nodes, edges = flat.nodes(graph), flat.edges(graph)
    numbers = {key: number for number, (key, _) in enumerate(nodes, 1)}
    lines = [f"*Vertices {len(nodes)}"]
    lines += [f"{numbers[key]} {_quoted(key)}" for key, _ in nodes]
    lines.append("*Arcs")
    for origin, destination, _, row in edges:
        weight, layer = flat.text(row.get("weight", 1)), flat.text(row.get("layer", ""))
        for one, other in ((origin, destination), (destination, origin))[: 2 if flat.undirected(row) else 1]:
            lines.append(f"{numbers[one]} {numbers[other]} {weight} l {_quoted(layer)}")
    return {f"{stem}.net": ("\n".join(lines) + "\n").encode()}


def _quoted(text: str) -> str:
    """A Pajek label: in quotation marks, without any inside and on one line (the format knows no escape)."""
    return '"' + " ".join(flat.text(text).replace('"', "'").split()) + '"'
