"""Terms as N-Triples writes them, for the many triples of a data set."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from lamigo.names import DEF, ID, PREFIXES, RDF_TYPE, RDFS, XSD

TYPE = f"<{RDF_TYPE}>"
LABEL = f"<{RDFS}label>"
DCTERMS = PREFIXES["dcterms"]
SOURCE = f"<{DCTERMS}source>"


def thing(path: str) -> str:
    """``thing("country/NPL")`` is the term of ``id/country/NPL``."""
    return f"<{ID}{path}>"


def word(name: str) -> str:
    """``word("Corridor")`` is the term of ``def/Corridor``."""
    return f"<{DEF}{name}>"


def concept(path: str) -> str:
    """``concept("sex/both")`` is the term of ``id/concept/sex/both``."""
    return f"<{ID}concept/{path}>"


def text(value: str, language: str | None = None) -> str:
    """A plain string, or one in a language."""
    return str(Literal(value, language=language) if language else Literal(value))


def integer(value: int) -> str:
    return f'"{value}"^^<{XSD}integer>'


def boolean(value: bool) -> str:
    return f'"{str(value).lower()}"^^<{XSD}boolean>'


def date(value: str) -> str:
    return str(Literal(value, datatype=NamedNode(XSD + "date")))
