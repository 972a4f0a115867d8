"""From acts to the periods in which they bind: per state, territory, instrument and, where it differs, provision.

Each source, and each source that a list passes on, is read by itself: their claims stay apart. A period is half-open:
it starts on a day, and ends on the first day on which the state is no longer bound. What dates leave open is kept as
bounds: a state is surely bound from the latest start until the day before the earliest end, possibly from the earliest
start until the day before the latest end.

The rules, each from the instrument's own final clause:

- an act of consent takes effect after the clause's delay, not before the instrument is in force; a source's own date
  of effect is taken where it gives one, with the rule's beside it as a bound where the two differ;
- a notice of succession binds from its deposit at the latest, and at the earliest from the end of the predecessor (or
  the entry into force, where that end is not before the notice);
- what a labour register lists for a state that succeeds another may confirm the predecessor's obligations, where it was
  registered within ``lmg:monthsToConfirmation`` of the other's end: it binds from registration at the earliest;
- so may the first entries of any other state in a labour register on more than one instrument: states that became
  independent, or joined anew, confirmed what had applied to them, and the register tells these from others not. What
  was adopted after the state had joined the United Nations never applied to it through another;
- a denunciation takes effect after the clause's delay, an automatic one on the day that the register prints; ratifying
  a revision that is in force ends the period where its clause says so and the register does not report otherwise;
- what is reported as not in force without a reason was possibly bound between its effect and the source's day;
- a provision that is excluded from the start has no period; one excluded later has a period of its own;
- what a state declares of a territory (see ``territories``) makes a period of that territory, never one of its own;
- where a former state is continued or renamed, the other carries its periods on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from lamigo.graph.dates import bounds
from lamigo.names import ID
from lamigo.treaties import action as kinds
from lamigo.treaties.action import Action
from lamigo.treaties.law import Country, Instrument, Law, Span
from lamigo.treaties.territories import declared

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "state", "territory", "instrument", "provision", "earliest_start", "latest_start", "earliest_end", "latest_end",
    "source", "according_to", "premises",
)  # fmt: skip


@dataclass(frozen=True)
class Period:
    """A span in which a state is bound, with the bounds of its start and end; no end is known where these are None.

    ``territory`` is the state's own key, that of a territory for which it declared that the instrument applies, or
    ``place/…`` where the acts extend to that place alone. ``excludes`` are
    provisions (local names) that it leaves out, each with the act behind it; ``limits`` those that bind in part.
    """

    state: str
    territory: str
    instrument: str
    provision: str | None
    earliest_start: date
    latest_start: date
    earliest_end: date | None
    latest_end: date | None
    source: str
    according_to: str
    premises: tuple[str, ...]
    excludes: tuple[tuple[str, str], ...] = ()
    limits: tuple[tuple[str, str], ...] = ()
    accepts: tuple[tuple[str, str], ...] = ()
    as_printed: tuple[str, ...] = ()

    def surely(self, day: date) -> bool:
        """Whether the state is bound on a day whatever the dates turn out to be."""
        return self.latest_start <= day and (self.earliest_end is None or day < self.earliest_end)

    def possibly(self, day: date) -> bool:
        """Whether the state can be bound on a day."""
        return self.earliest_start <= day and (self.latest_end is None or day < self.latest_end)


@dataclass
class Derived:
    """The periods, and the acts of which none could be made, each with the reason."""

    periods: list[Period]
    left_out: list[tuple[Action, str]]

    def frame(self) -> pd.DataFrame:
        """The periods as a table, premises as lists of IRIs, days as ``datetime.date`` or None."""
        import pandas as pd

        rows = [
            tuple(list(v) if c == "premises" else v for c in COLUMNS for v in (getattr(p, c),)) for p in self.periods
        ]
        frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
        return frame.astype(object).where(frame.notna(), None)


def derive(actions: Iterable[Action], law: Law) -> Derived:
    """All periods that follow from acts, sorted; each claim by itself."""
    actions = list(actions)
    groups: dict[tuple[str, str, str, str], list[Action]] = defaultdict(list)
    for action in actions:
        groups[action.source, action.according_to, action.state, action.instrument].append(action)
    derived = Derived([], [])
    by_claim: dict[tuple[str, str, str], dict[str, list[Period]]] = defaultdict(dict)
    first = _first_entries(actions, law)
    for (source, according_to, state, instrument), acts in sorted(groups.items()):
        made = _of_one(acts, law, derived.left_out, first.get((source, according_to, state, instrument)))
        if made:
            by_claim[source, according_to, state][instrument] = made
    for held in by_claim.values():
        for code, made in held.items():
            derived.periods += [_ended_by_revision(period, held, law.instruments[code]) for period in made]
    derived.periods += [
        Period(
            one.act.state, one.territory, one.act.instrument, None, *one.start, *one.end, one.act.source,
            one.act.according_to, (one.iri,), as_printed=tuple(scope.printed for scope in one.act.scopes),
        )
        for one in declared(actions, law)
        if one.application in (kinds.APPLIES, kinds.MODIFIED)
    ]  # fmt: skip
    derived.periods += [carried for period in derived.periods for carried in _carried(period, law)]
    derived.periods = sorted(
        (_existing(period, law) for period in derived.periods),
        key=lambda p: (
            p.source,
            p.according_to,
            p.state,
            p.instrument,
            p.territory,
            p.provision or "",
            p.earliest_start,
        ),
    )
    return derived


def _first_entries(actions: Iterable[Action], law: Law) -> dict[tuple[str, str, str, str], str]:
    """The day of a state's first entries in a labour register, by claim, state and instrument that they may confirm.

    What speaks of one instrument alone does not show which entry was the first.
    """
    entered: dict[tuple[str, str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for act in actions:
        one = law.instruments.get(act.instrument)
        # What is supposed by a what-if stands in no file, and is no entry.
        if act.kind == kinds.RATIFICATION and act.registered and act.file and one and _of_labour(one):
            entered[act.source, act.according_to, act.state][act.registered].add(act.instrument)
    return {
        (*claim, code): min(days)
        for claim, days in entered.items()
        if len(set().union(*days.values())) > 1
        for code in days[min(days)]
        if not _adopted_since(law.instruments[code], law.countries.get(claim[-1]))
    }


def _of_labour(instrument: Instrument) -> bool:
    return instrument.clause is not None and instrument.clause.members_of is not None


def _adopted_since(instrument: Instrument, state: Country | None) -> bool:
    """Whether an instrument was surely adopted after a state had joined the United Nations."""
    return bool(state and state.admitted and instrument.adopted and instrument.adopted[0] > state.admitted[1])


def effect(action: Action, instrument: Instrument, law: Law, entered: str | None = None) -> Span | str:
    """When an act of consent takes effect, or why that can't be said; ``entered``: the day of the first entries."""
    clause = instrument.clause
    if clause is None or clause.effect is None:
        return f"no final clause of {instrument.code} is described"
    registered = bounds(action.registered) if action.registered else None
    rule = clause.effect.of(registered) if registered else None
    if registered and action.kind == kinds.SUCCESSION:
        ends = [c.until[0] for c in law.predecessors(action.state) if c.until and c.until[0] <= registered[0]]
        floor = max(ends) if ends else (instrument.in_force or instrument.adopted or registered)[0]
        rule = (min(floor, registered[0]), registered[1])
    elif registered and rule and action.kind == kinds.RATIFICATION and _of_labour(instrument):
        ends = [c.until[1] for c in law.predecessors(action.state) if c.until]
        recent = law.may_confirm(registered[0], max(ends)) if ends else action.registered == entered
        if recent and not action.effective:
            rule = (registered[0], rule[1])
    if rule and instrument.in_force:
        rule = (max(rule[0], instrument.in_force[0]), max(rule[1], instrument.in_force[1]))
    if action.effective:
        printed = bounds(action.effective)
        if rule and action.kind != kinds.SUCCESSION:
            return min(printed[0], rule[0]), max(printed[1], rule[1])
        return printed
    if rule:
        return rule
    # No date at all: some day between the entry into force and what an act on the source's day would give.
    first = (instrument.in_force or instrument.adopted or (None, None))[0]
    if first is None or not action.as_of:
        return "neither a date nor the entry into force of the instrument is known"
    return first, max(first, clause.effect.after(bounds(action.as_of)[1]))


