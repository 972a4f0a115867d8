"""``lamigo panel``."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import click

from lamigo.cli import LazyGroup, Voice


class Panel(LazyGroup):
    """The panel itself, and the register of permits."""

    lazy: ClassVar[dict[str, str]] = {
        "register": "Generate a synthetic register of permits and count it by corridor and year.",
    }
    modules = "lamigo.cli.panel_"


@click.group("panel", cls=Panel, invoke_without_command=True)
@click.option("--from", "first", type=int, metavar="YEAR", help="First year (default: that of the first number).")
@click.option("--to", "last", type=int, metavar="YEAR", help="Last year (default: that of the last number).")
@click.option("--stock", metavar="KEY", help="Data set of the stocks (default: the one that reaches the latest year).")
@click.option("--flow", metavar="KEY", help="Data set of the flows (likewise).")
@click.option("--corridor", "corridors", multiple=True, metavar="KEY", help="Only this corridor; may be repeated.")
@click.option("--engine", "engine_name", default="duckdb", show_default=True,
              help="duckdb, spark://HOST:PORT, or Spark on this machine: local[2].")  # fmt: skip
@click.option("--format", "formats", multiple=True, type=click.Choice(("parquet", "csv")),
              help="Only this format; may be repeated (default: both).")  # fmt: skip
@click.option("--for-own-use", "own_use", is_flag=True, help="Write data too that is not known to be free to pass on.")
@click.option("--work", type=click.Path(path_type=Path, exists=True, file_okay=False),
              help="Folder for base tables while it runs; a cluster must see it too.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to.")
@click.pass_context
def command(
    ctx: click.Context,
    first: int | None,
    last: int | None,
    stock: str | None,
    flow: str | None,
    corridors: tuple[str, ...],
    engine_name: str,
    formats: tuple[str, ...],
    own_use: bool,
    work: Path | None,
    out: Path | None,
) -> None:
    """Write the panel: a row a corridor and year, with numbers, agreements, programmes and what binds each end.

    Parquet and CSV with a data dictionary; the same rows on every engine. Empty is not known, never 0.

    \b
    Examples:
      lamigo panel --out panel/
      lamigo panel --from 2000 --to 2020 --corridor NPL-KOR --corridor NPL-MYS --out panel/
      lamigo panel --engine 'local[2]' --out panel/
      lamigo panel register --records 1000000 --out panel/
    """
    if ctx.invoked_subcommand:
        return
    if out is None:
        raise click.UsageError("name a folder with --out")
    say: Voice = ctx.obj
    from lamigo import api
    from lamigo.coverage.matrix import corridor_of
    from lamigo.panel import engines, tables
    from lamigo.panel.write import FORMATS, write

    engines.ready(engine_name)
    graph = api.load(on_disk=True, say=say)
    pairs = [corridor_of(key) for key in corridors] or None
    base = tables.base(
        graph.store,
        graph.register(),
        first=first,
        last=last,
        stock=stock,
        flow=flow,
        corridors=pairs,
        own_use=own_use,
        say=say,
    )
    for note in base.notes:
        say(note)
    for path in write(
        base, out, engine_name=engine_name, formats=formats or FORMATS, work=work, own_use=own_use, say=say
    ):
        click.echo(path)
