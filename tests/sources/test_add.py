"""Adding and removing: whole or not at all, the same bytes, and without a trace."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from lamigo import rooms
from lamigo.cli import cli
from lamigo.cli.doctor_ import FEATURES
from lamigo.errors import LamigoError
from lamigo.graph.build import Build
from lamigo.sources import add, added, kinds, made_with, places, shipped, templates
from lamigo.sources import description as described
from lamigo.sources.description import read
from lamigo.store.local import in_memory, on_disk
from lamigo.validation.shapes import compiled, record_shapes, validate

TEXT = "from,to,year,n\nNPL,KOR,2020,5\nNAM,ZAF,2020,7\nXXX,ZAF,2020,7\n"
ID = "https://w3id.org/lamigo/id"
ASK = f"SELECT ?n WHERE {{ <{ID}/corridor/NPL-KOR> <{ID}/measure/mine/2020-both> ?n }}"
ALL = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
DESCRIPTION = """\
key: mine
kind: origin-destination
title: Mine
publisher: Me
edition: "1"
licence: {name: CC0-1.0, redistribution: "yes"}
files:
  - name: t.csv
columns: {origin: from, destination: to, value: n, period: year}
origin_codes: iso3
destination_codes: iso3
concept: migrant-stock
unit: person
population: {basis: birth, refugees: in, workers: false, ages: 15+}
basis: observed
"""


@pytest.fixture
def mine(tmp_path: Path) -> tuple[Path, Path]:
    """A description and its table."""
    description, table = tmp_path / "mine.yaml", tmp_path / "t.csv"
    description.write_text(DESCRIPTION, "utf-8")
    table.write_text(TEXT, "utf-8")
    return description, table


@pytest.fixture
def build(built: Build, tmp_path: Path) -> Build:
    """A copy of the build to add to."""
    folder = tmp_path / "build"
    shutil.copytree(built.folder, folder)
    return Build(folder, built.manifest, fresh=False)


def _added(mine: tuple[Path, Path], build: Build) -> add.Outcome:
    found, path = shipped.find(str(mine[0]))
    return add.add(found, path, [mine[1]], build=build.folder)


def _ask(build: Build, query: str) -> list[str]:
    return [str(row[0].value) for row in in_memory(build).select(query).rows if row[0]]


def test_added_data_is_asked_like_all_else_and_goes_without_a_trace(mine: tuple[Path, Path], build: Build) -> None:
    before = _ask(build, ALL)
    outcome = _added(mine, build)
    assert _ask(build, ASK) == ["5"]
    assert [row[0].value for row in on_disk(build).select(ASK).rows if row[0]] == ["5"]
    assert (outcome.folder / added.UNPLACED).read_text("utf-8").splitlines()[1:] == [  # type: ignore[operator]
        't.csv,4,n,"XXX → ZAF, 2020: 7",no country or area has this name or code of the origin'
    ]
    added.remove("mine", build.folder)
    # Nor in what the next question would only then have emptied.
    assert list((build.folder / "store").iterdir()) == []
    assert _ask(build, ALL) == before
    assert not on_disk(build).select(ASK).rows
    assert list((build.folder / added.FOLDER).glob("mine*")) == []
    with pytest.raises(LamigoError, match="no data set 'mine' was added"):
        added.remove("mine", build.folder)


def test_the_same_bytes_again(mine: tuple[Path, Path], build: Build) -> None:
    first = {p.name: p.read_bytes() for p in _added(mine, build).folder.iterdir()}  # type: ignore[union-attr]
    again = {p.name: p.read_bytes() for p in _added(mine, build).folder.iterdir()}  # type: ignore[union-attr]
    assert first == again
    assert first[added.DATA].decode().splitlines() == sorted(first[added.DATA].decode().splitlines())


def test_a_failed_check_leaves_what_was_there(mine: tuple[Path, Path], build: Build) -> None:
    _added(mine, build)
    was = {p.name: p.read_bytes() for p in (build.folder / added.FOLDER / "mine").iterdir()}
    known = "cells: [{origin: KOR, destination: NPL, slice: 2020-both, value: 5}]\n"
    mine[0].write_text(DESCRIPTION + known, "utf-8")
    with pytest.raises(LamigoError, match="swapped"):
        _added(mine, build)
    assert {p.name: p.read_bytes() for p in (build.folder / added.FOLDER / "mine").iterdir()} == was


def test_a_data_set_without_its_seal_is_none(mine: tuple[Path, Path], build: Build) -> None:
    _added(mine, build)
    (build.folder / added.FOLDER / "mine" / added.REPORT).unlink()
    assert [a.key for a in added.listed(build.folder)] == []
    assert _ask(build, ASK) == []
    said = CliRunner().invoke(cli, ["add", "--list", "--out", str(build.folder)]).output
    assert "mine  was not finished and counts as none: add it again, or lamigo remove mine" in said
    added.remove("mine", build.folder)
    assert list((build.folder / added.FOLDER).iterdir()) == []


@pytest.mark.parametrize("report", ["{", "[]", '{"key": "mine"}', '{"key": "mine", "graph": "mine", "kind": "x"}'])
def test_a_damaged_report_is_named_and_can_be_taken_out(report: str, mine: tuple[Path, Path], build: Build) -> None:
    path = _added(mine, build).folder / added.REPORT  # type: ignore[operator]
    path.write_text(report, "utf-8")
    with pytest.raises(LamigoError, match=r"mine/report\.json: this report .* is damaged\n.*lamigo remove mine"):
        in_memory(build)
    with pytest.raises(LamigoError, match="is damaged"):
        _added(mine, build)
    added.remove("mine", build.folder)
    _added(mine, build)
    assert _ask(build, ASK) == ["5"]


def test_what_is_added_is_sound_by_the_shapes(mine: tuple[Path, Path], build: Build, root: Path) -> None:
    outcome = _added(mine, build)
    lines = (outcome.folder / added.DATA).read_text("utf-8")  # type: ignore[operator]
    violations, _ = validate(compiled(record_shapes(root / "shapes")), lines)
    assert violations == []
    for part in ("Measure", "DataSet", "Corridor"):
        assert f"def/{part}>" in lines
    bad, _ = validate(compiled(record_shapes(root / "shapes")), lines.replace("def/concept>", "def/conceit>"))
    assert bad


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("unit: person", "unitt: person", r"mine\.yaml:13: 'unitt' is unknown here"),
        ("ages: 15+", "age: 15+", r"mine\.yaml:14: 'age' is unknown here\n.*did you mean ages\?"),
        ("basis: observed", "basis: observed\nparts: {hole: both}", r"mine\.yaml:16: 'hole'.*\n.*mean whole\?"),
        ("- name: t.csv", '- {name: t.csv, separator: "::"}', r"mine\.yaml:8: files.0.separator: expected"),
        ("- name: t.csv", "- {name: t.csv, header: 0}", r"mine\.yaml:8: files.0.header: expected"),
        ("- name: t.csv", "- {name: t.csv, sha256: AB}", r"mine\.yaml:8: files.0.sha256: 'AB' does not fit"),
        ("unit: person\n", "", "missing required field `unit`"),
        ("basis: observed", "basis: guessed", r"mine\.yaml:15: basis: .*'guessed'\n.*one of estimated, mod"),
        ("kind: origin-destination", "kind: gravity", r"mine\.yaml:2: the kind 'gravity' is unknown"),
        ("  - name: t.csv", "  - name: t.csv\n    rows: many", r"mine\.yaml:9: files\.0\.rows: expected `int"),
        ("refugees: in", "refugees: maybe", r"mine\.yaml:14: population\.refugees: invalid enum"),
        ("key: mine", "key: Mine!", r"mine\.yaml:1: key: .Mine!. does not fit"),
        ("key: mine", "key: mine\n  bad: [", r"mine\.yaml:\d+: not YAML"),
        ("key: mine", "key: \x07", r"mine\.yaml:1: not YAML: special characters"),
        ("basis: observed", "basis: 2024-02-31", r"mine\.yaml:15: 2024-02-31 is no date"),
        ("basis: observed", f"basis: {'[' * 3000}", "brackets within brackets"),
        ("basis: observed", "basis: &this [*this]", "stands within what it names"),
        ("key: mine", "key: ilo-policy-guide", "is that of a source of Lamigo's own"),
        ("value: n", "value: m", "no column 'm'; there are: from, to, year, n"),
        ("value: n, ", "", r"mine\.yaml:9: .* names no column of the value"),
        ("origin: from", 'origin: ""', r"mine\.yaml:9: .* names no column of the origin"),
        (", period: year}", "}", r"mine\.yaml:9: .* does not say of which period"),
        ("basis: observed", "basis: observed\nlayout: matrix", r"mine\.yaml:9: a matrix has origins down"),
        (
            "origin: from,",
            "origin_name: from,",
            r"mine\.yaml:9: .* names no column of the origin",
        ),
        ('edition: "1"', "edition: 2024", r'mine\.yaml:5: edition: 2024 is read as a number here\n.*quotes: "2024"'),
        ('edition: "1"', "edition: 2024-06-30", r"mine\.yaml:5: edition: 2024-06-30 is read as a date here\n.*quotes"),
        ('edition: "1"', "edition:", r"mine\.yaml:5: edition: nothing stands here"),
        ('"yes"}', "yes}", r'mine\.yaml:6: licence\.redistribution: yes is read as yes or no here\n.*quotes: "yes"'),
        ("basis: observed", "basis: observed\nnames:\n  X: NOR\n  NO: NOR", r"mine\.yaml:18: names: NO is read as yes"),
        ("basis: observed", "basis: observed\nnames:\n  X: NOR\n  NOX: no", r"mine\.yaml:18: names: no is read as yes"),
        ("basis: observed", "basis: observed\nmissing: ['', NA,\n  9]", r'mine\.yaml:17: missing\.2: 9 .*\n.*: "9"'),
        (
            "basis: observed",
            "basis: observed\nwhere:\n  a: [b]\n  c:\n   - d\n   - 1",
            r"mine\.yaml:20: where.*: 1 is read",
        ),
        ("basis: observed", "basis: observed\nunit: x", r"mine\.yaml:16: 'unit' stands twice"),
        ("basis: observed", "basis: observed\nnames:\n  A: NOR\n  A: SWE", r"mine\.yaml:18: 'A' stands twice"),
        (
            "basis: observed",
            "basis: observed\nnames:\n  A: NOR\n  B: ZZZ",
            r"mine\.yaml:18: names: no country or area has the key 'ZZZ'",
        ),
        (
            "basis: observed",
            "basis: observed\naggregates:\n  - World\n  - '~EU(27'",
            r"mine\.yaml:18: 'EU\(27' is no regular expression",
        ),
        (
            "basis: observed",
            "basis: observed\ncells: [{origin: NPL, destination: QA, slice: 2020-both, value: 5}]",
            r"mine\.yaml:16: cells: no country or area has the key 'QA'",
        ),
    ],
)
def test_a_bad_description_names_its_line(
    old: str, new: str, message: str, mine: tuple[Path, Path], build: Build
) -> None:
    mine[0].write_text(DESCRIPTION.replace(old, new), "utf-8")
    with pytest.raises(LamigoError, match=message):
        _added(mine, build)
    assert added.listed(build.folder) == []


def test_missing_files_are_named(tmp_path: Path) -> None:
    found, path = shipped.find("un-desa-migrant-stock-2020")
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").write_text("x")
    with pytest.raises(LamigoError, match=r"1 of 1 files are not there: undesa_ims2020_od_long\.csv"):
        add.add(found, path, [tmp_path], build=tmp_path)


def test_all_faults_of_a_description_are_told_at_once(mine: tuple[Path, Path], build: Build) -> None:
    mine[0].write_text(DESCRIPTION + "names: {A: ZZZ, B: YYY}\naggregates: ['~(']\n", "utf-8")
    with pytest.raises(LamigoError) as caught:
        _added(mine, build)
    assert [where in str(caught.value) for where in ("'ZZZ'", "'YYY'", "'(' is no regular")] == [True, True, True]


def test_another_data_set_does_not_take_a_key_and_a_replacement_is_said(mine: tuple[Path, Path], build: Build) -> None:
    _added(mine, build)
    for old, new in (("title: Mine", "title: Yours"), ("publisher: Me", "publisher: You")):
        mine[0].write_text(DESCRIPTION.replace(old, new), "utf-8")
        with pytest.raises(LamigoError, match=f"its {old.split(':')[0]} is '{old.split()[1]}', not") as caught:
            _added(mine, build)
        assert caught.value.mend
        assert "lamigo remove mine" in caught.value.mend
    mine[0].write_text(DESCRIPTION.replace('edition: "1"', 'edition: "2"'), "utf-8")
    found, path = shipped.find(str(mine[0]))
    said: list[str] = []
    triples = added.one("mine", build.folder).report["triples"]
    add.add(found, path, [mine[1]], build=build.folder, say=said.append)
    assert f"mine: replaces Mine, edition 1, of {triples} triples" in said
    added.remove("mine", build.folder)
    mine[0].write_text(DESCRIPTION.replace("title: Mine", "title: Yours"), "utf-8")
    _added(mine, build)


def test_two_different_files_of_one_name_are_both_named(mine: tuple[Path, Path], build: Build, tmp_path: Path) -> None:
    found, path = shipped.find(str(mine[0]))
    folder = tmp_path / "two"
    for year, text in (("2023", TEXT), ("2024", TEXT.replace("5", "9"))):
        (folder / year).mkdir(parents=True)
        (folder / year / "t.csv").write_text(text, "utf-8")
    with pytest.raises(LamigoError, match=r"called t\.csv and differ: .*2023/t\.csv and .*2024/t\.csv"):
        add.add(found, path, [folder], build=build.folder)
    (folder / "2024" / "t.csv").write_text(TEXT, "utf-8")
    add.add(found, path, [folder], build=build.folder)
    assert _ask(build, ASK) == ["5"]


def test_a_name_too_long_for_a_file_is_none(mine: tuple[Path, Path], build: Build) -> None:
    found, path = shipped.find(str(mine[0]))
    with pytest.raises(LamigoError, match="no file xxx"):
        add.add(found, path, [Path("x" * 5000)], build=build.folder)
    with pytest.raises(LamigoError, match="neither a description's key nor a file"):
        shipped.find("x" * 5000)


@pytest.mark.parametrize("key", sorted(shipped.paths()))
def test_shipped_descriptions_are_without_fault(key: str) -> None:
    described.check(*shipped.find(key), places.known().labels)


@pytest.mark.parametrize("key", sorted(shipped.paths()))
def test_shipped_descriptions_say_whence_and_under_which_terms(key: str) -> None:
    found, _ = shipped.find(key)
    assert found.key == key
    assert found.address.startswith("https://")
    assert found.licence.redistribution in ("yes", "no", "unknown")


def test_shipped_descriptions_were_collected() -> None:
    assert len(shipped.paths()) >= 3


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_template_of_each_kind_is_a_description_once_filled_in(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    filled: dict[str, Any] = yaml.safe_load(templates.template(kind))
    path.write_text(yaml.safe_dump(filled | {"key": "filled-in"}), "utf-8")
    assert read(path).kind == kind
    # Each field of the kind stands in its template, if only as a comment.
    absent = [
        name
        for name in kinds.description_class(kind).__struct_fields__
        if f"{name}:" not in templates.template(kind) and name != "complete"
    ]
    assert absent == [], f"add to src/lamigo/sources/forms/{kind}.yaml: {absent}"


def test_reports_tell_the_counts_and_the_licence(mine: tuple[Path, Path], build: Build) -> None:
    report = json.loads((_added(mine, build).folder / added.REPORT).read_text("utf-8"))  # type: ignore[operator]
    assert report["counts"]["cells placed"] == 2
    assert report["not placed"] == 1
    assert report["licence"] == {"name": "CC0-1.0", "redistribution": "yes"}
    assert rooms.shown(build.folder)


def test_a_row_with_too_many_cells_is_refused_with_its_number(mine: tuple[Path, Path], build: Build) -> None:
    _added(mine, build)
    mine[1].write_text("from,to,year,n\nNPL,KOR,2020,5\nNPL,QAT,2020,1,234\n", "utf-8")
    with pytest.raises(LamigoError, match=r"t\.csv:3: .*this one has 5, the header 4"):
        _added(mine, build)
    assert _ask(build, ASK) == ["5"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("from,to,year,n\n", "there is no row to place"),
        (
            "from,to,year,n\nXXX,KOR,2020,5\nYYY,KOR,2020,5\n",
            r"t\.csv:2: .*could be placed; 2 times: no country",
        ),
        ("from,to,year,n\nNPL,KOR,soon,5\n", "the period is impossible"),
        # Not that a known number is absent, for which there is this reason.
        ("from,to,year,n\nNPL,KOR,soon,6\n", "the period is impossible"),
    ],
)
def test_a_table_of_which_nothing_fits_leaves_what_was_there(
    text: str, message: str, mine: tuple[Path, Path], build: Build
) -> None:
    mine[0].write_text(DESCRIPTION + "cells: [{origin: NPL, destination: KOR, slice: 2020-both, value: 5}]\n", "utf-8")
    _added(mine, build)
    mine[1].write_text(text, "utf-8")
    with pytest.raises(LamigoError, match=message):
        _added(mine, build)
    assert _ask(build, ASK) == ["5"]


def test_a_check_and_a_failed_one_show_what_was_not_placed(mine: tuple[Path, Path], build: Build) -> None:
    many = "".join(f"X{number},ZAF,2020,1\n" for number in range(7))
    mine[1].write_text(TEXT + many, "utf-8")
    run = ["add", str(mine[0]), str(mine[1]), "--out", str(build.folder)]
    shown = "not placed (no country or area has this name or code of the origin): 'XXX → ZAF, 2020: 7' (t.csv:4), "
    said = CliRunner().invoke(cli, [*run, "--check"]).output
    assert shown in said and "and 3 more" in said
    assert "names or codes of the origin that are not known: 'X0', 'X1', 'X2'" in said
    mine[0].write_text(DESCRIPTION + "cells: [{origin: NPL, destination: KOR, slice: 2020-both, value: 6}]\n", "utf-8")
    assert shown in CliRunner().invoke(cli, run).output
    assert added.listed(build.folder) == []


@pytest.mark.parametrize(("part", "says"), [("authority", "the authority"), ("code", "the code"), (None, "an older")])
def test_what_was_made_with_something_older_is_said_to_be_stale(
    part: str | None, says: str, mine: tuple[Path, Path], build: Build
) -> None:
    path = _added(mine, build).folder / added.REPORT  # type: ignore[operator]
    assert made_with.stale(added.one("mine", build.folder)) == []
    report = json.loads(path.read_text("utf-8"))
    if part:
        report["made with"][part] = "0" * 64
    else:
        del report["made with"]
    path.write_text(json.dumps(report), "utf-8")
    (changed,) = made_with.stale(added.one("mine", build.folder))
    assert changed.startswith(says)
    assert made_with.refresh(added.one("mine", build.folder)) == "lamigo add DESCRIPTION.yaml t.csv"
    for command in (["add", "--list"], ["build"]):
        run = CliRunner().invoke(cli, [*command, "--out", str(build.folder)])
        assert run.exit_code == 0
        assert "stale" in run.output
        assert says in run.output
        assert "lamigo add DESCRIPTION.yaml t.csv" in run.output
    # Nothing goes on the quiet: what was added is still there, and adding again makes it fresh.
    assert _ask(build, ASK) == ["5"]
    _added(mine, build)
    assert made_with.stale(added.one("mine", build.folder)) == []


def test_info_lists_what_was_added(mine: tuple[Path, Path], build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    _added(mine, build)
    monkeypatch.setattr(rooms, "build_folder", lambda: build.folder)
    text = CliRunner().invoke(cli, ["info"]).output
    assert "Mine, edition 1" in text
    assert "CC0-1.0; may be passed on: yes" in text
    assert "3 rows; 2 cells placed, 1 rows or cells not placed" in text
    assert "stale" not in text
    (one,) = json.loads(CliRunner().invoke(cli, ["-q", "info", "--json"]).stdout)["added"]
    assert (one["key"], one["rows"], one["not placed"], one["stale"]) == ("mine", 3, 1, [])


def test_doctor_names_what_each_extra_needs(root: Path) -> None:
    extras = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    told = {feature.get: set(feature.packages) for feature in FEATURES}
    for extra, needs in extras.items():
        if extra == "all":
            continue
        names = {re.split(r"[\[<>=]", need)[0].strip() for need in needs} - {"lamigo"}
        assert names <= told.get(f"pip install 'lamigo[{extra}]'", set()), f"name {extra} in src/lamigo/cli/doctor_.py"
