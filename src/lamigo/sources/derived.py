"""What follows from all added data sets together, derived anew whenever one comes or goes.

The same rules as for the curated graph, read over the records of the added data sets with the ontology and the names
of countries: ties of agreements, dates, superclasses. Numbers by corridor imply nothing that a rule derives. The
periods in which treaty actions bind states are derived beside them (:mod:`lamigo.treaties.added`).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from lamigo import __version__, rooms
from lamigo.atomic import publish
from lamigo.graph import read, rules
from lamigo.sources import added

RECORDS = ("agreements", "countries", "treaty-actions")
"""The kinds whose records the rules are read over."""


def derive(build: Path, say: Callable[[str], None] = lambda _: None) -> None:
    """Derive anew what the added data sets of a build imply; what was derived before goes where nothing is left."""
    from lamigo.treaties import added as treaties

    treaties.derive(build, say)
    folder = build / added.FOLDER / added.DERIVED
    sets = [data_set for data_set in added.listed(build) if data_set.report["kind"] in RECORDS]
    if not sets:
        (folder / added.REPORT).unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        return
    say("deriving what the added data implies")
    facts = [statement for data_set in sets for statement in statements(data_set)]
    lines = sorted({f"{s.subject} {s.predicate} {s.object} .\n" for s in implied(facts)})
    data = "".join(lines).encode()
    report = {
        "key": added.DERIVED,
        "graph": "derived/added",
        "kind": "derived",
        "version": __version__,
        "from": [data_set.key for data_set in sets],
        "triples": len(lines),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    publish(
        folder, {added.DATA: data, added.REPORT: (json.dumps(report, indent=1) + "\n").encode()}, seal=added.REPORT
    )


def statements(data_set: added.Added) -> list[read.Statement]:
    """The triples of an added data set."""
    found = ox.parse(path=data_set.data, format=ox.RdfFormat.N_TRIPLES)
    return [
        read.Statement(t.subject, t.predicate, t.object, data_set.graph, data_set.data)
        for t in found
        if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode | ox.Literal)
    ]


def implied(facts: list[read.Statement]) -> list[read.Statement]:
    """What the rules derive from facts, beyond what they derive from the ontology and the authority alone."""
    top = rooms.root()
    background = [
        statement
        for path in read.turtle_files(top / "ontology")
        for statement in read.without_blank_nodes(path, added.GRAPH + "ontology")[0]
    ]
    background += read.gather((top / "graph" / "authority" / name, added.GRAPH + "authority") for name in _NAMES)
    known = {statement.subject for statement in background}
    canaries = {"canary-one", "canary-two"}
    wanted = [rule for rule in rules.read_rules(top / "queries" / "rules") if rule.name not in canaries]
    return [s for s in rules.derive(background + facts, wanted) if s.subject not in known]


_NAMES = ("countries.ttl", "former.ttl", "areas.ttl", "succession.ttl")
