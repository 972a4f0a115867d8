"""``lamigo corridors repair``."""

from __future__ import annotations

import click

from lamigo.cli import Voice, as_of


@click.command("repair")
@click.argument("corridor")
@click.option(
    "--level", type=float, default=0.8, show_default=True, help="The share of items that each side is to reach."
)
@click.option("--side", type=click.Choice(["origin", "destination"]), help="Only this side.")
@as_of.option
@click.pass_obj
def command(say: Voice, corridor: str, level: float, side: str | None, day: str | None) -> None:
    """The smallest sets of ratifications that lift CORRIDOR, or a country's side of its corridors, to a level.

    CORRIDOR is ORIGIN-DESTINATION, or the key of one country or area together with --side.

    \b
    Examples:
      lamigo corridors repair NPL-KOR --level 0.7
      lamigo corridors repair MYS --side destination
    """
    from lamigo.cli.asked import asked
    from lamigo.coverage.binding import Binding
    from lamigo.coverage.items import items
    from lamigo.coverage.repair import repair, sides_of

    graph, register, when = asked(say, day)
    sides = sides_of(corridor, side)
    found = repair(Binding(register, when), sides, items(graph.store), level, when)
    click.echo(
        f"ratifications that bring each side to {level:.0%} of the items that ask it for an obligation, as of {when}"
    )
    for state, end in found.not_asked:
        click.echo(f"not asked: {state} as {end}, of which no item asks an obligation")
    for state, _ in sides:
        if (acting := register.acting_for(state)) != state:
            click.echo(f"{state} ratifies nothing of its own: {acting} acts for it, and extensions are not computed")
    for chosen in found.sets:
        named = (
            f"{state} ratifies {code}" + " (not known whether it is bound)" * ((state, code) in found.unknown)
            for state, code in chosen
        )
        click.echo(", ".join(named) or "nothing is needed")
    if not found.sets:
        click.echo(f"no set of ratifications brings every side to {level:.0%}")
        return
    more = "" if found.complete else ", and there are more"
    size = len(found.sets[0])
    say(f"{len(found.sets)} smallest sets of {size} ratifications{more}; known to be covered now: "
        f"{found.covered} of {found.eligible} items that ask for an obligation, wanted: {found.wanted}")  # fmt: skip
    say("an instrument of which it is not known whether the state is bound counts as not ratified")
