"""Where a country lies in the network: betweenness, PageRank, hubs and authorities, k-core.

Each equals NetworkX's function of the same name (the tests compare). They are written for a dense matrix, all sources
at once, because NetworkX takes seconds where this takes a tenth. Values of the first three are rounded to twelve
significant digits: the last bits of linear algebra differ between processors, and the same input gives the same bytes.
"""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np

from lamigo.corridors.edges import Floats, Ints, Matrix, plain

DAMPING = 0.85
DIGITS = 12


def betweenness(weights: Floats) -> Floats:
    """Share of ordered pairs of other countries whose shortest path, of length 1/weight a step, passes through.

    Brandes (2001) with Dijkstra, for all sources side by side. Paths tie where their lengths are equal as
    floating-point numbers, added from the source on: NetworkX's rule, so that ties come out the same.
    """
    n = len(weights)
    with np.errstate(divide="ignore"):
        length = 1 / weights
    distance = _distances(length)
    rank = distance.argsort(axis=1, kind="stable").argsort(axis=1)
    steps = []
    for via in range(n):
        last = distance[:, via, None] + length[via] == distance
        last &= np.isfinite(distance) & (rank[:, via, None] < rank)
        sources, ends = np.nonzero(last)
        steps.append(np.stack([sources, np.full_like(sources, via), ends]))
    source, before, end = np.concatenate(steps, axis=1)
    # The last steps of all shortest paths, those to the nearest country of each source first.
    by_rank = rank[source, end].argsort(kind="stable")
    source, before, end = source[by_rank], before[by_rank], end[by_rank]
    cuts = np.searchsorted(rank[source, end], np.arange(1, n + 1))
    groups = [slice(int(low), int(high)) for low, high in pairwise(cuts)]
    paths, passing = np.eye(n), np.zeros((n, n))
    for group in groups:
        np.add.at(paths, (source[group], end[group]), paths[source[group], before[group]])
    for group in reversed(groups):
        start, step, goal = source[group], before[group], end[group]
        np.add.at(passing, (start, step), paths[start, step] / paths[start, goal] * (1 + passing[start, goal]))
    np.fill_diagonal(passing, 0)
    return rounded(passing.sum(axis=0) / ((n - 1) * (n - 2) if n > 2 else 1))


def _distances(length: Floats) -> Floats:
    """Lengths of shortest paths from each row's country, by Dijkstra for all sources side by side."""
    n = len(length)
    rows = np.arange(n)
    distance = np.full((n, n), np.inf)
    np.fill_diagonal(distance, 0)
    done = np.zeros((n, n), dtype=bool)
    for _ in range(n):
        nearest = np.where(done, np.inf, distance).argmin(axis=1)
        done[rows, nearest] = True
        np.minimum(distance, distance[rows, nearest][:, None] + length[nearest], out=distance)
    return distance


def pagerank(weights: Floats) -> Floats:
    """Where a walk that follows corridors in proportion to their weight, and jumps anywhere every seventh step or so
    (damping 0.85), is found; from a country without outgoing corridors it jumps. Solved exactly, sums to one."""
    n = len(weights)
    out = weights.sum(axis=1, keepdims=True)
    step = np.where(out > 0, weights / np.where(out > 0, out, 1), 1 / n)
    return rounded(np.linalg.solve(np.eye(n) - DAMPING * step.T, np.full(n, (1 - DAMPING) / n)))


def hits(weights: Floats) -> tuple[Floats, Floats]:
    """Hubs and authorities (Kleinberg 1999): leading singular vectors of the weights, each scaled to sum to one.

    Missing (NaN) where the leading singular value is not single: then no one answer exists.
    """
    left, values, right = np.linalg.svd(weights)
    if len(values) > 1 and values[1] > values[0] * (1 - 1e-9):
        return np.full(len(weights), np.nan), np.full(len(weights), np.nan)
    hubs, authorities = np.abs(left[:, 0]), np.abs(right[0])
    # What is zero by definition comes out of the decomposition as some 1e-17.
    hubs[weights.sum(axis=1) == 0] = 0
    authorities[weights.sum(axis=0) == 0] = 0
    return rounded(_clean(hubs)), rounded(_clean(authorities))


def core(corridors: Matrix) -> Ints:
    """The largest k such that a country lies among countries that all have k or more partners there (either direction
    makes a partner)."""
    found = nx.core_number(nx.Graph(plain(corridors.edges)))
    return np.array([found[node] for node in range(len(corridors.codes))], dtype=np.int64)


def rounded(values: Floats) -> Floats:
    """Values to twelve significant digits."""
    return np.array([float(f"{value:.{DIGITS - 1}e}") for value in values.tolist()])


def _clean(vector: Floats) -> Floats:
    kept = np.where(vector < 1e-15 * vector.max(), 0, vector)
    return np.asarray(kept / kept.sum())
