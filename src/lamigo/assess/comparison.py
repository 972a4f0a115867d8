"""Two drafts compared: every item and provision whose verdict differs, and what was asked of one of them only.

Provisions are compared through the items that both drafts were asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lamigo.assess.draft import Answer
from lamigo.assess.records import Item
from lamigo.assess.report import Assessment, Extent, Row


@dataclass(frozen=True)
class Comparison:
    """What differs between two drafts; ``shared`` is the number of items that both were asked."""

    one: Assessment
    other: Assessment
    shared: int
    items: list[tuple[Item, Answer, Answer]]
    provisions: list[tuple[str, str, Extent, Extent]]
    only_one: list[Row]
    only_other: list[Row]

    @property
    def title(self) -> str:
        return f"{self.one.title} → {self.other.title}"

    @property
    def notes(self) -> list[str]:
        """Those of both, each once."""
        return list(dict.fromkeys([*self.one.notes, *self.other.notes]))


def compare(one: Assessment, other: Assessment) -> Comparison:
    """Compare two drafts; of different kinds, by what both are asked."""
    before, after = ({item.key: answer for item, answer in found.rows} for found in (one, other))
    shared = [(item, before[item.key], after[item.key]) for item, _ in other.rows if item.key in before]
    both = before.keys() & after.keys()
    was, now = (_verdicts(replace(found, rows=[r for r in found.rows if r[0].key in both])) for found in (one, other))
    return Comparison(
        one,
        other,
        len(shared),
        [row for row in shared if row[1].verdict != row[2].verdict],
        [(*key, was[key], now[key]) for key in now if key in was and was[key] != now[key]],
        [row for row in one.rows if row[0].key not in after],
        [row for row in other.rows if row[0].key not in before],
    )


def _verdicts(found: Assessment) -> dict[tuple[str, str], Extent]:
    return {
        (key, str(held.place or "(no place named)")): held.verdict
        for key, _ in found.by_instrument()
        for held in found.provisions(key)
    }
