"""``--as-of``: one option, one default and one line for every command whose answer depends on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from lamigo.cli import Voice

if TYPE_CHECKING:
    import networkx as nx

    from lamigo.api import Graph

HELP = "The day asked for, such as 2020-07-01 (default: the last for which what was added speaks; ties of any day)."
option = click.option("--as-of", "day", metavar="DATE", help=HELP)


def given(day: str | None) -> date | None:
    """The day that was asked for, if one was. Raises LamigoError for anything less precise."""
    from lamigo.treaties import days

    return None if day is None else days.one(day)


def told(say: Voice, when: date | str, day: str | None) -> None:
    """Say the day (or the period of the newest number) that the answer is for, and whether it was asked for."""
    say(f"as of {when}" + ("" if day else ", the last for which what was added speaks; --as-of names another"))


def ties(say: Voice, graph: Graph, day: str | None) -> nx.MultiDiGraph[str]:
    """The corridor network, without a day with the ties of any; what a day leaves out, or cannot tell, is said."""
    from lamigo.corridors.on_day import on

    when = given(day)
    if when is None:
        say("as of any day; --as-of names one")
        return graph.corridors()
    told(say, when, day)
    found = on(graph.corridors(), when)
    say(
        f"{found.left_out:,} ties that had not begun or had ended are left out; "
        f"of {found.undated:,} that stay no date is known"
    )
    return found.network
