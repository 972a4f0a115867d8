"""``lamigo bound``."""

from __future__ import annotations

from pathlib import Path

import click

from lamigo.cli import Voice, as_of


@click.command("bound")
@click.argument("state")
@click.argument("instrument")
@click.option("--provision", metavar="NAME", help="One provision of it, such as annex-ii or art-6.")
@click.option(
    "--territory", metavar="KEY", help="A territory of the state, such as HKG, or a place, such as place/sabah."
)
@as_of.option
@click.option("--out", type=click.Path(path_type=Path), help="The build to ask (default: the usual one).")
@click.pass_obj
def command(
    say: Voice,
    state: str,
    instrument: str,
    provision: str | None,
    territory: str | None,
    day: str | None,
    out: Path | None,
) -> None:
    """Whether STATE was bound by INSTRUMENT on a day: yes, no, unknown or not-eligible, with the reason and the rows.

    \b
    Examples:
      lamigo bound NPL C182
      lamigo bound GBR C081 --provision part-ii --as-of 2020-01-01
      lamigo bound MYS C097 --territory place/sabah --as-of 2000-01-01
    """
    from lamigo.names import ID
    from lamigo.treaties import added, days

    register, acts = added.register(out)
    when = as_of.given(day) or days.newest(register, instrument)
    as_of.told(say, when, day)
    answer = register.bound(state, instrument, when, provision=provision, territory=territory)
    click.echo(answer.answer)
    click.echo(f"  on {when}: {answer.why}")
    for iri in answer.premises:
        act = acts.get(iri)
        shown = f"  {act.file}, row {act.row}: {act.printed}" if act else ""
        click.echo(f"  {iri.removeprefix(ID)}{shown}")
    for claim in answer.claims:
        say(f"{claim.name}: {claim.answer} ({claim.why})")
    if answer.reading:
        say(f"default reading: {answer.reading}")
