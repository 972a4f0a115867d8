"""The acts of all data sets that were added to a build: read back, made into periods, and ready to be asked."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from lamigo import __version__, rooms
from lamigo.atomic import publish
from lamigo.names import ID
from lamigo.sources import added
from lamigo.treaties import law, triples
from lamigo.treaties.action import Action, Completeness
from lamigo.treaties.bound import Register
from lamigo.treaties.periods import Derived
from lamigo.treaties.periods import derive as derive_periods

KIND = "treaty-actions"


def read(build: Path | None = None) -> tuple[list[Action], list[Completeness]]:
    """The acts and statements of completeness of every added data set of treaty actions, by its key."""
    actions: list[Action] = []
    statements: list[Completeness] = []
    for data_set in added.listed(build):
        if data_set.report["kind"] == KIND:
            more = triples.read_back(_triples(data_set.data))
            actions += more[0]
            statements += more[1]
    return actions, statements


def register(build: Path | None = None) -> tuple[Register, dict[str, Action]]:
    """What can be asked, and every act by its IRI, to show the file and row behind a premise."""
    folder = build or rooms.build_folder()
    return _register(folder, added.fingerprint(folder))


@lru_cache(maxsize=2)
def _register(build: Path, _fingerprint: str) -> tuple[Register, dict[str, Action]]:
    actions, statements = read(build)
    periods = derive_periods(actions, law.known()).periods
    return Register(law.known(), periods, statements), {ID + action.iri_path: action for action in actions}


def derive(build: Path, say: Callable[[str], None] = lambda _: None) -> Derived:
    """Derive the binding periods of all added data sets anew, as the named graph ``graph/derived/binding-periods``.

    Where no treaty actions are there, none are derived, and what was derived before goes.
    """
    actions, _ = read(build)
    derived = derive_periods(actions, law.known())
    folder = build / added.FOLDER / added.PERIODS
    if not actions:
        (folder / added.REPORT).unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        return derived
    say(f"deriving binding periods: {len(derived.periods):,} from {len(actions):,} acts")
    data = "".join(f"{s} {p} {o} .\n" for s, p, o in sorted(set(triples.of_periods(derived.periods)))).encode()
    reasons: dict[str, int] = {}
    for _, reason in derived.left_out:
        reasons[reason] = reasons.get(reason, 0) + 1
    report = {
        "key": added.PERIODS,
        "graph": f"derived/{triples.GRAPH_NAME}",
        "kind": "derived",
        "version": __version__,
        "triples": data.count(b"\n"),
        "sha256": hashlib.sha256(data).hexdigest(),
        "counts": {"acts": len(actions), "binding periods": len(derived.periods)},
        "not derived": dict(sorted(reasons.items())),
    }
    publish(
        folder,
        {added.DATA: data, added.REPORT: (json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode()},
        seal=added.REPORT,
    )
    return derived


def _triples(path: Path) -> Iterator[triples.Triple]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            subject, predicate, value = line.rstrip("\n").removesuffix(" .").split(" ", 2)
            yield subject, predicate, value
