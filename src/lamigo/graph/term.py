"""Terms as N-Triples writes them.

A graph held as text is read, sorted and written in half the time that one of objects takes. Every term here was
written by Oxigraph, so that one RDF term has one text.
"""

from __future__ import annotations

import json


def node(iri: str) -> str:
    """The text of an IRI.

    >>> node("http://example.org/a")
    '<http://example.org/a>'
    """
    return f"<{iri}>"


def is_node(term: str) -> bool:
    """Whether a text is an IRI, neither a literal nor a blank node."""
    return term[0] == "<"


def is_blank(term: str) -> bool:
    """Whether a text is a blank node."""
    return term[0] == "_"


def literal(lexical: str, datatype: str) -> str:
    """The text of a literal whose lexical form needs no escape.

    >>> literal("2013-02-01", "http://www.w3.org/2001/XMLSchema#date")
    '"2013-02-01"^^<http://www.w3.org/2001/XMLSchema#date>'
    """
    return f'"{lexical}"^^<{datatype}>'


def value(term: str) -> str:
    r"""The IRI itself, or the lexical form of a literal.

    >>> value("<http://example.org/a>"), value('"a \\"word\\""@en')
    ('http://example.org/a', 'a "word"')
    """
    if term[0] == "<":
        return term[1:-1]
    quoted = term[: term.rindex('"') + 1]
    # The escapes that Oxigraph writes are JSON's, and control characters may stand bare.
    return str(json.loads(quoted, strict=False)) if "\\" in quoted else quoted[1:-1]


def datatype(term: str) -> str | None:
    """The IRI of a literal's datatype where one is written: None for plain and language-tagged text and for IRIs."""
    if term[0] != '"' or term[-1] != ">":
        return None
    return term[term.rindex('"') + 4 : -1]
