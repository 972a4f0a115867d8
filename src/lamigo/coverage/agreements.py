"""The layer of agreement clauses: does an agreement of the two sides, in force on the day, provide on the matter?

"None known" is never "none": no list of agreements states that it is complete, so absence is unknown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from lamigo.coverage.cell import NO, UNKNOWN, YES, Answer, Proof
from lamigo.coverage.items import Item
from lamigo.graph.dates import bounds
from lamigo.names import ID
from lamigo.store import Store

RULE = "provided-by-an-agreement-in-force"
_PAIRS = """
SELECT DISTINCT ?agreement ?origin ?destination ?label ?printed ?years ?renewable WHERE {
  ?tie a lmg:Tie ; lmg:hasLayer <https://w3id.org/lamigo/id/concept/tie-layer/bilateral-agreement> ;
    lmg:byRecord ?agreement ; lmg:tiesCorridor ?corridor .
  ?corridor lmg:hasOrigin ?origin ; lmg:hasDestination ?destination .
  OPTIONAL { ?agreement rdfs:label ?label FILTER(LANG(?label) = "en") }
  OPTIONAL { ?agreement lmg:asPrinted ?printed }
  OPTIONAL { ?agreement lmg:validityYears ?years }
  OPTIONAL { ?agreement lmg:isRenewable ?renewable }
}
"""
_EVENTS = """
SELECT ?agreement ?status ?date WHERE {
  ?agreement a lmg:Agreement ; lmg:hasStatusEvent ?event . ?event lmg:hasStatus ?status ; lmg:date ?date .
}
"""
_REPORTS = """
SELECT ?agreement ?status ?date WHERE {
  ?agreement a lmg:Agreement ; lmg:hasStatusReport ?report . ?report lmg:hasStatus ?status ; lmg:asOf ?date .
}
"""
# Only the same or a close matter is provided on; a broader one is in part, which is not known to be enough.
_CODED = """
SELECT DISTINCT ?agreement ?item ?relation ?provision WHERE {
  ?link a lmg:CrosswalkLink ; lmg:ofCoding ?question ; lmg:toMatter ?item ; lmg:mappingRelation ?relation .
  ?item a lmg:ChecklistItem .
  FILTER(?relation IN ("exactMatch", "closeMatch", "broadMatch"))
  ?provision lmg:codedAs ?question ; lmg:ofAgreement ?agreement .
}
"""


@dataclass
class Known:
    """What is known of one agreement."""

    iri: str
    label: str = ""
    printed: str = ""
    """The title as its source prints it; empty where the label is a description that was made for want of one."""
    years: int | None = None
    renewable: bool | None = None
    events: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    in_force_as_of: set[str] = field(default_factory=set)
    provides: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """By item: relation of the matter, and the provision."""

    @property
    def title(self) -> str:
        """The title for a list: in quotation marks as printed, else the description that stands in its place."""
        if not self.printed:
            return f"{self.label} (a description: no title is printed)"
        return f'"{self.printed}"' + (" (as printed)" if misencoded(self.printed) else "")

    @property
    def signed(self) -> str:
        """When it was signed, as precise as known; empty where no source says."""
        return min(self.events["signed"], key=bounds, default="")

    def provided_in_full(self) -> set[str]:
        """The items on which it provides in full; of a broader one, what it provides is a part."""
        return {item for item, links in self.provides.items() if any(relation != "broadMatch" for relation, _ in links)}

    @property
    def terms(self) -> str:
        """The term that its coders found, in words."""
        if self.years is None:
            return ""
        return f"concluded for {self.years} year{'' if self.years == 1 else 's'}" + (
            ", renewable" * bool(self.renewable)
        )

    @property
    def order(self) -> tuple[bool, tuple[date, date], str]:
        """Sorts by the day of signature, undated ones last."""
        return not self.signed, bounds(self.signed) if self.signed else (date.max, date.max), self.iri

    def in_force(self, day: date) -> tuple[str, str]:
        """Whether it is in force on a day, yes, no or unknown, and why.

        A ratification is no entry into force: it alone leaves the answer unknown.
        """
        ended = [bounds(when)[1] for status in ("ended", "repealed") for when in self.events[status]]
        if ended and min(ended) <= day:
            return NO, f"ended by {min(ended)}"
        signed = [bounds(when)[0] for when in self.events["signed"]]
        if signed and min(signed) > day:
            return NO, f"not signed before {min(signed)}"
        if day.isoformat() in self.in_force_as_of:
            return YES, f"a source reports it in force as of {day}"
        if started := [bounds(when) for when in self.events["in-force"]]:
            first, last = min(started)
            if first > day:
                return UNKNOWN, f"signed, and in force from {first} at the earliest by what is known"
            if last <= day and self.years and day < _years_after(first, self.years):
                return YES, f"in force from {last}, {self.terms}"
            if last <= day:
                return UNKNOWN, f"in force from {last}; until when is not known"
        if ratified := min(self.events["ratified"], key=bounds, default=""):
            return UNKNOWN, f"ratified on {ratified}; no source says whether and until when it was in force"
        return UNKNOWN, "no source says whether it was in force on the day"


def misencoded(text: str) -> bool:
    """Whether a text holds UTF-8 that was read as Windows-1252, such as "MÃ©xico" for "México".

    >>> misencoded("MÃ©xico"), misencoded("México")
    (True, False)
    """
    for run in re.findall(r"[^\x00-\x7f]+", text):
        # Windows-1252 leaves five bytes without a letter; what read them kept their number.
        data = b"".join(bytes([ord(c)]) if "\x80" <= c <= "\x9f" else c.encode("cp1252", "replace") for c in run)
        try:
            data.decode()
        except UnicodeDecodeError:
            continue
        if b"?" not in data:
            return True
    return False


def _years_after(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=28) if (day.month, day.day) == (2, 29) else day.replace(
        year=day.year + years
    )  # fmt: skip


class Agreements:
    """The agreements of a store by pair of countries or areas, and what they answer on a day."""

    def __init__(self, store: Store, day: date) -> None:
        self.day = day
        known: dict[str, Known] = {}
        self.known = known
        self.of_pair: dict[frozenset[str], list[Known]] = defaultdict(list)
        for row in store.select(_PAIRS).rows:
            iri, origin, destination, label, printed, years, renewable = (term.value if term else "" for term in row)
            if iri not in known:
                known[iri] = Known(
                    iri, label, printed, int(years) if years else None, renewable == "true" if renewable else None
                )
            pair = frozenset(end.removeprefix(f"{ID}country/") for end in (origin, destination))
            if known[iri] not in self.of_pair[pair]:
                self.of_pair[pair].append(known[iri])
        for row in store.select(_EVENTS).rows:
            agreement, status, when = (term.value if term else "" for term in row)
            if agreement in known:
                known[agreement].events[status.rsplit("/", 1)[1]].add(when)
        for row in store.select(_REPORTS).rows:
            agreement, status, when = (term.value if term else "" for term in row)
            if agreement in known and status.endswith("/in-force"):
                known[agreement].in_force_as_of.add(when)
        for row in store.select(_CODED).rows:
            agreement, item, relation, provision = (term.value if term else "" for term in row)
            if agreement in known:
                known[agreement].provides[item].append((relation, provision))
        for found in self.of_pair.values():
            found.sort(key=lambda agreement: agreement.order)

    def answer(self, origin: str, destination: str, item: Item) -> Answer:
        """Yes where an agreement in force provides on the item; else unknown, naming those that may."""
        proofs: list[Proof] = []
        for agreement in self.of_pair.get(frozenset((origin, destination)), ()):
            force, why = agreement.in_force(self.day)
            if force == NO:
                continue
            for relation, provision in sorted(agreement.provides.get(item.iri, ())):
                full = relation != "broadMatch"
                says = f"{agreement.label}: {'provides on it' if full else 'provides on part of it'}; {why}"
                proof = Proof(RULE, says, (agreement.iri, provision))
                if force == YES and full:
                    return Answer(YES, (proof,))
                proofs.append(proof)
        nothing = Proof(RULE, "no agreement that provides on it is known; no list of agreements is complete")
        return Answer(UNKNOWN, tuple(proofs) or (nothing,))

    def items_of(self, origin: str, destination: str) -> set[str]:
        """The items on which any agreement of a pair is coded to provide."""
        found = self.of_pair.get(frozenset((origin, destination)), ())
        return {item for agreement in found for item in agreement.provides}
