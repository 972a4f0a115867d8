"""The built graph's files: our one writer, so that the same facts are the same bytes everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby

from pyoxigraph import Literal, NamedNode

from lamigo.names import PREFIXES, RDF_TYPE

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_SHORT = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))

Line = tuple[str, str, str, str]


def nquads(lines: Iterable[Line]) -> str:
    """Sorted canonical N-Quads of (subject, predicate, object, graph), terms as N-Triples write them."""
    return "".join(f"{s} {p} {o} {g} .\n" for s, p, o, g in sorted(set(lines)))


def ntriples(lines: Iterable[Line]) -> str:
    """The RDF merge of all graphs (a set), as sorted N-Triples."""
    return "".join(f"{s} {p} {o} .\n" for s, p, o in sorted({line[:3] for line in lines}))


def trig(lines: Iterable[Line]) -> str:
    """The same statements grouped by graph and subject, for readers."""
    prefixes = dict(PREFIXES)
    out = [f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(prefixes.items())]
    ordered = sorted(set(lines), key=lambda line: (line[3], line[0], line[1] != f"<{RDF_TYPE}>", line[1], line[2]))
    for graph, in_graph in groupby(ordered, key=lambda line: line[3]):
        out.append(f"\n{_short(graph)} {{\n")
        for subject, about in groupby(in_graph, key=lambda line: line[0]):
            parts = []
            for predicate, values in groupby(about, key=lambda line: line[1]):
                verb = "a" if predicate == f"<{RDF_TYPE}>" else _short(predicate)
                parts.append(f"{verb} {', '.join(_short(value[2]) for value in values)}")
            out.append(f"  {_short(subject)} " + " ;\n    ".join(parts) + " .\n")
        out.append("}\n")
    return "".join(out)


def line(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal, graph: str) -> Line:
    """A statement's terms as N-Quads writes them."""
    return str(subject), str(predicate), str(value), f"<{graph}>"


@cache
def _short(term: str) -> str:
    if not term.startswith("<"):
        return term
    iri = term[1:-1]
    for prefix, namespace in _SHORT:
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return term
