"""Nodes and edges as CSV, with their description in CSVW.

No cell can be run as a formula: text that a spreadsheet would take for one (it begins with = + - @, a tab or a line
end) gets a leading apostrophe, and so does text that begins with an apostrophe, so that taking one off gives the text
back. Numbers stay numbers: a negative longitude is no formula.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lamigo.atomic import Files
from lamigo.delimited import delimited
from lamigo.exports import flat

if TYPE_CHECKING:
    import networkx as nx

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def files(graph: nx.MultiDiGraph[str], stem: str) -> Files:
    """``<stem>-nodes.csv``, ``<stem>-edges.csv`` (UTF-8, RFC 4180, LF) and ``<stem>-csv-metadata.json`` (CSVW)."""
    nodes = [{"code": key} | row for key, row in flat.nodes(graph)]
    edges = [
        {"origin": origin, "destination": destination, "id": key} | row
        for origin, destination, key, row in flat.edges(graph)
    ]
    made = {f"{stem}-nodes.csv": (["code"], nodes), f"{stem}-edges.csv": (["origin", "destination", "id"], edges)}
    out: Files = {}
    described: list[dict[str, Any]] = []
    for name, (first, rows) in made.items():
        kinds = flat.columns(rows)
        header = [*first, *(column for column in kinds if column not in first)]
        out[name] = delimited([header, *([_cell(row.get(column)) for column in header] for row in rows)]).encode()
        described.append(
            {
                "url": name,
                "tableSchema": {
                    "columns": [{"name": c, "titles": c, "datatype": kinds.get(c, "string")} for c in header],
                    "primaryKey": first[-1],
                },
            }
        )
    said = ("source", "licence", "terms", "caution", "designations")
    metadata = {
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": graph.graph.get("name", ""),
        "dc:description": " ".join(f"{str(graph.graph[n]).rstrip('.')}." for n in said if graph.graph.get(n)),
        "notes": [
            "A leading apostrophe guards text that a spreadsheet would run as a formula; take one off to read it."
        ],
        "tables": described,
    }
    out[f"{stem}-csv-metadata.json"] = (json.dumps(metadata, ensure_ascii=False, indent=1) + "\n").encode()
    return out


def guarded(value: str) -> str:
    """Text that no spreadsheet runs."""
    return "'" + value if value.startswith(_DANGEROUS) else value


def unguarded(value: str) -> str:
    """The text that a guarded cell holds."""
    return value[1:] if value.startswith("'") else value


def _cell(value: str | float | bool | None) -> str:
    if value is None:
        return ""
    return guarded(value) if isinstance(value, str) else flat.text(value)
