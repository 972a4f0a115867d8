"""Repair: the smallest sets of ratifications or agreements that lift a corridor, or a country's corridors, to a level.

A mixed-integer programme (SciPy's, with HiGHS behind it) finds the least number of steps; every set of that number is
then found by cutting off those already seen. Only what is answered yes counts as covered.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from lamigo.coverage.agreements import Agreements, Known
from lamigo.coverage.binding import Binding
from lamigo.coverage.cell import NOT_ELIGIBLE, UNKNOWN, YES
from lamigo.coverage.items import DESTINATION, ORIGIN, Item
from lamigo.coverage.matrix import corridor_of
from lamigo.errors import LamigoError
from lamigo.graph.dates import bounds
from lamigo.sources.places import key_of
from lamigo.treaties.law import Instrument

MOST = 1000
"""How many optimal sets are listed at most; whether there are more is said."""


class Side(NamedTuple):
    """A state as the origin or destination of corridors; with ``partner``, of that one corridor."""

    state: str
    end: str
    partner: str = ""

    @property
    def corridor(self) -> tuple[str, str]:
        """Origin and destination."""
        return (self.state, self.partner) if self.end == ORIGIN else (self.partner, self.state)


class Ratification(NamedTuple):
    """A state ratifies an instrument, of which it may be ``unknown`` whether it binds the state already."""

    state: str
    instrument: str
    unknown: bool = False


class Conclusion(NamedTuple):
    """The ends of a corridor have an agreement in force that provides on items (IRIs, sorted).

    ``models`` are agreements that provide on just these, the earliest first: those of either end with anyone, which the
    two would follow; or, where ``unknown``, their own, of which it is not known whether they are in force.
    """

    origin: str
    destination: str
    items: tuple[str, ...]
    models: tuple[str, ...]
    unknown: bool = False


Step = Ratification | Conclusion


def sides_of(corridor: str, side: str | None = None) -> list[Side]:
    """Who is to reach a level: both ends of ``NPL-MYS`` or the one named, or the country ``MYS`` as the side named."""
    if ("-" in corridor and not corridor.upper().startswith("M49")) or corridor.count("-") > 1:
        origin, destination = corridor_of(corridor)
        ends = [Side(origin, ORIGIN, destination), Side(destination, DESTINATION, origin)]
        return [one for one in ends if side in (None, one.end)]
    if side is None:
        raise LamigoError(f"{corridor} is no corridor", mend="add --side origin or --side destination for a country")
    return [Side(key_of(corridor), side)]


@dataclass(frozen=True)
class Repair:
    """All smallest sets, sorted; ``complete`` is False where there are more than were listed. Empty: no set will do."""

    sets: list[tuple[Step, ...]]
    complete: bool
    covered: int
    eligible: int
    wanted: int
    not_asked: tuple[Side, ...] = ()
    """Sides of which no item asks anything."""


def repair(
    sides: Sequence[Side],
    about: Sequence[Item],
    level: float,
    binding: Binding | None = None,
    agreements: Agreements | None = None,
) -> Repair:
    """The smallest sets of steps that bring every side to a share of the items that it is asked for.

    ``level`` is from 0 to 1. With ``binding``, a side is asked for the items that ask an obligation of it, and covers
    one by being bound. With ``agreements`` (of the same day), a clause of an agreement with the partner, which each
    side then names, covers an item too; without ``binding`` only that does, and a corridor is asked for all items.

    Instruments that the state already is bound by, or cannot ratify, are no candidates, nor those of which no final
    clause is described, or that bound nobody yet on the day; one whose status is not known is, for the proof of its
    being bound is then what is missing.
    """
    if not 0 <= level <= 1:
        raise LamigoError(f"the level is {level}", mend="write a share from 0 to 1")
    if agreements and not all(side.partner for side in sides):
        raise LamigoError("agreements are made by two", mend="name corridors, such as NPL-KOR")
    steps: list[Step] = []
    if binding:
        steps += sorted(_ratifications(binding, sides, about))
    else:
        sides = list({side.corridor: side for side in sides}.values())
    if agreements:
        steps += sorted({step for side in sides for step in _conclusions(agreements, *side.corridor, about)})
    needs: list[tuple[int, list[list[int]]]] = []
    covered = eligible = wanted = 0
    not_asked = []
    for side in sides:
        asked = [
            item for item in about
            if not binding or binding.answer(side.state, side.end, item).answer != NOT_ELIGIBLE
        ]  # fmt: skip
        missing = [item for item in asked if not _covered(side, item, binding, agreements)]
        if not asked:
            not_asked.append(side)
        target, have = math.ceil(level * len(asked) - 1e-9), len(asked) - len(missing)
        covered, eligible, wanted = covered + have, eligible + len(asked), wanted + target
        needs.append((target - have, [[at for at, step in enumerate(steps) if _covers(step, side, item)]
                                      for item in missing]))  # fmt: skip
    sets, complete = _smallest(len(steps), needs)
    named = [tuple(steps[at] for at in chosen) for chosen in sorted(sets)]
    return Repair(named, complete, covered, eligible, wanted, tuple(not_asked))


def _covered(side: Side, item: Item, binding: Binding | None, agreements: Agreements | None) -> bool:
    """Whether an obligation of the side or a clause of an agreement is known to cover an item."""
    if binding and binding.answer(side.state, side.end, item).answer == YES:
        return True
    return agreements is not None and agreements.answer(*side.corridor, item).answer == YES


def _covers(step: Step, side: Side, item: Item) -> bool:
    """Whether a step would cover an item for a side."""
    if isinstance(step, Ratification):
        return step.state == side.state and any(
            cited.instrument == step.instrument and side.end in cited.sides for cited in item.cites
        )
    return {step.origin, step.destination} == set(side.corridor) and item.iri in step.items


def _ratifications(binding: Binding, sides: Iterable[Side], about: Iterable[Item]) -> set[Ratification]:
    """What the states of sides could ratify."""
    register, found = binding.register, set()
    for state, end, _ in sides:
        if register.acting_for(state) != state:
            continue  # A territory does not itself ratify.
        for code in {cited.instrument for item in about for cited in item.cites if end in cited.sides}:
            answer = register.bound(state, code, binding.day).answer
            if _binds(register.law.instruments[code], binding.day) and answer not in (YES, NOT_ELIGIBLE):
                found.add(Ratification(state, code, answer == UNKNOWN))
    return found


def _binds(one: Instrument, day: date) -> bool:
    """Whether a ratification, however early, could bind on a day."""
    begun = [span[1] for span in (one.adopted, one.in_force) if span]
    return one.clause is not None and all(first <= day for first in begun)


def _conclusions(agreements: Agreements, origin: str, destination: str, about: Iterable[Item]) -> Iterator[Conclusion]:
    """What two could agree: as agreements of either with anyone provide; and their own of which force is not known."""
    iris = {item.iri for item in about}
    alike: dict[tuple[tuple[str, ...], bool], list[Known]] = {}
    for pair, found in agreements.of_pair.items():
        if not pair & {origin, destination}:
            continue
        for agreement in found:
            if agreement.signed and bounds(agreement.signed)[0] > agreements.day:
                continue
            provides = tuple(sorted(iris & agreement.provided_in_full()))
            own = pair == {origin, destination} and agreement.in_force(agreements.day)[0] == UNKNOWN
            if provides:
                alike.setdefault((provides, own), []).append(agreement)
    for (provides, own), models in alike.items():
        named = dict.fromkeys(model.iri for model in sorted(models, key=lambda model: model.order))
        yield Conclusion(origin, destination, provides, tuple(named), own)


def _smallest(n: int, needs: Sequence[tuple[int, list[list[int]]]]) -> tuple[list[tuple[int, ...]], bool]:
    """All smallest subsets of ``range(n)`` such that for each (least, ways) at least that many ways meet the subset."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    if all(least <= 0 for least, _ in needs):
        return [()], True
    if n == 0 or any(least > sum(1 for way in ways if way) for least, ways in needs):
        return [], True
    total = n + sum(len(ways) for _, ways in needs)
    rows, lower = [], []
    at = n
    for least, ways in needs:
        met = np.zeros(total)
        for way in ways:
            # An item counts only where a chosen ratification covers it.
            row = np.zeros(total)
            row[way], row[at], met[at] = 1, -1, 1
            rows.append(row)
            lower.append(0.0)
            at += 1
        rows.append(met)
        lower.append(float(least))
    cost = np.concatenate([np.ones(n), np.zeros(total - n)])
    found: list[tuple[int, ...]] = []
    size: int | None = None
    while len(found) < MOST:
        solved = milp(
            cost,
            constraints=LinearConstraint(np.array(rows), lb=np.array(lower)),
            integrality=np.ones(total),
            bounds=Bounds(0, 1),
        )
        if solved.x is None:
            return found, True
        chosen = tuple(int(i) for i in np.flatnonzero(solved.x[:n] > 0.5))
        if size is not None and len(chosen) > size:
            return found, True
        size = len(chosen)
        found.append(chosen)
        # Not all of these again.
        row = np.zeros(total)
        row[list(chosen)] = -1
        rows.append(row)
        lower.append(1.0 - size)
    return found, False
