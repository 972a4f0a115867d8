"""``lamigo corridors show``."""

from __future__ import annotations

import click

from lamigo.cli import Voice, as_of


@click.command("show")
@click.argument("corridor")
@as_of.option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def command(say: Voice, corridor: str, day: str | None, as_json: bool) -> None:
    """Show one corridor, ORIGIN-DESTINATION: who moves, what ties it, what binds each end, what is not known.

    \b
    Examples:
      lamigo corridors show NPL-KOR
      lamigo corridors show PHL-HKG --as-of 2015-01-01 --json
    """
    from lamigo.cli.asked import asked
    from lamigo.corridors.network import DESIGNATIONS
    from lamigo.corridors.profile import profile
    from lamigo.coverage.matrix import corridor_of

    graph, register, when = asked(say, day)
    found = profile(graph.store, register, corridor_of(corridor), when)
    if as_json:
        import json

        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
        return
    click.echo(f"{found.names[0]} → {found.names[1]}, as of {when}\n")
    for caution in sorted({f"{m.data_set}: {m.caution}" for m, _ in found.numbers if m.caution}):
        click.echo(f"note: {caution}")
    click.echo("numbers" if found.numbers else "numbers: none of this corridor was added")
    both = [(measure, value) for measure, value in found.numbers if measure.sex in ("both", "")]
    for measure, value in both:
        click.echo(f"  {value:>14,.0f}  {measure.unit}s  {measure.key}")
    if len(both) < len(found.numbers):
        click.echo(f"  and {len(found.numbers) - len(both)} by sex (--json has them)")
    if found.agreements:
        click.echo(f"\nagreements known between the two, and whether in force on {when}")
    else:
        click.echo("\nagreements: none known, which is not to say that there is none")
    for agreement, force, why in found.agreements:
        term = f"; {agreement.terms}" if agreement.terms and agreement.terms not in why else ""
        click.echo(f"  {force:<8} {agreement.signed or 'not dated':<11} {agreement.title}: {why}{term}")
    click.echo(f"\nfree movement on {when}" if found.regimes else "\nfree movement: no regime known between the two")
    for regime, answer, said in found.regimes:
        click.echo(f"  {answer:<8} {regime.label} [{'; '.join(said)}]")
        for end, part in zip(found.corridor, regime.parts, strict=True):
            click.echo(f"           {end} {part}")
    click.echo("\nprogrammes" if found.programmes else "\nprogrammes: none known")
    for programme in found.programmes:
        span = "–".join(part for part in (programme["from"], programme["until"]) if part) or "no dates stated"
        click.echo(f"  {programme['layer']}: {programme['label']} ({span})")
    click.echo(f"\nbound by what the checklists cite        {found.corridor[0]:<13} {found.corridor[1]}")
    for code, (origin, destination) in found.bound.items():
        click.echo(f"  {code:<38} {origin.answer:<13} {destination.answer}")
    click.echo("\nshare of the checklist items covered, at least and at most")
    row = found.coverage.frame().iloc[0]
    for column in found.coverage.frame().columns:
        if column.endswith("_low"):
            name = column.removesuffix("_low")
            low, high = row[column], row[f"{name}_high"]
            shown = "asks nothing" if low != low else f"{low:>5.0%} to {high:.0%}"
            click.echo(f"  {name.replace('_', ' '):<38} {shown}")
    say(f"{found.unknown} answers are not known; norms (de jure), never how people fare")
    say(DESIGNATIONS)
