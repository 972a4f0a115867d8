"""Null networks keep what they promise, reach every network there is, and give z and p."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest

from lamigo.corridors import measures, nulls, significance
from lamigo.corridors.edges import matrix
from lamigo.errors import LamigoError


def test_a_null_keeps_degrees_and_each_origins_weights(stock):
    observed = matrix(stock).weights
    edges = observed > 0
    for drawn in nulls.nulls(observed, 3, seed=7):
        null = drawn > 0
        assert (null.sum(axis=0) == edges.sum(axis=0)).all()
        assert (null.sum(axis=1) == edges.sum(axis=1)).all()
        assert not np.diag(null).any()
        assert (np.sort(drawn, axis=1) == np.sort(observed, axis=1)).all()
        assert (drawn.sum(axis=0) != observed.sum(axis=0)).any()
        assert (null & edges).sum() < 0.7 * edges.sum()


def test_more_trades_change_no_more(stock):
    """Fifty trades are enough: the overlap with the observed network has levelled off."""
    edges = matrix(stock).edges
    kept = [
        np.mean([(nulls.rewired(edges, np.random.default_rng(k), trades) & edges).sum() for k in range(5)])
        for trades in (nulls.TRADES, 4 * nulls.TRADES)
    ]
    assert kept[0] == pytest.approx(kept[1], rel=0.01)


@pytest.mark.parametrize("edges", ["AB BC CA", "AB BC CD DA AC", "AB AC BC CD DB"])
def test_every_network_of_those_degrees_is_drawn_as_often_as_any_other(edges):
    """Counted by brute force on three and four countries; without reversed triangles the first has one network only."""
    codes = sorted({code for edge in edges.split() for code in edge})
    observed = np.zeros((len(codes), len(codes)), dtype=bool)
    for a, b in edges.split():
        observed[codes.index(a), codes.index(b)] = True
    every = list(permutations(range(len(codes)), 2))
    possible = set()
    for chosen in combinations(every, int(observed.sum())):
        made = np.zeros_like(observed)
        made[tuple(zip(*chosen, strict=True))] = True
        if (made.sum(0) == observed.sum(0)).all() and (made.sum(1) == observed.sum(1)).all():
            possible.add(made.tobytes())
    assert len(possible) > 1
    draws = 100 * len(possible)
    random = np.random.default_rng(5)
    seen = Counter(nulls.rewired(observed, random, 15).tobytes() for _ in range(draws))
    assert set(seen) == possible
    # Chi-square over its degrees of freedom, against five standard deviations.
    freedom = len(possible) - 1
    chi = sum((count - 100) ** 2 / 100 for count in seen.values())
    assert chi < freedom + 5 * math.sqrt(2 * freedom)


def test_a_null_depends_on_its_seed_and_number_only(small):
    weights = matrix(small).weights
    few, many = list(nulls.nulls(weights, 2, 3)), list(nulls.nulls(weights, 4, 3))
    assert (len(few), len(many)) == (2, 4)
    assert all((one == other).all() for one, other in zip(few, many[:2], strict=True))
    others = list(nulls.nulls(weights, 2, 4))
    assert not all((one == other).all() for one, other in zip(few, others, strict=True))


def test_the_table_by_hand():
    table = significance.compared({"m": 3.0, "same": 1.0, "not": math.nan}, [
        {"m": value, "same": 1.0, "not": math.nan} for value in (1.0, 2.0, 3.0, 4.0, 0.0)
    ])  # fmt: skip
    row = table.loc["m"]
    assert (row["null_mean"], row["nulls"]) == (2, 5)
    assert row["z"] == pytest.approx(1 / math.sqrt(2.5))
    assert row["p_higher"] == pytest.approx(3 / 6) and row["p_lower"] == pytest.approx(5 / 6) and row["p"] == 1
    assert math.isnan(table.loc["same", "z"]) and table.loc["same", "p"] == 1
    assert math.isnan(table.loc["not", "p"]) and table.loc["not", "nulls"] == 0


def test_reciprocity_beyond_degrees_is_found_and_chance_is_not():
    """Planted: every corridor has its opposite. Not planted: a network of corridors drawn independently."""
    random = np.random.default_rng(11)
    codes = [f"C{number:02}" for number in range(30)]
    half = np.triu(random.random((30, 30)) < 0.2, 1)
    for edges, planted in ((half | half.T, True), (~np.eye(30, dtype=bool) & (random.random((30, 30)) < 0.2), False)):
        rows = [(codes[i], codes[j], int(random.integers(1, 100))) for i, j in zip(*np.nonzero(edges), strict=True)]
        frame = pd.DataFrame(rows, columns=["origin", "destination", "weight"])
        table = measures.significance(frame, nulls=60, seed=2)
        assert (table.loc["reciprocity", "z"] > 8) == planted
        assert (table.loc["reciprocity", "p"] < 0.05) == planted
        assert table["p"].between(0, 1).all()


def test_the_same_seed_gives_the_same_table(small):
    one, other = (measures.significance(small, nulls=20, seed=4) for _ in range(2))
    assert one.to_csv() == other.to_csv()
    assert measures.significance(small, nulls=20, seed=5).to_csv() != one.to_csv()


def test_observed_values_are_those_of_the_network(stock):
    table = measures.significance(stock, nulls=20)
    network = measures.network(stock, seeds=1)
    for name in table.index.difference(["modularity"]):
        assert table.loc[name, "observed"] == pytest.approx(network[name]), name
    assert table.loc["modularity", "observed"] == pytest.approx(network["modularity"], abs=0.01)
    assert table.loc["reciprocity", "z"] > 10


def test_too_few_nulls_are_refused(small):
    with pytest.raises(LamigoError, match="too few"):
        measures.significance(small, nulls=5)
