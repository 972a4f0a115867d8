"""How much of each document was looked at: lines cited, left out with a reason, blank, and not looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lamigo.graph.passages import Document
from lamigo.names import ID, Passage, passage
from lamigo.store import Store

_CITED = """
SELECT DISTINCT ?passage ?left WHERE {
  ?thing lmg:evidence ?passage .
  BIND(EXISTS { ?thing a lmg:LeftOut } AS ?left)
}
"""
_DOCUMENTS = "SELECT ?source ?lines WHERE { ?source a lmg:SourceDocument ; lmg:lineCount ?lines }"


class LookedAt(NamedTuple):
    """Lines of one document. A line that is cited and left out counts as cited.

    ``blank`` and ``unseen`` are None where the document isn't at hand: then nobody can tell a blank line from another.
    """

    source: str
    lines: int
    cited: int
    left_out: int
    blank: int | None
    unseen: tuple[int, ...] | None


def looked_at(store: Store, documents: dict[str, Document]) -> list[LookedAt]:
    """What was looked at of each source document, by key; ``documents`` are those at hand."""
    cited: dict[str, set[int]] = {}
    left: dict[str, set[int]] = {}
    for term, left_out in store.select(_CITED).rows:
        if term is not None and (found := passage(term.value)):
            where = left if left_out is not None and left_out.value == "true" else cited
            where.setdefault(found.source, set()).update(range(found.first, found.last + 1))
    found_documents = []
    for source, count in store.select(_DOCUMENTS).rows:
        if source is None or count is None:
            continue
        key, total = source.value.removeprefix(ID + "source/"), int(count.value)
        seen, put_aside = cited.get(key, set()), left.get(key, set()) - cited.get(key, set())
        blank = unseen = None
        if document := documents.get(key):
            empty = {n for n, line in enumerate(document.lines, 1) if not line.strip()} - seen - put_aside
            blank = len(empty)
            unseen = tuple(n for n in range(1, total + 1) if n not in seen | put_aside | empty)
        found_documents.append(LookedAt(key, total, len(seen), len(put_aside), blank, unseen))
    return sorted(found_documents)


def runs(source: str, lines: Iterable[int]) -> list[Passage]:
    """Lines as runs of adjacent ones."""
    found: list[Passage] = []
    for line in sorted(lines):
        if found and found[-1].last == line - 1:
            found[-1] = Passage(source, found[-1].first, line)
        else:
            found.append(Passage(source, line, line))
    return found
