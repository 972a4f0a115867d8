"""What follows from all added data sets together, derived anew whenever one comes or goes.

The same rules as for the curated graph, read over the records of the added data sets with the ontology and the names
of countries: ties of agreements, dates, superclasses. Numbers by corridor imply nothing that a rule derives.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

from lamigo import __version__, rooms
from lamigo.atomic import publish
from lamigo.graph import read, rules
from lamigo.graph.uncollected import uncollected
from lamigo.names import GRAPH
from lamigo.sources import added, made_with

RECORDS = ("agreements", "countries", "treaty-actions")
"""The kinds whose records the rules are read over."""


@uncollected()
def derive(build: Path, say: Callable[[str], None] = lambda _: None) -> None:
    """Derive anew what the added data sets of a build imply; what was derived before and no longer follows goes."""
    from lamigo.treaties import added as treaties

    sets = [data_set for data_set in added.listed(build) if data_set.report.get("kind") in RECORDS]
    facts = [statement for data_set in sets for statement in statements(data_set)]
    if sets:
        say("deriving what the added data implies")
    by_graph: dict[str, set[str]] = defaultdict(set)
    for s in implied(facts) if facts else ():
        by_graph[s.graph.removeprefix(rules.DERIVED)].add(f"{s.subject} {s.predicate} {s.object} .\n")
    if periods := treaties.implied(build, say):
        by_graph[treaties.GRAPH_NAME] = {f"{s} {p} {o} .\n" for s, p, o in periods}
    for name, lines in sorted(by_graph.items()):
        _publish(build, name, "".join(sorted(lines)).encode(), len(lines))
    for old in added.listed(build):
        if old.key.startswith(added.DERIVED) and old.key.removeprefix(added.DERIVED) not in by_graph:
            added.discard(old.folder)
    # Last: without it, or with another's, the derived graphs are made anew when the graph is next opened.
    if made := added.made_from(build):
        publish(build / added.FOLDER, {added.MADE: made.encode()})
    else:
        (build / added.FOLDER / added.MADE).unlink(missing_ok=True)


def _publish(build: Path, name: str, data: bytes, triples: int) -> None:
    key = added.DERIVED + name
    report = {
        "key": key,
        "graph": f"derived/{name}",
        "kind": "derived",
        "version": __version__,
        "made with": made_with.derived_with(),
        "triples": triples,
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    files = {added.DATA: data, added.REPORT: (json.dumps(report, indent=1) + "\n").encode()}
    publish(build / added.FOLDER / key, files, seal=added.REPORT)


def statements(data_set: added.Added) -> list[read.Statement]:
    """The triples of an added data set."""
    path, graph = data_set.data, data_set.graph
    return [read.Statement(*triple, graph, path) for triple in read.split(path.read_bytes())]


def implied(facts: list[read.Statement]) -> list[read.Statement]:
    """What the rules derive from facts, beyond what they derive from the ontology and the authority alone."""
    known_facts = _background()
    known = {statement.subject for statement in known_facts}
    canaries = {"canary-one", "canary-two"}
    wanted = [rule for rule in rules.read_rules(rooms.room("queries") / "rules") if rule.name not in canaries]
    return [s for s in rules.derive([*known_facts, *facts], wanted) if s.subject not in known]


@cache
def _background() -> list[read.Statement]:
    """The ontology, and what countries and areas are called."""
    top = rooms.root()
    ontology = [
        statement
        for path in read.turtle_files(top / "ontology")
        for statement in read.without_blank_nodes(path, GRAPH + "ontology")[0]
    ]
    names = ("countries.ttl", "former.ttl", "areas.ttl", "succession.ttl")
    return ontology + read.gather((top / "graph" / "authority" / name, GRAPH + "authority") for name in names)
