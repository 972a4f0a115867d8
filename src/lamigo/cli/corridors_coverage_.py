"""``lamigo corridors coverage``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lamigo import licences
from lamigo.cli import Voice, as_of
from lamigo.errors import LamigoError
from lamigo.names import ID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lamigo.coverage import Coverage
    from lamigo.treaties.action import Action

EXAMPLE = "binding-obligation=0.5,agreement-clause=0.5"


@click.command("coverage")
@click.argument("corridors", nargs=-1)
@as_of.option
@click.option("--measure", metavar="KEY", help="All corridors that have this number, instead of named ones.")
@click.option("--proofs", is_flag=True, help="Every cell of the named corridors, with its proofs and their premises.")
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
    from lamigo.coverage.gaps import rank_intervals, silent, summary
    from lamigo.coverage.matrix import corridor_of

    _one_way(corridors, measure, proofs, weights, ranks)
    graph, register, when = asked(say, day)
    listed: list[licences.DataSet] = []
    if corridors:
        pairs = list(dict.fromkeys(corridor_of(name) for name in corridors))
    else:
        one = numbers.measure(graph.store, measure, as_of.given(day))
        frame = numbers.table(graph.store, one)
        pairs = list(zip(frame["origin"].tolist(), frame["destination"].tolist(), strict=True))
        listed = licences.data_sets(graph.store, {one.data_set})
        say(f"{len(pairs):,} corridors that have a number by {one.label}")
    found = coverage(graph.store, register, when, pairs)
    if proofs and out is None:
        _proofs(found, {ID + act.iri_path: act for act in graph.acts()})
        return
    if not proofs and (quiet := silent(found)):
        say(f"no answer is known for any of these corridors, so that the layer tells none apart: {', '.join(quiet)}")
    if proofs:
        table = found.proofs()
    elif weights:
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


def _one_way(corridors: tuple[str, ...], measure: str | None, proofs: bool, weights: str | None, ranks: bool) -> None:
    """Refuses options of which one would be passed over in silence."""
    if proofs and not corridors:
        raise LamigoError("proofs of every cell of every corridor would fill a book", mend="name some corridors")
    if corridors and measure:
        raise LamigoError("--measure is for all corridors that have a number", mend="name corridors, or a measure")
    if proofs + bool(weights) + ranks > 1:
        raise LamigoError("--proofs, --weights and --ranks are three answers", mend="ask for one at a time")


def _weights(text: str) -> dict[str, float]:
    named = [part.partition("=") for part in text.split(",")]
    try:
        weights = {name.strip(): float(weight) for name, _, weight in named}
    except ValueError as error:
        raise LamigoError(f"the weights are {text!r}", mend=f"write {EXAMPLE}") from error
    if len(weights) < len(named):
        raise LamigoError(f"the weights name a layer twice: {text!r}", mend=f"write {EXAMPLE}")
    return weights


def _proofs(found: Coverage, acts: Mapping[str, Action]) -> None:
    for corridor in found.corridors:
        click.echo("-".join(corridor))
        for cell in found.cells(corridor):
            side = f" ({cell['side']})" if cell["side"] else ""
            click.echo(f"  {cell['item']}  {cell['layer']}{side}: {cell['answer']}")
            for proof in cell["proofs"]:  # type: ignore[attr-defined]
                click.echo(f"      {proof.says} [{proof.rule}]")
                for iri in proof.premises:
                    act = acts.get(iri)
                    row = f"  {act.file}, row {act.row}: {act.printed}" if act else ""
                    click.echo(f"        {iri.removeprefix(ID)}{row}")
