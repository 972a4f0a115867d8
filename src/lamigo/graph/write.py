"""The built graph's files: our one writer, so that the same facts are the same bytes everywhere.

A line here is a statement without its final " .": subject, predicate, object and graph as N-Quads writes them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, groupby
from operator import itemgetter

from lamigo.graph import term
from lamigo.graph.read import Statement
from lamigo.names import PREFIXES, RDF_TYPE

_AT_ONCE = 2000
_TYPE = term.node(RDF_TYPE)
_PREFIX = {namespace: prefix for prefix, namespace in PREFIXES.items()}
_LONGEST_FIRST = "|".join(re.escape(namespace) for namespace in sorted(_PREFIX, key=len, reverse=True))
_SHORTENED = re.compile(rf"<({_LONGEST_FIRST})([A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)>")


def lines(statements: Iterable[Statement]) -> list[str]:
    """Statements as a sorted set of lines, which is what the other functions here take."""
    return sorted({f"{s} {p} {o} <{graph}>" for s, p, o, graph, _ in statements})


def by_graph(lines: Iterable[str]) -> dict[str, list[str]]:
    """The triples of each named graph, by its IRI, without their final " ."."""
    graphs: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        triple, _, graph = line.rpartition(" <")
        graphs[graph[:-1]].append(triple)
    return dict(graphs)


def ntriples(graphs: dict[str, list[str]]) -> list[str]:
    """The RDF merge of all graphs: a sorted set of triples."""
    return list(dict.fromkeys(sorted(chain.from_iterable(graphs.values()))))


def text(lines: list[str]) -> Iterator[bytes]:
    """Lines as N-Quads, or triples as N-Triples, some thousand at a time: canonical where they are sorted.

    One text of them all would cost three times as much, for the memory alone.
    """
    for start in range(0, len(lines), _AT_ONCE):
        yield (" .\n".join(lines[start : start + _AT_ONCE]) + " .\n").encode()


def trig(graphs: dict[str, list[str]]) -> Iterator[bytes]:
    """Sorted triples by graph, grouped by subject, for readers; what a thing is comes first."""
    out = [f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items())]
    for graph, triples in sorted(graphs.items()):
        out.append(f"\n{_short(term.node(graph))} {{\n")
        for subject, about in groupby((triple.split(" ", 2) for triple in triples), key=itemgetter(0)):
            said: dict[str, list[str]] = defaultdict(list)
            for _, predicate, value in about:
                said[predicate].append(_short(value) if term.is_node(value) else value)
            types = said.pop(_TYPE, None)
            parts = [f"a {', '.join(types)}"] if types else []
            parts += [f"{_short(predicate)} {', '.join(values)}" for predicate, values in said.items()]
            out.append(f"  {_short(subject)} " + " ;\n    ".join(parts) + " .\n")
            if len(out) >= _AT_ONCE:
                yield "".join(out).encode()
                out.clear()
        out.append("}\n")
    yield "".join(out).encode()


@cache
def _short(node: str) -> str:
    match = _SHORTENED.fullmatch(node)
    return f"{_PREFIX[match[1]]}:{match[2]}" if match else node
