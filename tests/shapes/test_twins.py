"""For every shape the smallest graph that passes and one that must fail, on both engines.

A failing twin begins with the violations that it must cause and no others, one a line:
``# fails: <path or -> <constraint component>``. Alternative paths are joined with ``|``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, RDFS, SH, URIRef
from rdflib.collection import Collection

HERE = Path(__file__).resolve().parent
ROOT = next(folder for folder in HERE.parents if (folder / "pyproject.toml").is_file())
NAMES = sorted(path.stem for path in (ROOT / "shapes").glob("*.ttl") if path.name != "style.ttl")
PASS = sorted(HERE.glob("*.pass.ttl"))
FAIL = sorted(HERE.glob("*.fail.ttl"))
LMG = "https://w3id.org/lamigo/def/"
Run = Callable[[rdflib.Graph], set[tuple[str, str, str]]]


def test_every_shape_has_its_twins() -> None:
    """A shape without twins, a twin without shape, or an empty directory fails here, not in silence."""
    assert len(NAMES) >= 80, f"only {len(NAMES)} shape files found: is this the right folder?"
    assert sorted(path.name.removesuffix(".pass.ttl") for path in PASS) == NAMES, "write tests/shapes/<class>.pass.ttl"
    assert sorted(path.name.removesuffix(".fail.ttl") for path in FAIL) == NAMES, "write tests/shapes/<class>.fail.ttl"


@pytest.mark.parametrize("path", PASS, ids=lambda path: path.name)
def test_passing_twin(path: Path, hierarchy: rdflib.Graph, rust: Run, reference: Run) -> None:
    """The twin meets its own shape and every other, on both engines."""
    data = rdflib.Graph().parse(path, format="turtle") + hierarchy
    seen = target(path.name.removesuffix(".pass.ttl")) & set(data.objects(None, RDF.type))
    assert seen, "the twin holds nothing for the shape to look at"
    assert rust(data) == set()
    assert reference(data) == set()


@pytest.mark.parametrize("path", FAIL, ids=lambda path: path.name)
def test_failing_twin(path: Path, hierarchy: rdflib.Graph, rust: Run, reference: Run) -> None:
    """The twin causes exactly the violations that its head announces, the same on both engines."""
    expected = set(re.findall(r"^# fails: (\S+) (\S+)$", path.read_text("utf-8"), re.M))
    assert expected, f"{path.name}: begin with a line '# fails: <path or -> <constraint component>'"
    data = rdflib.Graph().parse(path, format="turtle") + hierarchy
    found = rust(data)
    assert {violation[1:] for violation in found} == expected
    assert reference(data) == found, "the two engines disagree"


@pytest.mark.parametrize("name", NAMES)
def test_no_property_shape_goes_untested(name: str) -> None:
    """Each path that a shape file constrains is broken by its failing twin, so that no constraint is idle."""
    shape = rdflib.Graph().parse(ROOT / "shapes" / f"{name}.ttl", format="turtle")
    twin = (HERE / f"{name}.fail.ttl").read_text("utf-8")
    broken = {path for path, _ in re.findall(r"^# fails: (\S+) (\S+)$", twin, re.M)}
    paths = {written(shape, path) for _, path in shape.subject_objects(SH.path)}
    assert paths <= broken, f"{name}.fail.ttl breaks nothing about {sorted(paths - broken)}"


def written(graph: rdflib.Graph, path: rdflib.term.Node) -> str:
    """A path as the heads of failing twins write it."""
    steps = graph.value(path, SH.alternativePath)
    parts = Collection(graph, steps) if steps is not None else [path]
    return "|".join(re.split(r"[/#]", str(part))[-1] for part in parts)


def target(name: str) -> set[rdflib.term.Node]:
    """The classes that a shape file is about."""
    return set(rdflib.Graph().parse(ROOT / "shapes" / f"{name}.ttl", format="turtle").objects(None, SH.targetClass))


def test_every_class_has_a_shape(shapes: rdflib.Graph, hierarchy: rdflib.Graph, ontology: rdflib.Graph) -> None:
    """A class has a shape of its own, or one of a class above it that says all there is to say."""
    seen = set(shapes.objects(None, SH.targetClass))
    standing_in = {URIRef(LMG + "Selector")}  # passages use the Web Annotation class, which has a shape
    for term in ontology.subjects(RDF.type, rdflib.OWL.Class):
        if isinstance(term, URIRef) and term.startswith(LMG) and term not in standing_in:
            above = set(hierarchy.transitive_objects(term, RDFS.subClassOf)) - {URIRef(LMG + "Record")}
            own = {term} if term == URIRef(LMG + "Record") else above
            assert own & seen, f"no shape looks at {term}: write shapes/<class>.ttl with its twins"
