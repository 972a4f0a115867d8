"""What a draft meets, what not, what it leaves unstated: by table, by instrument and provision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from lamigo.assess.draft import VERDICTS, Answer, Draft, Verdict, applicable
from lamigo.assess.items import Guide
from lamigo.assess.model import Model
from lamigo.assess.records import Item, Place, natural

NOTE = (
    "This measures the draft against the selection that the ILO's Practical Guide makes in its checklists, not against "
    "the instruments themselves: a provision that no item cites is not looked at. It speaks of what a text says, never "
    "of how people fare. Unstated is not no."
)
RULE = (
    "A provision is met (yes) where all items that cite it are, partly met where some are, not met (no) where none is "
    "and one is answered no, else unstated. Where an item names no place of an instrument, none is shown. What is "
    "marked doubtful is cited in a way that leaves the place open."
)
Extent = Literal["yes", "partly", "no", "unstated"]
EXTENTS: tuple[Extent, ...] = ("yes", "partly", "no", "unstated")
Row = tuple[Item, Answer]


class Held(NamedTuple):
    """A provision (None: the instrument, no place named), how far it is met, and the items through which."""

    place: Place | None
    verdict: Extent
    through: tuple[Row, ...]
    doubtful: bool

    def named(self, *others: Held) -> str:
        """Its name, with those of others after it, the kind said once: ``article 2, 3, Annex I (doubtful)``."""
        names, kind = list[str](), ""
        for place in (held.place for held in (self, *others)):
            names.append(place.locator if place and place.kind == kind else str(place or "no place named"))
            kind = place.kind if place else ""
        return f"{', '.join(names)}{' (doubtful)' if self.doubtful else ''}"


@dataclass(frozen=True)
class Assessment:
    """A draft held against the items that apply to its kind."""

    draft: Draft
    rows: list[Row]
    model: Model

    @property
    def title(self) -> str:
        return self.draft.title

    @property
    def notes(self) -> list[str]:
        """What a reader must know of the measure; the model agreement's where it is measured or cited."""
        cited = any(key.startswith("R086") for key, _ in self.by_instrument())
        return [NOTE, str(self.model)] if cited else [NOTE]

    def by_part(self) -> dict[str, list[Row]]:
        """The rows of each table or box, in the order of the items."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row[0].part, []).append(row)
        return found

    def by_instrument(self) -> dict[tuple[str, str], list[Row]]:
        """The items that cite each instrument, by its key and title."""
        found: dict[tuple[str, str], list[Row]] = {}
        for item, answer in self.rows:
            for cited in item.cites:
                found.setdefault((cited.instrument, cited.name), []).append((item, answer))
        return dict(sorted(found.items()))

    def provisions(self, instrument: str) -> list[Held]:
        """Every place of an instrument that an item cites, in its order; what is cited as a whole comes first."""
        through: dict[Place | None, list[Row]] = {}
        sure = set[Place | None]()
        for row in self.rows:
            for cited in row[0].cites:
                for place in (cited.places or (None,)) if cited.instrument == instrument else ():
                    through.setdefault(place, []).append(row)
                    sure |= set() if cited.doubtful else {place}
        ordered = sorted(through, key=lambda place: natural(place) if place else ([], ""))
        return [Held(place, extent(through[place]), tuple(through[place]), place not in sure) for place in ordered]


def count(rows: Iterable[Row]) -> dict[Verdict, int]:
    """How many items are met, not met, unstated."""
    counted = Counter(answer.verdict for _, answer in rows)
    return {verdict: counted[verdict] for verdict in VERDICTS}


def count_places(places: Iterable[Held]) -> dict[Extent, int]:
    """How many provisions are met, partly met, not met, unstated."""
    counted = Counter(held.verdict for held in places)
    return {verdict: counted[verdict] for verdict in EXTENTS}


def extent(rows: Iterable[Row]) -> Extent:
    """How far a provision is met, by the answers to the items that cite it: see RULE."""
    said = {answer.verdict for _, answer in rows}
    if "yes" in said:
        return "yes" if said == {"yes"} else "partly"
    return "no" if "no" in said else "unstated"


def together(places: Iterable[Held]) -> list[tuple[str, Held]]:
    """Provisions that stand side by side and are cited by the same items, under one name."""
    groups = groupby(places, key=lambda held: ([item.key for item, _ in held.through], held.doubtful))
    return [(first.named(*others), first) for _, (first, *others) in groups]


def assess(draft: Draft, found: Guide) -> Assessment:
    """Hold a draft against the items; one that it does not mention is unstated."""
    silent = Answer("unstated", "", 0)
    asked = applicable(found.items, draft.kind)
    return Assessment(draft, [(item, draft.answers.get(item.key, silent)) for item in asked], found.model)
