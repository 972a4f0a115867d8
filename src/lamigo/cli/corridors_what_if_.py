"""``lamigo corridors what-if``."""

from __future__ import annotations

import click

from lamigo.cli import Voice, as_of


@click.command("what-if")
@click.argument("state")
@click.argument("instrument")
@click.option("--from", "start", metavar="DATE", help="The day of the ratification (default: in time to bind).")
@click.option("--excluding", multiple=True, metavar="PROVISION", help="A part or annex that is left out.")
@as_of.option
@click.option("--measure", metavar="KEY", help="The corridors that have this number (default: the newest stock).")
@click.pass_obj
def command(
    say: Voice,
    state: str,
    instrument: str,
    start: str | None,
    excluding: tuple[str, ...],
    day: str | None,
    measure: str | None,
) -> None:
    """What would change if STATE ratified INSTRUMENT: which items, on which side, of how many corridors.

    \b
    Example:
      lamigo corridors what-if MYS C143
    """
    from lamigo.cli.asked import asked
    from lamigo.corridors import numbers
    from lamigo.coverage import coverage, what_if
    from lamigo.sources.places import key_of
    from lamigo.treaties import days

    graph, register, when = asked(say, day)
    state, instrument = key_of(state), instrument.upper()
    further = what_if.ratified(
        register,
        graph.acts(),
        state,
        instrument,
        when,
        on=days.one(start) if start else None,
        excluding=excluding,
    )
    one = numbers.measure(graph.store, measure, as_of.given(day))
    frame = numbers.table(graph.store, one)
    pairs = [
        pair for pair in zip(frame["origin"].tolist(), frame["destination"].tolist(), strict=True) if state in pair
    ]
    before = coverage(graph.store, register, when, pairs)
    found = what_if.changes(before, further, state)
    for sentence in what_if.in_words(found, when):
        click.echo(sentence)
    why = "" if found else f": {what_if.why_nothing(further, state, instrument, before)}"
    say(f"{len(found)} answers would change{why}")
