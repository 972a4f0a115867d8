"""``lamigo corridors measure``."""

from __future__ import annotations

from pathlib import Path

import click

from lamigo import api, licences
from lamigo.cli import Voice, as_of


@click.command("measure")
@click.option("--measure", metavar="KEY", help="The number that weighs each corridor (default: the newest stock).")
@as_of.option
@click.option("--of", type=click.Choice(["countries", "network"]), default="countries", show_default=True)
@click.option("--nulls", type=click.IntRange(min=20), help="Also against so many null networks (z and p).")
@click.option("--seeds", type=click.IntRange(min=2), default=20, show_default=True, help="For communities.")
@click.option("--out", type=click.Path(path_type=Path), help="A CSV or Parquet file instead of the terminal.")
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL endpoint instead of the embedded store.")
@click.pass_obj
def command(
    say: Voice,
    measure: str | None,
    day: str | None,
    of: str,
    nulls: int | None,
    seeds: int,
    out: Path | None,
    endpoint: str | None,
) -> None:
    """Network measures over the numbers of corridors: of each country or area, or of the network as a whole.

    What each measure is, which way it runs and what becomes of missing numbers stands in docs/measures.md.

    \b
    Examples:
      lamigo corridors measure --out countries.csv
      lamigo corridors measure --of network
      lamigo corridors measure --of network --nulls 200
    """
    import pandas as pd

    from lamigo.cli.written import written
    from lamigo.corridors import measures, numbers

    graph = api.load(endpoint, on_disk=True, say=say)
    one = numbers.measure(graph.store, measure, as_of.given(day))
    if not measure:
        as_of.told(say, day or one.period, day)
    used, aside = measures.split(numbers.table(graph.store, one))
    reasons = "".join(f"; {number:,} {reason}" for reason, number in aside["reason"].value_counts().items())
    say(f"{len(used):,} corridors by {one.label}, in {one.unit}s; {len(aside):,} set aside{reasons}")
    if one.caution:
        say(one.caution)
    if nulls:
        table = measures.significance(used, nulls=nulls).reset_index()
        say(f"against {nulls} null networks that keep each country's partners and what leaves it")
    else:
        found = measures.measured(used, seeds=seeds)
        table = (
            found.nodes.reset_index()
            if of == "countries"
            else pd.DataFrame(found.network.items(), columns=["measure", "value"])
        )
    written(table, out, licences.data_sets(graph.store, {one.data_set}), say)
