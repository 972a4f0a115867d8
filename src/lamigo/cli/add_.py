"""``lamigo add``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lamigo import rooms
from lamigo.cli import Voice
from lamigo.errors import LamigoError, LamigoErrors

if TYPE_CHECKING:
    from lamigo.sources.add import Outcome
    from lamigo.sources.description import Description


@click.command("add")
@click.argument("description", required=False)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--list", "listing", is_flag=True, help="List the descriptions at hand and what was added.")
@click.option(
    "--template", metavar="KIND|KEY", help="Print a description to fill in, of a kind or after a shipped one."
)
@click.option(
    "--download", is_flag=True, help="Fetch the files from their publisher first, where the address is known."
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Where --download puts them (default: downloads/KEY beside the build).",
)
@click.option("--check", is_flag=True, help="Read and check, write nothing.")
@click.option(
    "--all-default",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Add every shipped source whose files are somewhere in FOLDER.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="The build to add to (default: where lamigo build builds)."
)
@click.pass_obj
def command(
    say: Voice,
    description: str | None,
    files: tuple[Path, ...],
    listing: bool,
    template: str | None,
    download: bool,
    into: Path | None,
    check: bool,
    folder: Path | None,
    out: Path | None,
) -> None:
    """Bring in a data set of others: DESCRIPTION is the key of a shipped description or a file of yours.

    FILES are the data set's files as its publisher gives them, or a folder that holds them. The data becomes a named
    graph of its own; what cannot be placed is counted and listed. Nothing is fetched from the web unless you say
    --download; what broke off goes on where it was.

    \b
    Examples:
      lamigo add --list
      lamigo add un-desa-migrant-stock-2020 undesa_ims2020_od_long.csv
      lamigo add un-desa-migrant-stock-2020-workbook --download
      lamigo add --template origin-destination > mine.yaml
      lamigo add mine.yaml mine.csv --check
      lamigo add --all-default ~/data
    """
    from lamigo.sources import derived, shipped, templates
    from lamigo.sources.add import add
    from lamigo.sources.description import found_as

    if download and (files or folder or not description):
        raise click.UsageError("--download fetches the files of one description: name it, and no files")
    if into and not download:
        raise click.UsageError("--into says where --download puts the files")
    if template:
        click.echo(templates.template(template), nl=False)
    elif listing:
        _list(out)
    elif folder:
        outcomes, failed = 0, list[LamigoError]()
        if found_as(folder) != "folder":
            raise LamigoError(f"no folder {folder}", mend="name the folder that holds the files")
        at_hand = {path.name for path in folder.rglob("*") if path.is_file()}
        for key in shipped.paths():
            found, path = shipped.find(key)
            absent = [file.name for file in found.files if file.name not in at_hand]
            if absent:
                say(f"{key}: passed over, {len(absent)} of its {len(found.files)} files are not in {folder}")
                continue
            try:
                _say(say, add(found, path, [folder], build=out, check_only=check, then_derive=False, say=say))
            except LamigoError as error:
                failed.append(error)
                continue
            outcomes += 1
        if not check:
            derived.derive(out or rooms.build_folder(), say)
        say(f"{outcomes} of {len(shipped.paths())} data sets {'checked' if check else 'added'}")
        if failed:
            raise LamigoErrors(failed)
    elif description and (files or download):
        found, path = shipped.find(description)
        if download:
            files = _downloaded(say, found, into or (out or rooms.build_folder()) / "downloads" / found.key)
        _say(say, add(found, path, files, build=out, check_only=check, say=say))
    else:
        raise LamigoError(
            "nothing to add", mend="name a description and its files, or see: lamigo add --list, lamigo add --help"
        )


def _downloaded(say: Voice, description: Description, folder: Path) -> tuple[Path, ...]:
    """Fetch a description's files, with a bar for each on a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TransferSpeedColumn

    from lamigo.sources.download import fetch

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=say.quiet or not console.is_terminal, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def progress(name: str, have: int, total: int | None) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=total)
            bars.update(tasks[name], completed=have, total=total)

        return tuple(fetch(description, folder, say=say, progress=progress))


def _list(out: Path | None) -> None:
    from lamigo.sources import added, made_with, shipped

    click.echo("descriptions at hand")
    for key in shipped.paths():
        found, _ = shipped.find(key)
        files = f"{len(found.files)} files" if len(found.files) > 1 else found.files[0].name
        licence = f"{found.licence.name}; may be passed on: {found.licence.redistribution}"
        click.echo(f"  {key}\n    {found.title} ({found.kind}; {files}; {licence})\n    {found.address}")
    have = [data_set for data_set in added.listed(out) if not data_set.key.startswith(added.DERIVED)]
    click.echo(f"\nadded: {len(have) or 'none'}")
    for data_set in have:
        report = data_set.report
        click.echo(
            f"  {data_set.key}  {report['triples']:,} triples; {report['not placed']:,} rows or cells not placed"
        )
        if changed := made_with.stale(data_set):
            click.echo(f"    stale: {' and '.join(changed)} changed since it was added")
            click.echo(f"    add it again: {made_with.refresh(data_set)}")
    for key in added.unfinished(out):
        click.echo(f"  {key}  was not finished and counts as none: add it again, or lamigo remove {key}")


def _say(say: Voice, outcome: Outcome) -> None:
    from lamigo.sources import added
    from lamigo.sources.add import not_placed

    key = outcome.description.key
    say(f"{key}: " + "; ".join(f"{number:,} {name}" for name, number in outcome.report["counts"].items() if number))
    for line in (*outcome.report["checks"], *outcome.report["notes"]):
        say(f"{key}: {line}")
    if outcome.report["not placed"] and outcome.folder:
        say(f"{key}: what was not placed is listed in {rooms.shown(outcome.folder / added.UNPLACED)}")
    if outcome.folder:
        click.echo(outcome.folder)
    else:
        for line in not_placed(outcome.imported):
            say(f"{key}: {line}")
        say(f"{key}: checked, nothing written")
