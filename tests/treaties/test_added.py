"""From a described table to a command's answer: added, derived, asked, and taken out again without a trace."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from lamigo.cli import cli
from lamigo.errors import LamigoError, LamigoErrors
from lamigo.sources import add, added, description
from lamigo.sources.added import remove
from lamigo.treaties import added as treaties
from lamigo.treaties import triples

DESCRIPTION = """\
key: little-register
kind: treaty-actions
title: A little register
publisher: Someone
edition: "1"
licence: {name: CC0-1.0, redistribution: "yes"}
layout: register
standing: registrar
as_of: "2023-06-12"
complete: {stated: true, as_of: "2023-06-12", basis: It says so.}
columns: {state: Country, date: Date, status: Status, note: Note}
statuses: {In Force: true, Not in force: false}
instruments: {t.csv: C081}
noted:
  - {words: 'Denounced on (?P<date>.+)', means: denounced}
statements:
  - {words: Excluding Part II, excludes: [part-ii]}
files:
  - {name: t.csv, rows: 3, separator: ";"}
"""
TABLE = """\
Country;Date;Status;Note
NepalExcluding Part II;28 Jun 1949;In Force;
France;16 Dec 1950;Not in force;Denounced on 10 Jan 1990
Atlantis;16 Dec 1950;In Force;
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    path, table = tmp_path / "little.yaml", tmp_path / "t.csv"
    path.write_text(DESCRIPTION, "utf-8")
    table.write_text(TABLE, "utf-8")
    return path, table


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to which the little register was added."""
    folder = tmp_path_factory.mktemp("little")
    path, table, out = folder / "little.yaml", folder / "t.csv", folder / "build"
    path.write_text(DESCRIPTION, "utf-8")
    table.write_text(TABLE, "utf-8")
    add.add(description.read(path), path, [table], build=out)
    return out


def run(build: Path, *arguments: str) -> tuple[str, str]:
    result = CliRunner().invoke(cli, [*arguments, "--out", str(build)], catch_exceptions=False)
    return result.stdout, result.stderr


def test_an_added_register_is_there_with_its_derived_periods_and_lists_what_it_lost(build: Path) -> None:
    keys = {data_set.key for data_set in added.listed(build)}
    assert {"little-register", "derived-binding-periods"} <= keys
    lost = (build / "added" / "little-register" / added.UNPLACED).read_text("utf-8").splitlines()
    assert lost[1:] == ["t.csv,4,Country,Atlantis,no country or area is known by this name"]
    periods = (build / "added" / "derived-binding-periods" / added.DATA).read_text("utf-8")
    assert "/id/binding-period/little-register/NPL/C081> " in periods
    assert triples.RULE in periods


def test_the_answer_comes_with_reason_file_and_row(build: Path) -> None:
    out, said = run(build, "bound", "NPL", "C081", "--provision", "part-ii", "--as-of", "2000-01-01")
    assert out.startswith("no\n  on 2000-01-01: by little-register, left out: part-ii (Excluding Part II)\n")
    assert "t.csv, row 2: NepalExcluding Part II; 28 Jun 1949; In Force" in out
    assert "default reading" in said


def test_without_a_day_the_last_of_the_source_is_asked(build: Path) -> None:
    out, _ = run(build, "bound", "FRA", "C081")
    assert out.startswith("no\n  on 2023-06-12: by little-register, ended by 1991-01-10\n")


def test_changes_are_sentences_and_the_unknown_ones_are_counted(build: Path) -> None:
    out, said = run(build, "changes", "--from", "1990-06-01", "--to", "1991-06-01")
    assert out.startswith("France, C081: bound → not bound (")
    assert "1 changes" in said
    out, said = run(build, "changes", "--from", "2000-01-01", "--to", "2024-01-01")
    assert out == "" and "2 more where one of the days is unknown" in said
    out, _ = run(build, "changes", "--from", "2000-01-01", "--to", "2024-01-01", "--all", "--state", "NPL")
    assert out.startswith("Nepal, C081: bound → not known")


def test_changes_refuse_days_in_the_wrong_order_and_keys_that_nobody_has(build: Path) -> None:
    for more, message in (
        (("--to", "1990-01-01"), "2000-01-01 is after 1990-01-01"),
        (("--state", "XXX"), "no country or area 'XXX'"),
        (("--instrument", "C999"), "no instrument 'C999'"),
    ):
        with pytest.raises(LamigoError, match=message):
            run(build, "changes", "--from", "2000-01-01", *more)
    _, said = run(build, "changes", "--from", "2000-01-01", "--instrument", "C102", "--state", "HKG")
    assert "no source on C102 was added" in said and "no period in which HKG is bound is known" in said


def test_two_builds_give_what_their_editions_have_otherwise(build: Path, tmp_path: Path) -> None:
    path, table, later = tmp_path / "little.yaml", tmp_path / "t.csv", tmp_path / "build"
    path.write_text(DESCRIPTION.replace("key: little-register", "key: little-register-2"), "utf-8")
    table.write_text(TABLE.replace("Excluding Part II", "").replace("France;", "Ghana;"), "utf-8")
    add.add(description.read(path), path, [table], build=later)
    out, said = run(later, "changes", "--before", str(build))
    assert out.splitlines() == [
        "France, C081: gone, bound from 1951-12-16 until 1991-01-10",
        "Ghana, C081: new, bound from 1951-12-16 until 1991-01-10",
        "Nepal, C081: changed, bound from 1950-06-28 (before: from 1950-06-28, without part-ii)",
    ]
    assert "3 periods are new, gone or changed" in said
    out, _ = run(later, "changes", "--before", str(build), "--state", "NPL", "--instrument", "C081")
    assert out.startswith("Nepal, C081: changed") and out.count("\n") == 1
    assert run(build, "changes", "--before", str(build))[0] == ""
    with pytest.raises(LamigoError, match="holds no data set of treaty actions"):
        run(later, "changes", "--before", str(tmp_path))


@pytest.mark.parametrize("day", ["2000", "", "tomorrow"])
def test_a_day_must_be_a_day(build: Path, day: str) -> None:
    with pytest.raises(LamigoError, match="is no day") as raised:
        run(build, "bound", "NPL", "C081", "--as-of", day)
    assert "write a day" in str(raised.value)


def test_taken_out_again_nothing_is_left(files: tuple[Path, Path], tmp_path: Path) -> None:
    path, table = files
    out = tmp_path / "build"
    add.add(description.read(path), path, [table], build=out)
    assert treaties.read(out)[0]
    remove("little-register", out)
    assert added.listed(out) == []
    assert treaties.implied(out) == []


def test_the_same_register_makes_the_same_bytes(build: Path, files: tuple[Path, Path], tmp_path: Path) -> None:
    path, table = files
    add.add(description.read(path), path, [table], build=tmp_path / "again")
    for key in ("little-register", "derived-binding-periods"):
        once, again = (folder / "added" / key / added.DATA for folder in (build, tmp_path / "again"))
        assert once.read_bytes() == again.read_bytes()


@pytest.mark.parametrize(
    ("lost", "names", "complete"),
    [
        ("Atlantis;16 Dec 1950;In Force;", "", False),
        ("Kenya;30 Feb 1964;In Force;", "", False),
        ("Atlantis;16 Dec 1950;In Force;", "names: {Atlantis: null}\n", True),
        ("Kenya;13 Jan 1964;In Force;", "", True),
    ],
)
def test_a_list_of_which_rows_are_lost_is_not_complete(
    lost: str, names: str, complete: bool, files: tuple[Path, Path], tmp_path: Path
) -> None:
    path, table = files
    path.write_text(DESCRIPTION + names, "utf-8")
    table.write_text(TABLE.replace("Atlantis;16 Dec 1950;In Force;", lost), "utf-8")
    outcome = add.add(description.read(path), path, [table], build=tmp_path / "build", then_derive=False)
    stated = {
        p.rsplit("/", 1)[-1].rstrip(">") for _, p, o in outcome.imported.triples if o.endswith("instrument/C081>")
    }
    assert ("completeFor" in stated) is complete
    said = [note for note in outcome.report["notes"] if "its list is not taken for complete" in note]
    assert (said == []) is complete


@pytest.mark.parametrize(("instrument", "complete"), [("C181", False), ("", False), ("C1810", False), ("C097", True)])
def test_a_row_on_what_nobody_knows_makes_no_list_complete(
    instrument: str, complete: bool, files: tuple[Path, Path], tmp_path: Path
) -> None:
    path, table = files
    head, _ = DESCRIPTION.split("columns:")
    path.write_text(
        head.replace("layout: register", "layout: list").replace("complete: {", "# {")
        + 'columns: {instrument: What, state: Country, date: Date, source: Who}\nkinds: {"": ratification}\n'
        'claimants: {A: {as_of: "2023-06-12", complete_for: [C181], basis: It says so.}}\n'
        'files:\n  - {name: t.csv, separator: ";"}\n',
        "utf-8",
    )
    table.write_text(f"What;Country;Date;Who\nC181;Nepal;2001-01-01;A\n{instrument};Atlantis;2002-02-02;A\n", "utf-8")
    outcome = add.add(description.read(path), path, [table], build=tmp_path / "build", then_derive=False)
    stated = {p.rsplit("/", 1)[-1].rstrip(">") for _, p, o in outcome.imported.triples if o.endswith("/C181>")}
    assert ("completeFor" in stated) is complete


def test_a_table_of_which_nothing_fits_leaves_what_was_there(files: tuple[Path, Path], tmp_path: Path) -> None:
    path, table = files
    out = tmp_path / "build"
    add.add(description.read(path), path, [table], build=out, then_derive=False)
    was = (out / "added" / "little-register" / added.DATA).read_bytes()
    table.write_text(TABLE.replace("In Force", "in force").replace("Not in force", "not in force"), "utf-8")
    with pytest.raises(LamigoError, match=r"t\.csv:2: .*nothing could be placed; 2 times: a status without a meaning"):
        add.add(description.read(path), path, [table], build=out, then_derive=False)
    assert (out / "added" / "little-register" / added.DATA).read_bytes() == was


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("(?P<date>.+)", ".+", "noted: the words do not say which is the date"),
        ("means: denounced", "means: automatic", "noted: the words do not say which is the by"),
        ("noted:", "kinds: {R: ratified}\nnoted:", "kinds: there is no kind 'ratified'"),
        ("noted:", "expected: {denounciation: 1}\nnoted:", "expected: there is no kind 'denounciation'"),
        (
            "layout: register",
            "layout: list",
            "columns: no column says of which kind each act is",
        ),
        ("excludes: [part-ii]", "excludes: [part-99]", "not described: C081/part-99"),
        ("t.csv: C081", "t.csv: C999", "no instrument .C999. is described"),
        ("{t.csv: C081}", "{u.csv: C081}", "instruments: u.csv is none of its files"),
        ("note: Note}", "note: Remark}", "there is no column 'Remark'"),
    ],
)
def test_a_wrong_description_is_refused_in_words(files: tuple[Path, Path], old: str, new: str, says: str) -> None:
    path, table = files
    path.write_text(DESCRIPTION.replace(old, new), "utf-8")
    with pytest.raises((LamigoError, LamigoErrors), match=says.replace("'", ".")):
        add.add(description.read(path), path, [table], build=path.parent / "build", check_only=True)
