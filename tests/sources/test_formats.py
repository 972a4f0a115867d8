"""One small table in every format and layout, plain and zipped: the same numbers come out of each."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from lamigo.sources import kinds, places, tables
from lamigo.sources.description import read

HEADER = """\
key: mine
kind: origin-destination
title: Mine
publisher: Me
edition: "1"
licence: {name: CC0-1.0, redistribution: "yes"}
origin_codes: iso2
destination_codes: iso3
sexes: {T: both, F: female}
concept: migrant-stock
unit: USD
population: {basis: birth, refugees: in, workers: false}
basis: observed
"""
# Namibia's code, a large integer, a decimal and an empty cell.
LONG = pd.DataFrame(
    {
        "from": ["NA", "NA", "NP", "NP"],
        "to": ["ZAF", "ZAF", "ZAF", "KOR"],
        "year": [2015, 2020, 2020, 2020],
        "sex": ["T", "T", "T", "F"],
        "n": [7.0, 9007199254740992.0, 1.5, None],
    }
)
WIDE = pd.DataFrame(
    {"from": ["NA", "NP"], "to": ["ZAF", "ZAF"], "2015": [7.0, None], "2020": [9007199254740992.0, 1.5]}
)
MATRIX = pd.DataFrame({"from": ["NA", "NP"], "ZAF": [9007199254740992.0, 1.5], "KOR": [None, None]})
ALL = {
    ("NAM-ZAF", "2015-both"): "7",
    ("NAM-ZAF", "2020-both"): "9007199254740992",
    ("NPL-ZAF", "2020-both"): "1.5",
}
LAST = {cell: number for cell, number in ALL.items() if cell[1] == "2020-both"}
LAYOUTS: dict[str, tuple[pd.DataFrame, dict[str, Any], dict[tuple[str, str], str]]] = {
    "long": (
        LONG,
        {"columns": {"origin": "from", "destination": "to", "period": "year", "sex": "sex", "value": "n"}},
        ALL,
    ),
    "wide": (WIDE, {"columns": {"origin": "from", "destination": "to"}}, ALL),
    "matrix": (MATRIX, {"columns": {"origin": "from"}, "at": "2020"}, LAST),
}


def _text(frame: pd.DataFrame, separator: str, **options: Any) -> str:
    """A table of text as publishers write it: whole numbers without a point."""
    shown = frame.map(lambda cell: int(cell) if isinstance(cell, float) and cell.is_integer() else cell)
    return shown.astype(object).where(shown.notna(), "").to_csv(sep=separator, index=False, **options)


def _excel(frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.to_excel(out, index=False)
    return out.getvalue()


def _stata(frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.assign(**{name: frame[name].astype(float) for name in frame if frame[name].isna().all()}).to_stata(
        out, write_index=False, version=118
    )
    return out.getvalue()


def _parquet(frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.to_parquet(out)
    return out.getvalue()


def _json(frame: pd.DataFrame) -> bytes:
    rows = json.loads(frame.to_json(orient="records", double_precision=15))
    return json.dumps({"about": "x", "data": {"rows": rows}}).encode()


WRITERS: dict[str, tuple[str, Callable[[pd.DataFrame], bytes], dict[str, Any]]] = {
    "csv": ("csv", lambda f: _text(f, ",").encode(), {}),
    "csv, semicolons": ("csv", lambda f: _text(f, ";", quoting=1).encode("utf-8-sig"), {}),
    "csv, bars, CR LF": ("csv", lambda f: _text(f, "|", lineterminator="\r\n").encode(), {}),
    "csv, UTF-16": ("csv", lambda f: _text(f, ",").encode("utf-16"), {"encoding": "utf-16"}),
    "tsv": ("tsv", lambda f: _text(f, "\t").encode(), {}),
    "tsv, quoted": ("txt", lambda f: _text(f, "\t", quoting=1).encode(), {"format": "tsv"}),
    "xlsx": ("xlsx", _excel, {}),
    "stata": ("dta", _stata, {}),
    "parquet": ("parquet", _parquet, {}),
    "json": ("json", _json, {"member": "data.rows"}),
    "sdmx-csv": ("csv", lambda f: _text(f, ",").encode(), {"format": "sdmx-csv"}),
}


CASES = [(writer, layout) for writer in WRITERS for layout in LAYOUTS if (writer, layout) != ("stata", "wide")]
"""A variable of Stata cannot be called 2015, so that a wide table is made long there."""


def _numbers(folder: Path, file: dict[str, Any], data: bytes, options: dict[str, Any]) -> dict[tuple[str, str], str]:
    (folder / file["name"]).write_bytes(data)
    path = folder / "mine.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(HEADER) | {"files": [file]} | options), "utf-8")
    source = read(path)
    found = [tables.read(folder / spec.name, spec) for spec in source.files]
    result = kinds.module(source.kind).imported(source, found, places.known())
    assert result.unplaced == []
    return {
        (s.rsplit("/", 1)[1][:-1], p.rsplit("/", 1)[1][:-1]): o.split('"')[1]
        for s, p, o in result.triples
        if "/id/measure/" in p
    }


@pytest.mark.parametrize("zipped", [False, True], ids=["plain", "zipped"])
@pytest.mark.parametrize(("writer", "layout"), CASES)
def test_the_same_numbers_from_every_format_and_layout(writer: str, layout: str, zipped: bool, tmp_path: Path) -> None:
    ending, write, options = WRITERS[writer]
    frame, described, wanted = LAYOUTS[layout]
    data, file = write(frame), {"name": f"t.{ending}", **options}
    if zipped:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(f"inner/t.{ending}", data)
            archive.writestr("readme.txt", "hello")
        key = f"#{file['member']}" if "member" in file else ""
        data, file = packed.getvalue(), file | {"name": "t.zip", "member": f"inner/t.{ending}{key}"}
    assert _numbers(tmp_path, file, data, described | {"layout": layout}) == wanted


def test_typed_formats_lose_no_digit_beside_an_empty_cell(tmp_path: Path) -> None:
    frame = pd.DataFrame({"from": ["NA", "NP"], "to": ["ZAF", "ZAF"], "n": [9007199254740993, None]}, dtype=object)
    out = io.BytesIO()
    frame.astype({"n": "Int64"}).to_parquet(out)
    rows = b'[{"from": "NA", "to": "ZAF", "n": 9007199254740993}, {"from": "NP", "to": "ZAF", "n": null}]'
    options = {"columns": {"origin": "from", "destination": "to", "value": "n"}, "at": "2020"}
    for name, data in (("t.parquet", out.getvalue()), ("t.json", rows)):
        assert _numbers(tmp_path, {"name": name}, data, options) == {("NAM-ZAF", "2020-both"): "9007199254740993"}


def test_every_format_is_tried() -> None:
    assert {name.split(",")[0] for name in WRITERS} == {*tables.FORMATS.values(), "sdmx-csv"}


def test_an_sdmx_csv_as_data_services_serve_it(tmp_path: Path) -> None:
    text = (
        "DATAFLOW,FREQ,REF_AREA,COUNTERPART_AREA,SEX,MEASURE,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
        "ORG:DF_MIG(1.0),A,KOR,NP,_T,STOCK,2020,5,A\n"
        "ORG:DF_MIG(1.0),A,KOR,NP,F,STOCK,2020,2,A\n"
        "ORG:DF_MIG(1.0),A,KOR,NP,_T,INFLOW,2020,1,A\n"
        "ORG:DF_MIG(1.0),A,ZAF,NA,_T,STOCK,2020,,M\n"
        "ORG:DF_MIG(1.0),A,ZAF,NA,_T,STOCK,2019,7,A\n"
    )
    columns = {"origin": "COUNTERPART_AREA", "destination": "REF_AREA", "period": "TIME_PERIOD", "sex": "SEX"}
    options = {
        "columns": columns | {"value": "OBS_VALUE"},
        "sexes": {"_T": "both", "F": "female"},
        "where": {"MEASURE": ["STOCK"]},
    }
    assert _numbers(tmp_path, {"name": "t.csv", "format": "sdmx-csv"}, text.encode(), options) == {
        ("NPL-KOR", "2020-both"): "5",
        ("NPL-KOR", "2020-female"): "2",
        ("NAM-ZAF", "2019-both"): "7",
    }
