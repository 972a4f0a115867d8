"""Passages: lines of documents that prove facts, described so that anyone with the document can verify them.

A curator writes only a passage's IRI. ``describe`` writes ``graph/<source>/passages.ttl``: the hash of the lines'
bytes (from the first byte of the first line to the line feed that ends the last), and an RFC 5147 selector, which
counts between lines: L11–L20 is ``line=10,20``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from lamigo.errors import LamigoError, LamigoErrors
from lamigo.graph import term
from lamigo.graph.read import Statement, where
from lamigo.names import DEF, ID, Passage, passage, short

WIDEST = 30
FILE = "passages.ttl"
_EVIDENCE, _SHA256, _LINE_COUNT = (term.node(DEF + name) for name in ("evidence", "sha256", "lineCount"))
_HEAD = """\
# Written by `lamigo passages`, from the passages that the curated files cite and the document itself. Do not edit.
@base <https://w3id.org/lamigo/> .
@prefix lmg: <https://w3id.org/lamigo/def/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""


class Document:
    """The bytes of a source document, by lines."""

    def __init__(self, data: bytes) -> None:
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.lines = data.splitlines(keepends=True)

    def hash(self, cited: Passage) -> str:
        """The SHA-256 of the passage's lines, in lower-case hex."""
        return hashlib.sha256(b"".join(self.lines[cited.first - 1 : cited.last])).hexdigest()

    def text(self, cited: Passage) -> str:
        return b"".join(self.lines[cited.first - 1 : cited.last]).decode("utf-8", "replace")


def find_documents(folder: Path, hashes: dict[str, str]) -> dict[str, Document]:
    """The source documents in a folder, recognised by their hash, whatever their files are called.

    ``hashes`` maps each source key to the hash that the graph states. Documents that are not there are left out.
    """
    if not folder.is_dir():
        raise LamigoError(f"no folder {folder}", mend="name the folder that holds the source documents")
    wanted = {value: key for key, value in hashes.items()}
    found = {}
    for path in sorted(folder.iterdir()):
        if path.is_file():
            document = Document(path.read_bytes())
            if document.sha256 in wanted:
                found[wanted[document.sha256]] = document
    return found


def cited_passages(statements: Iterable[Statement]) -> dict[Passage, Statement]:
    """Every passage used as evidence, with the first statement that uses it; a malformed one is an error."""
    used: dict[Passage, Statement] = {}
    errors: list[LamigoError] = []
    for statement in statements:
        if statement.predicate != _EVIDENCE:
            continue
        cited = passage(term.value(statement.object))
        if cited is None:
            errors.append(
                _error(
                    statement,
                    f"{short(term.value(statement.object))} is no passage",
                    "write id/passage/<source>/L<first>-L<last>",
                )
            )
        else:
            used.setdefault(cited, statement)
    if errors:
        raise LamigoErrors(errors)
    return used


def check(statements: list[Statement]) -> int:
    """Check the passages that are used against what the graph says of documents; returns their count.

    Raises LamigoErrors for a passage beyond its document's end, one that is too wide or reversed, one of a document
    that nobody describes, and one that has no hash yet.
    """
    counts = {
        term.value(s.subject).removeprefix(ID + "source/"): int(term.value(s.object))
        for s in statements
        if s.predicate == _LINE_COUNT
    }
    hashed = {s.subject for s in statements if s.predicate == _SHA256}
    used = cited_passages(statements)
    errors: list[LamigoError] = []
    for cited, statement in sorted(used.items()):
        if cited.source not in counts:
            errors.append(
                _error(
                    statement,
                    f"cites {cited.source}, a document that no source.ttl describes",
                    f"use one of {', '.join(sorted(counts))}",
                )
            )
        elif cited.first > cited.last or cited.last > counts[cited.source]:
            errors.append(
                _error(
                    statement,
                    f"cites {cited}, but the document has lines 1 to {counts[cited.source]}",
                    "count the lines again: 1-based, both included",
                )
            )
        elif cited.width > WIDEST:
            errors.append(
                _error(
                    statement,
                    f"cites {cited.width} lines of {cited.source}",
                    f"cite the lines that say it, {WIDEST} at most",
                )
            )
        elif term.node(cited.iri) not in hashed:
            errors.append(
                _error(
                    statement,
                    f"cites {cited}, which has no hash yet",
                    "run `lamigo passages --sources DIR` with the folder of the source documents",
                )
            )
    if errors:
        raise LamigoErrors(errors)
    return len(used)


def verify(statements: list[Statement], documents: dict[str, Document]) -> tuple[int, int]:
    """Compare every stated hash with the documents at hand; returns (verified, not at hand).

    Raises LamigoErrors naming each passage whose hash is not that of its lines.
    """
    errors: list[LamigoError] = []
    verified = absent = 0
    for statement in statements:
        cited = passage(term.value(statement.subject)) if statement.predicate == _SHA256 else None
        if cited is None:
            continue
        document = documents.get(cited.source)
        if document is None:
            absent += 1
        elif cited.last > len(document.lines) or document.hash(cited) != term.value(statement.object):
            errors.append(
                _error(
                    statement,
                    f"the hash of {cited} is not that of these lines",
                    "see whether the passage or the document changed, then run `lamigo passages`",
                )
            )
        else:
            verified += 1
    if errors:
        raise LamigoErrors(errors)
    return verified, absent


def describe(source: str, used: Iterable[Passage], document: Document) -> str:
    """The text of a source's ``passages.ttl``, sorted by line."""
    blocks = [_HEAD]
    for cited in sorted(p for p in used if p.source == source):
        if cited.first > cited.last or cited.last > len(document.lines):
            raise LamigoError(
                f"{cited}: the document has lines 1 to {len(document.lines)}",
                mend="correct the record that cites it",
            )
        tail = f"id/passage/{source}/L{cited.first}-L{cited.last}"
        blocks.append(
            f"\n<{tail}> a lmg:Passage ;\n"
            f"  oa:hasSource <id/source/{source}> ; oa:hasSelector <{tail}/selector> ;\n"
            f"  lmg:firstLine {cited.first} ; lmg:lastLine {cited.last} ;\n"
            f'  lmg:sha256 "{document.hash(cited)}" .\n'
            f"<{tail}/selector> a oa:FragmentSelector ;\n"
            f"  dcterms:conformsTo <http://tools.ietf.org/rfc/rfc5147> ; "
            f'rdf:value "line={cited.first - 1},{cited.last}" .\n'
        )
    return "".join(blocks)


def _error(statement: Statement, what: str, mend: str) -> LamigoError:
    subject = term.value(statement.subject)
    return LamigoError(f"{short(subject)} {what}", where=where(statement.file, subject), mend=mend)
