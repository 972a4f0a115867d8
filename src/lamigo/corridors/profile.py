"""One corridor: who moves, what ties its two ends, what binds each, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lamigo.corridors import numbers
from lamigo.corridors.regimes import LAYER, Regime, regimes, sources
from lamigo.coverage.agreements import Agreements, Known
from lamigo.coverage.items import Item
from lamigo.coverage.matrix import Corridor, Coverage, coverage
from lamigo.names import ID
from lamigo.sources.places import known
from lamigo.store import Store
from lamigo.treaties.bound import Bound, Register

_TIES = """
SELECT DISTINCT ?layer ?record ?label ?stated ?start ?end WHERE {
  ?tie lmg:tiesCorridor <%s> ; lmg:hasLayer ?layer ; lmg:byRecord ?record ; lmg:directionStated ?stated .
  OPTIONAL { ?record rdfs:label ?label FILTER(LANG(?label) = "en") }
  OPTIONAL { ?record lmg:startsIn|lmg:startsOn ?start }
  OPTIONAL { ?record lmg:endsIn|lmg:endsOn ?end }
}
"""


@dataclass
class Profile:
    """What is known of a corridor on a day."""

    corridor: Corridor
    names: tuple[str, str]
    day: date
    numbers: list[tuple[numbers.Measure, float]]
    agreements: list[tuple[Known, str, str]]
    """By day signed, each with whether it is in force on the day, and why."""
    regimes: list[tuple[Regime, str, list[str]]]
    """Free-movement regimes, each with whether it ties the two on the day, and what says so."""
    programmes: list[dict[str, str]]
    bound: dict[str, tuple[Bound, Bound]]
    """By instrument: of the origin, of the destination."""
    coverage: Coverage
    unknown: int = field(init=False)

    def __post_init__(self) -> None:
        self.unknown = int(self.coverage.frame()["unknown_cells"].iloc[0])

    def as_json(self) -> dict[str, Any]:
        """The profile as plain values."""
        return {
            "corridor": "-".join(self.corridor),
            "names": list(self.names),
            "as of": self.day.isoformat(),
            "numbers": [
                {"measure": m.key, "value": value, "unit": m.unit, "caution": m.caution} for m, value in self.numbers
            ],
            "agreements": [
                {"iri": a.iri, "label": a.label, "as printed": a.printed, "signed": a.signed, "term": a.terms,
                 "in force": force, "why": why}
                for a, force, why in self.agreements
            ],
            "free movement": [
                {"iri": one.iri, "label": one.label, "on the day": answer, "sources": said,
                 **{side: {"from": part.start, "until": part.end, "dates known": part.dates_known} for side, part in
                    zip(("origin", "destination"), one.parts, strict=True)}}
                for one, answer, said in self.regimes
            ],
            "programmes": self.programmes,
            "bound": {
                code: {side: {"answer": b.answer, "why": b.why, "premises": list(b.premises)} for side, b in
                       zip(("origin", "destination"), pair, strict=True)}
                for code, pair in self.bound.items()
            },
            "coverage": self.coverage.frame().iloc[0].to_dict(),
            "unknown cells": self.unknown,
        }  # fmt: skip


def profile(store: Store, register: Register, corridor: Corridor, day: date) -> Profile:
    """Everything that the graph and the added data say of a corridor on a day."""
    iri = f"{ID}corridor/{'-'.join(corridor)}"
    values: dict[str, float] = {}
    for row in store.select(f"SELECT ?m ?n WHERE {{ ?m a lmg:Measure . <{iri}> ?m ?n }}").rows:
        if row[0] and row[1]:
            values[row[0].value] = float(row[1].value)
    of_numbers = [(m, values[m.iri]) for m in numbers.measures(store) if m.iri in values]
    agreements = Agreements(store, day)
    pair = agreements.of_pair.get(frozenset(corridor), [])
    programmes = []
    for row in store.select(_TIES % iri).rows:
        text = [term.value if term else "" for term in row]
        if text[0].rsplit("/", 1)[-1] not in ("bilateral-agreement", LAYER):
            names = ("layer", "record", "label", "direction stated", "from", "until")
            programmes.append(dict(zip(names, [text[0].rsplit("/", 1)[-1], *text[1:]], strict=True)))
    found = coverage(store, register, day, [corridor])
    labels = known().labels
    return Profile(
        corridor,
        (labels[corridor[0]]["en"], labels[corridor[1]]["en"]),
        day,
        of_numbers,
        [(agreement, *agreement.in_force(day)) for agreement in pair],
        [(one, one.on(day), sources(store, one)) for one in regimes(store, corridor)],
        sorted(programmes, key=lambda p: (p["layer"], p["record"])),
        _bound(register, found.items, corridor, day),
        found,
    )


def _bound(register: Register, items: list[Item], corridor: Corridor, day: date) -> dict[str, tuple[Bound, Bound]]:
    """Whether each end is bound by each instrument that the items cite and states ratify."""
    codes = sorted({cited.instrument for item in items for cited in item.cites})
    origin, destination = corridor
    return {code: (register.bound(origin, code, day), register.bound(destination, code, day)) for code in codes}
