"""The data sets that were added to a build: where they are, what they hold. Light: nothing is read but reports.

Each has a folder ``added/<key>/`` beside the build: ``data.nt`` (its named graph's triples, sorted), ``report.json``
(what was placed and what not), ``unplaced.csv`` (each row of which nothing went in) and ``source.yaml`` (the
description by which it was read). What is derived from them together is in folders ``added/derived-…/``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from lamigo import rooms
from lamigo.errors import LamigoError
from lamigo.names import GRAPH

FOLDER, DATA, REPORT, UNPLACED, SOURCE = "added", "data.nt", "report.json", "unplaced.csv", "source.yaml"
MADE = "derived-from.txt"
DERIVED = "derived-"
"""What the keys of derived graphs begin with; no data set's key may."""


class Added(NamedTuple):
    """A data set that was added, or a graph that was derived from all of them (its key begins with ``derived-``)."""

    key: str
    folder: Path
    report: dict[str, Any]

    @property
    def graph(self) -> str:
        """The named graph of its triples."""
        return f"{GRAPH}{self.report['graph']}"

    @property
    def data(self) -> Path:
        return self.folder / DATA


def listed(build: Path | None = None) -> list[Added]:
    """What was added to a build folder, sorted by key; a folder without a report was never finished and is none."""
    found = []
    for folder in sorted((build or rooms.build_folder()).joinpath(FOLDER).glob("*")):
        try:
            report = json.loads((folder / REPORT).read_text("utf-8"))
        except (OSError, ValueError):
            continue
        found.append(Added(folder.name, folder, report))
    return found


def one(key: str, build: Path | None = None) -> Added:
    """The data set of a key. Raises LamigoError where none was added under it."""
    found = {added.key: added for added in listed(build)}
    if key in found and not key.startswith(DERIVED):
        return found[key]
    have = ", ".join(k for k in found if not k.startswith(DERIVED)) or "none"
    raise LamigoError(f"no data set {key!r} was added; added are: {have}", mend=f"bring it in: lamigo add {key} FILE")


def made_from(build: Path) -> str:
    """What tells whether the derived graphs are those of the data sets that are there now: the hashes of these."""
    sets = (added for added in listed(build) if added.report["kind"] not in ("derived", "origin-destination"))
    return " ".join(f"{added.key}:{added.report['sha256']}" for added in sets)


def stale(build: Path) -> bool:
    """Whether an interruption left derived graphs that are not those of the data sets that are there."""
    try:
        made = (build / FOLDER / MADE).read_text("utf-8")
    except OSError:
        made = ""
    return made != made_from(build)


def fingerprint(build: Path) -> str:
    """What tells one set of added data from another: the hashes of their triples."""
    return " ".join(f"{added.key}:{added.report['sha256']}" for added in listed(build))


def remove(key: str, build: Path | None = None, say: Callable[[str], None] = lambda _: None) -> None:
    """Take a data set out again, without a trace; what was derived is derived anew from the rest."""
    from lamigo.sources import derived

    folder = build or rooms.build_folder()
    added = one(key, folder)
    # The report goes first: a folder without one is none, so an interruption never leaves half a data set in use.
    (added.folder / REPORT).unlink()
    shutil.rmtree(added.folder)
    derived.derive(folder, say)
