"""The shape files and both engines that run them, shared by all tests of shapes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyshacl
import pytest
import rdflib
import shacl
from rdflib import RDF, RDFS, SH, URIRef
from rdflib.collection import Collection

HERE = Path(__file__).resolve().parent
ROOT = next(folder for folder in HERE.parents if (folder / "pyproject.toml").is_file())


class Violation(NamedTuple):
    """What both engines must agree on: focus node, path and constraint component, the last two by local name."""

    focus: str
    path: str
    component: str


Engine = Callable[[rdflib.Graph], set[Violation]]


def merged(paths: list[Path]) -> rdflib.Graph:
    """Several Turtle files as one graph."""
    graph = rdflib.Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


def local(iri: str) -> str:
    """The last part of an IRI."""
    return re.split(r"[/#]", iri)[-1]


@pytest.fixture(scope="session")
def shape_files() -> list[Path]:
    """The shapes for records; the style guide is about the ontology and tested with it."""
    return sorted(path for path in (ROOT / "shapes").glob("*.ttl") if path.name != "style.ttl")


@pytest.fixture(scope="session")
def shapes(shape_files: list[Path]) -> rdflib.Graph:
    """All shape files as one graph."""
    return merged(shape_files)


@pytest.fixture(scope="session")
def ontology() -> rdflib.Graph:
    """The ontology without what other vocabularies say."""
    return merged(sorted((ROOT / "ontology").glob("*.ttl")))


@pytest.fixture(scope="session")
def hierarchy(ontology: rdflib.Graph) -> rdflib.Graph:
    """Which class stands below which: the shape of a class looks at things of its subclasses too."""
    below = rdflib.Graph()
    for triple in ontology.triples((None, RDFS.subClassOf, None)):
        if isinstance(triple[2], URIRef):
            below.add(triple)
    return below


@pytest.fixture(scope="session")
def rust(shapes: rdflib.Graph) -> Engine:
    """The engine that Lamigo runs."""
    compiled = shacl.Shapes.from_text(shapes.serialize(format="nt"), format="ntriples")

    def run(data: rdflib.Graph) -> set[Violation]:
        report = compiled.validate_text(data.serialize(format="nt"), format="ntriples")
        return {
            Violation(
                result.focus_node.strip("<>"),
                "|".join(local(iri) for iri in re.findall(r"<([^>]*)>", result.path or "")) or "-",
                result.component,
            )
            for result in report.results
        }

    return run


@pytest.fixture(scope="session")
def reference(shapes: rdflib.Graph) -> Engine:
    """The reference engine, pySHACL."""

    def name(report: rdflib.Graph, path: rdflib.term.Node | None) -> str:
        if path is None or isinstance(path, URIRef):
            return local(str(path)) if path else "-"
        steps = report.value(path, SH.alternativePath)
        assert steps is not None, "a path of a kind that is not read here yet"
        return "|".join(local(str(step)) for step in Collection(report, steps))

    def run(data: rdflib.Graph) -> set[Violation]:
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
        return {
            Violation(
                str(report.value(result, SH.focusNode)),
                name(report, report.value(result, SH.resultPath)),
                local(str(report.value(result, SH.sourceConstraintComponent))),
            )
            for result in report.subjects(RDF.type, SH.ValidationResult)
        }

    return run
