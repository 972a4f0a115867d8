"""A small panel made by hand, and Apache Spark, started once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from lamigo.corridors.numbers import Measure
from lamigo.panel import engines, tables
from lamigo.panel.tables import Base


def measure(concept: str, period: str, sex: str = "both") -> Measure:
    """A measure of a made-up data set."""
    key = f"made-up-{concept}/{period.replace('/', '-')}-{sex}"
    basis = "observed"
    return Measure(key, key, f"made-up-{concept}", f"migrant-{concept}", period, sex, "person", basis, False, None)


ROWS: dict[str, list[tuple[Any, ...]]] = {
    "corridors": [("AAA", "BBB"), ("BBB", "AAA"), ("AAA", "CCC")],
    "years": [(year, date(year, 7, 1)) for year in range(2000, 2007)],
    "measures": [
        ("s/2000", "stock", "both", 2000, 2001),
        ("s/2000-f", "stock", "female", 2000, 2001),
        ("f/2000", "flow", "both", 2000, 2005),
    ],
    # A number of 0 that a source states is a 0; the other corridors have none.
    "numbers": [("AAA", "BBB", "s/2000", 10), ("AAA", "BBB", "f/2000", 0), ("BBB", "AAA", "s/2000-f", 4)],
    "agreements": [
        ("AAA", "BBB", "one", date(2001, 1, 1), date(2001, 12, 31)),
        ("AAA", "BBB", "two", None, None),
        ("BBB", "AAA", "one", date(2001, 1, 1), date(2001, 12, 31)),
    ],
    "force": [("one", year, "unknown" if year < 2003 else "yes" if year < 2005 else "no") for year in range(2000, 2007)]
    + [("two", year, "unknown") for year in range(2000, 2007)],
    "ties": [
        ("AAA", "CCC", "practice", "p", date(2001, 1, 1), date(2001, 12, 31), date(2004, 1, 1), date(2004, 12, 31)),
        ("AAA", "CCC", "project", "q", None, None, None, None),
    ],
    "binding": [
        (state, "C097", year, answer)
        for state, answer in (("AAA", "yes"), ("BBB", "unknown"), ("CCC", "not-eligible"))
        for year in range(2000, 2007)
    ]
    + [(state, "C143", year, "no") for state in ("AAA", "BBB", "CCC") for year in range(2000, 2007)],
}


@pytest.fixture
def small() -> Base:
    """Three corridors over seven years, with everything that may be unknown."""
    pytest.importorskip("pyarrow", reason="pyarrow, which holds the panel, is in the extra lamigo[panel]")
    measures = {"stock": [measure("stock", "2000-07-01")], "flow": [measure("flow", "2000/2005")]}
    titles = {"C097": "one | the other", "C143": "another"}
    layers = {"practice": "practice", "project": "project"}
    held = tables.arrow({name: list(rows) for name, rows in ROWS.items()})
    return Base(range(2000, 2007), held, titles, layers, measures, {}, ["made-up-acts"])


@pytest.fixture(scope="session")
def spark() -> Iterator[engines.Engine]:
    """Spark with two threads within this machine."""
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'lamigo[spark]'")
    if (engines.java_version() or 0) < engines.JAVA:
        pytest.skip(f"Spark needs Java {engines.JAVA}: sudo apt-get install openjdk-17-jre-headless")
    with engines.engine("local[2]") as asked:
        yield asked
