"""Passages: lines of documents, hashed, never beyond their end."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from lamigo.errors import LamigoError
from lamigo.graph import passages
from lamigo.graph.read import Statement
from lamigo.names import DEF, ID, XSD, Passage, passage

DOCUMENT = passages.Document(b"one\ntwo\r\nthree\n\nfive")


def fact(subject: str, predicate: str, value: NamedNode | Literal) -> Statement:
    return Statement(f"<{subject}>", f"<{DEF}{predicate}>", str(value), "g", Path("facts.ttl"))


def facts(cited: str, digest: str | None = None) -> list[Statement]:
    found = [
        fact(ID + "source/doc", "lineCount", Literal("50", datatype=NamedNode(XSD + "integer"))),
        fact(ID + "practice/x", "evidence", NamedNode(ID + "passage/" + cited)),
    ]
    if digest is not None:
        found.append(fact(ID + "passage/" + cited, "sha256", Literal(digest)))
    return found


def test_a_passage_hashes_its_lines_to_the_line_feed():
    assert DOCUMENT.hash(Passage("doc", 2, 3)) == hashlib.sha256(b"two\r\nthree\n").hexdigest()
    assert DOCUMENT.hash(Passage("doc", 5, 5)) == hashlib.sha256(b"five").hexdigest()


def test_names_round_trip():
    cited = Passage("ilo-policy-guide", 10, 12)
    assert passage(cited.iri) == cited
    assert passage(ID + "practice/x") is None
    assert passage(ID + "passage/doc/L0-L3") is None


def test_a_described_passage_is_sound():
    assert passages.check(facts("doc/L1-L3", "00")) == 1


@pytest.mark.parametrize(
    ("cited", "digest", "said"),
    [
        ("doc/L49-L51", "00", "lines 1 to 50"),
        ("doc/L9-L3", "00", "lines 1 to 50"),
        ("doc/L1-L31", "00", "31 lines"),
        ("doc/L1-L3", None, "no hash yet"),
        ("other/L1-L3", "00", "no source.ttl describes"),
        ("doc/3", "00", "is no passage"),
    ],
)
def test_a_passage_that_cannot_be_is_refused(cited, digest, said):
    with pytest.raises(LamigoError, match=said) as caught:
        passages.check(facts(cited, digest))
    assert "To mend it" in str(caught.value)


def test_a_wrong_hash_is_found():
    right = facts("doc/L1-L3", DOCUMENT.hash(Passage("doc", 1, 3)))
    assert passages.verify(right, {"doc": DOCUMENT}) == (1, 0)
    assert passages.verify(right, {}) == (0, 1)
    with pytest.raises(LamigoError, match="is not that of these lines"):
        passages.verify(facts("doc/L1-L3", "00"), {"doc": DOCUMENT})


def test_the_selector_counts_between_lines():
    text = passages.describe("doc", [Passage("doc", 1, 2)], DOCUMENT)
    assert 'rdf:value "line=0,2"' in text
