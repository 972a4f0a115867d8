"""The checklist items that a draft is held against, as the graph has them."""

from __future__ import annotations

from typing import NamedTuple

from lamigo.names import ID, passage
from lamigo.store import Store

_ITEMS = """
SELECT ?item ?table ?position ?title ?label ?kind ?passage WHERE {
  ?item a lmg:ChecklistItem ; rdfs:label ?label ; lmg:position ?position ; lmg:hasItemKind ?kind ;
    lmg:inChecklist ?list ; lmg:evidence ?passage .
  ?list lmg:number ?table ; rdfs:label ?title .
}
ORDER BY ?table ?position
"""
_CITED = """
SELECT ?item ?instrument ?name ?locator ?doubtful WHERE {
  ?item a lmg:ChecklistItem ; lmg:hasCitation ?citation .
  ?citation lmg:citesInstrument ?instrument .
  ?instrument rdfs:label ?name FILTER(LANG(?name) = "en")
  OPTIONAL { ?citation lmg:citesProvision ?provision . ?provision lmg:ofInstrument ?instrument ; lmg:locator ?locator }
  OPTIONAL { ?citation lmg:isDoubtful ?doubtful }
}
"""


class Cited(NamedTuple):
    """An instrument that an item cites, with the places cited; ``doubtful`` where the print leaves the place open."""

    instrument: str
    name: str
    locators: tuple[str, ...]
    doubtful: bool

    def __str__(self) -> str:
        places = f" {', '.join(self.locators)}" if self.locators else ""
        return f"{self.instrument}{places}{' (doubtful)' if self.doubtful else ''}"


class Item(NamedTuple):
    """A checklist item: its key (``table-5/decent-conditions``), what it asks, what it cites, and its lines."""

    key: str
    table: int
    title: str
    label: str
    kind: str
    cites: tuple[Cited, ...]
    lines: str


def items(store: Store) -> list[Item]:
    """All items of the ten checklists, by table and position."""
    cited: dict[str, dict[tuple[str, str], tuple[set[str], bool]]] = {}
    for item, instrument, name, locator, doubtful in store.select(_CITED).rows:
        assert item is not None and instrument is not None and name is not None
        key = (instrument.value.removeprefix(ID + "instrument/"), name.value)
        places, unsure = cited.setdefault(item.value, {}).setdefault(key, (set(), False))
        if locator is not None:
            places.add(locator.value)
        cited[item.value][key] = (places, unsure or (doubtful is not None and doubtful.value == "true"))
    found = []
    for item, table, _, title, label, kind, cites in store.select(_ITEMS).rows:
        assert item and table and title and label and kind and cites
        proof = passage(cites.value)
        found.append(
            Item(
                item.value.removeprefix(ID + "checklist-item/"), int(table.value), title.value, label.value,
                kind.value.rsplit("/", 1)[-1],
                tuple(Cited(*key, tuple(sorted(places, key=_natural)), unsure)
                      for key, (places, unsure) in sorted(cited.get(item.value, {}).items())),
                f"{proof.source} L{proof.first}-L{proof.last}" if proof else "",
            )
        )  # fmt: skip
    return found


def _natural(locator: str) -> tuple[int, str]:
    digits = "".join(character for character in locator.split("(")[0] if character.isdigit())
    return int(digits or 0), locator
