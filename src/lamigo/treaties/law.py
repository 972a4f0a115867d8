"""What the authority states that periods rest on: instruments, their final clauses, provisions, states and territories.

Everything is read from Turtle; no rule of any treaty stands in code. A clause's delay is counted from the day of
registration or deposit: months (the same day of a later month, or that month's last), then days, then, where the
clause says so, to the first day of the month that follows.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from lamigo import rooms
from lamigo.graph.dates import bounds
from lamigo.names import DEF, ID, PREFIXES, RDF_TYPE

Span = tuple[date, date]
"""The first and the last day that a date may be."""
FILES = (
    "authority/countries.ttl", "authority/areas.ttl", "authority/former.ttl", "authority/succession.ttl",
    "authority/territories.ttl", "authority/places.ttl", "authority/instruments*.ttl", "authority/provisions*.ttl",
    "authority/final-clauses.ttl", "authority/non-members.ttl", "authority/memberships-united-nations.ttl",
    "*/instruments*.ttl",
)  # fmt: skip
"""Where, in the room of the graph, the law stands."""
_CLOSED = """SELECT ?class WHERE {
  ?class rdfs:subClassOf [ owl:onProperty lmg:isRatifiable ; owl:hasValue false ]
}"""


@dataclass(frozen=True)
class Delay:
    """How long after its registration an act takes effect."""

    months: int = 0
    days: int = 0
    next_month: bool = False

    def after(self, day: date) -> date:
        """The day on which what was registered on a day takes effect.

        >>> Delay(3, 0, True).after(date(2003, 3, 14)), Delay(12).after(date(2012, 2, 29))
        (datetime.date(2003, 7, 1), datetime.date(2013, 2, 28))
        """
        moved = add_months(day, self.months) + timedelta(days=self.days)
        return add_months(moved.replace(day=1), 1) if self.next_month else moved

    def of(self, span: Span) -> Span:
        """The span of an effect whose registration lies in a span."""
        return self.after(span[0]), self.after(span[1])


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of a month that lacks it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Clause:
    """An instrument's own rules, as one ``lmg:FinalClause`` states them; None where it has none, or none is known."""

    iri: str
    effect: Delay | None
    denunciation: Delay | None
    doubtful: bool = False
    members_of: str | None = None
    """The body (its key among the actors) to whose members alone the instrument is open."""


@dataclass
class Instrument:
    """An instrument as far as periods need it. ``revised_by`` are those whose ratification denounces it at once."""

    code: str
    title: str = ""
    ratifiable: bool | None = None
    adopted: Span | None = None
    in_force: Span | None = None
    clause: Clause | None = None
    revised_by: set[str] = field(default_factory=set)


@dataclass
class Country:
    """A country or area: until when it existed, who carries on its acts, who succeeds it, and who acts for it."""

    key: str
    label: str = ""
    until: Span | None = None
    carried_on_by: str | None = None
    succeeded_by: set[str] = field(default_factory=set)
    territory_of: str | None = None
    takes_part: bool = True
    not_in: dict[str, tuple[str, date]] = field(default_factory=dict)
    """Bodies that it had not joined: by key, the statement's IRI and the last day of which that is said."""
    former: bool = False
    admitted: Span | None = None
    """When it, or the state that it continues, joined the United Nations."""

    @property
    def iri(self) -> str:
        return f"{ID}country/{self.key}"


@dataclass
class Law:
    """All of it. ``whole`` leads from a provision's local path (``C097/annex-i``) to the one that contains it."""

    instruments: dict[str, Instrument]
    countries: dict[str, Country]
    whole: dict[str, str]
    provisions: set[str]
    places: dict[str, str]
    months_to_confirm: int | None = None
    """How long after a state's end an entry of its successor in a labour register may confirm what bound it."""

    def may_confirm(self, registered: date, ended: date) -> bool:
        """Whether what a successor had registered may confirm obligations of the state that ended; at any time, where
        no limit is stated."""
        return self.months_to_confirm is None or registered <= add_months(ended, self.months_to_confirm)

    def predecessors(self, state: str) -> list[Country]:
        """Former states that this one succeeds."""
        return [country for country in self.countries.values() if state in country.succeeded_by]

    def parts(self, instrument: str, provision: str) -> list[str]:
        """A provision and those that contain it, from the narrowest: a provision is bound only as its wholes are."""
        chain = [f"{instrument}/{provision}"]
        while (above := self.whole.get(chain[-1])) and above not in chain:
            chain.append(above)
        return [path.split("/", 1)[1] for path in chain]


@cache
def known() -> Law:
    """The law of the authority that comes with Lamigo, its sources' statements on instruments included."""
    graph = rooms.room("graph")
    return read(path for name in FILES for path in sorted(graph.glob(name)))


