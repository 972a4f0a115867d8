"""The acts of all data sets that were added to a build: read back, made into periods, and ready to be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from lamigo import rooms
from lamigo.names import ID
from lamigo.sources import added
from lamigo.treaties import law, triples
from lamigo.treaties.action import Action, Completeness
from lamigo.treaties.bound import Register
from lamigo.treaties.periods import derive as derive_periods
from lamigo.treaties.territories import declared

KIND, GRAPH_NAME = "treaty-actions", "binding-periods"
"""The kind of the data sets, and the graph of what is derived from them."""


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
    known = law.known()
    register = Register(known, derive_periods(actions, known).periods, statements, declared(actions, known))
    return register, {ID + action.iri_path: action for action in actions}


def implied(build: Path, say: Callable[[str], None] = lambda _: None) -> list[triples.Triple]:
    """The triples of the binding periods that follow from all added data sets; none where these hold no acts.

    Acts of which no period could be made are counted to ``say``, with the reason.
    """
    actions, _ = read(build)
    if not actions:
        return []
    derived = derive_periods(actions, law.known())
    say(f"deriving binding periods: {len(derived.periods):,} from {len(actions):,} acts")
    reasons = Counter(reason for _, reason in derived.left_out)
    for reason, number in sorted(reasons.items()):
        say(f"no period for {number} acts: {reason}")
    return triples.of_periods(derived.periods)


def _triples(path: Path) -> Iterator[triples.Triple]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            subject, predicate, value = line.rstrip("\n").removesuffix(" .").split(" ", 2)
            yield subject, predicate, value
