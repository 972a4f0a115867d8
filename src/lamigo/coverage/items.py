"""What coverage asks for: the checklist items about content, and the provisions that each cites."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from lamigo.names import ID
from lamigo.store import Store

ORIGIN, DESTINATION = "origin", "destination"
SIDES = (ORIGIN, DESTINATION)

_ITEMS = """
SELECT ?item ?label ?table ?position ?topic WHERE {
  ?item a lmg:ChecklistItem ; lmg:hasItemKind <https://w3id.org/lamigo/id/concept/item-kind/content> ;
    rdfs:label ?label ; lmg:inChecklist/lmg:number ?table ; lmg:position ?position .
  FILTER(LANG(?label) = "en")
  OPTIONAL { ?item lmg:hasTopic ?topic }
}
"""
# A citation that names provisions asks for these; one of an instrument as a whole asks for it.
_CITES = """
SELECT ?item ?instrument ?provision WHERE {
  ?item a lmg:ChecklistItem ; lmg:hasCitation ?citation .
  ?citation lmg:citesInstrument ?instrument .
  ?instrument lmg:isRatifiable true .
  OPTIONAL { ?citation lmg:citesProvision ?provision . ?provision lmg:ofInstrument ?instrument }
}
"""
_BEARERS = """
SELECT ?provision ?bearer WHERE {
  ?summary lmg:summarises ?above ; lmg:hasDutyBearer ?bearer .
  ?provision lmg:isPartOf* ?above .
}
"""


class Cited(NamedTuple):
    """A provision that an item cites (None: the instrument as a whole), and whose duty it is."""

    instrument: str
    provision: str | None
    sides: tuple[str, ...]
    bearer_stated: bool

    @property
    def iri(self) -> str:
        return f"{ID}instrument/{self.instrument}" + (f"/{self.provision}" if self.provision else "")


class Item(NamedTuple):
    """A checklist item about content. ``cites`` holds only what states can ratify."""

    iri: str
    label: str
    table: int
    position: int
    topics: frozenset[str]
    cites: tuple[Cited, ...]

    @property
    def key(self) -> str:
        """Such as ``table-6/who-pays-costs``."""
        return self.iri.removeprefix(f"{ID}checklist-item/")


def items(store: Store) -> list[Item]:
    """The items about content, in the order of the tables; items about process ask nothing of a corridor."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for provision, bearer in _values(store, _BEARERS):
        bearers[provision].add(bearer.rsplit("/", 1)[-1])
    cites: dict[str, set[Cited]] = defaultdict(set)
    for item, instrument, provision in _values(store, _CITES):
        sides, stated = _sides(bearers.get(provision, set()))
        key = instrument.removeprefix(f"{ID}instrument/")
        local = provision.removeprefix(f"{ID}instrument/{key}/") or None
        cites[item].add(Cited(key, local, sides, stated))
    topics: dict[tuple[str, str, int, int], set[str]] = defaultdict(set)
    for item, label, table, position, topic in _values(store, _ITEMS):
        topics[item, label, int(table), int(position)].add(topic)
    found = [
        Item(item, label, table, position, frozenset(about - {""}), tuple(sorted(cites[item], key=str)))
        for (item, label, table, position), about in topics.items()
    ]
    return sorted(found, key=lambda item: (item.table, item.position))


def _sides(bearers: set[str]) -> tuple[tuple[str, ...], bool]:
    """On which sides a duty lies. Where no source says whose it is, it is asked of both, and that is told."""
    stated = {bearer for bearer in bearers if bearer != "not-stated"}
    sides = tuple(side for side in SIDES if {side, "both"} & stated)
    return (sides, True) if sides else (SIDES, False)


def _values(store: Store, query: str) -> list[tuple[str, ...]]:
    return [tuple(term.value if term else "" for term in row) for row in store.select(query).rows]
