"""The known gaps, counted from the data: each gap is a query of ``queries/gaps/`` that counts it."""

from __future__ import annotations

from lamigo import rooms
from lamigo.graph.read import decoded
from lamigo.store import Store


def count(store: Store) -> list[dict[str, int | str]]:
    """Each known gap in words, with its count, by file name.

    A gap's file begins with ``# <the gap in words>`` and selects one number, and where there are few of them also which
    they are, with spaces between.
    """
    counted: list[dict[str, int | str]] = []
    for path in sorted((rooms.room("queries") / "gaps").glob("*.rq")):
        text = decoded(path)
        answer, *which = store.select(text).rows[0]
        gap: dict[str, int | str] = {
            "name": path.stem,
            "gap": text.partition("\n")[0][2:],
            "count": int(answer.value) if answer else 0,
        }
        if which and which[0]:
            gap["which"] = ", ".join(sorted(which[0].value.split()))
        counted.append(gap)
    return counted
