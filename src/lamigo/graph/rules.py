"""Rules: CONSTRUCT queries that derive what the curated facts imply, one stratum after another.

A rule is a file of ``queries/rules/``; its first comment line says in words what it derives, ``# stratum: N`` when it
runs, ``# graph: NAME`` where its results go (``graph/derived/NAME``; the file's own name where it isn't stated). It
reads the merge of everything below its stratum, never its own results. What depends on the calendar is derived by
``dates``, which the ontology steers: properties with an ``lmg:hasDateRole``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import QueryTriples, RdfFormat, Store

from lamigo.errors import LamigoError
from lamigo.graph import term
from lamigo.graph.dates import bounds
from lamigo.graph.read import Statement, Triple, decoded, split, where
from lamigo.names import DEF, GRAPH, ID, PREFIXES, XSD
from lamigo.rooms import shown

DERIVED = GRAPH + "derived/"
_HAS_DATE_ROLE = term.node(DEF + "hasDateRole")


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
    """Everything that dates and rules add to ``facts``, each statement in its rule's graph.

    The rules of a stratum run two at a time: the engine works without holding Python's lock.
    """
    store = Store()
    derived = _dates(facts)
    finished = facts + derived
    with ThreadPoolExecutor(2) as threads:
        for stratum in sorted({rule.stratum for rule in rules}):
            ntriples = "".join([f"{s} {p} {o} .\n" for s, p, o, _, _ in finished])
            store.bulk_load(ntriples.encode(), RdfFormat.N_TRIPLES, lenient=True)
            now = [rule for rule in rules if rule.stratum == stratum]
            results = threads.map(lambda rule: _run(rule, store), now)
            finished = [
                Statement(*triple, DERIVED + rule.graph, rule.path)
                for rule, triples in zip(now, results, strict=True)
                for triple in triples
            ]
            derived += finished
    return derived


def _run(rule: Rule, store: Store) -> list[Triple]:
    try:
        found = store.query(rule.text, prefixes=PREFIXES)
    except SyntaxError as error:
        raise LamigoError(f"the rule is no SPARQL: {error}", where=shown(rule.path)) from error
    if not isinstance(found, QueryTriples):
        raise LamigoError("a rule is a CONSTRUCT query", where=shown(rule.path))
    results = split(found.serialize(format=RdfFormat.N_TRIPLES))
    if any(term.is_blank(part) for triple in results for part in triple):
        raise LamigoError("the rule makes a blank node", where=shown(rule.path), mend="build an IRI with IRI()")
    return results


def _dates(facts: list[Statement]) -> list[Statement]:
    """``lmg:earliest`` and ``lmg:latest`` of every record that states a date."""
    roles = {
        s.subject: term.value(s.object).removeprefix(ID + "concept/date-role/")
        for s in facts
        if s.predicate == _HAS_DATE_ROLE
    }
    spans: dict[str, dict[str, list[date]]] = defaultdict(lambda: {"earliest": [], "latest": []})
    origin: dict[str, Path] = {}
    for statement in facts:
        role = roles.get(statement.predicate)
        if role is None:
            continue
        try:
            first, last = bounds(term.value(statement.object))
        except LamigoError as error:
            raise LamigoError(
                error.what, where=where(statement.file, term.value(statement.subject)), mend=error.mend
            ) from error
        origin.setdefault(statement.subject, statement.file)
        if role in ("point", "start"):
            spans[statement.subject]["earliest"].append(first)
        if role in ("point", "end"):
            spans[statement.subject]["latest"].append(last)
    return [
        Statement(
            subject,
            term.node(DEF + end),
            term.literal(pick(days).isoformat(), XSD + "date"),
            DERIVED + "dates",
            origin[subject],
        )
        for subject, ends in spans.items()
        for end, pick in (("earliest", min), ("latest", max))
        if (days := ends[end])
    ]
