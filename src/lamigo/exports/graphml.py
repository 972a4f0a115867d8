"""GraphML, written by NetworkX: typed keys, and the stable id of each edge as its XML id.

The id stands once more as the attribute ``edge_id``: igraph 1.0 gives an edge's XML id as that of a vertex.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from lamigo.atomic import Files
from lamigo.exports import flat

if TYPE_CHECKING:
    import networkx as nx


def files(graph: nx.MultiDiGraph[str], stem: str) -> Files:
    """``<stem>.graphml``."""
    import networkx as nx
    from networkx.readwrite.graphml import GraphMLWriter

    # NetworkX writes None, lists and control characters badly or not at all: it gets flat, clean rows.
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name, value in flat.known(graph.graph).items():
        plain.graph[name] = _clean(value)
    for key, row in flat.nodes(graph):
        plain.add_node(flat.text(key), **{name: _clean(value) for name, value in row.items()})
    for origin, destination, key, row in flat.edges(graph):
        clean = {"edge_id": flat.text(key)} | {name: _clean(value) for name, value in row.items()}
        plain.add_edge(flat.text(origin), flat.text(destination), key=flat.text(key), **clean)
    writer = GraphMLWriter(encoding="utf-8", prettyprint=True, named_key_ids=False)
    writer.add_graph_element(plain)
    out = io.BytesIO()
    writer.dump(out)
    return {f"{stem}.graphml": out.getvalue()}


def _clean(value: str | float | bool) -> str | float | bool:
    return flat.text(value) if isinstance(value, str) else value
