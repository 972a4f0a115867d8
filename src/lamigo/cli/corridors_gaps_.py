"""``lamigo corridors gaps``."""

from __future__ import annotations

import click

from lamigo.cli import Voice, as_of


@click.command("gaps")
@as_of.option
@click.option("--measure", metavar="KEY", help="By which number corridors are large (default: the newest stock).")
@click.option("--layer", default="binding-obligation", show_default=True, help="Of which layer little is known.")
@click.option("--at-most", type=float, default=0.25, show_default=True, help="Known to be covered at most this share.")
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True, help="How many are shown.")
@click.pass_obj
def command(say: Voice, day: str | None, measure: str | None, layer: str, at_most: float, top: int) -> None:
    """The largest corridors of which a layer is known to cover little, with what is not known counted.

    \b
    Example:
      lamigo corridors gaps --layer binding-obligation --at-most 0.2 --top 10
    """
    from lamigo.cli.asked import asked
    from lamigo.corridors import numbers
    from lamigo.coverage import coverage
    from lamigo.coverage.gaps import gaps, silent

    graph, register, when = asked(say, day)
    one = numbers.measure(graph.store, measure, as_of.given(day))
    frame = numbers.table(graph.store, one)
    pairs = list(zip(frame["origin"].tolist(), frame["destination"].tolist(), strict=True))
    weights = dict(zip(pairs, frame["weight"].tolist(), strict=True))
    covered = coverage(graph.store, register, when, pairs)
    found = gaps(covered, weights, at_most=at_most, layer=layer)
    asked_of = len(gaps(covered, weights, at_most=1, layer=layer))
    shown = f"{min(top, len(found)):,} of {len(found):,} corridors"
    click.echo(f"as of {when}: {shown} with at most {at_most:.0%} of {layer} known")
    click.echo(one.heading)
    for origin, destination, weight, low, high, unknown in found.head(top).itertuples(index=False):
        click.echo(
            f"{origin} → {destination}  {weight:>12,.0f}  "
            f"covered {low:>4.0%} to {high:>4.0%}; {unknown} answers unknown"
        )
    if left_out := len(pairs) - asked_of:
        say(f"{left_out:,} corridors are left out: of neither side does the layer ask anything")
    if layer in silent(covered):
        say(f"of no corridor is an answer of {layer} known: it tells none apart")
    say("a corridor of which little is known is not one without protection")
