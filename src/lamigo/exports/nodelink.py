"""Node-link JSON: NetworkX's own layout, with ``nodes`` and ``edges``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lamigo.atomic import Files
from lamigo.exports import flat

if TYPE_CHECKING:
    import networkx as nx


def files(graph: nx.MultiDiGraph[str], stem: str) -> Files:
    """``<stem>.json``, UTF-8. An edge has source, target, key and its attributes; networkx.node_link_graph reads it."""
    document = {
        "directed": True,
        "multigraph": True,
        "graph": flat.known(graph.graph),
        "nodes": [row | {"id": key} for key, row in flat.nodes(graph)],
        "edges": [
            row | {"source": origin, "target": destination, "key": key}
            for origin, destination, key, row in flat.edges(graph)
        ],
    }
    return {f"{stem}.json": (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()}
