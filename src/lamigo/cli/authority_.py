"""``lamigo authority``."""

from __future__ import annotations

from pathlib import Path

import click

from lamigo import rooms
from lamigo.cli import Voice


@click.group("authority")
def command() -> None:
    """The authority files: who is who, with codes.

    \b
    Example:
      lamigo authority countries
    """


@command.command("countries")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to (default: graph/authority).")
@click.pass_obj
def countries(say: Voice, out: Path | None) -> None:
    """Make the files of countries and areas again from their packages (needs the extra `authority`)."""
    from lamigo.authority.countries import write_countries

    for name, number in write_countries(out or rooms.room("graph") / "authority").items():
        say(f"{name}: {number}")
