"""Files of every format as tables of text, and what bad ones get."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from lamigo.errors import LamigoError
from lamigo.sources import tables
from lamigo.sources.description import File

WANTED = [["NA", "007", "1.5"], ["CI", "é;x", ""]]


def _csv(folder: Path, separator: str = ",", encoding: str = "utf-8", name: str = "t.csv") -> Path:
    path = folder / name
    quoted = [[f'"{cell}"' if ";" in cell else cell for cell in row] for row in [["a", "b", "c"], *WANTED]]
    path.write_bytes("\r\n".join(separator.join(row) for row in quoted).encode(encoding) + b"\r\n")
    return path


def _xlsx(folder: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet("Table 1")
    for row in [["a", "b", "c"], ["NA", "007", 1.5], ["CI", "é;x", None]]:
        sheet.append(row)
    path = folder / "t.xlsx"
    book.save(path)
    return path


def _frame() -> pd.DataFrame:
    return pd.DataFrame({"a": ["NA", "CI"], "b": ["007", "é;x"], "c": [1.5, None]})


def _stata(folder: Path) -> Path:
    path = folder / "t.dta"
    _frame().to_stata(path, write_index=False, version=118)
    return path


def _parquet(folder: Path) -> Path:
    path = folder / "t.parquet"
    _frame().to_parquet(path)
    return path


def _json(folder: Path) -> Path:
    path = folder / "t.json"
    rows = [{"a": "NA", "b": "007", "c": 1.5}, {"a": "CI", "b": "é;x", "c": None}]
    path.write_text(json.dumps({"structure": 1, "data": {"rows": rows}}), "utf-8")
    return path


def _zip(folder: Path) -> Path:
    path = folder / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(_csv(folder), "inner/t.csv")
        archive.writestr("readme.txt", "hello")
    return path


CASES = {
    "csv": (_csv, {}),
    "csv with semicolons": (lambda f: _csv(f, ";"), {}),
    "csv with bars": (lambda f: _csv(f, "|"), {"separator": "|"}),
    "csv in Latin 1": (lambda f: _csv(f, encoding="cp1252"), {"encoding": "cp1252"}),
    "csv with a byte order mark": (lambda f: _csv(f, encoding="utf-8-sig"), {}),
    "tsv": (lambda f: _csv(f, "\t", name="t.tsv"), {}),
    "sdmx-csv": (_csv, {"format": "sdmx-csv"}),
    "xlsx": (_xlsx, {"sheet": "Table 1"}),
    "stata": (_stata, {}),
    "parquet": (_parquet, {}),
    "json": (_json, {"member": "data.rows"}),
    "zip": (_zip, {"member": "inner/t.csv"}),
}


@pytest.mark.parametrize("name", CASES)
def test_every_format_gives_the_same_text(name: str, tmp_path: Path) -> None:
    write, options = CASES[name]
    path = write(tmp_path)
    table = tables.read(path, File(name=path.name, **options))
    assert table.rows.to_numpy().tolist() == WANTED
    assert list(table.rows.columns) == ["a", "b", "c"]
    assert list(table.rows.index) == [2, 3]


def test_the_formats_tried_are_all_there_are() -> None:
    assert {name.split()[0] for name in CASES} - {"zip"} == {*tables.FORMATS.values(), "sdmx-csv"}


def test_a_header_further_down_and_repeated_names(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("title,,\nnote,,\ncode,1990,1990\nNPL,1,2\n", "utf-8")
    table = tables.read(path, File(name="t.csv", header=3))
    assert list(table.rows.index) == [4]
    assert table.column("@C").tolist() == ["2"]
    with pytest.raises(LamigoError, match="2 columns are called '1990'"):
        table.column("1990")
    with pytest.raises(LamigoError, match=r"no column 'country'.*code"):
        table.column("country")


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        (b"a,b\n1,2\nx,\xe9\n", {}, r"t\.csv:3: byte 0xe9 is no utf-8"),
        (b"a,b\n1,2,3\n4\n5,6,7,8,9\n", {}, r"t\.csv:2: .*not all as many cells.*this one has 3, the header 2"),
        (b"a,b\n1,2\n3,4,\n", {}, r"t\.csv:3: .*this one has 3, the header 2"),
        (b"a,b,c\n1,2,3\n4,5\n", {}, r"t\.csv:3: .*this one has 2, the header 3"),
        (b"a,b,c\n1,2,\n4,5\n", {}, r"t\.csv:3: .*this one has 2, the header 3"),
        (b"", {}, "no header"),
        (b"a,b\n1,2\n", {"rows": 5}, "has 1 rows, 5 are expected"),
        (b"a,b\n1,2\n", {"sha256": "0" * 64}, "not the edition"),
        (b"a,b\n1,2\n", {"encoding": "klingon"}, "encoding 'klingon' is unknown"),
        (b"a,b\n1,2\n", {"format": "xlsx"}, "no xlsx file"),
        (b"a,b\n1,2\n", {"format": "parquet"}, "no parquet file"),
        (b"a,b\n1,2\n", {"format": "stata"}, "no stata file"),
        (b'{"a": 1,\n "b" 2}', {"format": "json"}, r"t\.csv:2: not JSON"),
        (b'{"a": 1}', {"format": "json"}, "no list of objects"),
    ],
)
def test_bad_files_say_what_is_wrong(content: bytes, options: dict, message: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(LamigoError, match=message) as caught:
        tables.read(path, File(name="t.csv", **options))
    assert caught.value.mend


def test_footnotes_and_empty_lines_are_no_broken_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n\nSource: somebody\n\n", "utf-8")
    table = tables.read(path, File(name="t.csv"))
    assert table.rows.to_numpy().tolist() == [["1", "2"], ["Source: somebody", ""]]
    assert list(table.rows.index) == [2, 4]


def test_archives_of_several_files_must_say_which(tmp_path: Path) -> None:
    with pytest.raises(LamigoError, match="the archive holds 2 files"):
        tables.read(_zip(tmp_path), File(name="t.zip"))
