"""The panel over real stocks, ratifications and agreements: rows checked by hand, and the same rows on Spark."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lamigo.api import Graph
from lamigo.cli import cli
from lamigo.errors import LamigoError
from lamigo.graph.build import Build
from lamigo.panel import dictionary, engines, tables
from lamigo.panel.expression import panel
from lamigo.panel.tables import Base
from lamigo.panel.write import rows, typed
from lamigo.store.local import LocalStore, on_disk
from lamigo.treaties import added

CORRIDORS = [("MEX", "USA"), ("NPL", "KOR"), ("PHL", "SAU"), ("KOR", "NPL"), ("MKD", "DEU"), ("IND", "ARE")]


@pytest.fixture(scope="module")
def real_store(built_with_data: Build) -> LocalStore:
    return on_disk(built_with_data)


@pytest.fixture(scope="module")
def real(real_store: LocalStore, built_with_data: Build) -> Base:
    register = added.register(built_with_data.folder)[0]
    return tables.base(real_store, register, corridors=CORRIDORS, last=2021)


@pytest.fixture(scope="module")
def cells(real: Base) -> dict[tuple[str, str, int], dict[str, Any]]:
    return {(r["origin"], r["destination"], r["year"]): r for r in rows(real).to_pylist()}


def test_years_and_corridors(real: Base, cells) -> None:
    assert real.years == range(1990, 2022)
    assert len(cells) == 32 * len(CORRIDORS)


def test_mexico_to_the_united_states(cells) -> None:
    row = cells["MEX", "USA", 2020]
    assert row["stock"] == 10_853_105
    assert row["stock_female"] + row["stock_male"] == row["stock"]
    assert cells["MEX", "USA", 2019]["stock"] is None
    assert cells["MEX", "USA", 2021]["stock"] is None
    # Neither a flow nor whether an agreement is in force is known of it.
    assert row["flow"] is None
    assert row["agreements_in_force"] is None
    assert row["agreement_in_force"] == "unknown"


def test_nepal_to_korea(cells) -> None:
    row = cells["NPL", "KOR", 2020]
    assert row["stock"] == 40_748
    # The memorandum of 2007 stands in both orders of the pair; before it none is known, which is not none.
    assert [cells["NPL", "KOR", year]["agreements_signed"] for year in (2006, 2008)] == [None, 1]
    assert [cells["KOR", "NPL", year]["agreements_signed"] for year in (2006, 2008)] == [None, 1]
    # C029: Nepal since 3 January 2003 (registered a year before), the Republic of Korea not before 20 April 2022.
    assert [cells["NPL", "KOR", year]["c029_origin"] for year in (2002, 2003)] == ["no", "yes"]
    assert {cells["NPL", "KOR", year]["c029_destination"] for year in range(1990, 2022)} == {"no"}
    # No source that was added speaks for the Republic of Korea and C097 with a complete list.
    assert row["c097_destination"] in ("no", "unknown")


def test_every_answer_is_the_registers_own(built_with_data: Build, real: Base, cells) -> None:
    register = added.register(built_with_data.folder)[0]
    for (origin, destination, year), row in cells.items():
        if year % 5 == 0:
            for code in real.instruments:
                for side, state in (("origin", origin), ("destination", destination)):
                    answer = register.bound(state, code, date(year, 7, 1)).answer
                    assert row[f"{code.lower().replace('-', '_')}_{side}"] == answer


def test_what_no_data_set_tells_is_said_to_be_empty(real: Base, cells) -> None:
    described = {column.name: column for column in dictionary.columns(real)}
    assert described["flow"].missing.startswith("always empty")
    assert {row["flow"] for row in cells.values()} == {None}
    assert described["stock"].source == "un-desa-migrant-stock-2020"
    assert "not workers" in described["stock"].meaning
    text = dictionary.as_markdown(list(described.values()), real).decode()
    assert "CC-BY-3.0-IGO" in text


def test_every_corridor_has_its_rows_and_spark_has_the_same(
    real_store: LocalStore, built_with_data: Build, spark: engines.Engine, tmp_path: Path
) -> None:
    """All corridors of two years."""
    base = tables.base(real_store, added.register(built_with_data.folder)[0], first=2019, last=2020)
    table = rows(base)
    assert table.num_rows == 2 * base.tables["corridors"].num_rows > 20_000
    assert table["stock"].null_count < table.num_rows
    assert 0 not in set(table["stock"].to_pylist())
    spark.see(tables.save(base.tables, tmp_path))
    assert typed(spark.answer(panel(base.instruments, base.layers)), dictionary.columns(base)).equals(table)


def test_the_command(
    real_store: LocalStore, built_with_data: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lamigo import api

    monkeypatch.setattr(api, "load", lambda **_: Graph(real_store, built_with_data))
    arguments = ["panel", "--from", "2010", "--to", "2020", "--corridor", "NPL-KOR", "--out", str(tmp_path)]
    refused = CliRunner().invoke(cli, arguments)
    assert isinstance(refused.exception, LamigoError) and "--for-own-use" in str(refused.exception)
    assert "years" not in refused.output  # before anything is read
    assert not list(tmp_path.iterdir())
    done = CliRunner().invoke(cli, [*arguments, "--for-own-use"], catch_exceptions=False)
    assert done.exit_code == 0
    assert "not known whether" in done.stderr and "own use only" in done.stderr
    about = json.loads((tmp_path / "panel.about.json").read_text("utf-8"))
    told = {one["key"]: one["redistribution"] for one in about["data sets"]}
    assert told["un-desa-migrant-stock-2020"] == told["chilton-woda-bla-2022"] == "yes"
    assert (told["ilo-normlex-2023-06-12"], told["ilo-ratifications-partial"]) == ("unknown", "no")
    assert {Path(line).name for line in done.stdout.splitlines()} == {
        "panel.csv", "panel.parquet", "panel-dictionary.csv", "panel-dictionary.md", "panel.about.json",
    }  # fmt: skip
    lines = (tmp_path / "panel.csv").read_text("utf-8").splitlines()
    assert len(lines) == 12
    assert lines[-1].startswith("NPL,KOR,2020,40748,")


def test_free_movement_is_a_layer_of_the_panel(real_store: LocalStore, built_with_data: Build) -> None:
    register = added.register(built_with_data.folder)[0]
    pairs = [("DEU", "POL"), ("GBR", "FRA"), ("NGA", "GHA"), ("NPL", "KOR")]
    found = rows(tables.base(real_store, register, corridors=pairs, first=2000, last=2021)).to_pylist()
    held = {(r["origin"], r["destination"], r["year"]): r for r in found}

    def told(origin: str, destination: str, year: int) -> tuple[int | None, int | None]:
        row = held[origin, destination, year]
        return row["free_movement_running"], row["free_movement_perhaps_running"]

    # Poland joined in 2004; every transition period had ended by May 2011.
    assert [told("DEU", "POL", year) for year in (2003, 2006, 2011)] == [(None, None), (None, 1), (1, None)]
    assert [told("GBR", "FRA", year) for year in (2020, 2021)] == [(1, None), (None, None)]
    assert told("NGA", "GHA", 2015) == (None, 1), "since when is not known, which is no no"
    assert told("NPL", "KOR", 2015) == (None, None)


def test_a_data_set_that_was_not_added(real_store: LocalStore, built_with_data: Build) -> None:
    register = added.register(built_with_data.folder)[0]
    with pytest.raises(Exception, match=r"no data set 'x'[\s\S]*un-desa-migrant-stock-2020"):
        tables.base(real_store, register, stock="x")
    with pytest.raises(Exception, match="no years from 2020 to 1990"):
        tables.base(real_store, register, first=2020, last=1990)


def test_the_frame_from_python(real_store: LocalStore, built_with_data: Build) -> None:
    frame = Graph(real_store, built_with_data).panel(2018, 2020, corridors=[("MEX", "USA")])
    assert frame["stock"].tolist()[-1] == 10_853_105
    assert frame["stock"].isna().tolist() == [True, True, False]
    assert {name: str(kind) for name, kind in frame.dtypes.items()}["stock"] == "Int64"
    assert str(frame["c097_origin"].dtype) == "string"
