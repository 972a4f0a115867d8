"""What changed between two snapshots, in words: two days on the same acts, or two editions of a source."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from lamigo.errors import LamigoError
from lamigo.names import ID
from lamigo.treaties.bound import NOT_ELIGIBLE, Register, span
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


class Difference(NamedTuple):
    """A period that one edition has otherwise than another: ``new``, ``gone`` or ``changed``, and then what it was."""

    what: str
    period: Period
    was: Period | None = None


def between(
    register: Register, first: date, last: date, *, states: Iterable[str] | None = None,
    instruments: Iterable[str] | None = None,
) -> list[Change]:  # fmt: skip
    """What the sources say changed from one day to another, for every state, instrument and provision with a period.

    Raises LamigoError where the first day is after the last, or a state or an instrument is not one of the authority.
    """
    if first > last:
        raise LamigoError(f"{first} is after {last}", mend="name the earlier day first (--from)")
    only_states, only_instruments = known(register.law, states, instruments)
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


def known(law: Law, states: Iterable[str] | None, instruments: Iterable[str] | None) -> tuple[set[str], set[str]]:
    """The states and instruments that are asked for. Raises LamigoError where one is not of the authority."""
    asked = set(states or ()), set(instruments or ())
    for what, keys, described in (
        ("country or area", asked[0], law.countries),
        ("instrument", asked[1], law.instruments),
    ):
        for key in sorted(keys - set(described)):
            raise LamigoError(f"there is no {what} {key!r}", mend="find its key with lamigo search")
    return asked


def editions(before: Iterable[Period], after: Iterable[Period]) -> list[Difference]:
    """What one edition has and another has not, by state and instrument.

    A period is the same in both where state, instrument, provision, territory and the source that a list passes on
    are; it changed where its bounds, exclusions or acceptances did. The data set's key and the identifiers of its acts
    do not count.
    """
    old, new = _spans(before), _spans(after)
    found = [Difference("new", new[key]) for key in new.keys() - old.keys()]
    found += [Difference("gone", old[key]) for key in old.keys() - new.keys()]
    found += [
        Difference("changed", new[key], old[key])
        for key in new.keys() & old.keys()
        if _told(new[key]) != _told(old[key])
    ]
    return sorted(found, key=lambda one: (*_key(one.period), one.period.earliest_start, one.what))


def _key(period: Period) -> tuple[str, ...]:
    return period.state, period.instrument, period.provision or "", period.territory, period.according_to


def _spans(periods: Iterable[Period]) -> dict[tuple[tuple[str, ...], int], Period]:
    found: dict[tuple[tuple[str, ...], int], Period] = {}
    for period in sorted(periods, key=lambda p: (p.earliest_start, p.latest_start)):
        number = 0
        while (key := (_key(period), number)) in found:
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


def editions_in_words(found: Iterable[Difference], law: Law) -> list[str]:
    """A sentence a period that is new, gone or changed."""
    sentences = []
    for what, period, was in found:
        part = f", {period.provision}" if period.provision else ""
        place = f" for {period.territory}" if period.territory != period.state else ""
        by = f" by {period.according_to}" if period.according_to else ""
        name = law.countries[period.state].label if period.state in law.countries else period.state
        before = f" (before: {_terms(was)})" if was else ""
        sentences.append(f"{name}, {period.instrument}{part}{place}{by}: {what}, bound {_terms(period)}{before}")
    return sentences


def _terms(period: Period) -> str:
    parts = (("without", period.excludes), ("in part", period.limits), ("accepting", period.accepts))
    scope = [f"{word} {', '.join(sorted(name for name, _ in part))}" for word, part in parts if part]
    return ", ".join([span(period), *scope])
