"""The panel of a small world made by hand: each rule about time and about what is not known; files and engines."""

from __future__ import annotations

import io
import math
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from lamigo.errors import LamigoError
from lamigo.panel import dictionary, engines, tables
from lamigo.panel.expression import ANSWERS, panel
from lamigo.panel.tables import Base
from lamigo.panel.write import rows, typed, write


@pytest.fixture
def cells(small: Base) -> dict[tuple[str, str, int], dict[str, Any]]:
    """Each row by its keys."""
    return {(r["origin"], r["destination"], r["year"]): r for r in rows(small).to_pylist()}


def test_a_row_a_corridor_and_year_in_order(small: Base) -> None:
    keys = [(r["origin"], r["destination"], r["year"]) for r in rows(small).to_pylist()]
    assert len(keys) == 3 * 7
    assert keys == sorted(keys)


def test_a_number_stands_in_the_years_of_its_period_alone(cells) -> None:
    stock = [cells["AAA", "BBB", year]["stock"] for year in range(2000, 2007)]
    flow = [cells["AAA", "BBB", year]["flow"] for year in range(2000, 2007)]
    assert stock == [10, None, None, None, None, None, None]
    assert flow == [0, 0, 0, 0, 0, None, None]
    assert cells["AAA", "BBB", 2004]["flow_until"] == 2005
    assert cells["AAA", "BBB", 2005]["flow_until"] is None
    assert cells["BBB", "AAA", 2000]["stock_female"] == 4
    assert cells["BBB", "AAA", 2000]["stock"] is None


def test_agreements_by_what_is_known_on_mid_year(cells) -> None:
    columns = ("signed", "perhaps_signed", "in_force", "force_unknown", "ended")
    by_year = {
        year: tuple(cells["AAA", "BBB", year][f"agreements_{column}"] for column in columns) for year in (2000, 2001,
                                                                                                2002, 2003, 2005)
    }  # fmt: skip
    assert by_year == {
        2000: (None, 1, None, 1, None),  # one is not signed yet; of two no day is known
        2001: (None, 2, None, 2, None),  # signed some day of the year: perhaps before July
        2002: (1, 1, None, 2, None),
        2003: (1, 1, 1, 1, None),
        2005: (1, 1, None, 1, 1),
    }
    assert [cells["AAA", "BBB", year]["agreement_in_force"] for year in (2002, 2003, 2005)] == [
        "unknown", "yes", "unknown",
    ]  # fmt: skip


def test_programmes_run_surely_perhaps_or_not(cells) -> None:
    surely = [cells["AAA", "CCC", year]["practice_running"] for year in range(2000, 2007)]
    perhaps = [cells["AAA", "CCC", year]["practice_perhaps_running"] for year in range(2000, 2007)]
    assert surely == [None, None, 1, 1, None, None, None]
    assert perhaps == [None, 1, None, None, 1, None, None]
    assert {cells["AAA", "CCC", year]["project_perhaps_running"] for year in range(2000, 2007)} == {1}


def test_what_binds_each_end(cells) -> None:
    row = cells["AAA", "BBB", 2003]
    assert (row["c097_origin"], row["c097_destination"], row["c143_origin"]) == ("yes", "unknown", "no")
    assert cells["AAA", "CCC", 2003]["c097_destination"] == "not-eligible"
    for side in ("origin", "destination"):
        assert sum(row[f"instruments_{answer.replace('-', '_')}_{side}"] for answer in ANSWERS) == 2


def test_unknown_never_becomes_zero(small: Base) -> None:
    """The only zeros are the one that the source states, and counts of levels that leave nothing out."""
    table = rows(small)
    for name in table.column_names:
        if name.startswith("instruments_") or table.schema.field(name).type == "string":
            continue
        zeros = [r for r in table.select(["origin", "destination", name]).to_pylist() if r[name] == 0]
        assert all(name == "flow" and r["origin"] == "AAA" and r["destination"] == "BBB" for r in zeros), name
    nothing = {r["year"]: r for r in table.to_pylist() if (r["origin"], r["destination"]) == ("AAA", "CCC")}[2006]
    for name in table.column_names:
        if name.startswith(("stock", "flow", "agreements", "practice")):
            assert nothing[name] is None, name


