"""The layer of binding obligations: is the side whose duty it is bound by a provision that the item cites?"""

from __future__ import annotations

from datetime import date

from lamigo.coverage.cell import NOT_ELIGIBLE, Answer, Proof, best
from lamigo.coverage.items import Cited, Item
from lamigo.treaties.bound import Register

RULE = "bound-by-a-cited-provision"


class Binding:
    """Answers for one register of treaty actions and one day; each question is asked of the register once."""

    def __init__(self, register: Register, day: date) -> None:
        self.register, self.day = register, day
        self._known: dict[tuple[str, str, str | None], Answer] = {}

    def answer(self, state: str, side: str, item: Item) -> Answer:
        """Whether a state is bound on the day by any provision that an item cites as a duty of its side."""
        ways = [self._way(state, cited) for cited in item.cites if side in cited.sides]
        if not ways:
            says = "the item cites no instrument that states ratify" if not item.cites else f"no duty of the {side}"
            return Answer(NOT_ELIGIBLE, (Proof(RULE, says, (item.iri,)),))
        return best(ways)

    def _way(self, state: str, cited: Cited) -> Answer:
        key = (state, cited.instrument, cited.provision)
        if key not in self._known:
            # A provision below those that the authority describes is asked for as what it belongs to.
            provision = cited.provision
            while provision and f"{cited.instrument}/{provision}" not in self.register.law.provisions:
                provision = provision.rpartition("/")[0] or None
            found = self.register.bound(state, cited.instrument, self.day, provision=provision)
            note = "" if cited.bearer_stated else "; whose duty it is is not stated, so it is asked of both sides"
            where = f"{cited.instrument} {cited.provision}" if cited.provision else cited.instrument
            says = f"{where}: {found.why}{note}"
            self._known[key] = Answer(found.answer, (Proof(RULE, says, (cited.iri, *found.premises)),))
        return self._known[key]
