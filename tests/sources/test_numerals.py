"""Numbers as publishers print them, with their own marks of thousands and decimals."""

from __future__ import annotations

import pandas as pd
import pytest

from lamigo.sources.od_cells import numerals


@pytest.mark.parametrize(
    ("printed", "thousands", "decimal", "plain"),
    [
        ("1.234", ".", ".", "1234"),
        ("1.234.567", ".", ".", "1234567"),
        ("1.5", ".", ".", None),
        (".5", ".", ".", None),
        ("1.23.4", ".", ".", None),
        ("1234.567", ".", ".", None),
        ("1.234,5", ".", ",", "1234.5"),
        ("1,5", ".", ",", "1.5"),
        ("1.5", ".", ",", None),
        ("1.234", "", ",", None),
        ("1,00,000", ",", ".", "100000"),
        ("1,234.50", ",", ".", "1234.50"),
        ("1 234", " ", ".", "1234"),
        ("77", ",", ".", "77"),
    ],
)
def test_marks_of_the_thousands_stand_where_thousands_are(
    printed: str, thousands: str, decimal: str, plain: str | None
) -> None:
    found = numerals(pd.Series(["7", printed], dtype=str), thousands, decimal)
    assert found[0] == "7"
    assert (None if pd.isna(found[1]) else found[1]) == plain
