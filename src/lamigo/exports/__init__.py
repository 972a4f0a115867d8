"""How the corridor network leaves: a format a module, each written atomically, the same input as the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lamigo.atomic import Files, publish
from lamigo.errors import LamigoError
from lamigo.exports import gexf, graphml, nodelink, pajek, tables

if TYPE_CHECKING:
    import networkx as nx

STEM = "corridors"


class Format(NamedTuple):
    """A format: its name, what it is for, and the function that makes its files (name → bytes)."""

    name: str
    description: str
    files: Callable[[nx.MultiDiGraph[str], str], Files]


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("graphml", "GraphML, for igraph in R and Python, yEd, NetworkX", graphml.files),
        Format("gexf", "GEXF 1.3, for Gephi and graphology", gexf.files),
        Format("pajek", "Pajek, with the layers as relations; holds no other attribute", pajek.files),
        Format("node-link", "node-link JSON, for d3, graphology and NetworkX", nodelink.files),
        Format("csv", "nodes and edges as CSV, described by CSVW, for spreadsheets and R", tables.files),
    )
}


def write(graph: nx.MultiDiGraph[str], name: str, folder: Path) -> list[Path]:
    """Write one format into a folder; returns the files.

    Raises LamigoError for an unknown format, and where the folder can't be written: what was there is then untouched.
    """
    if name not in FORMATS:
        raise LamigoError(f"no format {name!r}", mend=f"use one of {', '.join(FORMATS)}")
    return publish(folder, FORMATS[name].files(graph, STEM))


def write_all(graph: nx.MultiDiGraph[str], folder: Path, formats: Iterable[str] | None = None) -> list[Path]:
    """Write several formats (default: all) into a folder; all are made before the first is written."""
    names = list(formats or FORMATS)
    if unknown := [name for name in names if name not in FORMATS]:
        raise LamigoError(f"no format {unknown[0]!r}", mend=f"use one of {', '.join(FORMATS)}")
    made: Files = {}
    for name in names:
        made |= FORMATS[name].files(graph, STEM)
    return publish(folder, made)
