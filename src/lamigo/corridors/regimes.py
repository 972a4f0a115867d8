"""Free-movement regimes as a layer of ties: which regime ties a corridor, since when each end takes part.

A tie holds while both ends take part. Where it is not known since when one does, whether it holds is unknown, never no.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from lamigo.graph.dates import bounds
from lamigo.names import ID
from lamigo.store import Store
from lamigo.treaties.bound import NO, UNKNOWN, YES

LAYER = "free-movement"
_SHARED = """
SELECT ?tie ?origin ?destination ?regime ?label ?member ?known ?start ?end WHERE {
  ?tie a lmg:Tie ; lmg:byMembership ?membership ; lmg:byRecord ?regime ; lmg:tiesCorridor ?corridor .
  ?corridor lmg:hasOrigin ?origin ; lmg:hasDestination ?destination .
  ?membership lmg:hasMember ?member ; lmg:datesKnown ?known .
  OPTIONAL { ?regime rdfs:label ?label FILTER(LANG(?label) = "en") }
  OPTIONAL { ?membership lmg:startsOn ?start }
  OPTIONAL { ?membership lmg:endsOn ?end }
  %s
}
"""
_SOURCES = """
SELECT DISTINCT ?source ?label WHERE {
  <%s> lmg:evidence|dcterms:source ?source . OPTIONAL { ?source rdfs:label ?label }
}
"""


@dataclass(frozen=True)
class Part:
    """Since and until when one end takes part, as EDTF strings; empty where none is stated.

    Without an end it still does, where ``dates_known``.
    """

    start: str
    end: str
    dates_known: bool

    def on(self, day: date) -> str:
        """Whether it takes part on a day (its last day included): yes, no or unknown."""
        if not self.dates_known or not self.start:
            return UNKNOWN
        if day < bounds(self.start)[0] or (self.end and day > bounds(self.end)[1]):
            return NO
        return YES if bounds(self.start)[1] <= day and (not self.end or day <= bounds(self.end)[0]) else UNKNOWN

    def __str__(self) -> str:
        if not self.dates_known or not self.start:
            return "takes part since a day that is not known, if at all"
        first, last = bounds(self.start)
        since = f"some day from {first} to {last}" if ".." in self.start else self.start
        return f"takes part since {since}" + (f" until {self.end}" if self.end else "")


@dataclass(frozen=True)
class Regime:
    """A regime that ties a corridor: by which memberships of its two ends."""

    tie: str
    corridor: tuple[str, str]
    iri: str
    label: str
    parts: tuple[Part, Part]
    """Of the origin, of the destination."""

    def on(self, day: date) -> str:
        """Whether it ties the two on a day: yes while both take part, no where one does not, else unknown."""
        answers = {part.on(day) for part in self.parts}
        return NO if NO in answers else UNKNOWN if UNKNOWN in answers else YES

    @property
    def start(self) -> str:
        """The later of the two starts, as EDTF; empty where one is not known."""
        starts = [part.start if part.dates_known else "" for part in self.parts]
        return max(starts, key=lambda text: bounds(text)[::-1]) if all(starts) else ""

    @property
    def end(self) -> str:
        """The earlier of the ends that are stated, as EDTF; empty where none is."""
        return min((part.end for part in self.parts if part.end), key=bounds, default="")

    @property
    def open_ended(self) -> bool:
        """Whether both ends still take part, as far as the registers go."""
        return all(part.dates_known and not part.end for part in self.parts)


def regimes(store: Store, corridor: tuple[str, str] | None = None) -> list[Regime]:
    """Every regime that ties a corridor (default: each corridor that one ties), by corridor and regime."""
    only = f"VALUES ?corridor {{ <{ID}corridor/{'-'.join(corridor)}> }}" if corridor else ""
    parts: dict[tuple[str, ...], dict[str, Part]] = defaultdict(dict)
    for row in store.select(_SHARED % only).rows:
        tie, origin, destination, regime, label, member, known, start, end = (t.value if t else "" for t in row)
        ends = (origin.removeprefix(f"{ID}country/"), destination.removeprefix(f"{ID}country/"))
        parts[*ends, regime, label, tie][member.removeprefix(f"{ID}country/")] = Part(start, end, known == "true")
    return [
        Regime(tie, (origin, destination), regime, label, (of[origin], of[destination]))
        for (origin, destination, regime, label, tie), of in sorted(parts.items())
    ]


def sources(store: Store, one: Regime) -> list[str]:
    """What a tie rests on: registers by name, passages of documents as ``ilo-policy-guide L1349-L1349``."""
    from lamigo.names import passage

    found = []
    for source, label in store.select(_SOURCES % one.tie).rows:
        cited = passage(source.value) if source else None
        if cited:
            found.append(f"{cited.source} L{cited.first}-L{cited.last}")
        elif source:
            found.append(label.value if label else source.value)
    return sorted(found)
