"""Shapes: SHACL Core, run by the ``shacl`` package (pySHACL is the reference in our tests)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import shacl

from lamigo.errors import LamigoError
from lamigo.graph.read import decoded
from lamigo.names import short
from lamigo.rooms import shown

SHAPE = "https://w3id.org/lamigo/shape/"
STYLE = "style.ttl"
_TARGETS = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX lmg: <https://w3id.org/lamigo/def/>
SELECT ?shape ?class ?least WHERE {
  ?shape sh:targetClass ?class OPTIONAL { ?shape lmg:expectsAtLeast ?least }
}
"""


class Violation(NamedTuple):
    """One validation result: IRIs, or None where SHACL gives none."""

    focus: str
    path: str | None
    component: str
    message: str
    value: str | None
    severity: str
    shape: str


class Target(NamedTuple):
    """A shape, the class whose things it checks, and how many of them the built graph must have at least."""

    shape: str
    target: str
    least: int


def record_shapes(folder: Path) -> list[Path]:
    """The shape files for records of the graph (the ontology's style guide is not one)."""
    return [path for path in sorted(folder.glob("*.ttl")) if path.name != STYLE]


def targets(paths: Iterable[Path]) -> list[Target]:
    """The classes that shapes target, with the least number of things each expects."""
    store = ox.Store()
    for path in paths:
        store.load(decoded(path), format=ox.RdfFormat.TURTLE)
    found = store.query(_TARGETS)
    assert isinstance(found, ox.QuerySolutions)
    rows = []
    for row in found:
        shape, target, least = row["shape"], row["class"], row["least"]
        if isinstance(shape, ox.NamedNode) and isinstance(target, ox.NamedNode):
            rows.append(Target(shape.value, target.value, int(least.value) if isinstance(least, ox.Literal) else 0))
    return sorted(rows)


def compiled(paths: list[Path]) -> shacl.Shapes:
    """All shape files as one compiled shapes graph."""
    quads = []
    for path in paths:
        try:
            quads += list(ox.parse(decoded(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True))
        except SyntaxError as error:
            raise LamigoError(f"not Turtle: {error}", where=shown(path)) from error
    triples = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    assert triples is not None
    return shacl.Shapes.from_text(triples.decode(), format="ntriples")


def validate(shapes: shacl.Shapes, ntriples: str) -> tuple[list[Violation], str]:
    """Validate N-Triples; the violations sorted, and the SHACL report as N-Triples."""
    report = shapes.validate_text(ntriples, format="ntriples")
    found = [
        Violation(
            _plain(result.focus_node),
            _plain(result.path) if result.path else None,
            result.component.removesuffix("ConstraintComponent"),
            result.message or "",
            result.value_plain,
            result.severity.lower(),
            _plain(result.root_shape or result.source_shape or ""),
        )
        for result in report.results
    ]
    return sorted(found, key=lambda v: tuple(str(part) for part in v)), report.serialize("ntriples")


def sentence(violation: Violation) -> str:
    """A violation in words: the shape's message, and the value that broke it."""
    said = violation.message or f"{violation.component} of {short(violation.path or violation.shape)} does not hold"
    value = f" It has {short(violation.value)!r}." if violation.value else ""
    return re.sub(r"\s+", " ", said).strip() + value


def _plain(term: str) -> str:
    return term[1:-1] if term.startswith("<") and term.endswith(">") else term
