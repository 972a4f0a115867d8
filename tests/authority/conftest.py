"""The authority as committed, read once for all its tests."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

from lamigo.authority.resolve import Resolver
from lamigo.names import DEF, ID, PREFIXES

ROOT = Path(__file__).resolve().parents[2]
AUTHORITY = ROOT / "graph" / "authority"
SHARED = ROOT.parent / "shared"
OWN = (
    "areas",
    "countries",
    "former",
    "memberships",
    "packages",
    "points",
    "regions",
    "registers",
    "spellings",
    "succession",
)

Things = dict[str, dict[str, list[ox.NamedNode | ox.Literal]]]


def short(iri: str) -> str:
    """``lmg:m49`` for a property, ``country/NPL`` for a thing of ours, the IRI itself for the rest."""
    if iri.startswith(ID):
        return iri.removeprefix(ID)
    for prefix in ("lmg", "rdfs", "skos", "dcterms", "rdf"):
        namespace = DEF if prefix == "lmg" else PREFIXES[prefix]
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


@pytest.fixture(scope="session")
def things() -> Things:
    """What the files say: thing → property → values."""
    found: Things = defaultdict(lambda: defaultdict(list))
    for name in OWN:
        for quad in ox.parse(path=AUTHORITY / f"{name}.ttl", format=ox.RdfFormat.TURTLE):
            assert isinstance(quad.subject, ox.NamedNode), f"{name}.ttl has a blank node: give it an IRI"
            assert not isinstance(quad.object, ox.BlankNode), f"{name}.ttl has a blank node: give it an IRI"
            found[short(quad.subject.value)][short(quad.predicate.value)].append(quad.object)
    return found


@pytest.fixture(scope="session")
def resolver() -> Resolver:
    return Resolver.from_files(AUTHORITY)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of source documents and data, which only some checkouts have beside them."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is absent: this test compares with data that is not part of the project")
    return SHARED
