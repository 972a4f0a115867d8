"""``lamigo corridors coverage``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lamigo import licences
from lamigo.cli import Voice, as_of
from lamigo.errors import LamigoError

if TYPE_CHECKING:
    from lamigo.coverage import Coverage


@click.command("coverage")
@click.argument("corridors", nargs=-1)
@as_of.option
@click.option("--measure", metavar="KEY", help="All corridors that have this number, instead of named ones.")
@click.option("--proofs", is_flag=True, help="Every cell of the named corridors, with its proof.")
@click.option(
    "--weights",
    metavar="LAYER=W,…",
    help="One number a corridor under these weights, which sum to 1; there is none by default.",
)
@click.option("--ranks", is_flag=True, help="Intervals of ranks over 200 draws of weights and over what is unknown.")
@click.option("--out", type=click.Path(path_type=Path), help="A CSV or Parquet file instead of the terminal.")
@click.pass_obj
def command(
    say: Voice,
    corridors: tuple[str, ...],
    day: str | None,
    measure: str | None,
    proofs: bool,
    weights: str | None,
    ranks: bool,
    out: Path | None,
) -> None:
    """Normative coverage of CORRIDORS on a day, or of all that have a number: four layers, bounds over the unknown.

    \b
    Examples:
      lamigo corridors coverage NPL-KOR NPL-MYS --as-of 2020-07-01
      lamigo corridors coverage NPL-KOR --proofs
      lamigo corridors coverage --out coverage.csv
    """
    from lamigo.cli.asked import asked
    from lamigo.cli.written import written
    from lamigo.corridors import numbers
    from lamigo.coverage import coverage
    from lamigo.coverage.gaps import rank_intervals, summary
    from lamigo.coverage.matrix import corridor_of

    graph, register, when = asked(say, day)
    listed: list[licences.DataSet] = []
    if corridors:
        pairs = [corridor_of(name) for name in corridors]
    else:
        one = numbers.measure(graph.store, measure, as_of.given(day))
        frame = numbers.table(graph.store, one)
        pairs = list(zip(frame["origin"].tolist(), frame["destination"].tolist(), strict=True))
        listed = licences.data_sets(graph.store, {one.data_set})
        say(f"{len(pairs):,} corridors that have a number by {one.label}")
    found = coverage(graph.store, register, when, pairs)
    if proofs:
        if not corridors:
            raise LamigoError("proofs of every cell of every corridor would fill a book", mend="name some corridors")
        _proofs(found)
        return
    if weights:
        table = summary(found, _weights(weights))
        say(f"weights: {table.attrs['weights']}; each number is at least low and at most high")
    elif ranks:
        table = rank_intervals(found)
        say("ranks over 200 draws of weights of the four layers, uniform over all that sum to 1, seed 1")
    else:
        table = found.frame()
        say(
            f"{len(found.items)} checklist items about content; {int(table['unknown_cells'].sum()):,} answers not known"
        )
    written(table, out, sorted({*licences.of_norms(graph.store), *listed}), say)


def _weights(text: str) -> dict[str, float]:
    try:
        return {name.strip(): float(weight) for name, _, weight in (part.partition("=") for part in text.split(","))}
    except ValueError as error:
        raise LamigoError(
            f"the weights are {text!r}", mend="write binding-obligation=0.5,agreement-clause=0.5"
        ) from error


def _proofs(found: Coverage) -> None:
    for corridor in found.corridors:
        click.echo("-".join(corridor))
        for cell in found.cells(corridor):
            side = f" ({cell['side']})" if cell["side"] else ""
            click.echo(f"  {cell['item']}  {cell['layer']}{side}: {cell['answer']}")
            for proof in cell["proofs"]:  # type: ignore[attr-defined]
                click.echo(f"      {proof.says} [{proof.rule}]")
