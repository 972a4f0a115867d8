"""Validate the built graph, or files of one's own against the same shapes and hygiene.

Both engines work without holding Python's lock, so that two threads keep two cores busy: the shapes are checked while
the store fills, then the hygiene queries run two at a time. Numbers of corridors, of which there may be millions, reach
neither: they have rules of their own (``cells``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from lamigo import rooms
from lamigo.errors import LamigoError
from lamigo.graph import read, rules, term, write
from lamigo.graph.build import Build, gather, graph_files
from lamigo.graph.passages import check as check_passages
from lamigo.graph.uncollected import uncollected
from lamigo.names import DEF, GRAPH, RDF_TYPE, passage, short
from lamigo.sources import added
from lamigo.store.local import LocalStore, in_memory
from lamigo.validation import cells, hygiene, shapes
from lamigo.validation.findings import Finding, Places, Report

AUTHORITY, ONTOLOGY, OWN = GRAPH + "authority", GRAPH + "ontology", GRAPH + "your-files"


@uncollected()
def validate_build(build: Build) -> Report:
    """Validate a build and what was added: shapes over each source with authority and ontology, hygiene over all."""
    numbers = 0
    about_numbers: list[Finding] = []
    records: dict[str, list[str]] = {}
    for data_set in added.listed(build.folder):
        if data_set.report["kind"] == cells.KIND:
            lines, count, findings = cells.parts(data_set)
            numbers += count
            about_numbers += findings
        else:
            lines = data_set.data.read_text("utf-8").split(" .\n")[:-1]
        records[data_set.graph] = lines
    places = Places(lambda: [fact for fact in gather(rooms.root())[0] if fact.graph != ONTOLOGY])
    with ThreadPoolExecutor(2) as threads:
        filling = threads.submit(in_memory, build, records)
        by_graph = write.by_graph(build.nquads.read_text("utf-8").split(" .\n")[:-1])
        for graph, lines in records.items():
            by_graph[graph] = by_graph.get(graph, []) + lines
        common = by_graph.pop(AUTHORITY, []) + by_graph.pop(ONTOLOGY, [])
        sources = {graph: lines for graph, lines in by_graph.items() if not graph.startswith(rules.DERIVED)}
        # Superclasses are stated there for the reader; a shape knows them from the ontology.
        sources["derived"] = [
            line
            for graph, lines in by_graph.items()
            if graph.startswith(rules.DERIVED) and not graph.endswith("/types")
            for line in lines
        ]
        report = _report(threads, filling, places, common, sources, expect=True)
    notes = [f"{numbers:,} numbers of corridors checked"] if numbers else []
    return replace(report, findings=sorted({*report.findings, *about_numbers}), notes=notes)


@uncollected()
def validate_files(files: Iterable[Path]) -> Report:
    """Validate a user's own Turtle files, read beside the authority, the ontology and the curated sources.

    Only what is wrong with the user's own records is reported. Raises LamigoError where a file cannot be read at all.
    """
    own = read.gather((path, OWN) for path in _existing(files))
    top = rooms.root()
    common = [s for s in gather(top)[0] if s.graph in (AUTHORITY, ONTOLOGY)]
    curated = read.gather(item for item in graph_files(top / "graph") if item[1] != AUTHORITY)
    lent = passages_of(own)
    check_passages([s for s in common + curated if s.predicate == term.node(DEF + "lineCount")] + lent + own)
    everything = common + curated + own + lent
    everything += rules.derive(everything, rules.read_rules(top / "queries" / "rules"))
    # A misspelt term is a finding about the term: it is the user's where the user's files use it.
    used = {term.value(t) for s in own for t in s[1:3]}
    mine = {term.value(s.subject) for s in own} | {iri for iri in used if iri.startswith(DEF)}
    places = Places(lambda: own)
    with ThreadPoolExecutor(2) as threads:
        filling = threads.submit(_beside_yours, everything)
        report = _report(threads, filling, places, _triples(common), {OWN: _triples(own)}, expect=False)
    findings = [finding for finding in report.findings if finding.subject in mine]
    targets = {shape: met for shape, met in report.targets.items() if met}
    notes = [f"{len({s.subject for s in own})} things of yours checked"]
    if not targets:
        notes.append("none of them states a class that a shape is for, so that no shape looked at them")
    return Report(findings, targets, report.shapes, report.queries, notes)


def passages_of(own: list[read.Statement]) -> list[read.Statement]:
    """What ``lamigo passages`` would say of the user's passages: they need no hash before they are checked."""
    evidence = term.node(DEF + "evidence")
    cited = {s.object: s.file for s in own if s.predicate == evidence and passage(term.value(s.object))}
    said = {term.node(RDF_TYPE): term.node(DEF + "Passage"), term.node(DEF + "sha256"): '""'}
    return [
        read.Statement(iri, predicate, value, OWN, file)
        for iri, file in cited.items()
        for predicate, value in said.items()
    ]


