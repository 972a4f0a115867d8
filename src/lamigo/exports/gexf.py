"""GEXF 1.3, valid against the published schema (NetworkX's writer is not).

Every edge states its own type. Only where all have the same is it the default too, without which NetworkX reads no
directed ones; with both types there is none, for Gephi drops edges that contradict it. A tie is directed (without
stated direction it stands in both orders, ``direction_stated`` false); a co-participation is undirected. The layer is
an edge's ``kind``; Gephi merges parallel edges of one kind when it opens a file, unless it is told not to.

Where ties have dates the graph is dynamic: an edge's interval runs from the first day on which it may have begun to the
last on which it may have ended, and is open where the source states no such end. How exact the source is stands in the
attributes ``start``, ``end`` and ``first_event``; an edge without any date is there always.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import TYPE_CHECKING

from lamigo.atomic import Files
from lamigo.exports import flat
from lamigo.graph.dates import bounds

if TYPE_CHECKING:
    import networkx as nx

NAMESPACE = "http://gexf.net/1.3"
# What GEXF has a field of its own for; twice would be two columns in Gephi.
_BUILT_IN = {"label", "weight"}


def files(graph: nx.MultiDiGraph[str], stem: str) -> Files:
    """``<stem>.gexf``. No date of writing: the same network is the same bytes."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{{{NAMESPACE}}}gexf", version="1.3")
    meta = ET.SubElement(root, f"{{{NAMESPACE}}}meta")
    ET.SubElement(meta, f"{{{NAMESPACE}}}creator").text = flat.text(f"Lamigo {graph.graph.get('version', '')}".strip())
    said = ("name", "source", "licence", "terms", "caution", "designations")
    described = " ".join(f"{str(graph.graph[name]).rstrip('.')}." for name in said if graph.graph.get(name))
    ET.SubElement(meta, f"{{{NAMESPACE}}}description").text = flat.text(described)
    nodes, edges = flat.nodes(graph), flat.edges(graph)
    dated = any(interval(row) for *_, row in edges)
    mode = {"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"} if dated else {"mode": "static"}
    types = ["undirected" if flat.undirected(row) else "directed" for *_, row in edges]
    if len(set(types)) == 1:
        mode["defaultedgetype"] = types[0]
    inside = ET.SubElement(root, f"{{{NAMESPACE}}}graph", mode)
    node_ids = _declare(inside, "node", (row for _, row in nodes))
    edge_ids = _declare(inside, "edge", (row for *_, row in edges))
    held = ET.SubElement(inside, f"{{{NAMESPACE}}}nodes")
    for key, row in nodes:
        node = ET.SubElement(held, f"{{{NAMESPACE}}}node", id=flat.text(key), label=flat.text(row.get("label", key)))
        _values(node, row, node_ids)
    tied = ET.SubElement(inside, f"{{{NAMESPACE}}}edges")
    for (origin, destination, key, row), type_ in zip(edges, types, strict=True):
        edge = ET.SubElement(
            tied, f"{{{NAMESPACE}}}edge",
            id=flat.text(key), source=flat.text(origin), target=flat.text(destination),
            type=type_,
            kind=flat.text(row.get("layer", "")), label=flat.text(row.get("record_label", "")),
            weight=flat.text(float(row.get("weight", 1))),
        )  # fmt: skip
        edge.attrib.update(interval(row))
        _values(edge, row, edge_ids)
    ET.indent(root)
    return {f"{stem}.gexf": ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"}


def interval(row: flat.Row) -> dict[str, str]:
    """The days between which an edge may be there, as far as stated: first possible start, last possible end.

    What is tied by an agreement may begin with the first thing known to have happened to it, such as its signing.
    """
    begins = [bounds(str(row[name]))[0] for name in ("start", "first_event") if row.get(name)]
    days = {"start": min(begins)} if begins else {}
    if row.get("end"):
        days["end"] = bounds(str(row["end"]))[1]
    return {name: day.isoformat() for name, day in days.items()}


def _declare(inside: ET.Element, kind: str, rows: Iterable[flat.Row]) -> set[str]:
    """Declare the attributes of nodes or edges, each by its name; returns the names."""
    columns = {name: kind for name, kind in flat.columns(rows).items() if name not in _BUILT_IN}
    if columns:
        declared = ET.SubElement(inside, f"{{{NAMESPACE}}}attributes", {"class": kind, "mode": "static"})
        for name, type_ in columns.items():
            ET.SubElement(declared, f"{{{NAMESPACE}}}attribute", id=name, title=name, type=type_)
    return set(columns)


def _values(element: ET.Element, row: flat.Row, ids: set[str]) -> None:
    if ids & row.keys():
        values = ET.SubElement(element, f"{{{NAMESPACE}}}attvalues")
        for name, value in row.items():
            if name in ids:
                ET.SubElement(values, f"{{{NAMESPACE}}}attvalue", {"for": name, "value": flat.text(value)})
