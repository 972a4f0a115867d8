"""Figures over data of others: adding, asking, measuring, covering. Run: python tests/bench/data.py FOLDER [--rdflib]

FOLDER holds the data sets (lamigo add --all-default FOLDER). The peer of each question over numbers is the same
question over a naive RDF Data Cube of the same cells, an observation a cell, in Oxigraph; with --rdflib also in rdflib.
"""

from __future__ import annotations

import argparse
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from lamigo.corridors import numbers
from lamigo.coverage import coverage, what_if
from lamigo.graph.build import Build, build
from lamigo.names import PREFIXES
from lamigo.query import gallery
from lamigo.store.local import LocalStore, in_memory
from lamigo.treaties import added as treaties

MEASURE = "un-desa-migrant-stock-2020/2020-both"
QB, CUBE = "http://purl.org/linked-data/cube#", "https://example.org/cube/"
PATIENCE = 60
"""Seconds after which rdflib is not waited for."""
# The questions over numbers, as they are asked of the naive cube.
NAIVE = {
    "corridors-above-a-number": """
SELECT ?o ?d ?n WHERE { ?x a qb:Observation ; cube:year 2020 ; cube:sex "both" ; cube:number ?n ; cube:origin ?o ;
  cube:destination ?d . FILTER(?n >= 1000000) } ORDER BY DESC(?n) ?o ?d""",
    "corridors-to-a-country": """
SELECT ?o ?n WHERE { ?x a qb:Observation ; cube:destination country:KOR ; cube:year 2020 ; cube:sex "both" ;
  cube:origin ?o ; cube:number ?n } ORDER BY DESC(?n) ?o""",
    "numbers-by-destination": """
SELECT ?d (SUM(?n) AS ?total) (COUNT(?n) AS ?origins) WHERE { ?x a qb:Observation ; cube:year 2020 ; cube:sex "both" ;
  cube:destination ?d ; cube:number ?n } GROUP BY ?d ORDER BY DESC(?total) ?d""",
    "share-of-women": """
SELECT ?o ?d ?n ?share WHERE { ?x a qb:Observation ; cube:year 2020 ; cube:sex "both" ; cube:origin ?o ;
  cube:destination ?d ; cube:number ?n . FILTER(?n >= 100000)
  ?y a qb:Observation ; cube:year 2020 ; cube:sex "female" ; cube:origin ?o ; cube:destination ?d ; cube:number ?w .
  BIND(?w / ?n AS ?share) } ORDER BY DESC(?share) ?o ?d""",
    "corridors-that-grew": """
SELECT ?o ?d ?a ?b WHERE { ?x a qb:Observation ; cube:year 2000 ; cube:sex "both" ; cube:origin ?o ;
  cube:destination ?d ; cube:number ?a . FILTER(?a >= 10000)
  ?y a qb:Observation ; cube:year 2020 ; cube:sex "both" ; cube:origin ?o ; cube:destination ?d ; cube:number ?b .
  FILTER(?b >= 5 * ?a) } ORDER BY ?o ?d""",
}


def median(run: Callable[[], object], times: int = 5) -> float:
    """Milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def say(what: str, ours: float, peer: str = "", theirs: float | None = None) -> None:
    beside = f" | {peer} | {theirs:,.1f} ms | {theirs / ours:,.1f}" if theirs is not None else ""
    print(f"{what} | {ours:,.1f} ms{beside}", flush=True)


def naive(store: LocalStore) -> str:
    """The cells of the stock as a naive Data Cube, in N-Triples: an observation a cell with its dimensions."""
    lines = []
    data_set = "<https://w3id.org/lamigo/id/data-set/un-desa-migrant-stock-2020>"
    query = f"""SELECT ?o ?d ?p ?s ?n WHERE {{ ?m lmg:ofDataSet {data_set} ; lmg:period ?p ; lmg:hasSex ?s .
      ?c ?m ?n ; lmg:hasOrigin ?o ; lmg:hasDestination ?d }}"""
    for number, (origin, destination, period, sex, value) in enumerate(store.select(query).rows):
        assert origin and destination and period and sex and value
        cell = f"<{CUBE}o{number}>"
        integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
        lines += [
            f"{cell} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{QB}Observation> .",
            f"{cell} <{QB}dataSet> <{CUBE}set> .",
            f"{cell} <{CUBE}origin> {origin} .",
            f"{cell} <{CUBE}destination> {destination} .",
            f'{cell} <{CUBE}year> "{period.value[:4]}"{integer} .',
            f'{cell} <{CUBE}sex> "{sex.value.rsplit("/", 1)[1]}" .',
            f"{cell} <{CUBE}number> {value} .",
        ]
    return "\n".join(lines) + "\n"


def adding(data: Path, folder: Path) -> None:
    """Adding in processes of their own, start of Python included; the peak of memory is the children's."""
    lamigo = [sys.executable, "-m", "lamigo", "-q", "add"]
    for what, arguments in (
        ("223,056 cells added", ["un-desa-migrant-stock-2020", str(data)]),
        ("all shipped data added", ["--all-default", str(data)]),
    ):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run([*lamigo, *arguments, "--out", str(folder)], check=True, stdout=subprocess.DEVNULL)
        wall = (time.perf_counter() - start) * 1000
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"{what} | {wall:,.0f} ms | processor {cpu:.1f} s | peak {after.ru_maxrss / 1024:,.0f} MB", flush=True)


