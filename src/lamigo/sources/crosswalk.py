"""Crosswalks in SSSOM (Simple Standard for Sharing Ontological Mappings): questions of a coding → topics and items."""

from __future__ import annotations

import csv
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from lamigo import rooms
from lamigo.errors import LamigoError
from lamigo.graph.read import decoded
from lamigo.names import ID, XSD
from lamigo.sources import terms
from lamigo.sources.kinds import Triple

RELATIONS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_COLUMNS = ("subject_id", "predicate_id", "object_id", "mapping_justification", "confidence", "comment")
_CURIE = "lamigo:"


class Link(NamedTuple):
    """A row: from a question to a matter (both IRIs), by a SKOS relation, with justification and confidence."""

    key: str
    question: str
    relation: str
    matter: str
    confidence: Decimal
    comment: str


def read(path: Path, key: str) -> list[Link]:
    """The links of a file. Raises LamigoError with the row of what is wrong."""
    if not path.is_file():
        raise LamigoError(f"no file {path}", mend="put the crosswalk beside the description")
    lines = decoded(path).splitlines()
    start = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    rows = csv.DictReader(lines[start:], delimiter="\t")
    missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise LamigoError(
            f"the crosswalk lacks the columns {', '.join(missing)}",
            where=f"{rooms.shown(path)}:{start + 1}",
            mend="see the standard SSSOM",
        )
    return [_link(row, key, f"{rooms.shown(path)}:{number}") for number, row in enumerate(rows, start + 2)]


def _link(row: dict[str, str], key: str, where: str) -> Link:
    relation = row["predicate_id"].removeprefix("skos:")
    if relation not in RELATIONS:
        raise LamigoError(f"{row['predicate_id']!r} is no mapping relation", where=where, mend="write skos:closeMatch")
    for name in ("subject_id", "object_id"):
        if not row[name].startswith(_CURIE):
            raise LamigoError(f"{name} is {row[name]!r}", where=where, mend=f"write {_CURIE}concept/…")
    try:
        confidence = Decimal(row["confidence"])
    except InvalidOperation as error:
        raise LamigoError(
            f"the confidence is {row['confidence']!r}", where=where, mend="write a number from 0 to 1"
        ) from error
    if not (confidence.is_finite() and 0 <= confidence <= 1):
        raise LamigoError(f"the confidence is {row['confidence']!r}", where=where, mend="write a number from 0 to 1")
    question, matter = (ID + row[name].removeprefix(_CURIE) for name in ("subject_id", "object_id"))
    return Link(key, question, relation, matter, confidence, row["comment"])


def triples(links: list[Link]) -> list[Triple]:
    """Each link as a record, and as the SKOS relation that it states."""
    out: list[Triple] = []
    for link in links:
        name = link.question.rsplit("/", 1)[1]
        own = terms.thing(f"crosswalk/{link.key}/{name}/{link.matter.removeprefix(ID).removeprefix('concept/')}")
        out += [
            (own, terms.TYPE, terms.word("CrosswalkLink")),
            (own, terms.word("ofCoding"), f"<{link.question}>"),
            (own, terms.word("toMatter"), f"<{link.matter}>"),
            (own, terms.word("mappingRelation"), terms.text(link.relation)),
            (own, terms.word("confidence"), f'"{link.confidence.normalize():f}"^^<{XSD}decimal>'),
            (own, terms.word("basis"), terms.text(link.comment, "en")),
            (own, terms.SOURCE, terms.thing(f"data-set/{link.key}")),
        ]
    return out
