"""docs/measures.md and the code: a heading for every measure, a measure for every heading, four things under each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lamigo.corridors import measures

PAGE = (Path(__file__).resolve().parents[2] / "docs/measures.md").read_text("utf-8")
SECTIONS = {
    tuple(re.findall(r"`(\w+)`", heading)): text
    for heading, text in re.findall(r"^### (.+)\n((?:(?!^##).*\n)*)", PAGE, re.M)
}


def test_every_measure_has_its_heading_and_every_heading_its_measure(small):
    across = measures.across({"one": small, "other": small})
    offered = [
        *measures.nodes(small, seeds=1).columns,
        *measures.network(small, seeds=1).index,
        *across.pairs.columns,
        *across.nodes.columns,
        *measures.significance(small, nulls=20).columns,
    ]
    offered += set(measures.over_time({1: small, 2: small}, seeds=1)["measure"]) - set(offered)
    documented = [name for names in SECTIONS for name in names]
    assert len(documented) == len(set(documented))
    assert sorted(offered) == sorted(documented)


@pytest.mark.parametrize("names", SECTIONS, ids=lambda names: names[0])
def test_a_section_says_direction_weight_missing_and_reference(names):
    for word in ("Direction", "Weight", "Missing", "Reference"):
        assert f"**{word}**" in SECTIONS[names], f"docs/measures.md does not say {word} of {', '.join(names)}"


def test_what_the_null_networks_are_measured_by_stands_in_the_page(small):
    for name in measures.significance(small, nulls=20).index:
        assert any(name in names for names in SECTIONS)


def test_the_page_says_that_persons_are_not_workers():
    assert "**They are not workers.**" in PAGE