def _of_one(
    acts: list[Action], law: Law, left_out: list[tuple[Action, str]], entered: str | None = None
) -> list[Period]:
    """The periods of one state under one instrument by one claim."""
    code = acts[0].instrument
    instrument = law.instruments.get(code) or Instrument(code)
    consents: dict[tuple[object, ...], list[Action]] = defaultdict(list)
    for act in acts:
        if act.kind in kinds.CONSENT:
            # The same act told by two files of a source is one act, with both as premises.
            consents[act.registered, act.effective, act.kind, act.in_force, act.scopes].append(act)
    endings = [act for act in acts if act.kind == kinds.DENUNCIATION]
    periods = []
    for same in sorted((sorted(acts, key=_order) for acts in consents.values()), key=lambda same: _order(same[0])):
        start = effect(same[0], instrument, law, entered)
        until = law.countries[same[0].state].until if same[0].state in law.countries else None
        if until and not isinstance(start, str) and start[0] >= until[1]:
            start = f"the state existed until {until[1]}"
        if isinstance(start, str):
            left_out += [(act, start) for act in same]
            continue
        assert instrument.clause is not None
        premises = [*(ID + act.iri_path for act in same), instrument.clause.iri]
        end: tuple[date | None, date | None] = (None, None)
        closing = [act for act in endings if _after(act, same[0])]
        if closing:
            ending = min(closing, key=_order)
            when = _ending(ending, instrument)
            twins = [act for act in closing if (act.registered, act.effective) == (ending.registered, ending.effective)]
            if when is None:
                left_out.append((ending, f"no rule on denunciation of {code} is described"))
                when = (bounds(ending.registered or ending.effective or "")[0], bounds(same[0].as_of)[1])
            end = (max(when[0], start[0]), max(when[1], start[0]))
            premises += [ID + act.iri_path for act in twins]
        elif (
            same[0].in_force is False
            and same[0].as_of
            and start[0] <= (day := bounds(same[0].as_of)[0])
            and not (same[0].effective)
        ):
            end, start = (start[0], day), (start[0], day)
        periods.append(_period(same, start, end, premises, law))
    return [part for period in periods for part in (period, *_partly(period, acts, law))]


