"""In which row of which file of an imported data set something stands."""

from __future__ import annotations

import re
from collections import defaultdict

from lamigo.names import ID
from lamigo.store import Store, Term

MEASURE, DATA_SET = ID + "measure/", ID + "data-set/"
_END = re.compile(r"\{(origin|destination|country):(name|iso2|iso3|m49|key)\}")
_CODES = {"iso2": "isoAlpha2", "iso3": "isoAlpha3", "m49": "m49"}


def row(data_set: str, file: str | None, number: str | None) -> str:
    """A row as evidence shows it: the data set's key, the file and the row, such as ``key X-1.csv row 17``."""
    parts = [data_set.removeprefix(DATA_SET), file or "", f"row {number}" if number else ""]
    return " ".join(part for part in parts if part)


def records(store: Store, about: str, path: str = "") -> dict[str, set[str]]:
    """The rows of imported records: of ``?a`` as ``about`` binds it, or of what a property path leads to from there.

    Where the record names no row, the data set stands alone.
    """
    start = f"?a {path} ?r ." if path else "BIND(?a AS ?r)"
    found = store.select(
        f"SELECT DISTINCT ?a ?set ?file ?row WHERE {{ {about} {start} ?r dcterms:source ?set . ?set a lmg:DataSet"
        " OPTIONAL { ?r lmg:fromFile ?file } OPTIONAL { ?r lmg:fromRow ?row } }"
    )
    rows: dict[str, set[str]] = defaultdict(set)
    for thing, data_set, file, number in found.rows:
        if thing and data_set:
            rows[thing.value].add(row(data_set.value, _text(file), _text(number)))
    return rows


class Numbers:
    """Where the numbers of measures stand: a measure says in which columns what stands in the row of a number."""

    def __init__(self, store: Store, things: set[str]) -> None:
        self._measures: dict[str, tuple[str, str | None, str]] = {}
        self._ends: dict[str, dict[str, str]] = {}
        self._codes: dict[str, dict[str, str]] = defaultdict(dict)
        if not (measures := [thing for thing in things if thing.startswith(MEASURE)]):
            return
        found = store.select(
            f"SELECT ?m ?set ?file ?pattern WHERE {{ {_values('m', measures)} ?m lmg:ofDataSet ?set"
            " OPTIONAL { ?m lmg:fromFile ?file } OPTIONAL { ?m lmg:rowPattern ?pattern } }"
        )
        for measure, data_set, file, pattern in found.rows:
            if measure and data_set:
                self._measures[measure.value] = data_set.value, _text(file), _text(pattern) or ""
        corridors = [thing for thing in things if thing.startswith(ID + "corridor/")]
        ends = store.select(
            f"SELECT ?c ?from ?to WHERE {{ {_values('c', corridors)} ?c lmg:hasOrigin ?from ; lmg:hasDestination ?to }}"
        )
        for corridor, origin, destination in ends.rows:
            if corridor and origin and destination:
                self._ends[corridor.value] = {"origin": origin.value, "destination": destination.value}
        places = {place for pair in self._ends.values() for place in pair.values()}
        places |= {thing for thing in things if thing.startswith(ID + "country/")}
        called = store.select(
            f"SELECT ?p ?iso2 ?iso3 ?m49 ?name WHERE {{ {_values('p', places)}"
            " OPTIONAL { ?p lmg:isoAlpha2 ?iso2 } OPTIONAL { ?p lmg:isoAlpha3 ?iso3 } OPTIONAL { ?p lmg:m49 ?m49 }"
            ' OPTIONAL { ?p rdfs:label ?name FILTER(LANG(?name) = "en") } }'
        )
        for place, *codes in called.rows:
            for kind, code in zip(("iso2", "iso3", "m49", "name"), codes, strict=True):
                if place and code:
                    self._codes[place.value][kind] = code.value

    def of(self, subject: str, predicate: str) -> str | None:
        """The row of the number that a measure gives something; None where the property is no measure."""
        if predicate not in self._measures:
            return None
        data_set, file, pattern = self._measures[predicate]
        ends = self._ends.get(subject, {"country": subject})

        def printed(end: re.Match[str]) -> str:
            place = ends.get(end[1], "")
            return self._codes[place].get(end[2], place.removeprefix(ID + "country/"))

        where = _END.sub(printed, pattern)
        return row(data_set, file, None) + (f" row where {where}" if where else "")


def _values(name: str, things: list[str] | set[str]) -> str:
    return f"VALUES ?{name} {{ {' '.join(f'<{thing}>' for thing in sorted(things))} }}"


def _text(term: Term | None) -> str | None:
    return term.value if term else None
