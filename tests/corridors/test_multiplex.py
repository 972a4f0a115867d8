"""Several layers: overlap, correlation, participation, by hand and against chance."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from lamigo.corridors import measures
from lamigo.corridors.multiplex import spearman
from lamigo.errors import LamigoError


@pytest.fixture
def layers(small):
    rows = [("A", "B", 1.5), ("C", "B", 0.5), ("E", "A", 2)]
    return {"stock": small, "flow": pd.DataFrame(rows, columns=small.columns)}


def test_pairs_by_hand(layers):
    found = measures.across(layers)
    assert list(found.pairs.index) == [("flow", "stock")]
    pair = found.pairs.loc[("flow", "stock")]
    assert (pair["shared_corridors"], pair["shared_countries"]) == (2, 3)
    assert pair["jaccard"] == pytest.approx(2 / 6)
    assert pair["overlap_coefficient"] == pytest.approx(2 / 3)
    # A, B, C: in flow in-strengths 2, 2, 0; in stock 2, 10, 8: mean ranks 2.5, 2.5, 1 and 1, 3, 2.
    assert pair["in_strength_correlation"] == pytest.approx(0.0)
    assert math.isnan(pair["weight_correlation"]), "two shared corridors rank nothing"
    assert found.shared.to_dict() == {1: 4, 2: 2}


def test_participation_by_hand(layers):
    nodes = measures.across(layers).nodes
    assert nodes["layers"].to_dict() == {"A": 2, "B": 2, "C": 2, "D": 1, "E": 1}
    # A: 2 corridors in flow, 3 in stock; 2 (1 − 4/25 − 9/25).
    assert nodes.loc["A", "overlapping_degree"] == 5
    assert nodes.loc["A", "participation"] == pytest.approx(24 / 25)
    assert nodes.loc["D", "participation"] == 0 and nodes.loc["E", "participation_strength"] == 0
    # B: 2 of 4 of the flow, 12 of 20 of the stock.
    shares = 0.5 / 1.1, 0.6 / 1.1
    assert nodes.loc["B", "participation_strength"] == pytest.approx(2 * (1 - shares[0] ** 2 - shares[1] ** 2))


def test_units_of_a_layer_do_not_matter(layers):
    other = layers | {"flow": layers["flow"].assign(weight=layers["flow"]["weight"] * 1e6)}
    assert measures.across(layers).nodes.equals(measures.across(other).nodes)


def test_rank_correlation_is_that_of_pandas():
    one, other = pd.Series([1.0, 2, 2, 5]), pd.Series([3.0, 1, 4, 4])
    assert spearman(one.to_numpy(), other.to_numpy()) == pytest.approx(one.corr(other, method="spearman"))


def test_overlap_against_chance(stocks):
    """Two editions overlap far more than their degrees explain; a layer and its own null do not."""
    table = measures.overlap_significance({"1990": stocks[1990], "2020": stocks[2020]}, nulls=20)
    assert table.loc[("1990", "2020"), "z"] > 10
    jaccard = measures.across({"1990": stocks[1990], "2020": stocks[2020]}).pairs.loc[("1990", "2020"), "jaccard"]
    assert table.loc[("1990", "2020"), "observed"] == jaccard


def test_one_layer_is_refused(small):
    with pytest.raises(LamigoError, match="one layer"):
        measures.across({"stock": small})
