"""The corridor network as a NetworkX multigraph: a node a country or area, an edge a tie.

An edge runs from origin to destination. Where no source states a direction, a tie stands once in each order and
``direction_stated`` is false; a co-participation (countries that one record covers together, which is no corridor)
stands once, from the code that sorts first, with ``weight`` the number of records that cover both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

import networkx as nx

from lamigo import __version__
from lamigo.corridors.regimes import regimes
from lamigo.errors import LamigoError
from lamigo.graph.dates import bounds
from lamigo.names import ID, passage
from lamigo.store import Store, Term

CO_PARTICIPATION = "co-participation"
DATA_SETS = "data_sets"
"""The attribute of a network that names the data sets of others which its ties rest on."""
_DATA_SET = ID + "data-set/"
DESIGNATIONS = (
    "Names of countries and areas are those of the cited registers and documents; "
    "they imply no opinion on the legal status of any country or area or on its frontiers."
)
_NODES = """
SELECT ?node ?label ?label_fr ?label_es ?alpha2 ?m49 ?region ?latitude ?longitude ?kind WHERE {
  { SELECT DISTINCT ?node WHERE {
      { ?corridor a lmg:Corridor ; lmg:hasOrigin|lmg:hasDestination ?node }
      UNION { ?together a lmg:CoParticipation ; lmg:linksCountry ?node } } }
  ?node rdfs:label ?label FILTER(LANG(?label) = "en")
  OPTIONAL { ?node rdfs:label ?label_fr FILTER(LANG(?label_fr) = "fr") }
  OPTIONAL { ?node rdfs:label ?label_es FILTER(LANG(?label_es) = "es") }
  OPTIONAL { ?node lmg:isoAlpha2 ?alpha2 }
  OPTIONAL { ?node lmg:m49 ?m49 }
  OPTIONAL { ?node lmg:inRegion/rdfs:label ?region FILTER(LANG(?region) = "en") }
  OPTIONAL { ?node lmg:latitude ?latitude ; lmg:longitude ?longitude }
  VALUES ?kind { lmg:CountryOrArea lmg:FormerCountryOrArea lmg:StatisticalArea }
  GRAPH <https://w3id.org/lamigo/graph/authority> { ?node a ?kind }
}
"""
_TIES = """
SELECT ?tie ?origin ?destination ?layer ?stated ?record ?label ?rule ?passage ?start ?end WHERE {
  ?tie a lmg:Tie ; lmg:tiesCorridor ?corridor ; lmg:byRecord ?record ; lmg:directionStated ?stated ;
    lmg:hasLayer ?layer ; lmg:derivedBy ?rule ; lmg:evidence|dcterms:source ?passage .
  ?corridor lmg:hasOrigin ?origin ; lmg:hasDestination ?destination .
  OPTIONAL { ?record rdfs:label ?label FILTER(LANG(?label) = "en") }
  OPTIONAL { ?record lmg:startsIn|lmg:startsOn ?start }
  OPTIONAL { ?record lmg:endsIn|lmg:endsOn ?end }
}
"""
_EVENTS = "SELECT ?record ?date WHERE { ?record lmg:hasStatusEvent ?event . ?event lmg:date ?date }"
_LICENCE = "SELECT ?licence WHERE { ?ontology a owl:Ontology ; dcterms:license ?licence }"
_TOGETHER = """
SELECT ?together ?one ?other ?record ?passage WHERE {
  ?together a lmg:CoParticipation ; lmg:linksCountry ?one, ?other ; lmg:byRecord ?record ; lmg:evidence ?passage .
  FILTER(STR(?one) < STR(?other))
}
"""


def network(store: Store) -> nx.MultiDiGraph[str]:
    """The corridor network of a store. Attributes are flat and typed; what is unknown is absent, never a filler."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        name="Lamigo corridor network",
        version=__version__,
        designations=DESIGNATIONS,
        source="Derived from the cited lines of the source documents; see the evidence of each edge",
    )
    for row in _rows(store, _LICENCE):
        graph.graph["licence"] = row["licence"]
    named: set[str] = set()
    events = _first_events(store)
    for node in _rows(store, _NODES):
        graph.add_node(code(node["node"]), iri=node["node"], **_known(node, "node"))
    shared = {one.tie: one for one in regimes(store)}
    for key, rows in sorted(_grouped(store, _TIES, "tie").items()):
        first = rows[0]
        named.update(row["passage"] for row in rows)
        if one := shared.get(key):
            # Not the regime's own dates: it ties the two while both take part.
            first |= {"start": one.start or None, "end": one.end or None}
        graph.add_edge(
            code(first["origin"]),
            code(first["destination"]),
            key=edge_id(key),
            iri=key,
            layer=first["layer"].rsplit("/", 1)[-1],
            direction_stated=first["stated"] == "true",
            weight=1,
            rule=", ".join(sorted({row["rule"].rsplit("/", 1)[-1] for row in rows})),
            evidence=_evidence(rows),
            **_known(
                {name: first.get(name) for name in ("start", "end", "record")}
                | {"record_label": first.get("label"), "first_event": events.get(first["record"])}
            ),
        )
    for key, rows in sorted(_grouped(store, _TOGETHER, "together").items()):
        records = sorted({row["record"] for row in rows})
        graph.add_edge(
            code(rows[0]["one"]),
            code(rows[0]["other"]),
            key=edge_id(key),
            iri=key,
            layer=CO_PARTICIPATION,
            direction_stated=False,
            weight=len(records),
            rule=CO_PARTICIPATION,
            evidence=_evidence(rows),
            record=records[0],
            record_label="; ".join(record.rsplit("/", 1)[-1] for record in records),
        )
    if sets := sorted(iri.removeprefix(_DATA_SET) for iri in named if iri.startswith(_DATA_SET)):
        graph.graph[DATA_SETS] = " ".join(sets)
    return graph


