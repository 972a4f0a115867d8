"""The data sets that were added to a build: where they are, what they hold. Light: nothing is read but reports.

Each has a folder ``added/<key>/`` beside the build: ``data.nt`` (its named graph's triples, sorted), ``report.json``
(what was placed and what not), ``unplaced.csv`` (each row of which nothing went in) and ``source.yaml`` (the
description by which it was read). What is derived from them together is in folders ``added/derived-…/``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from lamigo import rooms
from lamigo.atomic import alone
from lamigo.errors import LamigoError
from lamigo.names import GRAPH

FOLDER, DATA, REPORT, UNPLACED, SOURCE = "added", "data.nt", "report.json", "unplaced.csv", "source.yaml"
MADE = "derived-from.txt"
DERIVED = "derived-"
"""What the keys of derived graphs begin with; no data set's key may."""


NEEDED = frozenset({"key", "graph", "kind", "triples", "sha256"})
"""What each report states."""


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
    """What was added to a build folder, sorted by key; a folder without a report was never finished and is none.

    Raises LamigoError where a report is there and is damaged: what it vouches for is neither used nor left out unsaid.
    """
    found = []
    for folder in _folders(build):
        path = folder / REPORT
        try:
            report = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            report = None
        if not isinstance(report, dict) or not report.keys() >= NEEDED:
            key = folder.name
            again = "lamigo build" if key.startswith(DERIVED) else f"lamigo add {key} FILE"
            raise LamigoError(
                "this report of what was added is damaged",
                where=rooms.shown(path),
                mend=f"take it out (lamigo remove {key}), then: {again}",
            )
        found.append(Added(folder.name, folder, report))
    return found


def unfinished(build: Path | None = None) -> list[str]:
    """The keys of what an interruption left without a report; its files count as none."""
    return [folder.name for folder in _folders(build) if not (folder / REPORT).is_file()]


def _folders(build: Path | None) -> list[Path]:
    within = (build or rooms.build_folder()) / FOLDER
    return sorted(path for path in within.glob("*") if path.is_dir() and not path.name.startswith("."))


def one(key: str, build: Path | None = None) -> Added:
    """The data set of a key. Raises LamigoError where none was added under it."""
    found = {added.key: added for added in listed(build)}
    if key in found and not key.startswith(DERIVED):
        return found[key]
    raise _absent(key, found)


def _absent(key: str, there: Iterable[str]) -> LamigoError:
    have = ", ".join(k for k in there if not k.startswith(DERIVED)) or "none"
    return LamigoError(f"no data set {key!r} was added; added are: {have}", mend=f"bring it in: lamigo add {key} FILE")


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


def renew(build: Path, say: Callable[[str], None] = lambda _: None) -> None:
    """Derive anew what an interruption left as it followed from other data sets than those that are there."""
    if stale(build):
        from lamigo.sources import derived

        derived.derive(build, say)


def fingerprint(build: Path) -> str:
    """What tells one set of added data from another: the hashes of their triples."""
    return " ".join(f"{added.key}:{added.report['sha256']}" for added in listed(build))


def remove(key: str, build: Path | None = None, say: Callable[[str], None] = lambda _: None) -> None:
    """Take a data set out again, without a trace; what was derived is derived anew from the rest."""
    from lamigo.sources import derived

    build = build or rooms.build_folder()
    # By its folder, not by its report, so that what is damaged or unfinished can be taken out as well.
    folders = {folder.name: folder for folder in _folders(build)}
    if key not in folders:
        raise _absent(key, folders)
    discard(folders[key])
    derived.derive(build, say)
    # The store that questions are asked of holds a copy until the next one is asked.
    if (store := build / "store").is_dir():
        with alone(store):
            for filled in store.iterdir():
                shutil.rmtree(filled, ignore_errors=True)


def discard(folder: Path) -> None:
    """Remove a data set's folder. The report goes first: without it, what an interruption leaves counts as none."""
    try:
        (folder / REPORT).unlink(missing_ok=True)
        shutil.rmtree(folder)
    except OSError as error:
        raise LamigoError(
            f"cannot remove {folder}: {error.strerror or error}", mend="make it writable, and do it again"
        ) from error
