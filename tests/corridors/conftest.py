"""Corridors to measure: a small table whose answers were worked out by hand, random ones, and the stock of 2020."""

from __future__ import annotations

import pandas as pd
import pytest

COLUMNS = ["origin", "destination", "weight"]
STOCK = "data/un-desa-migrant-stock-2020/undesa_ims2020_od_long.csv"


def table(rows: list[tuple[str, str, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.fixture
def small() -> pd.DataFrame:
    """Four countries, five corridors; A and B both ways."""
    return table([("A", "B", 6), ("B", "A", 2), ("A", "C", 2), ("C", "B", 4), ("D", "C", 6)])


@pytest.fixture(scope="session")
def stocks(shared) -> dict[int, pd.DataFrame]:
    """Migrant stock, both sexes, by year. Persons of all ages, refugees in places included: not workers."""
    # Namibia's two-letter code is NA, though this file uses three letters.
    cells = pd.read_csv(shared / STOCK, keep_default_na=False)
    cells = cells[cells["sex"] == "total"]
    corridors = pd.DataFrame(
        {"origin": cells["origin_iso3"], "destination": cells["destination_iso3"], "weight": cells["stock"]}
    )
    return {int(year): corridors[cells["year"] == year] for year in (1990, 2015, 2020)}


@pytest.fixture(scope="session")
def stock(stocks) -> pd.DataFrame:
    return stocks[2020]