def of_layers(graph: nx.MultiDiGraph[str], layers: Collection[str]) -> nx.MultiDiGraph[str]:
    """The ties of some layers, such as ``practice``, and the countries and areas that they tie; the rest is left out.

    Raises LamigoError for a layer that no tie of the network is of.
    """
    held: dict[str, list[Any]] = defaultdict(list)
    for *edge, data in graph.edges(keys=True, data=True):
        held[data["layer"]].append(tuple(edge))
    if unknown := [layer for layer in layers if layer not in held]:
        raise LamigoError(f"no tie is of the layer {unknown[0]!r}", mend=f"use one of {', '.join(sorted(held))}")
    part = graph.edge_subgraph([edge for layer in layers for edge in held[layer]]).copy()
    named = ", ".join(sorted(set(layers)))
    part.graph |= {"name": f"{graph.graph.get('name', '')}, only {named}", "layers": named}
    return part


def data_sets_behind(graph: nx.MultiDiGraph[str]) -> set[str]:
    """The keys of the data sets of others that edges of a corridor network, or of a part of it, rest on."""
    named = {name for *_, data in graph.edges(data=True) for name in data.get("evidence", "").split("; ")}
    return named.intersection(graph.graph.get(DATA_SETS, "").split())


def code(iri: str) -> str:
    """The key of a country or area, such as ``NPL``."""
    return iri.removeprefix(ID + "country/")


def edge_id(iri: str) -> str:
    """The stable id of an edge, such as ``tie:practice:send-money-home:AUS-GBR``: a token in any format."""
    return iri.removeprefix(ID).replace("/", ":")


def _rows(store: Store, query: str) -> Iterator[dict[str, Any]]:
    found = store.select(query)
    for row in sorted(found.rows, key=lambda row: tuple(str(term) for term in row)):
        yield {name: _plain(term) for name, term in zip(found.columns, row, strict=True) if term is not None}


def _first_events(store: Store) -> dict[str, str]:
    """The earliest date of what is known to have happened to a record, such as the signing of an agreement."""
    dates = _grouped(store, _EVENTS, "record")
    return {record: min((row["date"] for row in rows), key=bounds) for record, rows in dates.items()}


def _plain(term: Term) -> str | float:
    decimal = getattr(term, "datatype", None)
    return float(term.value) if decimal and decimal.value.endswith("#decimal") else term.value


def _grouped(store: Store, query: str, key: str) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(store, query):
        groups[row[key]].append(row)
    return groups


def _known(attributes: dict[str, Any], *without: str) -> dict[str, Any]:
    kept = {name: value for name, value in attributes.items() if value is not None and name not in without}
    if "kind" in kept:
        kept["kind"] = kept["kind"].rsplit("/", 1)[-1]
    return kept


def _evidence(rows: list[dict[str, Any]]) -> str:
    iris = {row["passage"] for row in rows}
    cited = sorted(p for iri in iris if (p := passage(iri)))
    named = sorted(iri.rsplit("/", 1)[1] for iri in iris if "/id/data-set/" in iri or "/id/register/" in iri)
    return "; ".join([*(f"{p.source} L{p.first}-L{p.last}" for p in cited), *named])
