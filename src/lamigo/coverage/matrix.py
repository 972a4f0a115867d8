"""Coverage of many corridors at once: answers as small numbers, proofs on demand.

What depends on one side alone (binding obligations, commitments) is asked once a state and item, what depends on the
pair once a corridor, and a corridor's cells are looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from lamigo.coverage.agreements import Agreements
from lamigo.coverage.binding import Binding
from lamigo.coverage.cell import (
    AGREEMENT,
    BINDING,
    COMMITMENT,
    NO,
    NOT_ELIGIBLE,
    PROGRAMME,
    UNKNOWN,
    YES,
    Answer,
)
from lamigo.coverage.commitments import Commitments
from lamigo.coverage.items import DESTINATION, ORIGIN, SIDES, Item, items
from lamigo.coverage.programmes import Programmes
from lamigo.names import ID
from lamigo.store import Store
from lamigo.treaties.bound import Register

if TYPE_CHECKING:
    import pandas as pd

Corridor = tuple[str, str]
Codes = np.ndarray[tuple[int, ...], np.dtype[np.int8]]
ANSWERS = (NO, UNKNOWN, YES, NOT_ELIGIBLE)
CODE = {answer: code for code, answer in enumerate(ANSWERS)}
COLUMNS = (
    (BINDING, ORIGIN),
    (BINDING, DESTINATION),
    (AGREEMENT, ""),
    (COMMITMENT, ORIGIN),
    (COMMITMENT, DESTINATION),
    (PROGRAMME, ""),
)
"""What is kept of a corridor and item: each layer, by side where a side has a duty of its own."""


@dataclass
class Coverage:
    """The coverage of corridors on a day.

    ``codes`` has shape (corridors, columns, items): the position of the answer in ``ANSWERS``.
    """

    day: date
    corridors: list[Corridor]
    items: list[Item]
    codes: Codes
    _layers: tuple[Binding, Agreements, Commitments, Programmes]
    _row: dict[Corridor, int] = field(init=False)

    def __post_init__(self) -> None:
        self._row = {corridor: row for row, corridor in enumerate(self.corridors)}

    def cell(self, corridor: Corridor, item: Item, layer: str, side: str = "") -> Answer:
        """One answer with its proof."""
        binding, agreements, commitments, programmes = self._layers
        state = corridor[0] if side == ORIGIN else corridor[1]
        if layer == BINDING:
            return binding.answer(state, side, item)
        if layer == COMMITMENT:
            return commitments.answer(state, item)
        asked = agreements if layer == AGREEMENT else programmes
        return asked.answer(*corridor, item)

    def cells(self, corridor: Corridor) -> list[dict[str, object]]:
        """All cells of a corridor, each with item, layer, side, answer and proofs."""
        found: list[dict[str, object]] = []
        for item in self.items:
            for layer, side in COLUMNS:
                answer, proofs = self.cell(corridor, item, layer, side)
                asked = {"item": item.key, "asks": item.label, "layer": layer, "side": side}
                found.append({**asked, "answer": answer, "proofs": proofs})
        return found

    def bounds(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Share of eligible items answered yes, share that is yes or unknown, and the count of unknowns.

        Shapes (corridors, columns). A column without any eligible item has no share (NaN).
        """
        eligible = (self.codes != CODE[NOT_ELIGIBLE]).sum(axis=2).astype(float)
        eligible[eligible == 0] = np.nan
        yes = (self.codes == CODE[YES]).sum(axis=2)
        unknown = (self.codes == CODE[UNKNOWN]).sum(axis=2)
        return yes / eligible, (yes + unknown) / eligible, unknown

    def frame(self) -> pd.DataFrame:
        """A row a corridor: for each layer and side the share of items covered, at least and at most.

        ``weakest_link_low`` and ``weakest_link_high`` are the smaller of the two sides' shares of binding obligations;
        ``unknown_cells`` counts the answers that are not known.
        """
        import pandas as pd

        low, high, unknown = self.bounds()
        out: dict[str, object] = {
            "origin": [origin for origin, _ in self.corridors],
            "destination": [destination for _, destination in self.corridors],
        }
        for position, (layer, side) in enumerate(COLUMNS):
            name = "_".join(part for part in (layer.replace("-", "_"), side) if part)
            out[f"{name}_low"], out[f"{name}_high"] = low[:, position], high[:, position]
        out["weakest_link_low"] = np.fmin(low[:, 0], low[:, 1])
        out["weakest_link_high"] = np.fmin(high[:, 0], high[:, 1])
        out["unknown_cells"] = unknown.sum(axis=1)
        return pd.DataFrame(out)

    def proofs(self) -> pd.DataFrame:
        """A row a proof of a cell, premises (IRIs) apart by blanks: what ``cells`` gives, as a table."""
        import pandas as pd

        asked = ("item", "layer", "side", "answer")
        rows = [
            ("-".join(corridor), *(cell[name] for name in asked), proof.says, proof.rule, " ".join(proof.premises))
            for corridor in self.corridors
            for cell in self.cells(corridor)
            for proof in cell["proofs"]  # type: ignore[attr-defined]
        ]
        return pd.DataFrame(rows, columns=["corridor", *asked, "says", "rule", "premises"])

    def of(self, corridor: Corridor) -> Codes:
        """The codes of one corridor, shape (columns, items)."""
        found: Codes = self.codes[self._row[corridor]]
        return found


