"""Definitions, by hand on four countries; refusals; the same input gives the same bytes."""

from __future__ import annotations

import hashlib
import math
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from lamigo.corridors import communities as found
from lamigo.corridors import measures
from lamigo.corridors.edges import matrix
from lamigo.errors import LamigoError


def test_strengths_partners_and_concentration_by_hand(small):
    nodes = measures.nodes(small)
    assert list(nodes.index) == ["A", "B", "C", "D"]
    by_hand = {
        "in_strength": [2, 10, 8, 0],
        "out_strength": [8, 2, 4, 6],
        "net": [-6, 8, 4, -6],
        "gross": [10, 12, 12, 6],
        "in_partners": [1, 2, 2, 0],
        "out_partners": [2, 1, 1, 1],
        "partners": [2, 2, 3, 1],
        "k_core": [2, 2, 2, 1],
    }
    for name, values in by_hand.items():
        assert nodes[name].tolist() == values, name
    assert nodes["in_strength"].dtype == np.int64
    assert nodes["hhi_in"].tolist()[:3] == pytest.approx([1, 0.36 + 0.16, 0.0625 + 0.5625])
    assert math.isnan(nodes.loc["D", "hhi_in"]), "no inflow observed: missing, not zero"
    assert nodes["hhi_out"].tolist() == pytest.approx([0.625, 1, 1, 1])
    # D→C→B→A: through C go D→B and D→A; through B go C→A and D→A; A lies on B→C (the only way). 6 ordered pairs.
    assert nodes["betweenness"].tolist() == pytest.approx([1 / 6, 2 / 6, 2 / 6, 0])


def test_network_by_hand(small):
    network = measures.network(small)
    by_hand = {
        "countries": 4,
        "corridors": 5,
        "weight": 20,
        "density": 5 / 12,
        "reciprocity": 2 / 5,
        "reciprocity_weighted": (2 + 2) / 20,
        "hhi_corridors": (36 + 4 + 4 + 16 + 36) / 400,
        "weak_giant_share": 1,
        "strong_components": 2,
        "strong_giant": 3,
    }
    for name, value in by_hand.items():
        assert network[name] == pytest.approx(value), name


def test_order_of_rows_and_index_do_not_show(stock):
    shuffled = stock.sample(frac=1, random_state=3).reset_index(drop=True)
    one, other = measures.measured(stock), measures.measured(shuffled)
    assert one.nodes.to_csv() == other.nodes.to_csv()
    assert one.network.to_csv() == other.network.to_csv()


SCRIPT = """
import sys, pandas as pd
from lamigo.corridors import measures
frame = pd.read_csv(sys.stdin, keep_default_na=False)
result = measures.measured(frame)
print(result.nodes.to_csv(), result.network.to_csv(), measures.significance(frame, nulls=20).to_csv())
"""


def test_hash_seed_and_threads_do_not_show():
    random = np.random.default_rng(8)
    codes = [f"C{number:02}" for number in range(40)]
    edges = zip(*np.nonzero(~np.eye(40, dtype=bool) & (random.random((40, 40)) < 0.2)), strict=True)
    rows = [(codes[i], codes[j], int(random.integers(1, 1000))) for i, j in edges]
    text = pd.DataFrame(rows, columns=["origin", "destination", "weight"]).to_csv(index=False)
    printed = set()
    for number in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": number, "OPENBLAS_NUM_THREADS": number}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], input=text.encode(), capture_output=True, check=True, env=environment
        )
        assert len(done.stdout) > 5000
        printed.add(hashlib.sha256(done.stdout).hexdigest())
    assert len(printed) == 1


def test_communities_of_two_groups():
    rows = [(a, b, 10) for group in ("ABCD", "WXYZ") for a in group for b in group if a != b] + [("A", "W", 1)]
    nodes = measures.nodes(pd.DataFrame(rows, columns=["origin", "destination", "weight"]))
    assert nodes["community"].tolist() == [1, 1, 1, 1, 2, 2, 2, 2]
    assert (nodes["community_stability"] == 1).all()


def test_the_largest_community_comes_first_and_ties_by_key():
    assert found.by_size(np.array([7, 7, 2, 2, 2, 5])).tolist() == [2, 2, 1, 1, 1, 3]
    assert found.by_size(np.array([4, 0, 4, 0])).tolist() == [1, 2, 1, 2]


def test_a_community_that_falls_apart_is_split():
    """A–B and C–D in one community, though nothing joins them; E–F in another, whole."""
    network = np.zeros((6, 6))
    for a, b in ((0, 1), (2, 3), (4, 5)):
        network[a, b] = network[b, a] = 1
    labels, split = found._apart(network, np.array([3, 3, 3, 3, 1, 1]))
    assert split and labels.tolist() == [0, 0, 2, 2, 4, 4]
    again, split = found._apart(network, labels)
    assert not split and again.tolist() == labels.tolist()
    assert found.modularity(network, labels) > found.modularity(network, np.array([3, 3, 3, 3, 1, 1]))


