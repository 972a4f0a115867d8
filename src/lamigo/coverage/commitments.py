"""The layer of non-binding commitments: did the side's regional body declare itself on the matter?

Counted are declarations, compacts, agendas and regional instruments that nobody ratifies, adopted by a body of which
the side was a member on the day, with a provision on a topic of the item. Guidance that an organization's office or
experts wrote commits no state, and is not counted.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from lamigo.coverage.cell import UNKNOWN, YES, Answer, Proof
from lamigo.coverage.items import Item
from lamigo.graph.dates import bounds
from lamigo.names import ID
from lamigo.store import Store

RULE = "declared-by-a-body-that-it-is-a-member-of"
_INSTRUMENTS = """
SELECT DISTINCT ?instrument ?body ?topic ?provision ?adopted ?year WHERE {
  VALUES ?class { lmg:Declaration lmg:Compact lmg:Agenda lmg:RegionalInstrument }
  ?instrument a ?class ; lmg:adoptedBy ?body .
  MINUS { ?instrument lmg:isRatifiable true }
  ?provision lmg:ofInstrument ?instrument ; lmg:hasTopic ?topic .
  OPTIONAL { ?instrument lmg:adoptedOn ?adopted }
  OPTIONAL { ?instrument lmg:year ?year }
}
"""
_MEMBERS = """
SELECT ?membership ?body ?country ?start ?end WHERE {
  ?membership lmg:ofBody ?body ; lmg:hasMember ?country .
  OPTIONAL { ?membership lmg:startsOn ?start }
  OPTIONAL { ?membership lmg:endsOn ?end }
}
"""


class Commitments:
    """What the bodies of a store declared, and who was a member on a day: surely, or at an unknown date."""

    def __init__(self, store: Store, day: date) -> None:
        self._declared: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in store.select(_INSTRUMENTS).rows:
            _, body, topic, provision, adopted, year = (term.value if term else "" for term in row)
            when = adopted or year
            if when and bounds(when)[1] <= day:
                self._declared[body][topic].append(provision)
        self._members: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
        for row in store.select(_MEMBERS).rows:
            membership, body, country, start, end = (term.value if term else "" for term in row)
            if (start and bounds(start)[0] > day) or (end and bounds(end)[1] <= day):
                continue
            sure = bool(start) and bounds(start)[1] <= day and not (end and bounds(end)[0] <= day)
            self._members[country.removeprefix(f"{ID}country/")].append((body, membership, sure))
        for found in self._members.values():
            found.sort()

    def answer(self, state: str, item: Item) -> Answer:
        """Yes where the state surely was a member of a body that declared itself on a topic of the item."""
        maybe: list[Proof] = []
        for body, membership, sure in self._members.get(state, ()):
            provisions = sorted({p for topic in item.topics for p in self._declared[body].get(topic, ())})
            if not provisions:
                continue
            name = body.rsplit("/", 1)[1]
            if sure:
                return Answer(YES, (Proof(RULE, f"declared by {name}", (membership, *provisions)),))
            says = f"declared by {name}; since when the state is a member is not known"
            maybe.append(Proof(RULE, says, (membership, *provisions)))
        nothing = Proof(RULE, "no declaration on it by a body that the state is known to be a member of")
        return Answer(UNKNOWN, tuple(maybe) or (nothing,))
