"""The generated register: the same bytes from the same seed, labelled for what it is, counted alike by each engine."""

from __future__ import annotations

from collections import Counter
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
