"""Numbers of corridors, looked at as they stream by: there may be millions, a triple each, and no shape reads them.

A shape reads the properties that its paths name; a measure is a property of its own, named by none. So the numbers
stay out of the shapes' engine and of the store that hygiene asks, and their own three rules are held to here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lamigo.names import DEF, ID, RDF_TYPE, XSD
from lamigo.sources.added import Added
from lamigo.validation.findings import Finding

KIND = "origin-destination"
_MEASURE = f"<{ID}measure/"
_NUMBER = r'"-?[0-9]+"\^\^<{0}integer>|"-?[0-9]+\.[0-9]+"\^\^<{0}decimal>'.format(re.escape(XSD))
_CELL = re.compile(rf"(<[^<> ]+>) ({_MEASURE}[^<> ]+>) (?:(?:{_NUMBER}) \.\n)?".encode())
"""A number; matched, but not to its end, where the value is none."""
_TYPED = re.compile(rf"(<[^<> ]+>) <{re.escape(RDF_TYPE)}> <{re.escape(DEF)}(Corridor|Measure)> \.\n".encode())


class Parts(NamedTuple):
    """A data set in two: its records, triples without their final " .", and its numbers, counted and looked at."""

    records: list[str]
    cells: int
    findings: list[Finding]


def parts(data_set: Added) -> Parts:
    """Read the triples of an added origin–destination table once, in lines as ``lamigo add`` wrote them.

    A number is a whole one or a decimal; its property is a measure, and its subject a corridor, that the data set
    describes. Each fault is a finding about the corridor or measure, at the line of the file.
    """
    records: list[bytes] = []
    described: dict[bytes, set[bytes]] = {b"Corridor": set(), b"Measure": set()}
    first: dict[bytes, dict[bytes, int]] = {b"Corridor": {}, b"Measure": {}}
    findings: list[Finding] = []
    cells, subject = 0, b""
    corridors, measures = first[b"Corridor"], first[b"Measure"]
    with data_set.data.open("rb") as file:
        for number, line in enumerate(file, 1):
            cell = _CELL.match(line)
            if cell is None:
                records.append(line)
                if typed := _TYPED.fullmatch(line):
                    described[typed[2]].add(typed[1])
                continue
            cells += 1
            if cell.end() < len(line):
                findings.append(_finding(data_set, cell[1], number, "has a value that is no number"))
            if cell[1] != subject:
                subject = cell[1]
                corridors.setdefault(subject, number)
            measures.setdefault(cell[2], number)
    for kind, says in ((b"Corridor", "has a number and is not described"), (b"Measure", "is used and not described")):
        unknown = sorted(first[kind].keys() - described[kind])
        findings += [_finding(data_set, term, first[kind][term], says) for term in unknown]
    return Parts([line.decode().removesuffix(" .\n") for line in records], cells, findings)


def _finding(data_set: Added, term: bytes, line: int, says: str) -> Finding:
    return Finding(
        term.decode().strip("<>"),
        f"{says} in {data_set.key}",
        "numbers of corridors",
        f"{data_set.data.name}:{line}",
        mend=f"add the data set again: lamigo add {data_set.key} FILE",
    )
