"""Is it more than the degrees explain? Measures of a network against degree-preserving null networks.

Every table has a row for each measure: ``observed``, ``null_mean``, ``null_sd`` (with n − 1), ``z`` (missing where the
nulls do not vary), ``p_higher`` and ``p_lower`` (share of networks, the observed one among them, at least as high or as
low: Phipson and Smyth 2010, never zero), ``p`` (twice the smaller, at most 1) and ``nulls``.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from lamigo.corridors import structure
from lamigo.corridors.communities import modularity, partitions
from lamigo.corridors.edges import Floats, matrix
from lamigo.corridors.multiplex import aligned, jaccard, layer_pairs
from lamigo.corridors.nulls import nulls as null_networks
from lamigo.errors import LamigoError

# Null networks whose communities are sought side by side: some 20 MB of a corridor network.
BATCH = 50
LEAST_NULLS = 20


def significance(frame: pd.DataFrame, nulls: int = 200, seed: int = 1) -> pd.DataFrame:
    """Reciprocity, assortativity, rich club and modularity of corridors, against ``nulls`` null networks.

    Modularity is, for the observed network and for each null, that of one run of the Louvain method: like is compared
    with like, and the value may lie a little below the best of many seeds. Index: measure.
    """
    _enough(nulls)
    weights = matrix(frame).weights
    observed = _statistics(weights) | {"modularity": _modularities([weights], seed)[0]}
    drawn: list[dict[Hashable, float]] = []
    batch: list[Floats] = []
    for network in null_networks(weights, nulls, seed):
        batch.append(network)
        if len(batch) == BATCH or len(drawn) + len(batch) == nulls:
            scores = _modularities(batch, seed)
            drawn += [_statistics(one) | {"modularity": score} for one, score in zip(batch, scores, strict=True)]
            batch = []
    return compared(observed, drawn)


def overlap_significance(layers: Mapping[str, pd.DataFrame], nulls: int = 200, seed: int = 1) -> pd.DataFrame:
    """Jaccard overlap of each pair of layers, against pairs of layers that are rewired independently of each other.

    A layer's countries are those it observes: a country that only another layer has gains no corridor in a null.
    Index: layer, other, in the order in which ``across`` lists them.
    """
    _enough(nulls)
    stack = aligned(layers)
    pairs = layer_pairs(stack.layers)

    def statistics(weights: Sequence[Floats]) -> dict[Hashable, float]:
        place = {layer: number for number, layer in enumerate(stack.layers)}
        return {pair: jaccard(weights[place[pair[0]]] > 0, weights[place[pair[1]]] > 0) for pair in pairs}

    streams = [_spread(network, nulls, seed + number * 1_000_003) for number, network in enumerate(stack.weights)]
    table = compared(statistics(stack.weights), [statistics(drawn) for drawn in zip(*streams, strict=True)])
    return table.set_axis(pd.MultiIndex.from_tuples(pairs, names=["layer", "other"]), axis=0)


def compared(observed: Mapping[Hashable, float], drawn: Sequence[Mapping[Hashable, float]]) -> pd.DataFrame:
    """The table of the module's first lines, from observed values and those of each null network."""
    rows = []
    for measure, value in observed.items():
        values = np.array([one[measure] for one in drawn])
        known = values[~np.isnan(values)]
        row: dict[str, object] = {"measure": measure, "observed": value}
        if math.isnan(value) or len(known) < 2:
            row |= dict.fromkeys(("null_mean", "null_sd", "z", "p_higher", "p_lower", "p"), math.nan)
        else:
            mean, spread = float(known.mean()), float(known.std(ddof=1))
            # Sums in another order differ in the last bits; equal is equal.
            close = 1e-12 * max(1.0, abs(value))
            higher = (1 + int((known >= value - close).sum())) / (1 + len(known))
            lower = (1 + int((known <= value + close).sum())) / (1 + len(known))
            row |= {
                "null_mean": mean,
                "null_sd": spread,
                "z": (value - mean) / spread if spread > close else math.nan,
                "p_higher": higher,
                "p_lower": lower,
                "p": min(1.0, 2 * min(higher, lower)),
            }
        rows.append(row | {"nulls": len(known)})
    return pd.DataFrame(rows).set_index("measure")


def _statistics(weights: Floats) -> dict[Hashable, float]:
    club, club_weight = structure.rich_club(weights)
    found: dict[Hashable, float] = {
        "reciprocity": structure.reciprocity(weights),
        "reciprocity_weighted": structure.weighted_reciprocity(weights),
    }
    for of, values in (("degree", None), ("strength", weights)):
        found |= {f"assortativity_{of}_{ends}": one for ends, one in structure.assortativity(weights, values).items()}
    return found | {"rich_club": club, "rich_club_weight": club_weight}


def _modularities(networks: Sequence[Floats], seed: int) -> list[float]:
    both = np.stack([network + network.T for network in networks])
    found = partitions(both, [np.random.default_rng(seed) for _ in networks])
    return [modularity(one, labels) for one, labels in zip(both, found, strict=True)]


def _spread(weights: Floats, count: int, seed: int) -> Iterator[Floats]:
    """Null networks of the countries that a layer observes, at their places among all countries."""
    seen = np.flatnonzero((weights > 0).any(axis=0) | (weights > 0).any(axis=1))
    for network in null_networks(weights[np.ix_(seen, seen)], count, seed):
        whole = np.zeros_like(weights)
        whole[np.ix_(seen, seen)] = network
        yield whole


def _enough(nulls: int) -> None:
    if nulls < LEAST_NULLS:
        raise LamigoError(
            f"{nulls} null networks are too few for a z or a p", mend=f"draw at least {LEAST_NULLS}, better 200 or more"
        )
