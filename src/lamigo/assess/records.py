"""What an item is, and what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from lamigo.names import passage


class Place(NamedTuple):
    """A provision as it is cited: ``12(c)`` and the kind of thing it is, ``article``."""

    locator: str
    kind: str

    def __str__(self) -> str:
        return f"{self.kind} {self.locator}" if self.locator[:1].isdigit() else self.locator


def natural(place: Place) -> tuple[list[tuple[int, str]], str]:
    """Orders 2 before 12, and 1(b) before 1(c)."""
    parts = re.findall(r"\d+|\D+", place.locator)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts], place.kind


class Cited(NamedTuple):
    """An instrument that an item cites, with the places cited; ``doubtful`` where the print leaves the place open."""

    instrument: str
    name: str
    places: tuple[Place, ...]
    doubtful: bool

    def __str__(self) -> str:
        places = f" {', '.join(place.locator for place in self.places)}" if self.places else ""
        return f"{self.instrument}{places}{' (doubtful)' if self.doubtful else ''}"


class Item(NamedTuple):
    """Something that a draft is asked.

    ``key`` is what a draft file calls it (``table-5/decent-conditions``), ``part`` the table, box or instrument whose
    item it is (``table-5``, ``box-11``, ``model-agreement``) with its ``title``; ``kind`` is that of the scheme
    item-kind, or ``agreement`` where only an agreement is asked; ``lines`` are those of the document.
    """

    key: str
    part: str
    title: str
    label: str
    kind: str
    cites: tuple[Cited, ...]
    lines: str


def lines_of(evidence: Iterable[str]) -> str:
    """Passages for people: ``ilo-policy-guide L608-L608, L1214-L1214``, in their order."""
    by_source: dict[str, list[str]] = {}
    for proof in sorted(found for iri in set(evidence) if (found := passage(iri))):
        by_source.setdefault(proof.source, []).append(f"L{proof.first}-L{proof.last}")
    return "; ".join(f"{source} {', '.join(lines)}" for source, lines in by_source.items())
