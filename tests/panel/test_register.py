"""The generated register: the same bytes from the same seed, labelled for what it is, counted alike by each engine."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lamigo.errors import LamigoError
from lamigo.panel import engines, register


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of 100,000 permits in four files."""
    folder = tmp_path_factory.mktemp("register")
    register.generate(folder, 100_000, chunk=30_000)
    return folder


@pytest.fixture(scope="module")
def by_corridor(folder: Path) -> pa.Table:
    with engines.engine("duckdb") as asked:
        return register.counted(folder, asked)


def test_counts_are_those_of_every_record(folder: Path, by_corridor: pa.Table) -> None:
    """Counted again in plain Python, permit by permit, day by day of mid-year."""
    issued: Counter[tuple[str, str, int]] = Counter()
    female, untold, valid = Counter(issued), Counter(issued), Counter(issued)
    records = pq.read_table(folder).to_pylist()
    assert len(records) == 100_000
    assert [r["permit"] for r in records] == list(range(1, 100_001))
    for record in records:
        pair = record["origin"], record["destination"]
        assert pair[0] != pair[1]
        day = record["issued"]
        issued[*pair, day.year] += 1
        female[*pair, day.year] += record["sex"] == "female"
        untold[*pair, day.year] += record["sex"] is None
        for year in range(day.year, day.year + 8):
            begun = (year, 7, 1) >= (day.year, day.month, day.day)
            valid[*pair, year] += begun and (year, 7, 1) < (day.year + record["years"], day.month, day.day)
    rows = by_corridor.to_pylist()
    keys = [(r["origin"], r["destination"], r["year"]) for r in rows]
    assert keys == sorted(keys)
    assert set(keys) == set(issued) | {key for key, number in valid.items() if number}
    for key, row in zip(keys, rows, strict=True):
        expected = issued[key], female[key], untold[key], valid[key]
        assert expected == (
            row["permits_issued"], row["permits_issued_female"], row["permits_issued_sex_unknown"],
            row["permits_valid"],
        )  # fmt: skip
        sexes = row["permits_issued_female"] + row["permits_issued_male"] + row["permits_issued_sex_unknown"]
        assert sexes == row["permits_issued"]


def test_spark_counts_the_same(folder: Path, by_corridor: pa.Table, spark: engines.Engine) -> None:
    assert register.counted(folder, spark).equals(by_corridor)


def test_the_same_seed_gives_the_same_bytes_and_a_longer_register_begins_alike(folder: Path, tmp_path: Path) -> None:
    register.generate(tmp_path, 60_000, chunk=30_000)
    for path in tmp_path.glob("*.parquet"):
        assert path.read_bytes() == (folder / path.name).read_bytes()
    register.generate(tmp_path, 30_000, chunk=30_000, seed=2)
    assert [path.name for path in tmp_path.glob("*.parquet")] == ["generated-register-00000.parquet"]
    assert (tmp_path / "generated-register-00000.parquet").read_bytes() != (
        folder / "generated-register-00000.parquet"
    ).read_bytes()


def test_it_says_that_it_is_generated(folder: Path) -> None:
    assert "Generated" in (folder / register.README).read_text("utf-8")
    for path in folder.glob("*.parquet"):
        assert path.name.startswith("generated-")
        assert b"none of a person" in pq.read_schema(path).metadata[b"lamigo"]


def test_files_with_dictionary(tmp_path: Path) -> None:
    written = register.write(1_000, tmp_path / "out", keep=tmp_path / "kept")
    assert [path.name for path in written] == [
        "generated-register-by-corridor-dictionary.csv", "generated-register-by-corridor.csv",
        "generated-register-by-corridor.parquet",
    ]  # fmt: skip
    assert all(path.is_file() for path in written)
    assert (tmp_path / "kept" / "generated-register-00000.parquet").is_file()


def test_other_files_are_not_taken_for_a_register(tmp_path: Path) -> None:
    (tmp_path / "mine.parquet").write_bytes(b"")
    with pytest.raises(LamigoError, match="other files"):
        register.generate(tmp_path, 10)
    (tmp_path / "mine.parquet").unlink()
    with pytest.raises(LamigoError, match="positive"):
        register.generate(tmp_path, 0)
    with engines.engine("duckdb") as asked, pytest.raises(LamigoError, match="no register"):
        register.counted(tmp_path, asked)


def own(folder: Path, **other: list[object]) -> Path:
    """A register of three permits, with other columns than it should have."""
    columns: dict[str, list[object]] = {
        "issued": [date(2020, 1, 1)] * 3, "origin": ["NPL"] * 3, "destination": ["KOR"] * 3,
        "sex": ["female", "male", None], "years": [1, 2, 3],
    }  # fmt: skip
    folder.mkdir(exist_ok=True)
    pq.write_table(pa.table(columns | other), folder / "mine.parquet")
    return folder


def test_a_register_of_ones_own_is_counted_whole_or_not_at_all(tmp_path: Path) -> None:
    with engines.engine("duckdb") as asked:
        table = register.counted(own(tmp_path / "fine"), asked)
        assert table.to_pylist()[0]["permits_issued"] == 3
        bad = {
            "issued": [date(2020, 1, 1), None, date(9999, 1, 1)], "origin": ["ZZZ", "", None],
            "sex": ["F", "male", None], "years": [None, 0, -1],
        }  # fmt: skip
        with pytest.raises(LamigoError, match="not every permit can be counted") as raised:
            register.counted(own(tmp_path / "bad", **bad), asked)
        told = raised.value.what
        assert "2 have no day of issue" in told and "3 have an origin that is no key" in told
        assert "1 have a sex other" in told and "3 are valid for no number of years" in told
        assert "destination" not in told


@pytest.mark.parametrize("column", [{"issued": ["2020-01-01"] * 3}, {"years": ["1", "2", "3"]}])
def test_columns_of_another_type_are_refused_before_an_engine_reads_them(
    tmp_path: Path, column: dict[str, list[object]]
) -> None:
    with engines.engine("duckdb") as asked, pytest.raises(LamigoError, match="is of type string"):
        register.counted(own(tmp_path, **column), asked)