def _order(act: Action) -> tuple[str, str, str, str, int]:
    """Acts by their days; the same whatever order they come in."""
    day = act.effective or act.registered or ""
    return act.registered or day, day, act.kind, act.file, act.number


def _after(ending: Action, consent: Action) -> bool:
    began, ended = consent.registered or consent.effective, ending.registered or ending.effective
    return not began or bounds(ended or "")[1] >= bounds(began)[0]


def _ending(ending: Action, instrument: Instrument) -> Span | None:
    if ending.effective:
        return bounds(ending.effective)
    delay = instrument.clause.denunciation if instrument.clause else None
    return delay.of(bounds(ending.registered)) if delay and ending.registered else None


def _period(
    same: list[Action], start: Span, end: tuple[date | None, date | None], premises: list[str], law: Law
) -> Period:
    act = same[0]
    place = next((scope.place for scope in act.scopes if scope.place), None)
    iri = ID + act.iri_path
    stated = [scope for scope in act.scopes if not scope.place]
    return Period(
        act.state, place or act.state, act.instrument, None, start[0], start[1], end[0], end[1], act.source,
        act.according_to, tuple(sorted(set(premises))),
        excludes=tuple((name, iri) for scope in stated if scope.since is None for name in scope.excludes),
        limits=tuple((name, iri) for scope in stated for name in scope.limits),
        accepts=tuple((name, iri) for scope in stated for name in scope.accepts),
        as_printed=tuple(scope.printed for scope in act.scopes),
    )  # fmt: skip


def _partly(period: Period, acts: list[Action], law: Law) -> list[Period]:
    """Periods of provisions that were excluded only later, by ratifying another instrument, on a day not told."""
    found = {}
    for act in acts:
        for scope in act.scopes:
            other = law.instruments.get(scope.since) if scope.since else None
            if scope.since is None or act.kind not in kinds.CONSENT:
                continue
            first = (other.in_force or other.adopted) if other else None
            earliest = max(period.earliest_start, first[0]) if first else period.earliest_start
            latest = max(earliest, bounds(act.as_of)[0])
            for name in scope.excludes:
                found[name] = replace(
                    period, provision=name, latest_start=min(period.latest_start, latest),
                    earliest_end=min(earliest, period.earliest_end or earliest),
                    latest_end=min(latest, period.latest_end or latest),
                    excludes=(), limits=(), accepts=(), as_printed=(scope.printed,),
                )  # fmt: skip
    return list(found.values())


def _ended_by_revision(period: Period, held: dict[str, list[Period]], instrument: Instrument) -> Period:
    if period.latest_end is not None:
        return period
    for code in sorted(instrument.revised_by & set(held)):
        newer = [p for p in held[code] if p.provision is None and p.latest_start >= period.earliest_start]
        if newer:
            first = min(newer, key=lambda p: p.earliest_start)
            return replace(
                period, earliest_end=max(first.earliest_start, period.earliest_start),
                latest_end=max(first.latest_start, period.earliest_start),
                premises=tuple(sorted({*period.premises, *first.premises})),
            )  # fmt: skip
    return period


def _existing(period: Period, law: Law) -> Period:
    """The period, ended where its state ceased to exist."""
    country = law.countries.get(period.state)
    if country is None or country.until is None:
        return period
    first, last = country.until
    earliest = first if period.earliest_end is None else min(first, period.earliest_end)
    return replace(
        period,
        earliest_end=max(earliest, period.earliest_start),
        latest_end=last if period.latest_end is None else min(last, period.latest_end),
        premises=tuple(sorted({*period.premises, country.iri})),
    )


def _carried(period: Period, law: Law) -> list[Period]:
    """The same obligations as those of whoever carries the former state's acts on, from its end."""
    carried: list[Period] = []
    country = law.countries.get(period.state)
    current = period
    while country and country.until and country.carried_on_by:
        if current.latest_end is not None and current.latest_end <= country.until[0]:
            break
        other = country.carried_on_by
        territory = other if current.territory == current.state else current.territory
        current = replace(
            current, state=other, territory=territory, earliest_start=max(current.earliest_start, country.until[0]),
            latest_start=max(current.latest_start, country.until[1]),
            premises=tuple(sorted({*current.premises, country.iri})),
        )  # fmt: skip
        carried.append(current)
        country = law.countries.get(other)
    return carried
