"""The built graph meets the shapes, and each shape meets as many things as it expects.

Each source's graph is looked at with the authority and the ontology; the derived graphs count as one source more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, RDFS, SH, URIRef

from lamigo.graph.build import Build
from lamigo.names import DEF, GRAPH

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its own use of its old names
Run = Callable[[rdflib.Graph], set[tuple[str, str, str]]]


@pytest.fixture(scope="module")
def parts(built: Build) -> dict[str, rdflib.Graph]:
    """The named graphs; the derived ones as one, without the types that follow from the ontology anyway."""
    found: dict[str, rdflib.Graph] = {}
    dataset = rdflib.Dataset().parse(built.nquads, format="nquads")
    for subject, predicate, value, graph in dataset.quads():
        name = str(graph).removeprefix(GRAPH)
        if name != "derived/types":
            found.setdefault(name.split("/")[0], rdflib.Graph()).add((subject, predicate, value))
    return found


def test_no_violation(parts: dict[str, rdflib.Graph], rust: Run) -> None:
    """Every record of every source, of the authority and of the rules says what its class requires."""
    common = parts["authority"] + parts["ontology"]
    sources = sorted(set(parts) - {"authority", "ontology"})
    assert "derived" in sources
    assert len(sources) > 2
    found = {violation: source for source in sources for violation in rust(common + parts[source])}
    shown = [f"{source}: {focus} {path} {component}" for (focus, path, component), source in sorted(found.items())]
    assert not shown, "\n".join(shown[:20])


def test_each_shape_meets_what_it_expects(parts: dict[str, rdflib.Graph], shapes: rdflib.Graph) -> None:
    """A shape that meets nothing checks nothing; a count that falls means that records are gone."""
    above = {term: set(parts["ontology"].transitive_objects(term, RDFS.subClassOf)) for term in
             set(parts["ontology"].subjects(RDFS.subClassOf)) }  # fmt: skip
    typed = {(subject, cls) for part in parts.values() for subject, cls in part.subject_objects(RDF.type)}
    things = {(subject, wider) for subject, cls in typed for wider in above.get(cls, {cls})}
    met = Counter(cls for _, cls in things)
    for shape, cls in shapes.subject_objects(SH.targetClass):
        least = int(str(shapes.value(shape, URIRef(DEF + "expectsAtLeast"))))
        assert met[cls] >= least, f"{shape} expects {least} things at least and meets {met[cls]}"


def test_shape_files_are_where_the_library_looks(shape_files: list[Path]) -> None:
    """The library reads the same files as these tests."""
    from lamigo.rooms import room
    from lamigo.validation.shapes import record_shapes

    assert record_shapes(room("shapes")) == shape_files
