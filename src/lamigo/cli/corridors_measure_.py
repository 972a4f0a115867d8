"""``lamigo corridors measure``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lamigo import api, licences
from lamigo.cli import Voice, as_of
from lamigo.errors import LamigoError

if TYPE_CHECKING:
    import pandas as pd

    from lamigo.corridors.numbers import Measure


@click.command("measure")
@click.option("--measure", metavar="KEY", help="The number that weighs each corridor (default: the newest stock).")
@as_of.option
@click.option("--of", type=click.Choice(["countries", "network"]), default="countries", show_default=True)
@click.option("--nulls", type=click.IntRange(min=20), help="Also against so many null networks (z and p).")
@click.option("--over-time", is_flag=True, help="Of each period of the data set up to this number's, with ranks.")
@click.option("--across", multiple=True, metavar="KEY", help="What its network shares with this number's; repeatable.")
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
    over_time: bool,
    across: tuple[str, ...],
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
      lamigo corridors measure --over-time --out ranks.csv
      lamigo corridors measure --measure stock --across flow
    """
    import pandas as pd

    from lamigo.cli.written import written
    from lamigo.corridors import measures, numbers

    if bool(nulls) + over_time + bool(across) > 1:
        raise LamigoError("--nulls, --over-time and --across are three answers", mend="ask for one at a time")
    graph = api.load(endpoint, on_disk=True, say=say)
    one = numbers.measure(graph.store, measure, as_of.given(day))
    if not measure:
        as_of.told(say, day or one.period, day)
    chosen = [one]
    if over_time:
        every = [m for m in numbers.measures(graph.store) if m.period <= one.period]
        chosen = [m for m in every if m == one._replace(key=m.key, label=m.label, period=m.period)]
        if len({m.period for m in chosen}) < len(chosen):
            raise LamigoError(f"{one.data_set} has several such numbers of one period", mend="use over_time in Python")
    chosen += [numbers.measure(graph.store, name, as_of.given(day)) for name in across]
    frames = {m.key: _used(say, graph, m) for m in chosen}
    for caution in dict.fromkeys(m.caution for m in chosen if m.caution):
        say(caution)
    used = frames[one.key]
    if over_time:
        periods = {m.period: frames[m.key] for m in chosen}
        table = measures.over_time(periods, seeds=seeds)
        table = table[table["country"].notna() == (of == "countries")]
    elif across:
        shared = measures.across(frames)
        table = (shared.nodes if of == "countries" else shared.pairs).reset_index()
    elif nulls:
        table = measures.significance(used, nulls=nulls).reset_index()
        say(f"against {nulls} null networks that keep each country's partners and what leaves it")
    else:
        found = measures.measured(used, seeds=seeds)
        table = (
            found.nodes.reset_index()
            if of == "countries"
            else pd.DataFrame(found.network.items(), columns=["measure", "value"])
        )
    written(table, out, licences.data_sets(graph.store, {m.data_set for m in chosen}), say)


def _used(say: Voice, graph: api.Graph, one: Measure) -> pd.DataFrame:
    """The corridors that a number weighs; what is set aside is said."""
    from lamigo.corridors import measures, numbers

    used, aside = measures.split(numbers.table(graph.store, one))
    reasons = "".join(f"; {number:,} {reason}" for reason, number in aside["reason"].value_counts().items())
    say(f"{len(used):,} corridors by {one.label}, in {one.unit}s; {len(aside):,} set aside{reasons}")
    return used
