"""Where a country lies in the network: betweenness, PageRank, hubs and authorities, k-core.

Each equals NetworkX's function of the same name (the tests compare). They are written for a dense matrix, all sources
at once, because NetworkX takes seconds where this takes a tenth. Values of the first three are rounded to twelve
significant digits: the last bits of linear algebra differ between processors, and the same input gives the same bytes.
"""

from __future__ import annotations

import math
from itertools import pairwise

import networkx as nx
import numpy as np

from lamigo.corridors.edges import Bools, Floats, Ints, Matrix, plain

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
    ahead = np.empty((n, n))
    for _ in range(n):
        np.copyto(ahead, distance)
        ahead[done] = np.inf
        nearest = ahead.argmin(axis=1)
        done[rows, nearest] = True
        through = np.take(length, nearest, axis=0, out=ahead)
        through += distance[rows, nearest][:, None]
        np.minimum(distance, through, out=distance)
    return distance


def pagerank(weights: Floats) -> Floats:
    """Where a walk that follows corridors in proportion to their weight, and jumps anywhere every seventh step or so
    (damping 0.85), is found; from a country without outgoing corridors it jumps. Sums to one."""
    n = len(weights)
    out = weights.sum(axis=1, keepdims=True)
    step = np.where(out > 0, weights / np.where(out > 0, out, 1), 1 / n)
    found = np.full(n, 1 / n)
    # Every step leaves 0.85 of the error at most.
    for _ in range(math.ceil(math.log(1e-17) / math.log(DAMPING))):
        found = DAMPING * _times(step.T, found) + (1 - DAMPING) / n
    return rounded(found / found.sum())


def hits(weights: Floats) -> tuple[Floats, Floats]:
    """Hubs and authorities (Kleinberg 1999): leading singular vectors of the weights, each scaled to sum to one.

    Missing (NaN) where the leading singular value is not single: then no one answer exists. It is single within
    countries that share origins or destinations (Perron and Frobenius), so that only such groups need comparing.
    """
    n = len(weights)
    group = _groups(weights > 0)
    found = []
    for label in np.unique(group[group < n]):
        rows = np.flatnonzero(group == label)
        columns = np.flatnonzero(weights[rows].any(axis=0))
        value, left, right = _leading(weights[np.ix_(rows, columns)])
        found.append((value, rows, left, columns, right))
    found.sort(key=lambda one: -one[0])
    hubs, authorities = np.zeros(n), np.zeros(n)
    if len(found) > 1 and found[1][0] > found[0][0] * (1 - 1e-9):
        return np.full(n, np.nan), np.full(n, np.nan)
    _, rows, left, columns, right = found[0]
    hubs[rows], authorities[columns] = left / left.sum(), right / right.sum()
    return rounded(hubs), rounded(authorities)


def _groups(edges: Bools) -> Ints:
    """For each origin the lowest number of those that it shares destinations with, however indirectly; n without."""
    n = len(edges)
    label = np.where(edges.any(axis=1), np.arange(n), n)
    while True:
        reached = np.where(edges, label[:, None], n).min(axis=0)
        lower = np.where(edges, reached, n).min(axis=1)
        if (lower == label).all():
            return label
        label = lower


def _leading(weights: Floats) -> tuple[float, Floats, Floats]:
    """Largest singular value, with its vectors (not negative): by iteration where that is quick, else decomposed."""
    scaled = weights / weights.max()
    right = np.ones(weights.shape[1])
    for _ in range(500):
        before, left = right, _times(scaled, right)
        right = _times(scaled.T, left)
        right = right / right.max()
        if np.abs(right - before).max() < 1e-15:
            left = _times(scaled, right)
            return float(np.sqrt((left**2).sum() / (right**2).sum()) * weights.max()), left, right
    all_left, values, all_right = np.linalg.svd(weights)
    return float(values[0]), np.abs(all_left[:, 0]), np.abs(all_right[0])


def _times(matrix: Floats, vector: Floats) -> Floats:
    """Matrix times vector without BLAS, whose threads hold up everything else on a busy machine."""
    return np.asarray(np.einsum("ij,j->i", matrix, vector))


def core(corridors: Matrix) -> Ints:
    """The largest k such that a country lies among countries that all have k or more partners there (either direction
    makes a partner)."""
    found = nx.core_number(nx.Graph(plain(corridors.edges)))
    return np.array([found[node] for node in range(len(corridors.codes))], dtype=np.int64)


def rounded(values: Floats) -> Floats:
    """Values to twelve significant digits."""
    return np.array([float(f"{value:.{DIGITS - 1}e}") for value in values.tolist()])
