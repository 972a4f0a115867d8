"""Whether a state is bound on a day: yes, no, unknown or not eligible, with the premises and the reason in words.

- **not eligible**: the instrument is not open to ratification, or not to the state, which is no member of the body that
  adopted it; the area does not itself take part in instruments; the state had ceased to exist; the territory asked for
  is not the state's.
- **no**, whatever the sources: before the instrument was adopted, and before it was in force.
- **An area that another state acts for** is asked through that state, for this territory. That the state itself is not
  bound is no answer: what another state had once extended to the territory may go on (Hong Kong, Macao).
- **unknown** where the instrument is open to members of a body only, the authority does not say that the state is none,
  and no source shows it as one by an act under any such instrument: its absence from a list is then no "no".
- **yes** by a claim: a period surely covers the day, and the day is not after the one for which its source speaks.
- **no** by a claim: a stated end or exclusion lies before the day; or the source states that its list is complete as of
  that day or later, and no period can cover it. A former state's absence from a list of today's is never a no.
- **unknown**: everything else. After its source's day, a period without an end is unknown; an act that extends to one
  place of a state alone leaves the state as a whole unknown, and says so.

**Default reading**: of several claims, that of the best standing decides which does not leave it unknown: the
registrar's or depositary's own table, then a publisher of official texts, then secondary lists; of the same standing,
a complete list before another, then the newest day. All claims are in the answer, and those that say otherwise are
named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lamigo.errors import LamigoError
from lamigo.graph.dates import bounds
from lamigo.names import ID
from lamigo.treaties import action as kinds
from lamigo.treaties.action import Completeness
from lamigo.treaties.law import Law
from lamigo.treaties.periods import Period
from lamigo.treaties.territories import Declared

YES, NO, UNKNOWN, NOT_ELIGIBLE = "yes", "no", "unknown", "not-eligible"
STANDINGS = ("registrar", "official", "secondary")
_CHOOSABLE = ("part-", "annex", "branch-")
"""How the identifiers of those provisions begin that an instrument may let states leave out."""
DEFAULT_READING = "best-standing-then-complete-then-newest"


@dataclass(frozen=True)
class Claim:
    """What one source (or one that it passes on) answers."""

    source: str
    according_to: str
    as_of: date
    answer: str
    why: str
    premises: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The source, with its own source where it passes one on."""
        return f"{self.source} ({self.according_to})" if self.according_to else self.source


@dataclass(frozen=True)
class Bound:
    """The answer by the default reading, its premises (IRIs) and reason, and every claim behind or against it."""

    answer: str
    premises: tuple[str, ...]
    why: str
    claims: tuple[Claim, ...] = ()
    reading: str = ""

    @property
    def contradicted(self) -> tuple[Claim, ...]:
        """Claims that give the opposite answer."""
        return tuple(claim for claim in self.claims if {claim.answer, self.answer} == {YES, NO})


