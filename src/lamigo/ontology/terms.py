"""Which terms are declared, and which are used without being so.

HermiT ignores axioms on undeclared terms in silence: a contradiction planted on one of them passes. Hence
every term used in ``ontology/``, own or foreign, is declared there with its one OWL kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lamigo.errors import LamigoError
from lamigo.names import DEF, PREFIXES, RDF, RDF_TYPE, RDFS, XSD, short
from lamigo.ontology.merge import triples

OWL = PREFIXES["owl"]
BUILT_IN = (OWL, RDF, RDFS, XSD)
"""Namespaces that OWL itself defines; nothing in them needs a declaration."""

KINDS = {
    OWL + kind
    for kind in (
        "Class",
        "ObjectProperty",
        "DatatypeProperty",
        "AnnotationProperty",
        "Ontology",
        "NamedIndividual",
    )
} | {RDFS + "Datatype"}

_BETWEEN_TERMS = (
    {RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")}
    | {OWL + name for name in ("disjointWith", "equivalentClass", "equivalentProperty", "inverseOf")}
    | {OWL + name for name in ("propertyDisjointWith", "complementOf")}
)
_TO_A_TERM = {OWL + name for name in ("onProperty", "someValuesFrom", "allValuesFrom", "onClass")} | {
    "https://schema.org/domainIncludes",
    "https://schema.org/rangeIncludes",
}


def files(room: Path) -> list[Path]:
    """Every Turtle file of an ontology room, in a fixed order.

    ``axioms.ttl`` is among them: its blank nodes keep it out of the built graph, but the reasoner wants it.
    """
    found = sorted(room.rglob("*.ttl"))
    if not found:
        raise LamigoError(f"no Turtle file lies under {room}", mend="point at the folder ontology/ of a checkout")
    return found


def declared(paths: Iterable[Path]) -> dict[str, set[str]]:
    """Each declared term with the OWL kinds that it is declared as (one, if all is well)."""
    from pyoxigraph import NamedNode

    kinds: dict[str, set[str]] = {}
    for triple in triples(paths):
        if triple.predicate.value == RDF_TYPE and isinstance(triple.subject, NamedNode):
            kind = triple.object.value if isinstance(triple.object, NamedNode) else ""
            if kind in KINDS:
                kinds.setdefault(triple.subject.value, set()).add(kind)
    return kinds


def used(paths: Iterable[Path]) -> set[str]:
    """Every IRI that stands where a term stands, and every IRI of our namespace wherever it stands."""
    from pyoxigraph import NamedNode

    found: set[str] = set()
    for triple in triples(paths):
        predicate = triple.predicate.value
        found.add(predicate)
        objects = [triple.object.value] if isinstance(triple.object, NamedNode) else []
        subjects = [triple.subject.value] if isinstance(triple.subject, NamedNode) else []
        if predicate in _BETWEEN_TERMS:
            found.update(subjects + objects)
        elif predicate == RDF_TYPE or predicate in _TO_A_TERM:
            found.update(objects)
        found.update(iri for iri in subjects + objects if iri.startswith(DEF))
    return {iri for iri in found if not iri.startswith(BUILT_IN)}


def undeclared(paths: Iterable[Path]) -> list[str]:
    """A sentence for each term that is used in the files and declared in none of them."""
    paths = list(paths)
    missing = sorted(used(paths) - set(declared(paths)))
    return [
        f"{short(iri)} is used but not declared: "
        + (
            "declare it in ontology/, or mend its spelling"
            if iri.startswith(DEF)
            else f"declare <{iri}> with its one OWL kind in ontology/foreign/"
        )
        for iri in missing
    ]
