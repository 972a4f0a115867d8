"""What the commands about corridors share: the graph on disk, the register of treaty actions, the day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from lamigo import api
from lamigo.cli import Voice, as_of

if TYPE_CHECKING:
    from lamigo.treaties.bound import Register


class Asked(NamedTuple):
    """A graph to ask, with the acts of all added sources, for a day."""

    graph: api.Graph
    register: Register
    day: date


def asked(say: Voice, day: str | None) -> Asked:
    """Open the graph; without a day, the last for which a source of the best standing speaks is taken. It is said."""
    from lamigo.treaties import days

    graph = api.load(on_disk=True, say=say)
    register = graph.register()
    when = as_of.given(day) or days.newest_of_all(register)
    as_of.told(say, when, day)
    return Asked(graph, register, when)
