"""Gaps: large corridors with little known coverage, what is not known counted; and rank intervals over weights.

No score is given by default. Where a reader wants an order, weights are drawn, and each corridor has an interval of
ranks: over all draws, and over what is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from lamigo.coverage.cell import LAYERS, NO, YES
from lamigo.coverage.matrix import CODE, COLUMNS, Coverage
from lamigo.errors import LamigoError

if TYPE_CHECKING:
    import pandas as pd


def gaps(found: Coverage, weights: Mapping[tuple[str, str], float], *, at_most: float, layer: str) -> pd.DataFrame:
    """Corridors of which a layer is known to cover at most a share of the items, the largest first.

    ``weights`` is the number of each corridor by some measure. The layer's share is that of its weaker side. A corridor
    of which the layer asks nothing has no share and is no gap.
    """
    if layer not in LAYERS:
        raise LamigoError(f"there is no layer {layer!r}", mend=f"write one of {', '.join(LAYERS)}")
    if not 0 <= at_most <= 1:
        raise LamigoError(f"the share is {at_most}", mend="write a share from 0 to 1")
    frame = found.frame()
    low, high, _ = found.bounds()
    columns = [position for position, (name, _) in enumerate(COLUMNS) if name == layer]
    frame["covered_low"], frame["covered_high"] = _weaker(low[:, columns]), _weaker(high[:, columns])
    frame["weight"] = [weights.get(pair, np.nan) for pair in found.corridors]
    little = frame[frame["covered_low"] <= at_most]
    kept = little[["origin", "destination", "weight", "covered_low", "covered_high", "unknown_cells"]]
    return kept.sort_values(["weight", "origin", "destination"], ascending=[False, True, True], kind="stable")


def silent(found: Coverage) -> list[str]:
    """The layers of which no answer is known for any of the corridors: they tell none of them apart."""
    decided = np.asarray(np.isin(found.codes, (CODE[YES], CODE[NO])).any(axis=(0, 2))).tolist()
    known = {layer for (layer, _), some in zip(COLUMNS, decided, strict=True) if some}
    return [layer for layer in LAYERS if layer not in known]


def summary(found: Coverage, weights: Mapping[str, float]) -> pd.DataFrame:
    """One number a corridor under stated weights of layers (which sum to 1), at least and at most.

    A layer's share is that of its weaker side; a layer that asks nothing of a corridor takes no part, and the other
    weights are scaled up.
    """
    one = abs(sum(weights.values()) - 1) <= 1e-9 and all(weight >= 0 for weight in weights.values())
    if set(weights) - set(LAYERS) or not one:
        raise LamigoError(
            f"the weights are {dict(weights)}", mend=f"give layers ({', '.join(LAYERS)}) weights that sum to 1"
        )
    frame = found.frame()[["origin", "destination"]].copy()
    low, high = _shares(found)
    row = np.array([[weights.get(layer, 0.0) for layer in LAYERS]])
    frame["low"], frame["high"] = _scores(low, row)[:, 0], _scores(high, row)[:, 0]
    frame.attrs["weights"] = dict(weights)
    return frame


def rank_intervals(found: Coverage, *, draws: int = 200, seed: int = 1) -> pd.DataFrame:
    """The best and worst rank of each corridor over draws of layer weights, uniform over all that sum to 1 (Dirichlet).

    In each draw a corridor's best rank is when it has its most and all others their least, its worst the reverse, so
    that the interval holds for whatever the unknowns turn out to be. Rank 1 is the most covered.
    """
    low, high = _shares(found)
    weights = np.random.default_rng(seed).dirichlet(np.ones(len(LAYERS)), size=draws)
    lows, highs = _scores(low, weights), _scores(high, weights)
    best = np.full(len(found.corridors), np.iinfo(np.int64).max)
    worst = np.zeros(len(found.corridors), dtype=np.int64)
    for draw in range(draws):
        least, most = np.sort(lows[:, draw]), np.sort(highs[:, draw])
        n = len(least)
        # Strictly more than one's own most, counted among the others' least.
        ahead_surely = n - np.searchsorted(least, highs[:, draw], side="right")
        ahead_maybe = n - np.searchsorted(most, lows[:, draw], side="right")
        # A corridor is not ahead of itself.
        ahead_maybe -= (highs[:, draw] > lows[:, draw]).astype(np.int64)
        best = np.minimum(best, ahead_surely + 1)
        worst = np.maximum(worst, ahead_maybe + 1)
    frame = found.frame()[["origin", "destination"]].copy()
    frame["best_rank"], frame["worst_rank"] = best, worst
    frame.attrs.update(draws=draws, seed=seed, weights="Dirichlet(1, 1, 1, 1)")
    return frame


def _shares(found: Coverage) -> tuple[np.ndarray, np.ndarray]:
    """By corridor and layer the share of the weaker side; NaN where the layer asks nothing."""
    low, high, _ = found.bounds()
    positions = [[p for p, (name, _) in enumerate(COLUMNS) if name == layer] for layer in LAYERS]
    return (
        np.stack([_weaker(low[:, columns]) for columns in positions], axis=1),
        np.stack([_weaker(high[:, columns]) for columns in positions], axis=1),
    )


def _weaker(shares: np.ndarray) -> np.ndarray:
    """The smaller of the sides' shares; that of one side where the layer asks nothing of the other."""
    weaker: np.ndarray = np.fmin.reduce(shares, axis=1)
    return weaker


def _scores(shares: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted means over the layers that have a share, (corridors, layers) by (draws, layers): (corridors, draws)."""
    there = ~np.isnan(shares)
    total = there.astype(float) @ weights.T
    scores: np.ndarray = np.where(there, shares, 0.0) @ weights.T / np.where(total > 0, total, 1.0)
    return scores
