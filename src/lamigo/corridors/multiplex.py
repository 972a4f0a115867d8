"""Several layers over the same countries: which corridors they share, and where a country is active.

A layer is a table of corridors (a stock, a flow, remittances, agreements …). Units differ between layers, so no measure
here adds weights of different layers: overlap counts corridors, correlations use ranks, participation uses counts, or
each country's share of its layer's total.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from lamigo.corridors.edges import Bools, Floats, matrix
from lamigo.errors import LamigoError


@dataclass(frozen=True)
class Stack:
    """Layers over one list of countries: ``weights[layer]`` as in ``edges.Matrix``; sorted by name."""

    layers: tuple[str, ...]
    codes: tuple[str, ...]
    weights: list[Floats]


@dataclass(frozen=True)
class Across:
    """What layers have in common. ``pairs``: a row for each two layers; ``nodes``: a row for each country;
    ``shared``: how many corridors occur in exactly 1, 2, … layers."""

    pairs: pd.DataFrame
    nodes: pd.DataFrame
    shared: pd.Series[int]


def aligned(layers: Mapping[str, pd.DataFrame]) -> Stack:
    """Layers as matrices over all countries that any of them has."""
    if len(layers) < 2:
        raise LamigoError("one layer cannot be compared", mend="give two layers or more")
    names = tuple(sorted(layers))
    read = {name: matrix(layers[name]) for name in names}
    codes = tuple(sorted({code for one in read.values() for code in one.codes}))
    place = {code: number for number, code in enumerate(codes)}
    weights = []
    for name in names:
        at = [place[code] for code in read[name].codes]
        whole = np.zeros((len(codes), len(codes)))
        whole[np.ix_(at, at)] = read[name].weights
        weights.append(whole)
    return Stack(names, codes, weights)


def across(layers: Mapping[str, pd.DataFrame]) -> Across:
    """Overlap, correlation and participation of layers."""
    stack = aligned(layers)
    by_name = dict(zip(stack.layers, stack.weights, strict=True))
    pairs = pd.DataFrame(
        [_pair(by_name[one], by_name[other]) for one, other in layer_pairs(stack.layers)],
        index=pd.MultiIndex.from_tuples(layer_pairs(stack.layers), names=["layer", "other"]),
    )
    edges = np.stack([weights > 0 for weights in stack.weights])
    in_layers = edges.sum(axis=0)
    counts = [int((in_layers == number).sum()) for number in range(1, len(stack.layers) + 1)]
    return Across(
        pairs=pairs,
        nodes=_nodes(stack, edges),
        shared=pd.Series(counts, index=pd.RangeIndex(1, len(counts) + 1, name="layers"), name="corridors"),
    )


def layer_pairs(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return list(combinations(names, 2))


def jaccard(one: Bools, other: Bools) -> float:
    """Corridors that both have, divided by those that at least one has."""
    either = int((one | other).sum())
    return float((one & other).sum() / either) if either else math.nan


def _pair(one: Floats, other: Floats) -> dict[str, float]:
    mine, yours = one > 0, other > 0
    both = mine & yours
    shared, fewer = int(both.sum()), min(int(mine.sum()), int(yours.sum()))
    seen = _seen(mine) & _seen(yours)
    return {
        "shared_corridors": shared,
        "jaccard": jaccard(mine, yours),
        "overlap_coefficient": shared / fewer,
        "shared_countries": int(seen.sum()),
        "in_strength_correlation": spearman(one.sum(axis=0)[seen], other.sum(axis=0)[seen]),
        "out_strength_correlation": spearman(one.sum(axis=1)[seen], other.sum(axis=1)[seen]),
        "weight_correlation": spearman(one[both], other[both]),
    }


def _nodes(stack: Stack, edges: Bools) -> pd.DataFrame:
    corridors = (edges.sum(axis=1) + edges.sum(axis=2)).astype(float)
    strengths = np.stack([weights.sum(axis=0) + weights.sum(axis=1) for weights in stack.weights])
    shares = strengths / np.array([weights.sum() for weights in stack.weights])[:, None]
    return pd.DataFrame(
        {
            "layers": (corridors > 0).sum(axis=0),
            "overlapping_degree": corridors.sum(axis=0).astype(np.int64),
            "participation": _participation(corridors),
            "participation_strength": _participation(shares),
        },
        index=pd.Index(stack.codes, name="country"),
    )


def _participation(values: Floats) -> Floats:
    """Battiston, Nicosia and Latora (2014): 0 = active in one layer only, 1 = equally in all."""
    count = len(values)
    parts = values / values.sum(axis=0)
    return np.asarray(count / (count - 1) * (1 - (parts**2).sum(axis=0)))


def spearman(one: Floats, other: Floats) -> float:
    """Rank correlation, ties with mean ranks; NaN with fewer than three values or without variation."""
    if len(one) < 3 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return math.nan
    return float(np.corrcoef(pd.Series(one).rank(), pd.Series(other).rank())[0, 1])


def _seen(edges: Bools) -> Bools:
    return np.asarray(edges.any(axis=0) | edges.any(axis=1))