def questions(store: LocalStore) -> None:
    """The whole gallery over everything; the slowest and the 95th percentile."""
    taken = sorted((median(lambda q=q: store.select(q.text), 3), q.name) for q in gallery.questions())
    p95 = taken[round(0.95 * (len(taken) - 1))][0]
    print(
        f"gallery, {len(taken)} questions | p95 {p95:,.1f} ms | slowest {taken[-1][1]} {taken[-1][0]:,.1f} ms",
        flush=True,
    )


def against_the_cube(store: LocalStore, with_rdflib: bool) -> None:
    text = naive(store)
    prefixes = PREFIXES | {"qb": QB, "cube": CUBE}
    cube = ox.Store()
    cube.bulk_load(text.encode(), format=ox.RdfFormat.N_TRIPLES)
    cube.optimize()
    peers: dict[str, Callable[[str], object]] = {
        "naive cube in Oxigraph": lambda query: list(cube.query(query, prefixes=prefixes))  # type: ignore[arg-type, call-overload]
    }
    if with_rdflib:
        import rdflib

        graph = rdflib.Graph()
        graph.parse(data=text, format="nt")
        peers["naive cube in rdflib"] = lambda query: list(graph.query(query, initNs=prefixes))
    together = dict.fromkeys(("ours", *peers), 0.0)
    for name, query in NAIVE.items():
        ours = median(lambda n=name: store.select(gallery.question(n).text))
        together["ours"] += ours
        for peer, ask in peers.items():
            if "Ox" in peer:
                theirs = median(lambda a=ask, q=query: a(q))
            else:
                theirs = median(lambda a=ask, q=query: patiently(a, q), 1)
            together[peer] += theirs
            say(name + (f" (ended after {PATIENCE} s)" if theirs >= PATIENCE * 1000 else ""), ours, peer, theirs)
    for peer in peers:
        say(f"the {len(NAIVE)} together, at least", together["ours"], peer, together[peer])


def patiently(ask: Callable[[str], object], query: str) -> None:
    """Ask rdflib, which is Python all through, and end it after a while: it may join for hours."""

    def enough(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, enough)
    signal.alarm(PATIENCE)
    try:
        ask(query)
    except TimeoutError:
        pass
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def covering(built: Build, store: LocalStore) -> None:
    register, acts = treaties.register(built.folder)
    frame = numbers.table(store, numbers.measure(store, MEASURE))
    pairs = list(zip(frame["origin"].tolist(), frame["destination"].tolist(), strict=True))
    day = date(2020, 7, 1)
    say(f"coverage of {len(pairs):,} corridors", median(lambda: coverage(store, register, day, pairs), 3))
    before = coverage(store, register, day, pairs)
    ratified = lambda: what_if.changes(  # noqa: E731
        before, what_if.ratified(register, acts.values(), "MYS", "C143", day), "MYS"
    )
    say("what-if, the ratification of one state", median(ratified))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rdflib", action="store_true", help="also ask the naive cube in rdflib (minutes)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        built = build(Path(temporary))
        adding(arguments.data, built.folder)
        start = time.perf_counter()
        store = in_memory(built)
        print(f"loaded into memory | {time.perf_counter() - start:.1f} s", flush=True)
        questions(store)
        covering(built, store)
        against_the_cube(store, arguments.rdflib)


if __name__ == "__main__":
    main()
