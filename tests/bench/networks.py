"""Measure the network measures beside NetworkX alone, in one run; prints rows of the table in docs/figures.md.

    python tests/bench/networks.py [TIMES [FILE]]

FILE: the long table of the UN's migrant stock, 2020 edition (columns origin_iso3, destination_iso3, year, sex, stock),
by default the one in ../shared beside the checkout; where that is absent, a random network of its size. Both sides
begin with a table of corridors and end with the same measures; communities are sought from the same number of seeds.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
from networkx.algorithms.community import louvain_communities, modularity

from lamigo.corridors import measures

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 5
STOCK = Path(__file__).resolve().parents[3] / "shared/data/un-desa-migrant-stock-2020/undesa_ims2020_od_long.csv"
SEEDS = 20


def corridors() -> pd.DataFrame:
    """The stock of 2020, both sexes; else 232 countries with 11,537 random corridors."""
    path = Path(sys.argv[2]) if len(sys.argv) > 2 else STOCK
    if path.is_file():
        cells = pd.read_csv(path, keep_default_na=False)
        cells = cells[(cells["sex"] == "total") & (cells["year"] == 2020)]
        columns = {"origin": "origin_iso3", "destination": "destination_iso3", "weight": "stock"}
        return pd.DataFrame({name: cells[column] for name, column in columns.items()})
    random = np.random.default_rng(1)
    pairs = random.permutation([(i, j) for i in range(232) for j in range(232) if i != j])[:11_537]
    weight = np.ceil(random.pareto(0.6, len(pairs)) * 10).clip(1, 10_000_000).astype(int)
    codes = [f"C{number:03}" for number in range(232)]
    return pd.DataFrame(
        {"origin": [codes[i] for i in pairs[:, 0]], "destination": [codes[j] for j in pairs[:, 1]], "weight": weight}
    )


def networkx_alone(frame: pd.DataFrame) -> list[object]:
    """The same measures by NetworkX, and by plain Python where it has none."""
    graph = nx.from_pandas_edgelist(frame, "origin", "destination", "weight", create_using=nx.DiGraph)
    for _, _, data in graph.edges(data=True):
        data["distance"] = 1 / data["weight"]
    plain = nx.Graph(graph)
    both = nx.Graph()
    for origin, destination, weight in graph.edges(data="weight"):
        before = both.edges[origin, destination]["weight"] if both.has_edge(origin, destination) else 0
        both.add_edge(origin, destination, weight=before + weight)
    runs = [louvain_communities(both, seed=seed) for seed in range(SEEDS)]
    found: list[object] = [
        dict(graph.in_degree(weight="weight")),
        dict(graph.out_degree(weight="weight")),
        dict(plain.degree()),
        nx.core_number(plain),
        nx.betweenness_centrality(graph, weight="distance"),
        nx.pagerank(graph, tol=1e-12, max_iter=1000),
        nx.pagerank(graph.reverse(), tol=1e-12, max_iter=1000),
        nx.hits(graph),
        max(modularity(both, run) for run in runs),
        nx.density(graph),
        nx.overall_reciprocity(graph),
        [len(part) for part in nx.weakly_connected_components(graph)],
        [len(part) for part in nx.strongly_connected_components(graph)],
    ]
    for weight in (None, "weight"):
        for x in ("out", "in"):
            for y in ("out", "in"):
                found.append(nx.degree_pearson_correlation_coefficient(graph, x=x, y=y, weight=weight))
    for edges in (graph.in_edges, graph.out_edges):
        shares = {node: [data for _, _, data in edges(node, data="weight")] for node in graph}
        found.append({node: sum((w / sum(ws)) ** 2 for w in ws) for node, ws in shares.items()})
    return found


def seconds(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def main() -> None:
    frame = corridors()
    measures.measured(frame)
    # One of ours, one of theirs, and again: what else the machine does falls on both.
    pairs = [
        (seconds(lambda: measures.measured(frame, seeds=SEEDS)), seconds(lambda: networkx_alone(frame)))
        for _ in range(TIMES)
    ]
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    nulls = statistics.median(seconds(lambda: measures.significance(frame, nulls=200)) for _ in range(min(3, TIMES)))
    print(
        "| what | Lamigo | peer | peer's time | ratio |\n| --- | --: | --- | --: | --: |\n"
        f"| all network measures, {len(frame):,} corridors, communities from {SEEDS} seeds | {ours * 1000:,.0f} ms | "
        f"NetworkX alone | {theirs * 1000:,.0f} ms | {theirs / ours:.1f} |\n"
        f"| the same network against 200 null networks | {nulls * 1000:,.0f} ms | | | |\n\n"
        f"Ours between {min(pairs)[0] * 1000:,.0f} and {max(pairs)[0] * 1000:,.0f} ms, "
        f"{TIMES} runs each, in turns, median"
    )


if __name__ == "__main__":
    main()
