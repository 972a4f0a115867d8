"""Hygiene queries: each returns a sentence a fault, no row means healthy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from lamigo.errors import LamigoError
from lamigo.graph.read import decoded
from lamigo.rooms import shown
from lamigo.store import Store


class Check(NamedTuple):
    """A hygiene query: what healthy means, how to mend what it finds, and how bad that is."""

    name: str
    healthy: str
    mend: str
    severity: str
    text: str


def read_checks(folder: Path) -> list[Check]:
    """The hygiene queries of a folder, by name."""
    checks = []
    for path in sorted(folder.glob("*.rq")):
        text = decoded(path)
        mend = re.search(r"^# mend: (.+)$", text, re.M)
        if not text.startswith("# ") or not mend:
            raise LamigoError(
                "a hygiene query begins with what healthy means, and says how to mend what it finds",
                where=shown(path),
                mend='add "# mend: …" below its first line',
            )
        severity = re.search(r"^# severity: (violation|warning)$", text, re.M)
        checks.append(
            Check(path.stem, text.splitlines()[0][2:], mend[1], severity[1] if severity else "violation", text)
        )
    return checks


def run(check: Check, store: Store) -> list[tuple[str, str]]:
    """The (subject, sentence) pairs that a check finds, sorted."""
    found = store.select(check.text)
    if found.columns != ("subject", "says"):
        raise LamigoError(f"hygiene query {check.name} selects {found.columns}", mend="select ?subject ?says")
    return sorted({(subject.value, says.value) for subject, says in found.rows if subject and says})
