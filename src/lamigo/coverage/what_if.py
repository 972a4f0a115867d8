"""What if a state ratified an instrument: which cells change, equal to computing everything again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lamigo.coverage.binding import Binding
from lamigo.coverage.cell import BINDING, NOT_ELIGIBLE, YES
from lamigo.coverage.items import DESTINATION, ORIGIN, SIDES
from lamigo.coverage.matrix import ANSWERS, COLUMNS, Corridor, Coverage, side_codes
from lamigo.errors import LamigoError
from lamigo.graph.dates import bounds
from lamigo.treaties.action import Action, Completeness, Scope
from lamigo.treaties.bound import Register, rank
from lamigo.treaties.periods import derive

SOURCE, HYPOTHETICAL = "hypothetical", 999
FOREVER = "9999-12-31"
YEARS_BEFORE = 3
"""How long before the day a hypothetical ratification is registered, so that it has taken effect by any clause."""


@dataclass(frozen=True)
class Change:
    """A cell of the binding layer that would change. ``corridors`` are those of which the state is that side."""

    state: str
    side: str
    item: str
    before: str
    after: str
    corridors: tuple[Corridor, ...]


def ratified(
    register: Register,
    acts: Iterable[Action],
    state: str,
    instrument: str,
    day: date,
    *,
    on: date | None = None,
    excluding: Sequence[str] = (),
) -> Register:
    """The register with one more ratification: registered on a day, or else early enough to bind on ``day``.

    ``acts`` are all acts behind the register; ``excluding`` names parts or annexes that the ratification leaves out. It
    is added to the source whose claim for the day the default reading takes first, as if that source listed it, or to
    one of its own where none speaks for the day; the state's periods
    are derived anew from its acts, so that what it denounces by ratifying a revision follows. Raises LamigoError where
    the instrument is not open to ratification, or not to this state or area, or no binding period follows.
    """
    law = register.law
    one = law.instruments.get(instrument)
    if state not in law.countries or one is None:
        what = f"instrument {instrument!r}" if state in law.countries else f"country or area {state!r}"
        raise LamigoError(f"there is no {what}", mend="find its key with lamigo search")
    if one.ratifiable is False or one.clause is None:
        raise LamigoError(
            f"{instrument} is not open to ratification, or none of its final clauses is described",
            mend="choose a convention or protocol whose final clauses are in graph/authority/final-clauses.ttl",
        )
    if (acting := register.acting_for(state)) != state:
        # Listed as a party, the area would no more be asked through that state: every other answer would change too.
        raise LamigoError(
            f"{state} ratifies nothing of its own: {acting} acts for it, and extensions are not computed",
            mend=f"ask what would change for {acting}",
        )
    if (now := register.bound(state, instrument, day)).answer == NOT_ELIGIBLE:
        raise LamigoError(f"{state} cannot ratify {instrument}: {now.why}", mend="choose another state or day")
    for name in excluding:
        if f"{instrument}/{name}" not in law.provisions:
            raise LamigoError(f"no provision {name!r} of {instrument} is described", mend="name one such as annex-ii")
    spoken = [said for said in register.statements if said.instrument == instrument and bounds(said.as_of)[0] >= day]
    said = min(spoken, key=rank) if spoken else Completeness(SOURCE, instrument, FOREVER, False, standing="registrar")
    act = Action(
        said.source,
        state,
        instrument,
        "ratification",
        registered=(on or date(day.year - YEARS_BEFORE, 1, 1)).isoformat(),
        in_force=True,
        scopes=(Scope("hypothetical", excludes=tuple(excluding)),) if excluding else (),
        printed="hypothetical",
        according_to=said.according_to,
        as_of=said.as_of,
        number=HYPOTHETICAL,
    )
    own = [a for a in acts if a.state == state and (a.source, a.according_to) == (said.source, said.according_to)]
    derived = derive([*own, act], law)
    if refused := [reason for left, reason in derived.left_out if left == act]:
        raise LamigoError(f"no obligation would follow: {refused[0]}", mend="choose another day or instrument")
    others = [
        period
        for period in register.periods
        if (period.state, period.source, period.according_to) != (state, said.source, said.according_to)
    ]
    statements = register.statements if spoken else [*register.statements, said]
    return Register(law, [*others, *derived.periods], statements, register.declared)


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


def why_nothing(register: Register, state: str, instrument: str, before: Coverage) -> str:
    """Why a further ratification, held by ``register``, changes no answer of a coverage."""
    if not any(state in pair for pair in before.corridors):
        return f"no corridor of {state} is among those that were asked"
    if (now := register.bound(state, instrument, before.day)).answer != YES:
        return f"{state} would not be known to be bound on {before.day}: {now.why}"
    if not any(cited.instrument == instrument for item in before.items for cited in item.cites):
        return f"no item cites {instrument}"
    return "the items that cite it are covered already, or ask nothing of it"


def in_words(found: Sequence[Change], day: date) -> list[str]:
    """The changes as sentences."""
    ends = {ORIGIN: "from", DESTINATION: "to"}
    return [
        f"{change.item}, {len(change.corridors):,} corridors {ends[change.side]} {change.state} on {day}: "
        f"{change.before} → {change.after}"
        for change in found
    ]
