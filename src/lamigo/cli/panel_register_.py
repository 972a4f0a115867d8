"""``lamigo panel register``."""

from __future__ import annotations

from pathlib import Path

import click

from lamigo.cli import Voice


@click.command("register")
@click.option("--records", type=click.IntRange(min=1), default=100_000, show_default=True, help="How many permits.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Another gives other permits.")
@click.option("--engine", "engine_name", default="duckdb", show_default=True,
              help="duckdb, spark://HOST:PORT, or Spark on this machine: local[2].")  # fmt: skip
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False),
              help="Folder for the permits themselves; a cluster must see it (default: removed).")  # fmt: skip
@click.option("--format", "formats", multiple=True, type=click.Choice(("parquet", "csv")),
              help="Only this format; may be repeated (default: both).")  # fmt: skip
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@click.pass_obj
def command(
    say: Voice, records: int, seed: int, engine_name: str, keep: Path | None, formats: tuple[str, ...], out: Path
) -> None:
    """Generate a synthetic register of permits and count it by corridor and year, to try an engine at size.

    Nothing in it is of a person or says anything about a corridor.

    \b
    Examples:
      lamigo panel register --records 1000000 --out panel/
      lamigo panel register --records 100000000 --engine 'local[2]' --keep permits/ --out panel/
    """
    from lamigo.panel.register import write
    from lamigo.panel.write import FORMATS

    say("the register is generated: its numbers say nothing about any corridor")
    for path in write(records, out, seed=seed, engine_name=engine_name, formats=formats or FORMATS, keep=keep, say=say):
        click.echo(path)