def coverage(
    store: Store, register: Register, day: date, corridors: Iterable[Corridor], asked: Sequence[Item] | None = None
) -> Coverage:
    """The coverage of corridors (pairs of keys such as ``("NPL", "KOR")``) on a day, over all items about content."""
    pairs = list(corridors)
    about = list(asked) if asked is not None else items(store)
    layers = Binding(register, day), Agreements(store, day), Commitments(store, day), Programmes(store, day)
    codes = np.full((len(pairs), len(COLUMNS), len(about)), CODE[UNKNOWN], dtype=np.int8)
    fill(codes, pairs, about, layers)
    return Coverage(day, pairs, about, codes, layers)


def fill(
    codes: Codes, pairs: list[Corridor], about: list[Item], layers: tuple[Binding, Agreements, Commitments, Programmes]
) -> None:
    """Write the answers of corridors into ``codes``."""
    binding, agreements, commitments, programmes = layers
    states = sorted({end for pair in pairs for end in pair})
    index = {state: row for row, state in enumerate(states)}
    for position, side in enumerate(SIDES):
        ends = np.fromiter((index[pair[position]] for pair in pairs), dtype=np.intp, count=len(pairs))
        bound = side_codes(binding, states, side, about)
        declared = np.array(
            [[CODE[commitments.answer(state, item).answer] for item in about] for state in states], dtype=np.int8
        ).reshape(len(states), len(about))
        codes[:, COLUMNS.index((BINDING, side))] = bound[ends]
        codes[:, COLUMNS.index((COMMITMENT, side))] = declared[ends]
    # Agreements and programmes are few: what no record speaks to stays unknown.
    by_item = {item.iri: column for column, item in enumerate(about)}
    for row, (origin, destination) in enumerate(pairs):
        for iri in agreements.items_of(origin, destination):
            if (column := by_item.get(iri)) is not None:
                answer = agreements.answer(origin, destination, about[column]).answer
                codes[row, COLUMNS.index((AGREEMENT, "")), column] = CODE[answer]
        if f"{origin}-{destination}" in programmes.corridors:
            for column, item in enumerate(about):
                answer = programmes.answer(origin, destination, item).answer
                codes[row, COLUMNS.index((PROGRAMME, "")), column] = CODE[answer]


def side_codes(binding: Binding, states: Sequence[str], side: str, about: Sequence[Item]) -> Codes:
    """The binding layer of one side, shape (states, items)."""
    answers = [[CODE[binding.answer(state, side, item).answer] for item in about] for state in states]
    return np.array(answers, dtype=np.int8).reshape(len(states), len(about))


def corridor_of(key: str) -> Corridor:
    """``NPL-KOR`` as a pair. Raises LamigoError where it is none."""
    from lamigo.corridors.numbers import split
    from lamigo.errors import LamigoError
    from lamigo.sources.places import key_of

    text = key[len(ID) :].removeprefix("corridor/") if key.startswith(ID) else key
    ends = split(text.upper())
    if not all(ends):
        raise LamigoError(f"{key!r} is no corridor", mend="write origin and destination by their keys, such as NPL-KOR")
    try:
        origin, destination = (key_of(end) for end in ends)
    except LamigoError as error:
        raise LamigoError(f"{key!r} is no corridor: {error.what}", mend=error.mend) from error
    if origin == destination:
        raise LamigoError(f"{key!r} is no corridor: it begins where it ends", mend="name two countries or areas")
    return origin, destination
