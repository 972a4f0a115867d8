"""Namespaces of Lamigo and the shapes of its identifiers."""

from __future__ import annotations

import re
from typing import NamedTuple

BASE = "https://w3id.org/lamigo/"
DEF = BASE + "def/"
ID = BASE + "id/"
GRAPH = BASE + "graph/"
PASSAGE = ID + "passage/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDF_TYPE = RDF + "type"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OA = "http://www.w3.org/ns/oa#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES = {
    "lmg": DEF,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": OA,
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": XSD,
    "country": ID + "country/",
    "region": ID + "region/",
    "actor": ID + "actor/",
    "instrument": ID + "instrument/",
    "practice": ID + "practice/",
    "place": ID + "place/",
    "source": ID + "source/",
    "scheme": ID + "scheme/",
    "concept": ID + "concept/",
    "measure": ID + "measure/",
    "graph": GRAPH,
}

_PASSAGE = re.compile(re.escape(PASSAGE) + r"(?P<source>[a-z0-9-]+)/L(?P<first>[1-9]\d*)-L(?P<last>[1-9]\d*)")


class Passage(NamedTuple):
    """Lines of a source document, 1-based, both included."""

    source: str
    first: int
    last: int

    @property
    def iri(self) -> str:
        return f"{PASSAGE}{self.source}/L{self.first}-L{self.last}"

    @property
    def width(self) -> int:
        return self.last - self.first + 1

    def __str__(self) -> str:
        lines = f"line {self.first}" if self.first == self.last else f"lines {self.first}–{self.last}"
        return f"{self.source}, {lines}"


def passage(iri: str) -> Passage | None:
    """The passage that an IRI names, or None where it names something else."""
    match = _PASSAGE.fullmatch(iri)
    return Passage(match["source"], int(match["first"]), int(match["last"])) if match else None


def short(iri: str) -> str:
    """An IRI with its longest known prefix, for messages."""
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri.removeprefix(BASE)
