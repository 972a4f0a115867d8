"""The guide was read line by line: no line without a record, and no group short of the items that it counts."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat
from pyoxigraph import parse as parse_rdf

from lamigo.names import DEF, PASSAGE

GRAPH = Path(__file__).resolve().parents[2] / "graph"
SEEDS = GRAPH.parents[1] / "shared" / "seeds"
GUIDE = sorted((GRAPH / "ilo-policy-guide").glob("*.ttl"))


def test_each_line_has_a_record_beside_its_errata() -> None:
    found = sorted(SEEDS.glob("003_*.txt"))
    if not found:
        pytest.skip("the source documents are not at ../shared/seeds beside this checkout")
    cited: set[int] = set()
    for path in (*GUIDE, *sorted((GRAPH / "authority").glob("*.ttl"))):
        if path.name.startswith("errata"):
            continue
        for quad in parse_rdf(path=str(path), format=RdfFormat.TURTLE):
            if quad.predicate.value == f"{DEF}evidence":
                lines = re.fullmatch(re.escape(f"{PASSAGE}ilo-policy-guide/") + r"L(\d+)-L(\d+)", quad.object.value)
                if lines:
                    cited.update(range(int(lines[1]), int(lines[2]) + 1))
    printed = found[0].read_bytes().decode("utf-8").split("\n")
    bare = [number for number, line in enumerate(printed, 1) if line.strip() and number not in cited]
    assert not bare, f"lines without a fact: record them, or say in left-out.ttl why not: {bare}"


def test_groups_have_the_items_that_they_count() -> None:
    counted: dict[str, int] = {}
    items: Counter[str] = Counter()
    for path in GUIDE:
        for quad in parse_rdf(path=str(path), format=RdfFormat.TURTLE):
            if quad.predicate.value == f"{DEF}isPartOf":
                items[quad.object.value] += 1
            elif quad.predicate.value == f"{DEF}note":
                number = re.fullmatch(r"(\d+) (questions|examples of priorities)\.", quad.object.value)
                if number:
                    counted[quad.subject.value] = int(number[1])
    assert len(counted) == 10
    assert {group: items[group] for group in counted} == counted
