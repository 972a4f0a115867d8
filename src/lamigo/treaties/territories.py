"""What states declare of instruments in their territories, one declaration superseding the one before.

A declaration takes effect on its printed day; else between its registration and the day that the instrument's final
clause would give for an act of the same day. It ends where the state declares something else for the same territory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lamigo.graph.dates import bounds
from lamigo.names import ID
from lamigo.treaties import action as kinds
from lamigo.treaties.action import Action
from lamigo.treaties.law import Law, Span


@dataclass(frozen=True)
class Declared:
    """What holds in a territory, with the bounds of its start and (where something else followed) its end."""

    act: Action
    territory: str
    application: str
    start: Span
    end: tuple[date | None, date | None]

    @property
    def iri(self) -> str:
        """The act's."""
        return ID + self.act.iri_path

    def surely(self, day: date) -> bool:
        """Whether it is what holds on a day, whatever the dates turn out to be."""
        return self.start[1] <= day and (self.end[0] is None or day < self.end[0])

    def possibly(self, day: date) -> bool:
        """Whether it can be what holds on a day."""
        return self.start[0] <= day and (self.end[1] is None or day < self.end[1])


def declared(actions: Iterable[Action], law: Law) -> list[Declared]:
    """The declarations among acts, by source, instrument, state and territory, in order of time."""
    groups: dict[tuple[str, ...], list[tuple[Span, Action]]] = defaultdict(list)
    for act in actions:
        for scope in act.scopes:
            if act.kind == kinds.TERRITORIAL and scope.territory:
                of_claim = (act.source, act.according_to, act.instrument, act.state, scope.territory)
                groups[of_claim].append((_start(act, law), act))
    found = []
    for key, acts in sorted(groups.items()):
        ordered = sorted(acts, key=lambda one: (one[0], one[1].file, one[1].row))
        for start, act in ordered:
            # Of two with the same dates neither supersedes the other: where they differ, it stays open which holds.
            end = next((later for later, _ in ordered if later > start), (None, None))
            application = next(scope.application for scope in act.scopes if scope.territory == key[-1])
            found.append(Declared(act, key[-1], application or kinds.UNDECIDED, start, end))
    return found


def _start(act: Action, law: Law) -> Span:
    if act.effective:
        return bounds(act.effective)
    registered = bounds(act.registered or act.as_of)
    one = law.instruments.get(act.instrument)
    rule = one.clause.effect.of(registered) if one and one.clause and one.clause.effect else registered
    return registered[0], max(registered[1], rule[1])
