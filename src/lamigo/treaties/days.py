"""The day on which a question is asked. There is no clock: without one, it is the last for which a source speaks."""

from __future__ import annotations

from datetime import date

from lamigo.errors import LamigoError
from lamigo.graph.dates import bounds
from lamigo.treaties.bound import STANDINGS, Register


def one(text: str) -> date:
    """A day of the calendar, written 2020-10-05.

    Raises LamigoError for anything less precise: whether a state is bound in a year may have no one answer.
    """
    try:
        first, last = bounds(text)
    except LamigoError as error:
        raise LamigoError(f"{text!r} is no day", mend="write a day, such as 2020-07-01") from error
    if first != last:
        raise LamigoError(f"{text!r} is no day", mend=f"write a day, such as {first}")
    return first


def newest(register: Register, instrument: str) -> date:
    """The last day for which the source of best standing speaks on an instrument.

    Raises LamigoError where no source on it was added.
    """
    found = [
        (STANDINGS.index(said.standing), not said.complete, -bounds(said.as_of)[0].toordinal())
        for said in register.statements
        if said.instrument == instrument
    ]
    if not found:
        raise LamigoError(
            f"no source on {instrument} was added, so there is no day to ask for",
            mend="name a day (--as-of 2020-01-01), or bring a source in: lamigo add --list",
        )
    return date.fromordinal(-min(found)[2])


def newest_of_all(register: Register) -> date:
    """The last day for which a complete list of the best standing speaks, of those that were added.

    Raises LamigoError where none was added.
    """
    found = [
        (STANDINGS.index(said.standing), not said.complete, -bounds(said.as_of)[0].toordinal())
        for said in register.statements
    ]
    if not found:
        raise LamigoError(
            "no source of treaty actions was added, so there is no day to ask for",
            mend="name a day (--as-of 2020-01-01), or bring a source in: lamigo add --list",
        )
    return date.fromordinal(-min(found)[2])
