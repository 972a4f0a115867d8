"""Network measures of corridors: per country, per network, over time, across layers, against chance.

    from lamigo.corridors import measures
    measures.nodes(frame)          # a row for each country
    measures.network(frame)        # one value for each measure
    measures.measured(frame)       # both, communities sought once
    measures.over_time({1990: frame, 1995: …})
    measures.across({"stock": frame, "flow": …})
    measures.significance(frame)

``frame`` has the columns origin, destination and weight: see ``lamigo.corridors.edges``, whose ``split`` sets aside
what is no edge. ``docs/measures.md`` defines each measure, under a heading with its name. A value that is not defined
is missing (NaN), never a filler. Nothing here knows what the weight counts: who shows a table says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lamigo.corridors import centrality, structure
from lamigo.corridors.communities import Communities, communities, variation
from lamigo.corridors.edges import Floats, Matrix, graph, matrix, split
from lamigo.corridors.multiplex import Across, across
from lamigo.corridors.significance import overlap_significance, significance
from lamigo.errors import LamigoError

__all__ = [
    "Across",
    "Measured",
    "across",
    "graph",
    "measured",
    "network",
    "nodes",
    "over_time",
    "overlap_significance",
    "significance",
    "split",
]
SEEDS = 20


@dataclass(frozen=True)
class Measured:
    """All measures of one table of corridors: ``nodes`` with a row for each country, ``network`` with one for each
    measure."""

    nodes: pd.DataFrame
    network: pd.Series[float]


def measured(frame: pd.DataFrame, seeds: int = SEEDS) -> Measured:
    """Everything that ``nodes`` and ``network`` give, with communities sought once."""
    return _measured(frame, seeds)[0]


def nodes(frame: pd.DataFrame, seeds: int = SEEDS) -> pd.DataFrame:
    """Measures of each country or area: index country, sorted by key. ``seeds``: runs of the community search."""
    corridors = matrix(frame)
    return _nodes(corridors, _communities(corridors, seeds))


def network(frame: pd.DataFrame, seeds: int = SEEDS) -> pd.Series[float]:
    """Measures of the network as a whole, by name."""
    corridors = matrix(frame)
    return _network(corridors, _communities(corridors, seeds))


def over_time(frames: Mapping[str, pd.DataFrame] | Mapping[int, pd.DataFrame], seeds: int = SEEDS) -> pd.DataFrame:
    """A long table over periods: period, country (missing for the network), measure, value, rank, rank_change.

    Periods are sorted. Rank 1 is the largest value of the period, ties share the better rank; ``rank_change`` is the
    rank in the period before, less the rank now: above zero is a rise. Both are missing for the network, and for a
    country that the period before did not have. Labels of communities are left out (a number means nothing in another
    period); ``community_change`` says how far the communities of the two periods differ, over countries in both.
    """
    rows: list[pd.DataFrame] = []
    before: tuple[pd.DataFrame, pd.Series[int]] | None = None
    for period, frame in sorted(frames.items()):
        result, labels = _measured(frame, seeds)
        values = result.nodes.drop(columns="community").astype(float)
        ranks = values.rank(ascending=False, method="min")
        changes = before[0].reindex(ranks.index) - ranks if before else ranks * np.nan
        whole = pd.concat([result.network, pd.Series({"community_change": _change(before and before[1], labels)})])
        rows += [_long(period, values, ranks, changes), _long_network(period, whole)]
        before = (ranks, labels)
    if not rows:
        raise LamigoError("there is no period to measure", mend="give one table of corridors or more")
    return pd.concat(rows, ignore_index=True)


def _measured(frame: pd.DataFrame, seeds: int) -> tuple[Measured, pd.Series[int]]:
    corridors = matrix(frame)
    found = _communities(corridors, seeds)
    labels = pd.Series(found.labels, index=pd.Index(corridors.codes))
    return Measured(_nodes(corridors, found), _network(corridors, found)), labels


def _communities(corridors: Matrix, seeds: int) -> Communities:
    if seeds < 1:
        raise LamigoError(f"{seeds} runs of the community search", mend="ask for one or more, better 20")
    return communities(corridors.weights, seeds)


def _nodes(corridors: Matrix, found: Communities) -> pd.DataFrame:
    weights, edges = corridors.weights, corridors.edges
    inward, outward = weights.sum(axis=0), weights.sum(axis=1)
    hubs, authorities = centrality.hits(weights)
    table = pd.DataFrame(
        {
            "in_strength": inward,
            "out_strength": outward,
            "net": inward - outward,
            "gross": inward + outward,
            "in_partners": edges.sum(axis=0),
            "out_partners": edges.sum(axis=1),
            "partners": (edges | edges.T).sum(axis=0),
            "hhi_in": _shares_squared(weights, inward),
            "hhi_out": _shares_squared(weights.T, outward),
            "k_core": centrality.core(corridors),
            "betweenness": centrality.betweenness(weights),
            "pagerank": centrality.pagerank(weights),
            "pagerank_reverse": centrality.pagerank(weights.T),
            "hub": hubs,
            "authority": authorities,
            "community": found.labels,
            "community_stability": found.stability,
        },
        index=pd.Index(corridors.codes, name="country"),
    )
    whole = ["in_strength", "out_strength", "net", "gross"]
    return table.astype(dict.fromkeys(whole, "int64")) if corridors.whole else table


def _network(corridors: Matrix, found: Communities) -> pd.Series[float]:
    weights, edges = corridors.weights, corridors.edges
    club, club_weight = structure.rich_club(weights)
    values: dict[str, float] = {
        "countries": len(corridors.codes),
        "corridors": int(edges.sum()),
        "weight": float(weights.sum()),
        "density": structure.density(edges),
        "reciprocity": structure.reciprocity(weights),
        "reciprocity_weighted": structure.weighted_reciprocity(weights),
    }
    values |= {f"assortativity_degree_{ends}": value for ends, value in structure.assortativity(weights).items()}
    values |= {
        f"assortativity_strength_{ends}": value for ends, value in structure.assortativity(weights, weights).items()
    }
    values |= {"hhi_corridors": structure.concentration(weights)} | structure.components(edges)
    values |= {
        "modularity": found.modularity,
        "communities": len(np.unique(found.labels)),
        "community_agreement": found.agreement,
        "community_variation": found.variation,
        "rich_club": club,
        "rich_club_weight": club_weight,
    }
    return pd.Series(values, name="value", dtype=float).rename_axis("measure")


def _shares_squared(weights: Floats, sums: Floats) -> Floats:
    """HHI of each column; missing where nothing was observed."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(((weights / sums) ** 2).sum(axis=0))


def _change(before: pd.Series[int] | None, now: pd.Series[int]) -> float:
    if before is None:
        return np.nan
    both = now.index.intersection(before.index)
    if len(both) < 2:
        return np.nan
    return variation(np.asarray(before[both], dtype=np.int64), np.asarray(now[both], dtype=np.int64))


def _long(period: object, values: pd.DataFrame, ranks: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    countries, measures = values.shape
    return pd.DataFrame(
        {
            "period": [period] * values.size,
            "country": np.repeat(values.index.to_numpy(dtype=object), measures),
            "measure": np.tile(values.columns.to_numpy(dtype=object), countries),
            "value": values.to_numpy().ravel(),
            "rank": ranks.to_numpy().ravel(),
            "rank_change": changes.to_numpy().ravel(),
        }
    )


def _long_network(period: object, values: pd.Series[float]) -> pd.DataFrame:
    table = pd.DataFrame(
        {"period": [period] * len(values), "country": None, "measure": values.index, "value": values.to_numpy()}
    )
    return table.assign(rank=np.nan, rank_change=np.nan)