def test_the_dictionary_describes_every_column_and_reads_the_csv(small: Base, tmp_path) -> None:
    write(small, tmp_path)
    described = pd.read_csv(tmp_path / "panel-dictionary.csv", keep_default_na=False)
    table = pq.read_table(tmp_path / "panel.parquet")
    assert described["name"].tolist() == table.column_names
    assert described["type"].tolist() == [str(kind) for kind in table.schema.types]
    for column in ("type", "pandas", "unit", "meaning", "source", "missing"):
        assert (described[column] != "").all(), column
    types = dict(zip(described["name"], described["pandas"], strict=True))
    read = pd.read_csv(tmp_path / "panel.csv", dtype=types, keep_default_na=False, na_values=[""])
    assert {name: str(kind) for name, kind in read.dtypes.items()} == types
    assert [[None if pd.isna(v) else v for v in row] for row in read.itertuples(index=False)] == [
        list(row.values()) for row in table.to_pylist()
    ]
    for name, missing, levels in described[["name", "missing", "levels"]].itertuples(index=False):
        if missing.startswith("never"):
            assert table[name].null_count == 0, name
        if levels:
            assert set(table[name].to_pylist()) <= set(levels.split()), name
    markdown = (tmp_path / "panel-dictionary.md").read_text("utf-8")
    assert all(f"| `{name}` |" in markdown for name in table.column_names)
    assert "one \\| the other" in markdown


def test_a_column_without_description_is_refused(small: Base) -> None:
    described = dictionary.columns(small)
    with pytest.raises(LamigoError, match="stock_male"):
        typed(rows(small), [column for column in described if column.name != "stock_male"])


def test_the_same_bytes_again_and_on_spark(small: Base, tmp_path, spark: engines.Engine) -> None:
    for folder in ("one", "two"):
        write(small, tmp_path / folder)
    files = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert len(files) == 5
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    spark.see(tables.save(small.tables, tmp_path / "base"))
    expression = panel(small.instruments, small.layers)
    assert typed(spark.answer(expression), dictionary.columns(small)).equals(rows(small))


def test_numbers_that_are_no_counts_stay_as_they_are(small: Base, spark: engines.Engine, tmp_path) -> None:
    held = small.tables["numbers"].to_pylist()
    small.tables |= {
        "numbers": tables.arrow({**_empty(), "numbers": [(*list(r.values())[:3], r["value"] + 0.5) for r in held]})[
            "numbers"
        ]
    }
    found = rows(small)
    assert str(found.schema.field("stock").type) == "double"
    assert 10.5 in found["stock"].to_pylist()
    spark.see(tables.save(small.tables, tmp_path))
    expression = panel(small.instruments, small.layers, whole_numbers=False)
    assert typed(spark.answer(expression), dictionary.columns(small)).equals(found)


def _empty() -> dict[str, list[tuple[Any, ...]]]:
    return {name: [] for name in tables.SCHEMAS}


def test_a_failure_leaves_what_was_there(small: Base, tmp_path) -> None:
    write(small, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    small.tables["corridors"] = tables.arrow({**_empty(), "corridors": [('A"A', "B,B")]})["corridors"]
    with pytest.raises(Exception, match="structural characters"):
        write(small, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("name", "said"),
    [("postgres", "no engine"), ("spark://", "no engine"), ("local[two]", "no engine")],
)
def test_an_engine_that_is_none(name: str, said: str) -> None:
    with pytest.raises(LamigoError, match=said), engines.engine(name):
        pass


def test_what_spark_lacks_is_named_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda module: None if module == "pyspark" else math)
    with pytest.raises(LamigoError, match=r"pyspark is not installed[\s\S]*lamigo\[panel,spark\]"), \
            engines.engine("local[2]"):  # fmt: skip
        pass
    monkeypatch.setattr(engines, "find_spec", lambda _: math)
    for version, said in ((None, "no Java was found"), (11, "Java 11 is too old")):
        monkeypatch.setattr(engines, "java_version", lambda version=version: version)
        with pytest.raises(LamigoError, match=rf"{said}[\s\S]*openjdk-17-jre-headless"), engines.engine("local[2]"):
            pass


def test_java_is_asked_for_its_version(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "java"
    program.parent.mkdir()
    for said, version in (('openjdk version "17.0.15" 2025', 17), ('java version "1.8.0_402"', 8), ("what", None)):
        program.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
        program.chmod(0o755)
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))
        assert engines.java_version() == version
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    assert engines.java_version() is None


def test_periods_in_years() -> None:
    assert tables.span("1990/1995") == (1990, 1995)
    assert tables.span("2020-07-01") == (2020, 2021)
    assert tables.span("2020/2020") == (2020, 2021)
    assert tables.span("2019-07/2020-06") == (2019, 2020)


def test_the_csv_has_no_quotes_and_empty_cells_for_the_unknown(small: Base, tmp_path) -> None:
    write(small, tmp_path, formats=["csv"])
    assert not (tmp_path / "panel.parquet").exists()
    text = (tmp_path / "panel.csv").read_text("utf-8")
    assert '"' not in text
    first = pd.read_csv(io.StringIO(text), nrows=1, keep_default_na=False, dtype=str).iloc[0]
    assert (first["stock"], first["stock_male"], first["flow"]) == ("10", "", "0")
