"""Rules: CONSTRUCT queries that derive what the curated facts imply, one stratum after another.

A rule is a file of ``queries/rules/``; its first comment line says in words what it derives, ``# stratum: N`` when it
runs, ``# graph: NAME`` where its results go (``graph/derived/NAME``; the file's own name where it isn't stated). It
reads the merge of everything below its stratum, never its own results. What depends on the calendar is derived by
``dates``, which the ontology steers: properties with an ``lmg:hasDateRole``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import QueryTriples, RdfFormat, Store

from lamigo.errors import LamigoError
from lamigo.graph import term
from lamigo.graph.dates import bounds
from lamigo.graph.read import Statement, Triple, decoded, split, where
from lamigo.graph.write import text
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
        query = decoded(path)
        stratum = re.search(r"^# stratum: (\d+)$", query, re.M)
        if not query.startswith("# ") or stratum is None:
            raise LamigoError(
                "a rule begins with a line that says what it derives, and states its stratum",
                where=shown(path),
                mend='add "# stratum: 1" (what reads derived facts has a higher one)',
            )
        graph = re.search(r"^# graph: ([a-z-]+)$", query, re.M)
        name = path.stem
        rules.append(Rule(name, query.splitlines()[0][2:], int(stratum[1]), graph[1] if graph else name, query, path))
    return sorted(rules, key=lambda rule: (rule.stratum, rule.name))


def derive(facts: list[Statement], rules: list[Rule]) -> list[Statement]:
    """Everything that dates and rules add to ``facts``, each statement in its rule's graph."""
    with Engine() as engine:
        engine.take(facts)
        return engine.derive(facts, rules)


class Engine:
    """The store that rules read. It works without holding Python's lock, so that it fills while more is read."""

    def __init__(self) -> None:
        self._store = Store()
        self._threads = ThreadPoolExecutor(2)
        self._filling: list[Future[None]] = []

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown()

    def take(self, statements: list[Statement]) -> None:
        """Have statements loaded, aside."""
        self._filling.append(self._threads.submit(self._load, statements))

    def derive(self, facts: list[Statement], rules: list[Rule]) -> list[Statement]:
        """What dates and rules add to the facts, all of which were taken before. For once only."""
        derived = finished = _dates(facts)
        for stratum in sorted({rule.stratum for rule in rules}):
            self.take(finished)
            for filled in self._filling:
                filled.result()
            now = [rule for rule in rules if rule.stratum == stratum]
            results = self._threads.map(lambda rule: _run(rule, self._store), now)
            finished = [
                Statement(*triple, DERIVED + rule.graph, rule.path)
                for rule, triples in zip(now, results, strict=True)
                for triple in triples
            ]
            derived = derived + finished
        return derived

    def _load(self, statements: list[Statement]) -> None:
        triples = [f"{s} {p} {o}" for s, p, o, _, _ in statements]
        self._store.bulk_load(b"".join(text(triples)), RdfFormat.N_TRIPLES, lenient=True)


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
