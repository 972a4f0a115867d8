"""Shapes are spelt right: only words that SHACL has, only SHACL Core, only terms that the ontology declares.

Engines pass over a misspelt ``sh:maxCuont`` in silence: the constraint is simply never checked.
"""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib import OWL, RDF, SH, URIRef

LMG = "https://w3id.org/lamigo/def/"
SHAPE = "https://w3id.org/lamigo/shape/"
# What SHACL Core leaves to its SPARQL, JavaScript and advanced parts.
BEYOND_CORE = {
    "sparql", "select", "ask", "construct", "update", "prefixes", "declare", "js", "jsFunctionName", "jsLibrary",
    "rule", "condition", "order", "target", "expression", "values", "filterShape", "nodes", "entailment",
    "SPARQLConstraint", "SPARQLTarget", "SPARQLRule", "TripleRule", "JSConstraint", "JSRule", "Function",
}  # fmt: skip
PREFIXES = f"@prefix sh: <{SH}> . @prefix lmg: <{LMG}> . @base <https://w3id.org/lamigo/> .\n"


def words(graph: rdflib.Graph, namespace: str) -> set[str]:
    """The local names of a namespace that a graph uses, in any place."""
    return {term[len(namespace) :] for triple in graph for term in triple
            if isinstance(term, URIRef) and term.startswith(namespace)}  # fmt: skip


def misspelt(graph: rdflib.Graph) -> set[str]:
    """Words in the ``sh:`` namespace that SHACL does not have."""
    return {word for word in words(graph, str(SH)) if word not in SH}


def beyond_core(graph: rdflib.Graph) -> set[str]:
    """Words of SHACL that are not Core."""
    return words(graph, str(SH)) & BEYOND_CORE


def undeclared(graph: rdflib.Graph, ontology: rdflib.Graph) -> set[str]:
    """Terms of ours that no file of the ontology declares."""
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    declared = {str(term) for kind in kinds for term in ontology.subjects(RDF.type, kind)}
    return {word for word in words(graph, LMG) if LMG + word not in declared}


def planted(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=PREFIXES + text, format="turtle")


def test_shapes_use_only_words_of_shacl(shapes: rdflib.Graph) -> None:
    assert misspelt(shapes) == set()
    assert misspelt(planted("<x> sh:property [ sh:path lmg:code ; sh:maxCuont 1 ] .")) == {"maxCuont"}


def test_shapes_are_core_only(shapes: rdflib.Graph) -> None:
    assert beyond_core(shapes) == set()
    assert beyond_core(planted('<x> sh:sparql [ sh:select "SELECT $this {}" ] .')) == {"sparql", "select"}


def test_shapes_use_only_declared_terms(shapes: rdflib.Graph, ontology: rdflib.Graph) -> None:
    assert undeclared(shapes, ontology) == set()
    assert undeclared(planted("<x> sh:path lmg:hasTheem ."), ontology) == {"hasTheem"}


def test_shapes_are_well_formed(shapes: rdflib.Graph) -> None:
    """SHACL-SHACL, the shapes of shapes; a planted fault shows that it looks."""
    pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)
    with pytest.raises(pyshacl.errors.ReportableRuntimeError, match="sh:minCount"):
        fault = planted('<x> a sh:NodeShape ; sh:property [ sh:path lmg:code ; sh:minCount "one" ] .')
        pyshacl.validate(rdflib.Graph(), shacl_graph=fault, meta_shacl=True)


def test_each_shape_says_whom_it_protects(shapes: rdflib.Graph, shape_files: list[Path]) -> None:
    """A label, a comment, a least number of focus nodes, and an IRI below ``shape/``."""
    found = list(shapes.subjects(RDF.type, SH.NodeShape))
    assert len(found) >= len(shape_files)
    for shape in found:
        assert str(shape).startswith(SHAPE)
        for needed in (rdflib.RDFS.label, rdflib.RDFS.comment, URIRef(LMG + "expectsAtLeast"), SH.targetClass):
            assert shapes.value(shape, needed) is not None, f"{shape} lacks {needed}"


def test_each_constraint_has_a_message(shapes: rdflib.Graph) -> None:
    """A whole sentence, unique, that ends with what to write."""
    members = set()  # inside sh:or, the message is that of the shape around it
    for alternatives in shapes.objects(None, SH["or"]):
        for member in rdflib.collection.Collection(shapes, alternatives):
            members |= set(shapes.objects(member, SH.property))
    properties = [node for node in shapes.objects(None, SH.property) if node not in members]
    assert len(properties) > 300
    nodes = {node for word in (SH.pattern, SH["or"]) for node in shapes.subjects(word)}
    nodes &= set(shapes.subjects(RDF.type, SH.NodeShape))
    for node in [*properties, *nodes]:
        messages = list(shapes.objects(node, SH.message))
        assert len(messages) == 1, f"{shapes.value(node, SH.path)} needs one sh:message"
        assert str(messages[0])[0].isupper()
        assert str(messages[0]).endswith(".")