def test_one_run_of_the_search_has_no_stability(small):
    result = measures.measured(small, seeds=1)
    assert result.nodes["community_stability"].isna().all()
    assert math.isnan(result.network["community_agreement"])


def test_a_seed_does_not_depend_on_how_many_run_beside_it(stock):
    weights = matrix(stock).weights
    assert (found.communities(weights, 3).found == found.communities(weights, 6).found[:3]).all()


def test_comparison_of_partitions():
    one, other = np.array([0, 0, 0, 1, 1, 1]), np.array([5, 5, 5, 2, 2, 2])
    assert found.rand_index(one, other) == 1 and found.variation(one, other) == 0
    apart = np.arange(6)
    assert found.variation(np.zeros(6, dtype=np.int64), apart) == pytest.approx(1)
    # Hubert and Arabie's index by hand: pairs together in both 2, in one 6, in the other 3, of 15.
    mixed = np.array([0, 0, 1, 1, 2, 2])
    assert found.rand_index(one, mixed) == pytest.approx((2 - 6 * 3 / 15) / (4.5 - 6 * 3 / 15))
    assert found.overlap(one, mixed).tolist() == pytest.approx([2 / 3, 2 / 3, 1 / 4, 1 / 4, 2 / 3, 2 / 3])


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("A", None, 1), "without a country in 'destination'"),
        ((math.nan, "B", 1), "without a country in 'origin'"),
        (("A", "D", 0), "not a number above zero"),
        (("A", "D", -1), "not a number above zero"),
        (("A", "D", math.nan), "not a number above zero"),
        (("A", "D", math.inf), "not a number above zero"),
        (("D", "D", 1), "from a country to itself"),
        (("A", "B", 1), "occurs twice"),
    ],
)
def test_what_is_no_corridor_is_refused(small, row, says):
    odd = pd.DataFrame([row], columns=small.columns)
    small = pd.concat([small, odd], ignore_index=True)
    with pytest.raises(LamigoError, match=says):
        measures.nodes(small)


def test_other_refusals(small):
    with pytest.raises(LamigoError, match="lacks weight"):
        measures.network(small.drop(columns="weight"))
    with pytest.raises(LamigoError, match="no corridor"):
        measures.network(small[:0])
    with pytest.raises(LamigoError, match="0 runs"):
        measures.network(small, seeds=0)


def test_split_sets_aside_and_says_why(small):
    odd = pd.DataFrame([("A", "A", 3), ("D", "A", 0), ("D", "B", math.nan)], columns=small.columns)
    used, aside = measures.split(pd.concat([small, odd], ignore_index=True))
    assert len(used) == 5
    assert aside["reason"].to_dict() == {5: "from a country to itself", 6: "weight is zero", 7: "weight is missing"}


def test_namibia_is_there(stock):
    assert "NAM" in measures.nodes(stock, seeds=1).index


def test_over_time(small):
    later = small.assign(weight=[1, 2, 2, 40, 6])[1:]
    table = measures.over_time({2020: later, 2015: small})
    assert table["period"].unique().tolist() == [2015, 2020]
    inward = table[(table["measure"] == "in_strength") & (table["period"] == 2020)].set_index("country")
    assert inward["value"].to_dict() == {"A": 2, "B": 40, "C": 8, "D": 0}
    assert inward["rank"].to_dict() == {"A": 3, "B": 1, "C": 2, "D": 4}
    gross = table[(table["measure"] == "gross") & (table["period"] == 2020)].set_index("country")
    # From 10, 12, 12, 6 (ranks 3, 1, 1, 4) to 4, 42, 48, 6 (ranks 4, 2, 1, 3).
    assert gross["rank_change"].to_dict() == {"A": -1, "B": -1, "C": 0, "D": 1}
    whole = table[table["country"].isna() & (table["measure"] == "corridors")]
    assert whole["value"].tolist() == [5, 4]
    assert table[table["period"] == 2015]["rank_change"].isna().all()


def test_a_newcomer_has_no_rank_change(small):
    later = pd.concat([small, pd.DataFrame([("E", "A", 9)], columns=small.columns)])
    table = measures.over_time({"1": small, "2": later})
    new = table[(table["country"] == "E")]
    assert len(new) and new["rank_change"].isna().all() and new["rank"].notna().any()


def test_the_stock_over_time(stocks):
    table = measures.over_time(stocks, seeds=5)
    change = table[table["measure"] == "community_change"].set_index("period")["value"]
    assert math.isnan(change[1990]) and 0 < change[2015] < 0.5 and 0 < change[2020] < 0.5
    top = table[(table["measure"] == "in_strength") & (table["rank"] == 1)]
    assert top["country"].tolist() == ["USA", "USA", "USA"]
