"""How corridors leave: a format a module, each written atomically, the same input as the same bytes.

``FORMATS`` hold the network of ties, or a measure as a network; ``NUMBERS`` hold one measure. What a licence does not
allow to pass on is not written, unless for its user's own use.
"""

from __future__ import annotations

import difflib
import importlib
import json
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lamigo import licences
from lamigo.atomic import Files, publish
from lamigo.corridors.network import data_sets_behind
from lamigo.errors import LamigoError
from lamigo.exports import gexf, graphml, nodelink, pajek, tables
from lamigo.licences import ABOUT, DataSet

if TYPE_CHECKING:
    import networkx as nx

    from lamigo.exports.numbers import Numbers

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


class NumberFormat(NamedTuple):
    """A format for the numbers of corridors: its name, what opens it, its module, the endings of its files."""

    name: str
    description: str
    module: str
    endings: tuple[str, ...]

    def files(self, found: Numbers, stem: str) -> Files:
        """Its files (name → bytes). Raises LamigoError where a package that it needs is not installed."""
        try:
            made: Files = importlib.import_module(f"lamigo.exports.{self.module}").files(found, stem)
        except ModuleNotFoundError as error:
            raise LamigoError(
                f"{self.name} needs the package {error.name}", mend="install it: pip install 'lamigo[tables]'"
            ) from error
        return made


NUMBERS: dict[str, NumberFormat] = {
    form.name: form
    for form in (
        NumberFormat("edge-list", "a row a corridor, for pandas, R and spreadsheets", "edge_list", (".edges.csv",)),
        NumberFormat("matrix", "origins down, destinations across, for R and spreadsheets", "matrix", (".matrix.csv",)),
        NumberFormat(
            "flowmap-blue",
            "three tables for flowmap.blue",
            "flowmap_blue",
            (".flowmap-properties.csv", ".flowmap-locations.csv", ".flowmap-flows.csv"),
        ),
        NumberFormat("kepler", "CSV for kepler.gl", "kepler", (".kepler.csv",)),
        NumberFormat("geojson", "arcs cut at the antimeridian, for QGIS and web maps", "geojson", (".geojson",)),
        NumberFormat("geoparquet", "the same arcs, for GeoPandas, DuckDB and QGIS", "geoparquet", (".parquet",)),
    )
}


def known(names: Iterable[str], among: Collection[str] = (*FORMATS, *NUMBERS)) -> list[str]:
    """The names of formats, if all are. Raises LamigoError for one that is not, with the nearest that is."""
    found = list(dict.fromkeys(names))
    for name in found:
        if name not in among:
            near = difflib.get_close_matches(name.lower(), among, n=1, cutoff=0.5)
            meant = f"did you mean {near[0]}? " if near else ""
            raise LamigoError(f"no format {name!r}", mend=f"{meant}use one of {', '.join(among)}")
    return found


def write_all(
    graph: nx.MultiDiGraph[str],
    folder: Path,
    formats: Iterable[str] | None = None,
    *,
    sets: Collection[DataSet] = (),
    own_use: bool = False,
) -> list[Path]:
    """Write several formats (default: all) into a folder; all are made before the first is written.

    ``sets`` are the data sets of others that ties rest on: they stand in a file beside. Raises LamigoError for an
    unknown format, where the folder can't be written, and where a data set behind the ties may not be passed on, or is
    not known to (one that is not among ``sets``, say), unless for own use. What was there is then untouched.
    """
    names = known(formats or FORMATS, FORMATS)
    licences.obey(sets, own_use=own_use)
    if (untold := sorted(data_sets_behind(graph) - {one.key for one in sets})) and not own_use:
        raise LamigoError(
            f"ties of the network rest on {', '.join(untold)}, and nothing says under which licence",
            mend="give sets=licences.data_sets(g.store, data_sets_behind(network)), or own_use=True for your own use",
        )
    made: Files = {}
    graph = _whose(graph, sets) if sets else graph
    for name in names:
        made |= FORMATS[name].files(graph, STEM)
    if sets:
        day = graph.graph.get("as_of", "any day")
        made[STEM + ABOUT] = licences.about(sets, title=graph.graph.get("name", ""), **{"as of": day})
    return publish(folder, made)


def _whose(graph: nx.MultiDiGraph[str], sets: Collection[DataSet]) -> nx.MultiDiGraph[str]:
    """The network with whose data they are inside, too: a file may leave without the one beside it."""
    named = graph.copy()
    own = f"{graph.graph.get('licence', 'not stated')} (Lamigo's own facts)"
    named.graph |= {
        "source": "; ".join([str(graph.graph.get("source", "")), *(one.source for one in sets)]),
        "licence": "; ".join([own, *(f"{one.licence or 'not stated'} ({one.title})" for one in sets)]),
        "terms": "; ".join(f"{one.title}: {one.terms}" for one in sets),
    }
    return named


def write_numbers(
    found: Numbers, folder: Path, formats: Iterable[str] | None = None, *, own_use: bool = False
) -> list[Path]:
    """Write one measure in several formats (default: all, those of the network too), with a file about it beside.

    Raises LamigoError for an unknown format, and where the licence does not allow to pass the numbers on and they are
    not for the asker's own use; nothing is then written.
    """
    names = known(formats or (*NUMBERS, *FORMATS))
    about = found.about(own_use=own_use)
    made: Files = {}
    network = found.network() if set(names) & FORMATS.keys() else None
    for name in names:
        if name in NUMBERS:
            made |= NUMBERS[name].files(found, found.stem)
        elif network is not None:
            made |= FORMATS[name].files(network, found.stem)
    made[found.stem + ABOUT] = (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()
    return publish(folder, made)
