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
        (b"a,b\n1,2\n" * 400, {"format": "stata"}, "no stata file"),
        (b'a,b\n1,2\n"3,4\n5,6\n', {}, r"t\.csv:3: a quote opens in this row and is not closed"),
        (b'a,b\n1,2\n"3,4\n' + b"5,6\n" * 40_000, {}, r"t\.csv:3: a quote opens in this row and is not closed"),
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


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "utf_8"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_marks_of_the_encoding_and_all_ends_of_lines(encoding: str, ends: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"\xef\xbb\xbf" + ends.join(["a,b", "1,2", "3,4", ""]).encode())
    table = tables.read(path, File(name="t.csv", encoding=encoding))
    assert (table.column("a").tolist(), list(table.rows.index)) == (["1", "3"], [2, 3])


def test_a_damaged_archive_says_so(tmp_path: Path) -> None:
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("t.csv", "a,b\n" + "".join(f"{number},{number**3}\n" for number in range(400)))
    data = bytearray(path.read_bytes())
    data[100:130] = bytes(30)
    path.write_bytes(data)
    with pytest.raises(LamigoError, match=r"t\.zip: this is no zip archive that can be read"):
        tables.read(path, File(name="t.zip"))


def test_what_a_mac_packs_beside_a_file_is_none(tmp_path: Path) -> None:
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("t.csv", "a,b\n1,2\n")
        archive.writestr("__MACOSX/._t.csv", b"\x00\x05")
    assert tables.read(path, File(name="t.zip")).rows.to_numpy().tolist() == [["1", "2"]]


def test_formulas_without_results_are_no_empty_cells(tmp_path: Path) -> None:
    path, book = tmp_path / "t.xlsx", openpyxl.Workbook()
    sheet = book.create_sheet("Other")
    for rows in (sheet, book.worksheets[0]):
        rows.append(["a", "b"])
        rows.append([1, None])
    sheet.append([1, "=A2+1"])
    book.save(path)
    assert tables.read(path, File(name="t.xlsx")).rows.to_numpy().tolist() == [["1", ""]]
    with pytest.raises(LamigoError, match=r"t\.xlsx:3: formulas stand without their results: 1, first in cell B3"):
        tables.read(path, File(name="t.xlsx", sheet="Other"))


def test_json_with_objects_where_others_have_values_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text('[{"n": 5, "of": {"a": 1}}, {"n": {"value": 5}, "of": {"a": 2}}]', "utf-8")
    with pytest.raises(LamigoError, match="'n' holds an object in entry 2 and a plain value in others"):
        tables.read(path, File(name="t.json"))


def test_footnotes_and_empty_lines_are_no_broken_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n\nSource: somebody\n\n", "utf-8")
    table = tables.read(path, File(name="t.csv"))
    assert table.rows.to_numpy().tolist() == [["1", "2"], ["Source: somebody", ""]]
    assert list(table.rows.index) == [2, 4]


def test_archives_of_several_files_must_say_which(tmp_path: Path) -> None:
    with pytest.raises(LamigoError, match="the archive holds 2 files"):
        tables.read(_zip(tmp_path), File(name="t.zip"))
