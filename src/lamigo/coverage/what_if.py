"""What if a state ratified an instrument: which cells change, equal to computing everything again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lamigo.coverage.binding import Binding
from lamigo.coverage.cell import BINDING
from lamigo.coverage.items import DESTINATION, ORIGIN, SIDES
from lamigo.coverage.matrix import ANSWERS, COLUMNS, Corridor, Coverage, side_codes
from lamigo.treaties.bound import Register


@dataclass(frozen=True)
class Change:
    """A cell of the binding layer that would change. ``corridors`` are those of which the state is that side."""

    state: str
    side: str
    item: str
    before: str
    after: str
    corridors: tuple[Corridor, ...]


def changes(before: Coverage, register: Register, state: str) -> list[Change]:
    """What a register with a further act of one state changes in a coverage.

    Only the state's own answers are asked again: no other state's obligations follow from its act.
    """
    binding = Binding(register, before.day)
    found = []
    for side in SIDES:
        held = tuple(c for c in before.corridors if c[0 if side == ORIGIN else 1] == state)
        if not held:
            continue
        after = side_codes(binding, [state], side, before.items)[0]
        was = before.of(held[0])[COLUMNS.index((BINDING, side))]
        found += [
            Change(state, side, item.key, ANSWERS[was[column]], ANSWERS[after[column]], held)
            for column, item in enumerate(before.items)
            if was[column] != after[column]
        ]
    return found


def applied(before: Coverage, register: Register, state: str) -> Coverage:
    """The coverage with the changes made, its proofs those of the new register."""
    codes = before.codes.copy()
    binding = Binding(register, before.day)
    for side in SIDES:
        rows = [row for row, pair in enumerate(before.corridors) if pair[0 if side == ORIGIN else 1] == state]
        if rows:
            codes[rows, COLUMNS.index((BINDING, side))] = side_codes(binding, [state], side, before.items)[0]
    _, *others = before._layers
    return Coverage(before.day, before.corridors, before.items, codes, (binding, *others))  # type: ignore[arg-type]


def in_words(found: Sequence[Change], day: date) -> list[str]:
    """The changes as sentences."""
    ends = {ORIGIN: "from", DESTINATION: "to"}
    return [
        f"{change.item}, {len(change.corridors):,} corridors {ends[change.side]} {change.state} on {day}: "
        f"{change.before} → {change.after}"
        for change in found
    ]