def _report(
    threads: ThreadPoolExecutor,
    filling: Future[LocalStore],
    places: Places,
    common: list[str],
    sources: dict[str, list[str]],
    *,
    expect: bool,
) -> Report:
    top = rooms.root()
    paths = shapes.record_shapes(top / "shapes")
    compiled = shapes.compiled(paths)
    checks = hygiene.read_checks(top / "queries" / "hygiene")
    reports = threads.map(
        lambda lines: shapes.validate(compiled, b"".join(write.text(common + lines)).decode()), sources.values()
    )
    store = filling.result()
    faults = list(threads.map(lambda check: hygiene.run(check, store), checks))
    violations = [violation for broken, _ in reports for violation in broken]
    found: set[Finding] = set()
    for violation in violations:
        found.add(
            Finding(
                violation.focus,
                shapes.sentence(violation),
                f"shape {short(violation.shape)}",
                places.where(violation.focus),
                _cites(store, violation.focus),
                severity=violation.severity,
            )
        )
    met = {}
    for target in shapes.targets(paths):
        count = _count(store, target.target, None if expect else OWN)
        met[target.shape.removeprefix(shapes.SHAPE)] = count
        if expect and count < target.least:
            found.add(
                Finding(
                    target.shape,
                    f"met {count} things of class {short(target.target)}, but {target.least} are expected at least",
                    "expected counts",
                    mend="find out which records are gone, or lower lmg:expectsAtLeast on purpose",
                )
            )
    for check, said in zip(checks, faults, strict=True):
        for subject, says in said:
            found.add(
                Finding(
                    subject,
                    says,
                    f"hygiene {check.name}",
                    places.where(subject),
                    _cites(store, subject),
                    check.mend,
                    check.severity,
                )
            )
    return Report(sorted(found), met, len(paths), len(checks))


def _beside_yours(everything: list[read.Statement]) -> LocalStore:
    store = ox.Store()
    store.bulk_load(b"".join(write.text(write.lines(everything))), ox.RdfFormat.N_QUADS, lenient=True)
    store.bulk_load(b"".join(write.text(_triples(everything))), ox.RdfFormat.N_TRIPLES, lenient=True)
    return LocalStore(store, "your files with the graph")


def _count(store: LocalStore, target: str, graph: str | None) -> int:
    stated = f"GRAPH <{graph}> {{ ?x a ?class }}" if graph else "?x a ?class ."
    query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {stated} ?class rdfs:subClassOf* <{target}> }}"
    answer = store.select(query).rows[0][0]
    return int(answer.value) if answer else 0


def _cites(store: LocalStore, subject: str) -> tuple[str, ...]:
    if not re.match(r"https?://[^\s<>\"{}|\\^`]+$", subject):
        return ()
    found = store.select(f"SELECT DISTINCT ?p WHERE {{ <{subject}> lmg:evidence ?p }}").rows
    cited = sorted(p for (term,) in found if term and (p := passage(term.value)))
    return tuple(str(p) for p in cited)


def _triples(statements: list[read.Statement]) -> list[str]:
    return [f"{s.subject} {s.predicate} {s.object}" for s in statements]


def _existing(files: Iterable[Path]) -> list[Path]:
    paths = list(files)
    for path in paths:
        if not path.is_file():
            raise LamigoError(f"no file {path}", mend="check the path")
    return paths
