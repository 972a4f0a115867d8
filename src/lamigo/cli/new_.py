"""``lamigo new``."""

from __future__ import annotations

from pathlib import Path

import click

from lamigo.cli import Voice
from lamigo.curation import skeleton


@click.command("new")
@click.argument("kind", type=click.Choice(sorted(skeleton.KINDS)))
@click.argument("key")
@click.option("--source", required=True, help="Key of the source document, such as ilo-good-practices.")
@click.option("--lines", required=True, metavar="FIRST-LAST", help="The lines that prove the record, such as 10-12.")
@click.option(
    "--append-to",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Append to this file instead of printing.",
)
@click.pass_obj
def command(say: Voice, kind: str, key: str, source: str, lines: str, append_to: Path | None) -> None:
    """Write the skeleton of a record of KIND with id KEY, ready to fill in.

    \b
    Example:
      lamigo new practice send-money-home --source ilo-good-practices --lines 61-63
    """
    text = skeleton.record(kind, key, source, lines)
    if append_to is None:
        click.echo(text, nl=False)
    else:
        skeleton.append(append_to, text)
        say(f"appended to {append_to}: fill in every …, then run lamigo passages and lamigo validate {append_to}")