@dataclass
class Register:
    """Periods and completeness statements, indexed for asking; the law that they rest on."""

    law: Law
    periods: Sequence[Period]
    statements: Sequence[Completeness]
    declared: Sequence[Declared] = ()
    _held: dict[tuple[str, str, str, str], list[Period]] = field(init=False, repr=False)
    _spoken: dict[str, list[Completeness]] = field(init=False, repr=False)
    _parties: set[str] = field(init=False, repr=False)
    _members: set[tuple[str | None, str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._held, self._spoken = defaultdict(list), defaultdict(list)
        for period in self.periods:
            self._held[period.source, period.according_to, period.instrument, period.state].append(period)
        for statement in sorted(self.statements, key=rank):
            self._spoken[statement.instrument].append(statement)
        self._parties = {period.state for period in self.periods}
        clauses = {code: one.clause for code, one in self.law.instruments.items() if one.clause}
        self._members = {
            (clauses[period.instrument].members_of, period.state)
            for period in self.periods
            if period.instrument in clauses
        }

    def bound(
        self, state: str, instrument: str, day: date, *, provision: str | None = None, territory: str | None = None
    ) -> Bound:
        """The answer for a state, an instrument (or one provision of it) and a day, in its own or another territory.

        Raises LamigoError where the state, the instrument or the provision is not one of the authority.
        """
        law = self.law
        country, one = law.countries.get(state), law.instruments.get(instrument)
        if country is None or one is None:
            what = f"country or area {state!r}" if country is None else f"instrument {instrument!r}"
            raise LamigoError(f"there is no {what}", mend="find its key with lamigo search")
        if provision and f"{instrument}/{provision}" not in law.provisions:
            raise LamigoError(
                f"no provision {provision!r} of {instrument} is described",
                mend="name one that is, such as art-6, or describe it in graph/authority/",
            )
        here = f"{ID}instrument/{instrument}"
        premises: tuple[str, ...]
        if one.ratifiable is False:
            return Bound(NOT_ELIGIBLE, (here,), f"{instrument} is not open to ratification")
        if (acting := self.acting_for(state)) != state:
            asked = self.bound(acting, instrument, day, provision=provision, territory=territory or state)
            who = f"{law.countries[acting].label} acts for {country.label}"
            return replace(asked, premises=(country.iri, *asked.premises), why=f"{who}: {asked.why}")
        if reason := self._ineligible(state, territory, day):
            return Bound(NOT_ELIGIBLE, (country.iri,), reason)
        body = one.clause.members_of if one.clause else None
        outside = body is not None and (body, state) not in self._members
        if body and outside and (said := country.not_in.get(body)) and day <= said[1]:
            why = f"{country.label} had not joined {body.upper()} by {said[1]}, and {instrument} is open to its members"
            return Bound(NOT_ELIGIBLE, (said[0], one.clause.iri if one.clause else here), why)
        if one.adopted and day < one.adopted[0]:
            return Bound(NO, (here,), f"{instrument} had not been adopted")
        if one.in_force and day < one.in_force[0]:
            premises = (here, one.clause.iri) if one.clause else (here,)
            return Bound(NO, premises, f"{instrument} was not in force before {one.in_force[0]}")
        claims = tuple(self._claim(s, state, day, provision, territory) for s in self._spoken.get(instrument, ()))
        if body and outside:
            unsure = f"; no source shows {country.label} as a member of {body.upper()}, to whose members it is open"
            claims = tuple(replace(c, answer=UNKNOWN, why=c.why + unsure) if c.answer == NO else c for c in claims)
        if territory and territory in law.countries and territory != state and any(c.answer == YES for c in claims):
            # A declaration on a territory rests on the state's own obligation, whose end another source may tell.
            own = self.bound(state, instrument, day, provision=provision)
            if own.answer == NO:
                unsure = f"; but {country.label} itself is not bound ({own.why}), and what then holds there is not told"
                claims = tuple(
                    replace(c, answer=UNKNOWN, why=c.why + unsure, premises=(*c.premises, *own.premises))
                    if c.answer == YES else c for c in claims
                )  # fmt: skip
        for claim in claims:
            if claim.answer != UNKNOWN:
                against = [c.name for c in claims if {c.answer, claim.answer} == {YES, NO}]
                why = claim.why + (f"; {', '.join(against)} say otherwise" if against else "")
                return Bound(claim.answer, claim.premises, why, claims, DEFAULT_READING)
        why = "; ".join(dict.fromkeys(claim.why for claim in claims)) or f"no source on {instrument} was added"
        premises = tuple(dict.fromkeys(iri for claim in claims for iri in claim.premises))
        return Bound(UNKNOWN, premises, why, claims, DEFAULT_READING if claims else "")

    def acting_for(self, key: str) -> str:
        """The state that acts for an area in treaties: the area itself where a source lists it as a party."""
        country = self.law.countries.get(key)
        if country is None or not country.territory_of or key in self._parties:
            return key
        return country.territory_of

    def _ineligible(self, state: str, territory: str | None, day: date) -> str | None:
        country = self.law.countries[state]
        if not country.takes_part and state not in self._parties:
            return f"{country.label} does not itself take part in instruments"
        if country.until and day >= country.until[1]:
            return f"{country.label} existed until {country.until[1]}"
        if territory in (None, state):
            return None
        if territory.startswith("place/"):
            inside = self.law.places.get(territory) == state
        else:
            if territory not in self.law.countries:
                raise LamigoError(f"there is no country or area {territory!r}", mend="find its key with lamigo search")
            inside = self.law.countries[territory].territory_of == state
        return None if inside else f"{territory} is no territory of {country.label}"

    def _claim(self, said: Completeness, state: str, day: date, provision: str | None, territory: str | None) -> Claim:
        as_of = bounds(said.as_of)[0]
        held = self._held.get((said.source, said.according_to, said.instrument, state), [])
        answer, why, premises = self._by(said, held, as_of, state, day, provision, territory)
        return Claim(said.source, said.according_to, as_of, answer, why, premises)

    def _by(
        self, said: Completeness, held: list[Period], as_of: date, state: str, day: date, provision: str | None,
        territory: str | None,
    ) -> tuple[str, str, tuple[str, ...]]:  # fmt: skip
        name = said.name
        if day > as_of:
            scheduled = [p for p in held if p.provision is None and as_of < p.earliest_start <= day]
            note = f"; it announces an effect on {scheduled[0].earliest_start}" if scheduled else ""
            return UNKNOWN, f"{name} speaks for days until {as_of}{note}", _premises(held)
        where = territory or state
        if where != state and not where.startswith("place/"):
            return self._in_territory(said, held, state, day, provision, where)
        elsewhere = [p for p in held if p.territory not in (state, where) and p.territory.startswith("place/")]
        here = [p for p in held if p.territory in (state, where)]
        answer, why, premises = self._periods(said, here, state, day, provision, name)
        if answer != YES and territory is None and any(p.possibly(day) for p in elsewhere):
            places = ", ".join(sorted({p.territory for p in elsewhere}))
            return UNKNOWN, f"by {name}, bound for {places} alone, not for the whole", _premises(elsewhere)
        return answer, why, premises

    def _in_territory(
        self, said: Completeness, held: list[Period], state: str, day: date, provision: str | None, territory: str
    ) -> tuple[str, str, tuple[str, ...]]:
        name, label = said.name, self.law.countries[territory].label
        of_claim = (said.source, said.according_to, said.instrument, state, territory)
        found = [
            one
            for one in self.declared
            if of_claim == (one.act.source, one.act.according_to, one.act.instrument, one.act.state, one.territory)
            and one.possibly(day)
        ]
        premises = tuple(one.iri for one in found)
        if not found:
            return UNKNOWN, f"{name} does not say to which territories acts extend", (ID + said.iri_path,)
        words = "; ".join(scope.printed for scope in found[0].act.scopes)
        applications = {one.application for one in found}
        if len(applications) > 1 or not any(one.surely(day) for one in found):
            return UNKNOWN, f"by {name}, the dates of what was declared for {label} leave it open", premises
        if kinds.UNDECIDED in applications:
            return UNKNOWN, f"by {name}, the decision for {label} was reserved ({words})", premises
        if kinds.INAPPLICABLE in applications:
            return NO, f"by {name}, declared not to apply in {label} ({words})", premises
        if kinds.MODIFIED in applications and provision:
            return UNKNOWN, f"by {name}, applies in {label} with modifications, not told of which provisions", premises
        return self._periods(said, [p for p in held if p.territory == territory], state, day, provision, name)

    def _periods(
        self, said: Completeness, held: list[Period], state: str, day: date, provision: str | None, name: str
    ) -> tuple[str, str, tuple[str, ...]]:
        parts = self.law.parts(said.instrument, provision) if provision else []
        whole = [p for p in held if p.provision is None]
        own = [p for p in held if p.provision in parts]
        left_out: list[tuple[str, ...]] = []
        doubtful: list[Period] = []
        for period in whole:
            if not period.possibly(day):
                continue
            if gone := _excluded(period, parts):
                left_out.append((gone, *period.premises))
                continue
            if not said.tells_scope and any(part.startswith(_CHOOSABLE) for part in parts):
                return UNKNOWN, f"{name} does not tell which parts or annexes were left out", period.premises
            narrower = [p for p in own if p.premises == period.premises] or [period]
            if all(p.surely(day) for p in [period, *narrower]):
                limit = next((act for part, act in period.limits if part in parts), None)
                unseen = f"; {said.leaves_out} are not in this list" if said.leaves_out else ""
                return YES, _yes(period, name, limit is not None) + unseen, period.premises
            if all(p.possibly(day) for p in narrower):
                doubtful.append(period)
            else:
                ended = narrower[0]
                left_out.append((f"{ended.provision} by {', '.join(ended.as_printed)}", *period.premises))
        if doubtful:
            return UNKNOWN, f"by {name}, the dates leave it open: {span(doubtful[0])}", _premises(doubtful)
        if left_out:
            return NO, f"by {name}, left out: {left_out[0][0]}", tuple(left_out[0][1:])
        ended_before = [p for p in whole if p.latest_end is not None and p.latest_end <= day]
        if ended_before:
            last = max(ended_before, key=lambda p: p.latest_end or day)
            return NO, f"by {name}, ended by {last.latest_end}", last.premises
        statement = ID + said.iri_path
        if said.complete and (whole or not self.law.countries[state].former):
            reason = (
                f"starts on {whole[0].earliest_start} at the earliest"
                if whole
                else "the state is not on its complete list"
            )
            return NO, f"by {name}, as of {said.as_of}: {reason}", (statement, *_premises(whole))
        if whole:
            return (
                UNKNOWN,
                f"by {name}, not before {whole[0].earliest_start}, but its list is not complete",
                _premises(whole),
            )
        gap = "lists no former states" if said.complete else "is not complete"
        return UNKNOWN, f"{name} {gap}, and no act is known from it", ()


def rank(said: Completeness) -> tuple[int, bool, int, str, str]:
    """The order of the default reading."""
    newest = -bounds(said.as_of)[0].toordinal()
    return STANDINGS.index(said.standing), not said.complete, newest, said.source, said.according_to


def _excluded(period: Period, parts: list[str]) -> str | None:
    for part, _ in period.excludes:
        if part in parts:
            return f"{part} ({'; '.join(period.as_printed)})"
    if period.accepts and parts:
        accepted = {part for part, _ in period.accepts}
        kinds = {part.split("-")[0] for part in accepted}
        chosen = [part for part in parts if part.split("-")[0] in kinds]
        if chosen and not accepted & set(chosen):
            return f"{chosen[-1]} is not among what was accepted ({'; '.join(period.as_printed)})"
    return None


def _premises(periods: Iterable[Period]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(iri for period in periods for iri in period.premises))


def _yes(period: Period, name: str, limited: bool) -> str:
    scope = f", in part only ({'; '.join(period.as_printed)})" if limited else (
        f" (as printed: {'; '.join(period.as_printed)})" if period.as_printed else ""
    )  # fmt: skip
    return f"by {name}, bound since {_day(period.earliest_start, period.latest_start)}{scope}"


def span(period: Period) -> str:
    """From when until when a period lasts, in words."""
    start = _day(period.earliest_start, period.latest_start)
    if period.latest_end is None or period.earliest_end is None:
        return f"from {start}"
    return f"from {start} until {_day(period.earliest_end, period.latest_end)}"


def _day(first: date, last: date) -> str:
    return str(first) if first == last else f"a day between {first} and {last}"
