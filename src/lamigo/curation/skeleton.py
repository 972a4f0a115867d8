"""Skeletons of records: what a curator fills in."""

from __future__ import annotations

import re
from pathlib import Path

from lamigo import rooms
from lamigo.atomic import write
from lamigo.errors import LamigoError
from lamigo.graph.read import decoded
from lamigo.names import BASE, ID, passage

_HEAD = """\
@base <https://w3id.org/lamigo/> .
@prefix lmg: <https://w3id.org/lamigo/def/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix country: <https://w3id.org/lamigo/id/country/> .
"""
KINDS = {
    "practice": """\
<id/practice/{key}> a lmg:Practice ;
  rdfs:label "… the title as printed"@en ;
  lmg:position 0 ;                                    # its place on the page, from 1
  lmg:summary "… one sentence in your own words"@en ;
  lmg:coverageAsPrinted "…" ;                         # leave out where no coverage is printed
  lmg:hasCoverageKind <id/concept/coverage-kind/listed> ;  # or global, listed-and-global, not-stated
  lmg:coversCountry country:… ;                       # those that the coverage line lists, nothing else
  lmg:hasTheme <id/concept/theme/…> ;
  lmg:hasTopic <id/concept/topic/…> ;
  lmg:hasPracticeKind <id/concept/practice-kind/…> ;
  lmg:evidence <id/passage/{source}/L{first}-L{last}> .
""",
    "erratum": """\
<id/erratum/{source}/{key}> a lmg:Erratum ;
  lmg:inSource <id/source/{source}> ;
  lmg:printsText "… what is printed" ;
  lmg:shouldRead "… what is right" ;                  # leave out where nobody can know
  lmg:hasErratumKind <id/concept/erratum-kind/…> ;
  lmg:basis "… how we know"@en ;
  lmg:concerns <id/…> ;
  lmg:evidence <id/passage/{source}/L{first}-L{last}> .
""",
    "actor": """\
<id/actor/{key}> a lmg:Actor ;
  rdfs:label "… its name"@en ;
  lmg:acronym "…" ;
  lmg:hasActorKind <id/concept/actor-kind/…> ;
  lmg:inCountry country:… ;                           # only where the document says so
  lmg:evidence <id/passage/{source}/L{first}-L{last}> .
""",
}


def record(kind: str, key: str, source: str, lines: str) -> str:
    """The skeleton of a record; raises LamigoError for an id in use, an odd key, unknown source or reversed lines."""
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key):
        raise LamigoError(f"{key!r} is no id", mend="use lower-case words joined by hyphens, short and lasting")
    folder = rooms.room("graph") / source
    if not (folder / "source.ttl").is_file():
        known = sorted(path.parent.name for path in rooms.room("graph").glob("*/source.ttl"))
        raise LamigoError(f"no source {source!r}", mend=f"use one of {', '.join(known)}")
    numbers = re.fullmatch(r"L?(\d+)(?:-L?(\d+))?", lines)
    if not numbers:
        raise LamigoError(f"{lines!r} are no lines", mend="write them as 10-12")
    first, last = numbers[1], numbers[2] or numbers[1]
    cited = passage(f"{ID}passage/{source}/L{first}-L{last}")
    if cited is None or cited.first > cited.last:
        raise LamigoError(f"{lines!r} are no lines", mend="the first before the last, counted from 1")
    text = KINDS[kind].format(key=key, source=source, first=first, last=last)
    iri = text[1 : text.index(">")]
    for path in sorted(rooms.room("graph").rglob("*.ttl")):
        if re.search(
            rf"^(<{re.escape(iri)}>|<{re.escape(BASE + iri)}>|{re.escape(kind)}:{re.escape(key)})\s+a\s",
            path.read_text("utf-8"),
            re.M,
        ):
            raise LamigoError(f"{iri} is taken, in {rooms.shown(path)}", mend="choose another id; ids are never reused")
    return text


def append(path: Path, text: str) -> None:
    """Append a skeleton to a file, with the prefixes where the file is new."""
    old = decoded(path) if path.is_file() else _HEAD
    write(path, f"{old.rstrip()}\n\n{text}".encode())