def read(files: Iterable[Path]) -> Law:
    """The law in Turtle files."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in dict.fromkeys(files):
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
                if isinstance(value, ox.Literal) and value.language not in (None, "en"):
                    continue
                found[subject.value][quad.predicate.value.removeprefix(DEF)].append(value.value)
    return _law(found)


@cache
def _closed() -> frozenset[str]:
    """The kinds of instruments that the ontology says not to be open to ratification, such as recommendations."""
    axioms = ox.Store()
    axioms.load(path=rooms.room("ontology") / "axioms.ttl", format=ox.RdfFormat.TURTLE)
    found = axioms.query(_CLOSED, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    return frozenset(row["class"].value.removeprefix(DEF) for row in found)


def _law(found: dict[str, dict[str, list[str]]]) -> Law:
    law = Law({}, {}, {}, set(), {})
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    for iri, facts in sorted(found.items()):
        classes = {name.removeprefix(DEF) for name in facts.get(RDF_TYPE, [])}
        path = iri.removeprefix(ID)
        if path.startswith("instrument/") and path.count("/") == 1:
            code = path.removeprefix("instrument/")
            one = law.instruments.setdefault(code, Instrument(code))
            one.title = next(iter(facts.get(label, [])), code)
            stated = facts.get("isRatifiable")
            one.ratifiable = stated[0] == "true" if stated else (False if classes & _closed() else None)
            year = facts.get("adoptedOn") or facts.get("year")
            one.adopted = bounds(year[0]) if year else None
            one.in_force = bounds(facts["inForceFrom"][0]) if "inForceFrom" in facts else None
            one.revised_by |= {value.rsplit("/", 1)[1] for value in facts.get("isDenouncedByRatifying", [])}
        elif "Provision" in classes:
            provision = path.removeprefix("instrument/")
            law.provisions.add(provision)
            for above in facts.get("isPartOf", []):
                law.whole[provision] = above.removeprefix(f"{ID}instrument/")
        elif path.startswith("country/"):
            key = path.removeprefix("country/")
            country = law.countries.setdefault(key, Country(key))
            country.label = next(iter(facts.get(label, [])), key)
            country.former = "FormerCountryOrArea" in classes
            if "existedUntil" in facts:
                country.until = bounds(facts["existedUntil"][0])
            carried = facts.get("continuedBy", []) + facts.get("renamedTo", [])
            country.carried_on_by = carried[0].rsplit("/", 1)[1] if carried else None
            country.succeeded_by = {value.rsplit("/", 1)[1] for value in facts.get("succeededBy", [])}
            acting = facts.get("isTerritoryOf")
            country.territory_of = acting[0].rsplit("/", 1)[1] if acting else None
            country.takes_part = facts.get("takesPartInInstruments", ["true"])[0] == "true" and not (
                classes & {"StatisticalArea"}
            )
        elif "monthsToConfirmation" in facts:
            law.months_to_confirm = int(facts["monthsToConfirmation"][0])
        elif "Place" in classes:
            law.places[path] = facts.get("inCountry", [""])[0].rsplit("/", 1)[-1]
        elif "NonMembership" in classes:
            key, body = (facts[name][0].rsplit("/", 1)[1] for name in ("ofCountry", "ofBody"))
            until = bounds(facts["hadNotJoinedBy"][0])[0]
            law.countries.setdefault(key, Country(key)).not_in[body] = (iri, until)
        elif "Membership" in classes and facts["ofBody"] == [f"{ID}actor/united-nations"] and "startsOn" in facts:
            key = facts["hasMember"][0].rsplit("/", 1)[1]
            law.countries.setdefault(key, Country(key)).admitted = bounds(facts["startsOn"][0])
    for iri, facts in sorted(found.items()):
        if DEF + "FinalClause" in facts.get(RDF_TYPE, []):
            code = facts["ofInstrument"][0].rsplit("/", 1)[1]
            one = law.instruments.setdefault(code, Instrument(code))
            one.clause = _clause(iri, facts)
            if "inForceFrom" in facts:
                one.in_force = bounds(facts["inForceFrom"][0])
            one.revised_by |= {value.rsplit("/", 1)[1] for value in facts.get("isDenouncedByRatifying", [])}
    return law


def _clause(iri: str, facts: dict[str, list[str]]) -> Clause:
    def delay(months: str, days: str, next_month: str) -> Delay | None:
        if not (facts.get(months) or facts.get(days)):
            return None
        number = [int(facts[name][0]) if facts.get(name) else 0 for name in (months, days)]
        return Delay(number[0], number[1], facts.get(next_month, ["false"])[0] == "true")

    return Clause(
        iri,
        delay("monthsToEffect", "daysToEffect", "takesEffectOnFirstOfMonth"),
        delay("monthsToDenunciation", "daysToDenunciation", "endsOnFirstOfMonth"),
        facts.get("isDoubtful", ["false"])[0] == "true",
        next((body.rsplit("/", 1)[1] for body in facts.get("isOpenToMembersOf", [])), None),
    )
