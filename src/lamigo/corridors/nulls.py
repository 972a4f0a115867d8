"""Null networks: what chance gives to countries that keep their number of origins and of destinations.

Edges are exchanged by global trades (Carstens, Hamann, Meyer, Penschuck, Tran and Wagner 2018; "curveball" of Strona et
al. 2014): origins are paired at random, and each pair deals the destinations that only one of the two has anew, so that
no one's number of corridors changes, in or out. No corridor leads from a country to itself. Reversals of directed
triangles make every such network reachable (Rao, Jana and Bandyopadhyay 1996). **Weights**: each origin's own weights
are dealt anew among its own new destinations, so that an origin keeps its out-strength and the concentration of its
outflow; a destination keeps its number of origins, not its in-strength.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lamigo.corridors.edges import Bools, Floats

# On the corridors of 2020 the share of observed edges among a null's levels off (at 65 %) after 20 to 30 trades.
TRADES = 50


def nulls(weights: Floats, count: int, seed: int, trades: int = TRADES) -> Iterator[Floats]:
    """``count`` null networks of a matrix of weights, each started from the observed one with a stream of its own.

    Number ``k`` depends on ``seed`` and ``k`` only, not on how many are drawn.
    """
    observed = weights > 0
    held = -np.sort(-weights, axis=1)
    for number in range(count):
        random = np.random.default_rng([seed, number])
        yield dealt(held, rewired(observed, random, trades), random)


def rewired(edges: Bools, random: np.random.Generator, trades: int = TRADES) -> Bools:
    """Edges after a number of global trades: same in- and out-degrees, no loops, as good as uniformly drawn."""
    now = edges.copy()
    n = len(now)
    half = n // 2
    pairs, columns = np.arange(half), np.arange(n)
    width, most = n.bit_length(), np.iinfo(np.int64).max
    for _ in range(trades):
        order = random.permutation(n)
        one, two = order[:half], order[half : 2 * half]
        mine, yours = now[one], now[two]
        differ = mine ^ yours
        differ[pairs, one] = differ[pairs, two] = False
        # The smallest random keys among what differs go to the first of the pair: as many as it had. A key ends in
        # its column, so that no two are equal.
        keys = np.where(differ, random.integers(1 << 40, size=differ.shape) << width | columns, most)
        keep = (mine & differ).sum(axis=1)
        limit = np.where(keep > 0, np.sort(keys, axis=1)[pairs, keep - 1], -1)
        to_one = keys <= limit[:, None]
        now[one] = (mine & ~differ) | to_one
        now[two] = (yours & ~differ) | (differ & ~to_one)
        if n > 2:
            _reverse_triangle(now, random)
    return now


def dealt(held: Floats, edges: Bools, random: np.random.Generator) -> Floats:
    """Each row's weights (sorted from large to small in ``held``) on that row's edges, in random order."""
    places = np.where(edges, random.random(edges.shape), 2.0).argsort(axis=1)
    weights = np.zeros(edges.shape)
    np.put_along_axis(weights, places, held, axis=1)
    return weights


def _reverse_triangle(edges: Bools, random: np.random.Generator) -> None:
    a, b, c = random.choice(len(edges), 3, replace=False)
    forth = [(a, b), (b, c), (c, a)]
    if all(edges[x, y] and not edges[y, x] for x, y in forth):
        for x, y in forth:
            edges[x, y], edges[y, x] = False, True
