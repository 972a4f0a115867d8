"""``lamigo passages``."""

from __future__ import annotations

from pathlib import Path

import click

from lamigo import rooms
from lamigo.cli import Voice
from lamigo.graph.cite import write_passages


@click.command("passages")
@click.option("--sources", type=click.Path(path_type=Path), required=True, help="Folder of the source documents.")
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; exit status 1 where a passages.ttl is not what it should be.",
)
@click.pass_context
def command(ctx: click.Context, sources: Path, check: bool) -> None:
    """Write graph/<source>/passages.ttl: the hash and selector of every line that the curated files cite.

    \b
    Example, after adding or changing a record:
      lamigo passages --sources ~/documents && lamigo validate
    """
    say: Voice = ctx.obj
    outcome = write_passages(rooms.room("graph"), sources, dry=check)
    for path, (count, changed) in sorted(outcome.items()):
        state = ("differs" if check else "written") if changed else "as it should be"
        say(f"{rooms.shown(path)}: {count} passages, {state}")
    ctx.exit(1 if check and any(changed for _, changed in outcome.values()) else 0)
