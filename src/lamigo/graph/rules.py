"""Rules: CONSTRUCT queries that derive what the curated facts imply, one stratum after another.

A rule is a file of ``queries/rules/``; its first comment line says in words what it derives, ``# stratum: N`` when it
runs, ``# graph: NAME`` where its results go (``graph/derived/NAME``; the file's own name where it isn't stated). It
reads the merge of everything below its stratum, never its own results. What depends on the calendar is derived by
``dates``, which the ontology steers: properties with an ``lmg:hasDateRole``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store

from lamigo.errors import LamigoError
from lamigo.graph.dates import bounds
from lamigo.graph.read import Statement, decoded, where
from lamigo.names import DEF, GRAPH, ID, PREFIXES, XSD
from lamigo.rooms import shown

DERIVED = GRAPH + "derived/"


class Rule(NamedTuple):
    name: str
    meaning: str
    stratum: int
    graph: str
    text: str
    path: Path


def read_rules(folder: Path) -> list[Rule]:
    """The rules of a folder, by stratum and name."""
    rules = []
    for path in sorted(folder.glob("*.rq")):
        text = decoded(path)
        stratum = re.search(r"^# stratum: (\d+)$", text, re.M)
        if not text.startswith("# ") or stratum is None:
            raise LamigoError(
                "a rule begins with a line that says what it derives, and states its stratum",
                where=shown(path),
                mend='add "# stratum: 1" (what reads derived facts has a higher one)',
            )
        graph = re.search(r"^# graph: ([a-z-]+)$", text, re.M)
        name = path.stem
        rules.append(Rule(name, text.splitlines()[0][2:], int(stratum[1]), graph[1] if graph else name, text, path))
    return sorted(rules, key=lambda rule: (rule.stratum, rule.name))


def derive(facts: list[Statement], rules: list[Rule]) -> list[Statement]:
    """Everything that dates and rules add to ``facts``, each statement in its rule's graph."""
    store = Store()
    derived = _dates(facts)
    finished = facts + derived
    for stratum in sorted({rule.stratum for rule in rules}):
        store.bulk_extend(Quad(s.subject, s.predicate, s.object) for s in finished)
        finished = [statement for rule in rules if rule.stratum == stratum for statement in _run(rule, store)]
        derived += finished
    return derived


def _run(rule: Rule, store: Store) -> list[Statement]:
    graph = DERIVED + rule.graph
    try:
        found = store.query(rule.text, prefixes=PREFIXES)
    except SyntaxError as error:
        raise LamigoError(f"the rule is no SPARQL: {error}", where=shown(rule.path)) from error
    if not isinstance(found, QueryTriples):
        raise LamigoError("a rule is a CONSTRUCT query", where=shown(rule.path))
    results = []
    for triple in found:
        if not isinstance(triple.subject, NamedNode) or not isinstance(triple.object, NamedNode | Literal):
            raise LamigoError("the rule makes a blank node", where=shown(rule.path), mend="build an IRI with IRI()")
        results.append(Statement(triple.subject, triple.predicate, triple.object, graph, rule.path))
    return results


def _dates(facts: list[Statement]) -> list[Statement]:
    """``lmg:earliest`` and ``lmg:latest`` of every record that states a date."""
    roles = {
        s.subject.value: s.object.value.removeprefix(ID + "concept/date-role/")
        for s in facts
        if s.predicate.value == DEF + "hasDateRole"
    }
    spans: dict[NamedNode, dict[str, list[date]]] = defaultdict(lambda: {"earliest": [], "latest": []})
    origin: dict[NamedNode, Path] = {}
    for statement in facts:
        role = roles.get(statement.predicate.value)
        if role is None:
            continue
        try:
            first, last = bounds(statement.object.value)
        except LamigoError as error:
            raise LamigoError(
                error.what, where=where(statement.file, statement.subject.value), mend=error.mend
            ) from error
        origin.setdefault(statement.subject, statement.file)
        if role in ("point", "start"):
            spans[statement.subject]["earliest"].append(first)
        if role in ("point", "end"):
            spans[statement.subject]["latest"].append(last)
    day = NamedNode(XSD + "date")
    return [
        Statement(
            subject,
            NamedNode(DEF + end),
            Literal(pick(days).isoformat(), datatype=day),
            DERIVED + "dates",
            origin[subject],
        )
        for subject, ends in spans.items()
        for end, pick in (("earliest", min), ("latest", max))
        if (days := ends[end])
    ]
