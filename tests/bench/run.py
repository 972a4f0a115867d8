"""Measure Lamigo, each figure beside a named peer in the same run; prints a Markdown table.

    make bench                     # median of five
    python tests/bench/run.py 1    # once, to see whether it runs

Absolute times drift with the machine; the ratio to the peer decides.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import rdflib
import rdflib.plugins.sparql
from pyshacl import validate as pyshacl_validate

from lamigo import rooms
from lamigo.graph.build import build
from lamigo.graph.read import turtle_files
from lamigo.names import PREFIXES
from lamigo.query import gallery
from lamigo.store.local import in_memory
from lamigo.validation import shapes
from lamigo.validation.run import validate_build

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 5
LAMIGO = [sys.executable, "-m", "lamigo", "--quiet"]
# rdflib opens local files on FROM unless told not to.
rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False


def median(task: Callable[[], object], times: int = TIMES) -> float:
    """Median wall time of a task, in seconds."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        task()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def shell(*arguments: object) -> Callable[[], object]:
    command = [*LAMIGO, *map(str, arguments)]
    return lambda: subprocess.run(command, check=True, capture_output=True)


def row(what: str, ours: float, peer: str = "", theirs: float | None = None) -> None:
    ratio = f"{theirs / ours:.1f}" if theirs else ""
    print(
        f"| {what} | {ours * 1000:,.0f} ms | {peer} | {f'{theirs * 1000:,.0f} ms' if theirs else ''} | {ratio} |",
        flush=True,
    )


def rdflib_reads_all() -> None:
    """What a build does first, by the peer: parse every Turtle file and write N-Quads (no checks, no rules)."""
    dataset = rdflib.Dataset()
    for room in ("ontology", "graph"):
        for path in turtle_files(rooms.room(room)):
            dataset.graph(rdflib.URIRef("urn:" + path.parent.name)).parse(path, format="turtle")
    dataset.serialize(format="nquads")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "build"
        print(
            f"{TIMES} runs each, median\n\n"
            "| what | Lamigo | peer | peer's time | ratio |\n| --- | --: | --- | --: | --: |"
        )
        row("`lamigo build`, cold (read, check, derive, write)", median(shell("build", "--force", "--out", out)),
            "rdflib: parse and write only", median(rdflib_reads_all, 1))  # fmt: skip
        row("`lamigo build`, nothing changed", median(shell("build", "--out", out)))
        row("`lamigo validate` of a build", median(shell("validate", "--out", out)))
        built = build(out)
        row("`lamigo --help`", median(shell("--help")), "python -c pass",
            median(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True)))  # fmt: skip
        shell("query", "directed-corridors")()
        row("a gallery question from a shell", median(shell("query", "directed-corridors")))

        store = in_memory(built)
        graph = rdflib.Graph().parse(built.ntriples, format="nt")
        asked = gallery.questions()
        engine = {question.name: median(lambda q=question: store.select(q.text)) for question in asked}  # type: ignore[misc]
        peer = {q.name: median(lambda q=q: list(graph.query(q.text, initNs=PREFIXES)), 1) for q in asked}  # type: ignore[misc]
        row(f"the whole gallery, {len(asked)} questions, engine only", sum(engine.values()), "rdflib in memory",
            sum(peer.values()))  # fmt: skip
        slowest = max(engine, key=engine.__getitem__)
        row(f"its slowest question, {slowest}", engine[slowest], "rdflib in memory", peer[slowest])

        paths = shapes.record_shapes(rooms.room("shapes"))
        data = built.ntriples.read_text("utf-8")
        compiled = shapes.compiled(paths)
        ours = median(lambda: shapes.validate(compiled, data))
        shape_graph = rdflib.Graph()
        for path in paths:
            shape_graph.parse(path, format="turtle")
        start = time.perf_counter()
        conforms, *_ = pyshacl_validate(graph, shacl_graph=shape_graph, advanced=False)
        theirs = time.perf_counter() - start
        row(f"all shapes over the merge ({len(shapes.validate(compiled, data)[0])} violations)", ours,
            f"pySHACL ({'conforms' if conforms else 'does not conform'})", theirs)  # fmt: skip
        row("shapes and hygiene over every source", median(lambda: validate_build(built)))


if __name__ == "__main__":
    main()
