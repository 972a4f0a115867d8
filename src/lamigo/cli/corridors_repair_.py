"""``lamigo corridors repair``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lamigo.cli import Voice, as_of

if TYPE_CHECKING:
    from lamigo.coverage.agreements import Known
    from lamigo.coverage.repair import Side, Step
    from lamigo.store import Store

LAYERS = ("binding-obligation", "agreement-clause")


@click.command("repair")
@click.argument("corridor")
@click.option(
    "--level", type=float, default=0.8, show_default=True, help="The share of items that each side is to reach."
)
@click.option("--side", type=click.Choice(["origin", "destination"]), help="Only this side.")
@click.option(
    "--layer",
    "layers",
    multiple=True,
    type=click.Choice(LAYERS),
    default=LAYERS[:1],
    show_default=True,
    help="What may cover an item; give it twice for either.",
)
@click.option("--measure", metavar="KEY", help="By which number corridors are large (default: the newest stock).")
@click.option(
    "--top", type=click.IntRange(min=1), default=5, show_default=True,
    help="How many of a country's corridors, the largest, are to have agreements.",
)  # fmt: skip
@as_of.option
@click.pass_obj
def command(
    say: Voice,
    corridor: str,
    level: float,
    side: str | None,
    layers: tuple[str, ...],
    measure: str | None,
    top: int,
    day: str | None,
) -> None:
    """The smallest sets of ratifications or agreements that lift CORRIDOR, or a country's corridors, to a level.

    CORRIDOR is ORIGIN-DESTINATION, or the key of one country or area together with --side. Agreements are those that
    either end has with anyone and of which it is known what they provide: the two would conclude one like it.

    \b
    Examples:
      lamigo corridors repair NPL-KOR --level 0.7
      lamigo corridors repair MYS --side destination
      lamigo corridors repair NPL-KOR --level 0.6 --layer binding-obligation --layer agreement-clause
    """
    from lamigo.cli.asked import asked
    from lamigo.coverage.agreements import Agreements
    from lamigo.coverage.binding import Binding
    from lamigo.coverage.items import items
    from lamigo.coverage.repair import repair, sides_of

    graph, register, when = asked(say, day)
    binding = Binding(register, when) if LAYERS[0] in layers else None
    agreements = Agreements(graph.store, when) if LAYERS[1] in layers else None
    sides = sides_of(corridor, side)
    country = not sides[0].partner
    if agreements and country:
        sides = _largest(graph.store, sides[0], measure, day, top)
    what = " or ".join(word for word, on in (("ratifications", binding), ("agreements", agreements)) if on)
    asks = "items that ask it for an obligation" if binding else "items"
    whom = "side" if binding else "corridor"
    click.echo(f"{what} that bring each {whom} to {level:.0%} of the {asks}, as of {when}")
    for state in dict.fromkeys(one.state for one in sides):
        if binding and (acting := register.acting_for(state)) != state:
            click.echo(f"{state} ratifies nothing of its own: {acting} acts for it, and extensions are not computed")
    models: dict[str, int] = {}
    # Where only agreements count, what one corridor needs is no matter of another.
    for group in [sides] if binding else [[one] for one in {one.corridor: one for one in sides}.values()]:
        if agreements and country:
            click.echo("corridors: " + ", ".join(dict.fromkeys("-".join(one.corridor) for one in group)))
        found = repair(group, items(graph.store), level, binding, agreements)
        for one in found.not_asked:
            click.echo(f"not asked: {one.state} as {one.end}, of which no item asks an obligation")
        for chosen in found.sets:
            click.echo(", ".join(_said(step, models) for step in chosen) or "nothing is needed")
        covered = f"known to be covered now: {found.covered} of {found.eligible} {asks}, wanted: {found.wanted}"
        if not found.sets:
            click.echo(f"no set of {what} brings every {whom} to {level:.0%}")
            say(covered)
            continue
        more = "" if found.complete else ", and there are more"
        size = len(found.sets[0])
        say(f"{len(found.sets)} smallest sets of {size} step{'s' * (size != 1)}{more}; {covered}")
    if models and agreements:
        click.echo("agreements")
        for iri, number in models.items():
            click.echo(f"  [{number}] {_described(agreements.known[iri])}")
    if binding:
        say("an instrument of which it is not known whether the state is bound counts as not ratified")
    if agreements:
        say("an agreement of which it is not known whether it is in force, or what it provides, counts as none")


def _largest(store: Store, side: Side, measure: str | None, day: str | None, top: int) -> list[Side]:
    """A state as an end of its largest corridors."""
    from lamigo.corridors import numbers
    from lamigo.errors import LamigoError

    one = numbers.measure(store, measure, as_of.given(day))
    frame = numbers.table(store, one)
    other = "destination" if side.end == "origin" else "origin"
    mine = frame[frame[side.end] == side.state].sort_values(["weight", other], ascending=[False, True], kind="stable")
    if mine.empty:
        raise LamigoError(f"no corridor has a number by {one.key} with {side.state} as its {side.end}",
                          mend="name another country or area, or another --measure")  # fmt: skip
    return [side._replace(partner=partner) for partner in mine[other].head(top)]


def _said(step: Step, models: dict[str, int]) -> str:
    """A step in words; agreements by numbers, which are given as they come."""
    from lamigo.coverage.repair import Ratification

    if isinstance(step, Ratification):
        return f"{step.state} ratifies {step.instrument}" + " (not known whether it is bound)" * step.unknown
    first, others = step.models[0], len(step.models) - 1
    number = f"[{models.setdefault(first, len(models) + 1)}]"
    pair = f"{step.origin}-{step.destination}"
    if step.unknown:
        return f"{pair}: {number} is in force (not known whether it is)"
    return f"{pair}: an agreement like {number}" + f" (or {others} more that provide on the same)" * bool(others)


def _described(agreement: Known) -> str:
    """An agreement by its day, its title and the items that it provides on."""
    on = ", ".join(sorted(item.rpartition("checklist-item/")[2] for item in agreement.provided_in_full()))
    return f"{agreement.signed or 'undated'} {agreement.title}: provides on {on}"
