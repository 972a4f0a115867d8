"""``lamigo changes``."""

from __future__ import annotations

from pathlib import Path

import click

from lamigo.cli import Voice, as_of
from lamigo.errors import LamigoError


@click.command("changes")
@click.option("--from", "first", metavar="DATE", help="The earlier day; --as-of is the later one.")
@click.option("--to", "last", metavar="DATE", help="The same as --as-of.")
@as_of.option
@click.option("--state", "states", multiple=True, metavar="KEY", help="Only this state; may be repeated.")
@click.option(
    "--instrument", "instruments", multiple=True, metavar="CODE", help="Only this instrument; may be repeated."
)
@click.option(
    "--before",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="BUILD",
    help="Another build, with earlier editions of the data: what they have otherwise, instead of two days.",
)
@click.option("--all", "every", is_flag=True, help="Also what is not known on one of the two days.")
@click.option("--out", type=click.Path(path_type=Path), help="The build to ask (default: the usual one).")
@click.pass_obj
def command(
    say: Voice,
    first: str | None,
    last: str | None,
    day: str | None,
    states: tuple[str, ...],
    instruments: tuple[str, ...],
    before: Path | None,
    every: bool,
    out: Path | None,
) -> None:
    """What changed between two days, or two editions of the data, in who is bound by what, a sentence a change.

    \b
    Examples:
      lamigo changes --from 2020-01-01
      lamigo changes --from 2020-01-01 --as-of 2023-01-01
      lamigo changes --from 2000-01-01 --to 2010-01-01 --state PRT --instrument C107
      lamigo changes --before BUILD-OF-LAST-YEAR
    """
    from lamigo.treaties import added, changes, days

    if last and day and last != day:
        raise click.UsageError("--to and --as-of name the same day: give one of them")
    day = last if day is None else day
    if (first is None) == (before is None) or (before and (day is not None or every)):
        raise click.UsageError("give either --from, with or without a later day, or --before alone")
    register, _ = added.register(out)
    only_states, only_instruments = changes.known(register.law, states, instruments)
    for code in sorted(only_instruments - {said.instrument for said in register.statements}):
        say(f"no source on {code} was added: what changed there is not known")
    for key in sorted(only_states - {period.state for period in register.periods}):
        say(f"no period in which {key} is bound is known")
    if before:
        earlier, _ = added.register(before)
        if not earlier.statements:
            raise LamigoError(
                f"{before} holds no data set of treaty actions", mend="name a build to which one was added"
            )
        spoken = [{said.instrument for said in one.statements} for one in (earlier, register)]
        if apart := sorted(spoken[0] ^ spoken[1]):
            say(f"only one of the two builds has a source on {', '.join(apart)}: left out")
        both = (spoken[0] & spoken[1]) & (only_instruments or spoken[0])
        was, now = (
            [p for p in one.periods if p.instrument in both and (not only_states or p.state in only_states)]
            for one in (earlier, register)
        )
        differences = changes.editions(was, now)
        for sentence in changes.editions_in_words(differences, register.law):
            click.echo(sentence)
        say(f"{len(differences)} periods are new, gone or changed")
        return
    assert first is not None
    when = as_of.given(day) or days.newest_of_all(register)
    as_of.told(say, when, day)
    found = changes.between(register, days.one(first), when, states=states, instruments=instruments)
    shown = [change for change in found if every or "unknown" not in (change.before, change.after)]
    for sentence in changes.in_words(shown, register.law):
        click.echo(sentence)
    rest = len(found) - len(shown)
    say(
        f"{len(shown)} changes" + (f"; {rest} more where one of the days is unknown (--all lists them)" if rest else "")
    )
