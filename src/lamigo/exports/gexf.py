"""GEXF 1.3, valid against the published schema (NetworkX's writer is not).

Gephi treats a directed edge and its reverse as two edges, which is what a tie without stated direction is: it stands in
both orders, and ``direction_stated`` is false. So every edge is written as directed, its layer as its ``kind``.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import TYPE_CHECKING

from lamigo.exports import flat
from lamigo.exports.atomic import Files

if TYPE_CHECKING:
    import networkx as nx

NAMESPACE = "http://gexf.net/1.3"


def files(graph: nx.MultiDiGraph[str], stem: str) -> Files:
    """``<stem>.gexf``. No date of writing: the same network is the same bytes."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{{{NAMESPACE}}}gexf", version="1.3")
    meta = ET.SubElement(root, f"{{{NAMESPACE}}}meta")
    ET.SubElement(meta, f"{{{NAMESPACE}}}creator").text = flat.text(f"Lamigo {graph.graph.get('version', '')}".strip())
    described = " ".join(str(graph.graph[name]) for name in ("name", "source", "designations") if name in graph.graph)
    ET.SubElement(meta, f"{{{NAMESPACE}}}description").text = flat.text(described)
    inside = ET.SubElement(root, f"{{{NAMESPACE}}}graph", defaultedgetype="directed", mode="static")
    nodes, edges = flat.nodes(graph), flat.edges(graph)
    node_ids = _declare(inside, "node", (row for _, row in nodes))
    edge_ids = _declare(inside, "edge", (row for *_, row in edges))
    held = ET.SubElement(inside, f"{{{NAMESPACE}}}nodes")
    for key, row in nodes:
        node = ET.SubElement(held, f"{{{NAMESPACE}}}node", id=flat.text(key), label=flat.text(row.get("label", key)))
        _values(node, row, node_ids)
    tied = ET.SubElement(inside, f"{{{NAMESPACE}}}edges")
    for origin, destination, key, row in edges:
        edge = ET.SubElement(
            tied, f"{{{NAMESPACE}}}edge",
            id=flat.text(key), source=flat.text(origin), target=flat.text(destination),
            kind=flat.text(row.get("layer", "")), label=flat.text(row.get("record_label", "")),
            weight=flat.text(float(row.get("weight", 1))),
        )  # fmt: skip
        _values(edge, row, edge_ids)
    ET.indent(root)
    return {f"{stem}.gexf": ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"}


def _declare(inside: ET.Element, kind: str, rows: Iterable[flat.Row]) -> dict[str, str]:
    """Declare the attributes of nodes or edges; returns the id of each by name."""
    columns = flat.columns(rows)
    if columns:
        declared = ET.SubElement(inside, f"{{{NAMESPACE}}}attributes", {"class": kind, "mode": "static"})
        for name, type_ in columns.items():
            ET.SubElement(declared, f"{{{NAMESPACE}}}attribute", id=name, title=name, type=type_)
    return {name: name for name in columns}


def _values(element: ET.Element, row: flat.Row, ids: dict[str, str]) -> None:
    if row:
        values = ET.SubElement(element, f"{{{NAMESPACE}}}attvalues")
        for name, value in row.items():
            ET.SubElement(values, f"{{{NAMESPACE}}}attvalue", {"for": ids[name], "value": flat.text(value)})
