"""The built graph's files: our one writer, so that the same facts are the same bytes everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from operator import itemgetter

from pyoxigraph import Literal, NamedNode

from lamigo.names import PREFIXES, RDF_TYPE

_TYPE = f"<{RDF_TYPE}>"
_PREFIX = {namespace: prefix for prefix, namespace in PREFIXES.items()}
_LONGEST_FIRST = "|".join(re.escape(namespace) for namespace in sorted(_PREFIX, key=len, reverse=True))
_SHORTENED = re.compile(rf"<({_LONGEST_FIRST})([A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)>")

Line = tuple[str, str, str, str]


def unique(lines: Iterable[Line]) -> list[Line]:
    """Statements as a sorted set, which is what the other functions here take.

    Sorted as text, which takes half the time that tuples take and gives the same order: what ends a term sorts before
    whatever may continue it.
    """
    by_text = {" ".join(line): line for line in lines}
    return [by_text[text] for text in sorted(by_text)]


def nquads(lines: list[Line]) -> str:
    """Canonical N-Quads of sorted (subject, predicate, object, graph), terms as N-Triples writes them."""
    return "".join(f"{s} {p} {o} {g} .\n" for s, p, o, g in lines)


def ntriples(lines: list[Line]) -> str:
    """The RDF merge of all graphs (a set), as sorted N-Triples."""
    return "".join(f"{s} {p} {o} .\n" for (s, p, o), _ in groupby(lines, key=lambda line: line[:3]))


def trig(lines: list[Line]) -> str:
    """The same statements grouped by graph and subject, for readers; what a thing is comes first."""
    out = [f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items())]
    for graph, in_graph in groupby(sorted(lines, key=itemgetter(3)), key=itemgetter(3)):
        out.append(f"\n{_short(graph)} {{\n")
        for subject, about in groupby(in_graph, key=itemgetter(0)):
            parts: list[str] = []
            for predicate, values in groupby(about, key=itemgetter(1)):
                objects = ", ".join(_short(value[2]) for value in values)
                if predicate == _TYPE:
                    parts.insert(0, f"a {objects}")
                else:
                    parts.append(f"{_short(predicate)} {objects}")
            out.append(f"  {_short(subject)} " + " ;\n    ".join(parts) + " .\n")
        out.append("}\n")
    return "".join(out)


def line(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal, graph: str) -> Line:
    """A statement's terms as N-Quads writes them."""
    return str(subject), str(predicate), str(value), f"<{graph}>"


@cache
def _short(term: str) -> str:
    match = _SHORTENED.fullmatch(term)
    return f"{_PREFIX[match[1]]}:{match[2]}" if match else term
