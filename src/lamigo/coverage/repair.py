"""Repair: the smallest sets of ratifications that lift a corridor, or a country's side of its corridors, to a level.

A mixed-integer programme (SciPy's, with HiGHS behind it) finds the least number of ratifications; every set of that
number is then found by cutting off those already seen. Only what is answered yes counts as covered.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from lamigo.coverage.binding import Binding
from lamigo.coverage.cell import NOT_ELIGIBLE, UNKNOWN, YES
from lamigo.coverage.items import SIDES, Item
from lamigo.coverage.matrix import corridor_of
from lamigo.errors import LamigoError
from lamigo.sources.places import key_of
from lamigo.treaties.law import Instrument

Ratification = tuple[str, str]
"""State and instrument."""
MOST = 1000
"""How many optimal sets are listed at most; whether there are more is said."""


@dataclass(frozen=True)
class Repair:
    """All smallest sets, sorted; ``complete`` is False where there are more than were listed. Empty: no set will do."""

    sets: list[tuple[Ratification, ...]]
    complete: bool
    covered: int
    eligible: int
    wanted: int
    unknown: frozenset[Ratification] = frozenset()
    """Candidates of which it is not known whether the state is bound by them already."""
    not_asked: tuple[tuple[str, str], ...] = ()
    """Sides (state, origin or destination) of which no item asks an obligation."""


def sides_of(corridor: str, side: str | None) -> list[tuple[str, str]]:
    """Who is to reach a level: both ends of ``NPL-MYS`` or the one named, or the country ``MYS`` as the side named."""
    if ("-" in corridor and not corridor.upper().startswith("M49")) or corridor.count("-") > 1:
        return [pair for pair in zip(corridor_of(corridor), SIDES, strict=True) if side in (None, pair[1])]
    if side is None:
        raise LamigoError(f"{corridor} is no corridor", mend="add --side origin or --side destination for a country")
    return [(key_of(corridor), side)]


def repair(
    binding: Binding, sides: Sequence[tuple[str, str]], about: Sequence[Item], level: float, day: date
) -> Repair:
    """The smallest sets that bring every side (state, origin or destination) to a share of its eligible items.

    ``level`` is from 0 to 1. Instruments that the state already is bound by, or cannot ratify, are no candidates, nor
    those of which no final clause is described, or that bound nobody yet on the day; one whose status is not known is,
    for the proof of its being bound is then what is missing.
    """
    if not 0 <= level <= 1:
        raise LamigoError(f"the level is {level}", mend="write a share from 0 to 1")
    law = binding.register.law
    cited_of = {
        (state, cited.instrument) for state, side in sides for item in about for cited in item.cites
        if side in cited.sides
        and binding.register.acting_for(state) == state  # a territory does not itself ratify
        and _binds(law.instruments[cited.instrument], day)
    }  # fmt: skip
    status = {key: binding.register.bound(*key, day).answer for key in cited_of}
    candidates = sorted(key for key, answer in status.items() if answer not in (YES, NOT_ELIGIBLE))
    needs: list[tuple[int, list[list[int]]]] = []
    covered = eligible = wanted = 0
    not_asked = []
    for state, side in sides:
        answers = [binding.answer(state, side, item).answer for item in about]
        have = answers.count(YES)
        can = len(about) - answers.count(NOT_ELIGIBLE)
        if not can:
            not_asked.append((state, side))
        target = math.ceil(level * can - 1e-9)
        covered, eligible, wanted = covered + have, eligible + can, wanted + target
        ways = [
            [candidates.index(key) for key in sorted({(state, c.instrument) for c in item.cites if side in c.sides})
             if key in candidates]
            for item, answer in zip(about, answers, strict=True)
            if answer not in (YES, NOT_ELIGIBLE)
        ]  # fmt: skip
        needs.append((target - have, ways))
    sets, complete = _smallest(len(candidates), needs)
    named = sorted(tuple(candidates[i] for i in chosen) for chosen in sets)
    doubtful = frozenset(key for key in candidates if status[key] == UNKNOWN)
    return Repair(named, complete, covered, eligible, wanted, doubtful, tuple(not_asked))


def _binds(one: Instrument, day: date) -> bool:
    """Whether a ratification, however early, could bind on a day."""
    begun = [span[1] for span in (one.adopted, one.in_force) if span]
    return one.clause is not None and all(first <= day for first in begun)


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
