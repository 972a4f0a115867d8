"""What states declare of instruments in their territories, from a table to the answer.

The table is made up: no source at hand holds such declarations.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from lamigo.cli import cli
from lamigo.errors import LamigoError
from lamigo.graph.build import build as build_graph
from lamigo.names import ID
from lamigo.sources import add, added, description
from lamigo.treaties import added as treaties
from lamigo.treaties.action import Action, Completeness, Scope
from lamigo.treaties.bound import Register
from lamigo.treaties.days import one as day
from lamigo.treaties.periods import derive
from lamigo.validation import validate_build

DESCRIPTION = """\
key: little-declarations
kind: treaty-actions
title: Little declarations
publisher: Someone
edition: "1"
licence: {name: CC0-1.0, redistribution: "yes"}
layout: territories
standing: registrar
as_of: "2023-06-12"
complete: {stated: true, as_of: "2023-06-12", basis: It says so.}
columns: {state: State, territory: Territory, instrument: Convention, date: Day, effect: Effect, application: Said}
applications: {Applicable: applies, Modified: with-modifications, Inapplicable: does-not-apply, Reserved: undecided}
files: [{name: t.csv}]
"""
TABLE = """\
State,Territory,Convention,Day,Effect,Said
United Kingdom,Gibraltar,C097,1960-03-01,,Applicable
United Kingdom,Gibraltar,C097,1980-05-05,1980-06-06,Inapplicable
United Kingdom,Bermuda,C097,1960-03-01,1961-01-01,Modified
United Kingdom,Anguilla,C097,1960-03-01,,Reserved
United Kingdom,Montserrat,C097,1960-03-01,1962-01-01,Applicable
United Kingdom,Montserrat,C097,1960-03-01,1962-01-01,Inapplicable
United Kingdom,Guam,C097,1960-03-01,,Applicable
United Kingdom,Atlantis,C097,1960-03-01,,Applicable
United Kingdom,Montserrat,C097,1960-03-01,,Perhaps
United Kingdom,Montserrat,C997,1960-03-01,,Applicable
United Kingdom,Montserrat,C097,1960-02-31,,Applicable
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build to which the declarations were added."""
    top = tmp_path_factory.mktemp("declarations")
    path, table = top / "d.yaml", top / "t.csv"
    path.write_text(DESCRIPTION, "utf-8")
    table.write_text(TABLE, "utf-8")
    built = build_graph(top / "build")
    add.add(description.read(path), path, [table], build=built.folder)
    return built.folder


@pytest.fixture(scope="module")
def register(folder: Path) -> Register:
    return treaties.register(folder)[0]


@pytest.mark.parametrize(
    ("territory", "when", "answer", "why"),
    [
        ("GIB", "1970-01-01", "yes", "bound since a day between 1960-03-01 and 1961-03-01"),
        ("GIB", "1960-06-01", "unknown", "the dates of what was declared for Gibraltar leave it open"),
        ("GIB", "1980-06-05", "yes", "bound since"),
        ("GIB", "1980-06-06", "no", "declared not to apply in Gibraltar (Inapplicable)"),
        ("GIB", "1950-01-01", "no", "was not in force before"),
        ("GIB", "2024-01-01", "unknown", "speaks for days until 2023-06-12"),
        ("BMU", "1961-01-01", "yes", "as printed: Modified"),
        ("AIA", "1970-01-01", "unknown", "the decision for Anguilla was reserved (Reserved)"),
        ("MSR", "1961-01-01", "unknown", "does not say to which territories acts extend"),
        ("MSR", "1970-01-01", "unknown", "the dates of what was declared for Montserrat leave it open"),
        (None, "1970-01-01", "unknown", "no act is known from it"),
    ],
)
def test_what_was_declared_of_a_territory_is_answered(
    register: Register, territory: str | None, when: str, answer: str, why: str
) -> None:
    found = register.bound("GBR", "C097", day(when), territory=territory)
    assert found.answer == answer, found.why
    assert why in found.why


def test_an_area_is_asked_through_its_state(register: Register) -> None:
    found = register.bound("GIB", "C097", day("1990-01-01"))
    assert found.answer == "no"
    act = f"{ID}treaty-action/little-declarations/C097/GBR/territorial-application-2"
    assert act in found.premises


def test_modifications_leave_each_provision_unknown(register: Register) -> None:
    found = register.bound("GBR", "C097", day("1970-01-01"), provision="art-6", territory="BMU")
    assert (found.answer, "with modifications" in found.why) == ("unknown", True)
    assert register.bound("GBR", "C097", day("1970-01-01"), provision="art-6", territory="GIB").answer == "yes"


def test_rows_that_cannot_be_are_listed_each_with_its_reason(folder: Path) -> None:
    lost = (folder / "added/little-declarations" / added.UNPLACED).read_text("utf-8").splitlines()[1:]
    assert lost == [
        "t.csv,8,Territory,Guam,no territory of GBR by the authority",
        "t.csv,9,Territory,Atlantis,no country or area is known by this name",
        "t.csv,10,Said,Perhaps,an application without a meaning",
        "t.csv,11,Convention,C997,an instrument that nobody describes",
        "t.csv,12,Day,1960-02-31,no date of the calendar",
    ]


def test_the_graph_with_them_is_sound_and_their_periods_are_of_the_territory(folder: Path) -> None:
    report = validate_build(build_graph(folder))
    assert [finding.sentence() for finding in report.findings] == []
    assert report.targets["TerritorialApplication"] == 6
    periods = (folder / "added/derived-binding-periods" / added.DATA).read_text("utf-8")
    assert f"/GBR/C097/GIB> <https://w3id.org/lamigo/def/forTerritory> <{ID}country/GIB> ." in periods
    assert periods.count("def/forTerritory>") == 3


def test_the_command_names_file_and_row(folder: Path) -> None:
    said = CliRunner().invoke(cli, ["bound", "BMU", "C097", "--as-of", "1970-01-01", "--out", str(folder)])
    assert said.stdout.startswith("yes\n")
    assert "t.csv, row 4: United Kingdom; Bermuda; C097; 1960-03-01; 1961-01-01; Modified" in said.stdout


def test_a_declaration_does_not_outlive_what_the_state_is_bound_by(register: Register) -> None:
    """Another source tells that the state left a part out, and then denounced."""
    bound_itself = Action(
        "register", "GBR", "C097", "ratification", "1951-01-22", in_force=False, as_of="2023-06-12",
        scopes=(Scope("Excluding Annex I", excludes=("annex-i",)),),
    )  # fmt: skip
    denounced = Action("register", "GBR", "C097", "denunciation", "1975-01-01", as_of="2023-06-12")
    acts = [bound_itself, denounced]
    said = Completeness("register", "C097", "2023-06-12", True, standing="registrar")
    both = Register(
        register.law,
        [*register.periods, *derive(acts, register.law).periods],
        [*register.statements, said],
        register.declared,
    )
    assert both.bound("GBR", "C097", day("1970-01-01"), territory="GIB").answer == "yes"
    after = both.bound("GBR", "C097", day("1979-01-01"), territory="GIB")
    assert after.answer == "unknown" and "itself is not bound" in after.why
    assert register.bound("GBR", "C097", day("1979-01-01"), territory="GIB").answer == "yes"
    left_out = both.bound("GBR", "C097", day("1970-01-01"), provision="annex-i", territory="GIB")
    assert left_out.answer == "unknown" and "left out: annex-i" in left_out.why


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("territory: Territory, ", r"d\.yaml:11: columns: the layout territories needs the column of the territory"),
        ("effect: Effect", r"d\.yaml:11: columns: the layout territories has no role 'efect'"),
    ],
)
def test_a_role_that_is_missing_or_misspelt_is_refused_with_its_line(tmp_path: Path, wrong: str, said: str) -> None:
    path, table = tmp_path / "d.yaml", tmp_path / "t.csv"
    path.write_text(DESCRIPTION.replace(wrong, "efect: Effect" if "effect" in wrong else ""), "utf-8")
    table.write_text(TABLE, "utf-8")
    with pytest.raises(LamigoError, match=said):
        add.add(description.read(path), path, [table], build=tmp_path / "build")
