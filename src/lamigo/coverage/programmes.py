"""The layer of dated programmes: does a practice, project or union agreement that ran on the day serve the corridor?"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from lamigo.coverage.cell import UNKNOWN, YES, Answer, Proof
from lamigo.coverage.items import Item
from lamigo.graph.dates import bounds
from lamigo.names import ID
from lamigo.store import Store

RULE = "served-by-a-programme-on-a-shared-topic"
_TIES = """
SELECT DISTINCT ?corridor ?record ?label ?topic ?start ?end ?tie WHERE {
  VALUES ?layer { <https://w3id.org/lamigo/id/concept/tie-layer/practice>
    <https://w3id.org/lamigo/id/concept/tie-layer/project>
    <https://w3id.org/lamigo/id/concept/tie-layer/trade-union-agreement> }
  ?tie a lmg:Tie ; lmg:hasLayer ?layer ; lmg:tiesCorridor ?corridor ; lmg:byRecord ?record .
  ?record lmg:hasTopic ?topic .
  OPTIONAL { ?record rdfs:label ?label FILTER(LANG(?label) = "en") }
  OPTIONAL { ?record lmg:startsIn|lmg:startsOn ?start }
  OPTIONAL { ?record lmg:endsIn|lmg:endsOn ?end }
}
"""


class Programmes:
    """The programmes of a store by corridor and topic, and whether each ran on a day."""

    def __init__(self, store: Store, day: date) -> None:
        self._by_corridor: dict[str, dict[str, set[tuple[str, str, str, bool]]]] = defaultdict(lambda: defaultdict(set))
        for row in store.select(_TIES).rows:
            corridor, record, label, topic, start, end, tie = (term.value if term else "" for term in row)
            starts, ends = (bounds(text) if text else None for text in (start, end))
            if (starts and day < starts[0]) or (ends and day > ends[1]):
                continue
            inside = bool(starts and ends and starts[1] <= day <= ends[0])
            pair = corridor.removeprefix(f"{ID}corridor/")
            self._by_corridor[pair][topic].add((record, label, tie, inside))

    def answer(self, origin: str, destination: str, item: Item) -> Answer:
        """Yes where a programme on a topic of the item surely ran on the day; else unknown, naming undated ones."""
        topics = self._by_corridor.get(f"{origin}-{destination}", {})
        found = sorted({programme for topic in item.topics for programme in topics.get(topic, ())})
        sure = [programme for programme in found if programme[3]]
        proofs = tuple(
            Proof(RULE, label if ran else f"{label}: whether it ran on the day is not known", (record, tie))
            for record, label, tie, ran in (sure or found)
        )
        nothing = Proof(RULE, "no programme on it is known for the corridor; no list of programmes is complete")
        return Answer(YES if sure else UNKNOWN, proofs or (nothing,))

    @property
    def corridors(self) -> set[str]:
        """Corridors that any programme serves, or may have served, on the day."""
        return set(self._by_corridor)
