"""What a draft is held against, as the graph has it: checklist items and, for agreements, the model agreement."""

from __future__ import annotations

from typing import NamedTuple

from lamigo.assess.model import Model, agreement_items, model
from lamigo.assess.records import Cited, Item, Place, lines_of, natural
from lamigo.names import ID
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
SELECT ?item ?instrument ?name ?locator ?kind ?doubtful WHERE {
  ?item a lmg:ChecklistItem ; lmg:hasCitation ?citation .
  ?citation lmg:citesInstrument ?instrument .
  ?instrument rdfs:label ?name FILTER(LANG(?name) = "en")
  OPTIONAL {
    ?citation lmg:citesProvision ?provision .
    ?provision lmg:ofInstrument ?instrument ; lmg:locator ?locator ; lmg:hasProvisionKind/skos:prefLabel ?kind
    FILTER(LANG(?kind) = "en")
  }
  OPTIONAL { ?citation lmg:isDoubtful ?doubtful }
}
"""


class Guide(NamedTuple):
    """Everything that a draft can be held against, and what the documents give of the model agreement."""

    items: list[Item]
    model: Model


def guide(store: Store) -> Guide:
    """All items of the graph: those of the ten checklists, then those that only an agreement is asked."""
    return Guide([*items(store), *agreement_items(store)], model(store))


def items(store: Store) -> list[Item]:
    """All items of the ten checklists, by table and position."""
    cited: dict[str, dict[tuple[str, str], tuple[set[Place], bool]]] = {}
    for item, instrument, name, locator, kind, doubtful in store.select(_CITED).rows:
        assert item is not None and instrument is not None and name is not None
        key = (instrument.value.removeprefix(ID + "instrument/"), name.value)
        places, unsure = cited.setdefault(item.value, {}).setdefault(key, (set(), False))
        if locator is not None and kind is not None:
            places.add(Place(locator.value, kind.value))
        cited[item.value][key] = (places, unsure or (doubtful is not None and doubtful.value == "true"))
    found = []
    for item, table, _, title, label, kind, cites in store.select(_ITEMS).rows:
        assert item and table and title and label and kind and cites
        found.append(
            Item(
                item.value.removeprefix(ID + "checklist-item/"), f"table-{table.value}",
                f"Table {table.value}. {title.value}", label.value, kind.value.rsplit("/", 1)[-1],
                tuple(Cited(*key, tuple(sorted(places, key=natural)), unsure)
                      for key, (places, unsure) in sorted(cited.get(item.value, {}).items())),
                lines_of([cites.value]),
            )
        )  # fmt: skip
    return found
