"""``lamigo changes``."""

from __future__ import annotations

from pathlib import Path

import click

from lamigo.cli import Voice, as_of


@click.command("changes")
@click.option("--from", "first", required=True, metavar="DATE", help="The earlier day; --as-of is the later one.")
@click.option("--to", "last", metavar="DATE", help="The same as --as-of.")
@as_of.option
@click.option("--state", "states", multiple=True, metavar="KEY", help="Only this state; may be repeated.")
@click.option(
    "--instrument", "instruments", multiple=True, metavar="CODE", help="Only this instrument; may be repeated."
)
@click.option("--all", "every", is_flag=True, help="Also what is not known on one of the two days.")
@click.option("--out", type=click.Path(path_type=Path), help="The build to ask (default: the usual one).")
@click.pass_obj
def command(
    say: Voice,
    first: str,
    last: str | None,
    day: str | None,
    states: tuple[str, ...],
    instruments: tuple[str, ...],
    every: bool,
    out: Path | None,
) -> None:
    """What changed between two days in who is bound by what, a sentence a change.

    \b
    Examples:
      lamigo changes --from 2020-01-01
      lamigo changes --from 2020-01-01 --as-of 2023-01-01
      lamigo changes --from 2000-01-01 --to 2010-01-01 --state PRT --instrument C107
    """
    from lamigo.treaties import added, changes, days

    if last and day and last != day:
        raise click.UsageError("--to and --as-of name the same day: give one of them")
    day = day or last
    register, _ = added.register(out)
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
