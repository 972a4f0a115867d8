"""``--as-of``: every command whose answer depends on a day takes it, in the same words, and says which it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from lamigo.cli import as_of, cli
from lamigo.graph.build import Build

DAY = "2015-03-01"
ASKED = {
    "bound": ["NPL", "C182"],
    "changes": ["--from", "2010-01-01", "--state", "PRT"],
    "corridors list": ["--top", "1"],
    "corridors show": ["NPL-KOR"],
    "corridors measure": ["--of", "network"],
    "corridors coverage": ["NPL-KOR"],
    "corridors gaps": ["--top", "1"],
    "corridors what-if": ["NPL", "C189"],
    "corridors repair": ["NPL-KOR", "--level", "0.1"],
    "corridors plot": ["coverage-barcode", "NPL-KOR", "--for-own-use"],
    "corridors export": ["--format", "edge-list"],
}
"""Every command that has the option, and what else it needs to be asked. The panel takes years: --from and --to."""


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        one = group.get_command(context, name)
        assert one is not None
        yield f"{path}{name}", one
        if isinstance(one, click.Group):
            yield from commands(one, f"{path}{name} ")


def test_the_option_is_the_same_wherever_it_is():
    found = {}
    for name, command in commands(cli):
        for option in command.params:
            if "--as-of" in option.opts:
                found[name] = (option.name, option.metavar, option.help, option.default is None or option.required)
    assert set(found) == set(ASKED)
    assert {one[:3] for one in found.values()} == {("day", "DATE", as_of.HELP)}


@pytest.fixture
def run(built_with_data: Build, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LAMIGO_BUILD", str(built_with_data.folder))
    return lambda *arguments: CliRunner().invoke(cli, arguments, catch_exceptions=False)


@pytest.mark.parametrize("name", sorted(ASKED))
def test_the_day_is_said(name: str, run, tmp_path: Path):
    more = ["--out", str(tmp_path)] if name in ("corridors plot", "corridors export") else []
    done = run(*name.split(), *ASKED[name], *more, "--as-of", DAY)
    assert done.exit_code == 0, done.stderr
    assert f"as of {DAY}\n" in done.stderr
    assert "--as-of names another" not in done.stderr


@pytest.mark.parametrize("name", ["bound", "corridors show"])
def test_without_a_day_the_one_taken_is_said(name: str, run):
    assert "as of 2023-06-12, the last for which what was added speaks" in run(*name.split(), *ASKED[name]).stderr


def test_numbers_are_those_that_there_were(run):
    stock = run("corridors", "list", "--sort", "stock", "--top", "1", "--as-of", "2012-01-01").stdout
    assert "International Migrant Stock 2020: 2010-07-01, both" in stock
    with pytest.raises(Exception, match="none that begins by 1900-01-01"):
        run("corridors", "list", "--sort", "stock", "--as-of", "1900-01-01")


def test_ties_that_had_not_begun_are_left_out_and_counted(run):
    everything = run("corridors", "list", "--layer", "project")
    before = run("corridors", "list", "--layer", "project", "--as-of", "2000-01-01")
    assert len(everything.stdout.splitlines()) == 10 and before.stdout == ""
    agreements = [run("corridors", "list", "--layer", "bilateral-agreement", *more).stdout.count("\n") for more in
                  ([], ["--as-of", "2020-12-31"], ["--as-of", "1960-01-01"], ["--as-of", "1940-01-01"])]  # fmt: skip
    assert agreements[0] == agreements[1] > agreements[2] > agreements[3]
    assert "no date is known" in before.stderr
