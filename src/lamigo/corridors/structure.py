"""What holds for a network as a whole: density, reciprocity, assortativity, concentration, components, rich club.

Every function takes the matrix of weights (row = origin, column = destination, 0 = no edge) and gives NaN where the
measure is not defined. ``docs/measures.md`` holds definitions and references.
"""

from __future__ import annotations

import math

import networkx as nx
import numpy as np

from lamigo.corridors.edges import Bools, Floats, plain

RICH = 0.1
ENDS = ("out_in", "out_out", "in_in", "in_out")


def density(edges: Bools) -> float:
    n = len(edges)
    return float(edges.sum() / (n * (n - 1)))


def reciprocity(weights: Floats) -> float:
    """Share of corridors whose opposite is there too."""
    edges = weights > 0
    return float((edges & edges.T).sum() / edges.sum())


def weighted_reciprocity(weights: Floats) -> float:
    """Share of weight that is returned: for each pair the smaller of the two directions (Squartini et al. 2013)."""
    return float(np.minimum(weights, weights.T).sum() / weights.sum())


def assortativity(weights: Floats, of: Floats | None = None) -> dict[str, float]:
    """Pearson correlation, over corridors (each once), between a value of the origin and one of the destination.

    Keys name the two ends: ``out_in`` = outward value of the origin with inward value of the destination. Values are
    degrees of the edges, or strengths where ``of`` gives the weights. NaN where one of the two does not vary.
    """
    edges = weights > 0
    values = edges.astype(float) if of is None else of
    end = {"out": values.sum(axis=1), "in": values.sum(axis=0)}
    origins, destinations = np.nonzero(edges)
    return {ends: _pearson(end[ends.split("_")[0]][origins], end[ends.split("_")[1]][destinations]) for ends in ENDS}


def concentration(weights: Floats) -> float:
    """Herfindahl–Hirschman index over corridors: the sum of squared shares of the total weight."""
    shares = weights[weights > 0] / weights.sum()
    return float((shares**2).sum())


def components(edges: Bools) -> dict[str, float]:
    """Number of components, countries in the largest and their share: weak (direction ignored) and strong."""
    made = plain(edges)
    found: dict[str, float] = {}
    for kind, parts in (("weak", nx.weakly_connected_components), ("strong", nx.strongly_connected_components)):
        sizes = [len(part) for part in parts(made)]
        found |= {
            f"{kind}_components": len(sizes),
            f"{kind}_giant": max(sizes),
            f"{kind}_giant_share": max(sizes) / len(edges),
        }
    return found


def rich(edges: Bools) -> Bools:
    """The tenth of countries with the most corridors (in and out), with all that tie with the last of them."""
    corridors = edges.sum(axis=0) + edges.sum(axis=1)
    wanted = max(2, math.ceil(RICH * len(edges)))
    return np.asarray(corridors >= np.sort(corridors)[-min(wanted, len(edges))])


def rich_club(weights: Floats) -> tuple[float, float]:
    """Density among the rich, and the weight among them as a share of the most that as many corridors could carry."""
    edges = weights > 0
    members = rich(edges)
    within = weights[np.ix_(members, members)]
    links = int((within > 0).sum())
    strongest = np.sort(weights[edges])[::-1][:links].sum()
    return density(within > 0), float(within.sum() / strongest) if links else math.nan


def _pearson(one: Floats, other: Floats) -> float:
    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return math.nan
    a, b = one - one.mean(), other - other.mean()
    # Not a @ b: BLAS adds up in an order of its own, and its threads wait for one another on a busy machine.
    return float((a * b).sum()) / math.sqrt(float((a * a).sum()) * float((b * b).sum()))
