"""``lamigo remove``."""

from __future__ import annotations

from pathlib import Path

import click

from lamigo.cli import Voice


@click.command("remove")
@click.argument("key")
@click.option("--out", type=click.Path(path_type=Path), help="The build it was added to (default: the usual one).")
@click.pass_obj
def command(say: Voice, key: str, out: Path | None) -> None:
    """Take an added data set out again, without a trace.

    \b
    Example:
      lamigo remove abel-cohen-flows-2019
    """
    from lamigo.sources.added import remove

    remove(key, out, say)
    say(f"{key} is out of the graph")
