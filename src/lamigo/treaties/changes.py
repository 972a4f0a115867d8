"""What changed between two snapshots, in words: two days on the same acts, or two editions of a source."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from lamigo.names import ID
from lamigo.treaties.bound import NOT_ELIGIBLE, Register
from lamigo.treaties.law import Law
from lamigo.treaties.periods import Period

Held = dict[tuple[str, str, str | None, str], str]
"""Answers by state, instrument, provision and territory."""


class Change(NamedTuple):
    """One answer that is not what it was. ``because`` are the premises of the later answer, or of the earlier."""

    state: str
    instrument: str
    provision: str | None
    territory: str
    before: str
    after: str
    because: tuple[str, ...]


def between(
    register: Register, first: date, last: date, *, states: Iterable[str] | None = None,
    instruments: Iterable[str] | None = None,
) -> list[Change]:  # fmt: skip
    """What the sources say changed from one day to another, for every state, instrument and provision with a period."""
    only_states, only_instruments = set(states or ()), set(instruments or ())
    asked: set[tuple[str, str, str | None, str]] = set()
    for period in register.periods:
        if (only_states and period.state not in only_states) or (
            only_instruments and period.instrument not in only_instruments
        ):
            continue
        asked.add((period.state, period.instrument, period.provision, period.territory))
    changes = []
    for state, instrument, provision, territory in sorted(asked, key=lambda key: tuple(part or "" for part in key)):
        answers = [
            register.bound(
                state, instrument, day, provision=provision, territory=territory if territory != state else None
            )
            for day in (first, last)
        ]
        before, after = answers
        if before.answer != after.answer:
            premises = after.premises if after.answer != NOT_ELIGIBLE else before.premises
            changes.append(Change(state, instrument, provision, territory, before.answer, after.answer, premises))
    return changes


def editions(before: Iterable[Period], after: Iterable[Period]) -> list[tuple[str, Period]]:
    """What one edition has and another has not: ``new``, ``gone`` or ``changed`` periods, by state and instrument.

    A period is the same in both where state, instrument, provision and territory are; it changed where its bounds,
    exclusions or acceptances did. The source and the identifiers of its acts do not count.
    """
    old, new = _spans(before), _spans(after)
    found = [("new", new[key]) for key in new.keys() - old.keys()]
    found += [("gone", old[key]) for key in old.keys() - new.keys()]
    found += [("changed", new[key]) for key in new.keys() & old.keys() if _told(new[key]) != _told(old[key])]
    return sorted(found, key=lambda item: (item[1].state, item[1].instrument, item[1].provision or "", item[0]))


def _spans(periods: Iterable[Period]) -> dict[tuple[str, str, str, str, int], Period]:
    found: dict[tuple[str, str, str, str, int], Period] = {}
    for period in sorted(periods, key=lambda p: (p.earliest_start, p.latest_start)):
        number = 0
        while (key := (period.state, period.instrument, period.provision or "", period.territory, number)) in found:
            number += 1
        found[key] = period
    return found


def _told(period: Period) -> tuple[object, ...]:
    parts = (period.excludes, period.limits, period.accepts)
    return (
        period.earliest_start, period.latest_start, period.earliest_end, period.latest_end,
        *(tuple(sorted(name for name, _ in part)) for part in parts),
    )  # fmt: skip


def in_words(changes: Iterable[Change], law: Law) -> list[str]:
    """A sentence a change."""
    said = {"yes": "bound", "no": "not bound", "unknown": "not known", NOT_ELIGIBLE: "not eligible"}
    sentences = []
    for change in changes:
        part = f", {change.provision}" if change.provision else ""
        place = f" for {change.territory}" if change.territory != change.state else ""
        name = law.countries[change.state].label
        acts = ", ".join(sorted({iri.removeprefix(ID) for iri in change.because if "/treaty-action/" in iri}))
        because = f" ({acts})" if acts else ""
        sentences.append(
            f"{name}, {change.instrument}{part}{place}: {said[change.before]} → {said[change.after]}{because}"
        )
    return sentences


def editions_in_words(found: Iterable[tuple[str, Period]], law: Law) -> list[str]:
    """A sentence a period that is new, gone or changed."""
    sentences = []
    for what, period in found:
        part = f", {period.provision}" if period.provision else ""
        until = f" until {period.latest_end}" if period.latest_end else ""
        name = law.countries[period.state].label if period.state in law.countries else period.state
        sentences.append(f"{name}, {period.instrument}{part}: {what}, bound from {period.latest_start}{until}")
    return sentences
