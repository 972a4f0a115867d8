"""Evidence of imported data: the data set, the file and the row behind a value, from the query alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lamigo.graph.build import Build
from lamigo.query.evidence import explain
from lamigo.query.table import Table
from lamigo.sources import add, shipped
from lamigo.store.local import in_memory

NUMBERS = """\
key: mine
kind: origin-destination
title: Mine
publisher: Me
edition: "1"
licence: {name: CC0-1.0, redistribution: "yes"}
files: [{name: t.csv}]
columns: {origin: from, destination: to, value: n, period: year, sex: who}
origin_codes: iso3
destination_codes: name
sexes: {all: both}
concept: migrant-stock
unit: person
population: {basis: birth, refugees: in, workers: false, ages: 15+}
basis: observed
"""
NUMBERS_TABLE = "from,to,year,who,n\nNPL,Republic of Korea,2020,all,5\nNPL,South Africa,2020,all,7\n"
ACTS = """\
key: acts
kind: treaty-actions
title: Acts
publisher: Me
edition: "1"
licence: {name: CC0-1.0, redistribution: "yes"}
layout: list
as_of: "2024-01-01"
columns: {instrument: convention, state: state, date: date, kind: act, source: source}
kinds: {R: ratification}
claimants: {Reg: {as_of: '2024-01-01', standing: registrar}}
files: [{name: acts.csv}]
"""
ACTS_TABLE = "convention,state,date,act,source\nC097,Norway,1955-02-17,R,Reg\nC189,Philippines,2012-09-05,R,Reg\n"


def _add(tmp_path: Path, folder: Path, name: str, text: str, table: str, file: str) -> None:
    (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    (tmp_path / file).write_text(table, "utf-8")
    found, path = shipped.find(str(tmp_path / f"{name}.yaml"))
    add.add(found, path, [tmp_path / file], build=folder)


@pytest.fixture
def build(built: Build, tmp_path: Path) -> Build:
    folder = tmp_path / "build"
    shutil.copytree(built.folder, folder)
    return Build(folder, built.manifest, fresh=False)


def _evidence(build: Build, query: str) -> dict[str, tuple[str, ...]]:
    """The evidence by column of the one row of an answer."""
    store = in_memory(build)
    answer = explain(store, query, Table.of(store.select(query)))
    assert len(answer.rows) == 1
    assert answer.evidence is not None
    return dict(zip(answer.columns, answer.evidence[0], strict=True))


@pytest.mark.parametrize("measure", ["<https://w3id.org/lamigo/id/measure/mine/2020-both>", "?measure"])
def test_a_number_names_its_row(measure: str, build: Build, tmp_path: Path) -> None:
    _add(tmp_path, build.folder, "mine", NUMBERS, NUMBERS_TABLE, "t.csv")
    kind = "?measure a lmg:Measure ." if measure == "?measure" else ""
    found = _evidence(
        build,
        f"SELECT ?n WHERE {{ {kind} ?c {measure} ?n ; lmg:hasDestination country:KOR ; lmg:hasOrigin country:NPL }}",
    )
    assert found["n"] == ("mine t.csv row where from = NPL, to = Republic of Korea, year = 2020, who = all; column n",)


@pytest.mark.parametrize(
    ("layout", "text", "where"),
    [
        (
            "layout: wide\nblocks: [{columns: '@C:@D'}]\ncolumns: {origin: from, destination: to}",
            "from,to,2015,2020\nNPL,KOR,4,5\n",
            "from = NPL, to = Republic of Korea; column 2020",
        ),
        (
            "layout: matrix\nat: '2020'\ncolumns: {origin: from}",
            "from,Republic of Korea,South Africa\nNPL,5,7\n",
            "from = NPL; column Republic of Korea",
        ),
        (
            "repeated: sum\ncolumns: {origin: from, destination: to, value: n, period: year, sex: who}",
            "from,to,year,who,n\nNPL,Republic of Korea,2020,all,2\nNPL,Republic of Korea,2020,all,3\n",
            "from = NPL, to = Republic of Korea, year = 2020, who = all; column n",
        ),
    ],
    ids=["wide", "matrix", "summed"],
)
def test_of_each_layout(layout: str, text: str, where: str, build: Build, tmp_path: Path) -> None:
    lines = [layout if line.startswith("columns:") else line for line in NUMBERS.splitlines()]
    _add(tmp_path, build.folder, "mine", "\n".join(lines), text.replace("KOR", "Republic of Korea"), "t.csv")
    measure = "<https://w3id.org/lamigo/id/measure/mine/2020-both>"
    found = _evidence(build, f"SELECT ?n WHERE {{ <https://w3id.org/lamigo/id/corridor/NPL-KOR> {measure} ?n }}")
    assert found["n"] == (f"mine t.csv row where {where}",)


def test_a_record_names_its_row(build: Build, tmp_path: Path) -> None:
    _add(tmp_path, build.folder, "acts", ACTS, ACTS_TABLE, "acts.csv")
    found = _evidence(
        build,
        "SELECT ?date WHERE { ?act a lmg:Ratification ; lmg:onInstrument instrument:C189 ; lmg:registeredOn ?date }",
    )
    assert found["date"] == ("acts acts.csv row 3",)


def test_a_binding_period_names_the_rows_of_its_premises(build: Build, tmp_path: Path) -> None:
    _add(tmp_path, build.folder, "acts", ACTS, ACTS_TABLE, "acts.csv")
    found = _evidence(
        build,
        "SELECT ?p ?since WHERE { ?p a lmg:BindingPeriod ; lmg:onInstrument instrument:C189 ; lmg:earliestStart ?since "
        "FILTER NOT EXISTS { ?p lmg:onProvision ?any } }",
    )
    assert "acts acts.csv row 3" in found["p"]
    assert not any("row 2" in each for each in found["p"])
