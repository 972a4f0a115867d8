"""What the panel is made of: tidy base tables, written as Parquet into a work folder that any engine can read.

- ``corridors``: origin, destination: every pair that has a number, an agreement or another tie;
- ``years``: year, day: the day on which a year is asked about, 1 July;
- ``measures``: measure, concept (stock or flow), sex, first_year, until_year: the years that a number stands for, the
  last one not among them;
- ``numbers``: origin, destination, measure, value;
- ``agreements``: origin, destination, agreement, signed_earliest, signed_latest (no day where none is known);
- ``force``: agreement, year, in_force: yes, no or unknown on the day of the year;
- ``ties``: origin, destination, layer, record, and the bounds of start and end;
- ``binding``: state, instrument, year, answer: yes, no, unknown or not-eligible, by the default reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lamigo import licences
from lamigo.corridors import numbers
from lamigo.corridors.numbers import Measure
from lamigo.corridors.regimes import LAYER, regimes
from lamigo.coverage.agreements import Agreements
from lamigo.coverage.items import items
from lamigo.errors import LamigoError
from lamigo.graph.dates import bounds
from lamigo.licences import DataSet
from lamigo.names import ID
from lamigo.panel.schemas import SCHEMAS
from lamigo.store import Store
from lamigo.treaties.bound import NOT_ELIGIBLE, Register

if TYPE_CHECKING:
    import pyarrow as pa

CONCEPTS = {"stock": "migrant-stock", "flow": "migrant-flow"}
"""The columns of numbers, by the concept that a data set measures."""
MID_YEAR = (7, 1)
BILATERAL = "bilateral-agreement"
ELSEWHERE = (BILATERAL, "co-participation")
"""Layers without columns of their own: agreements have others, and a co-participation is no corridor."""
_LAYERS = f"""
SELECT ?layer ?label WHERE {{
  ?layer skos:inScheme <{ID}scheme/tie-layer> ; skos:prefLabel ?label . FILTER(LANG(?label) = "en")
}}
"""
_TIES = """
SELECT DISTINCT ?origin ?destination ?layer ?record ?start ?end WHERE {
  ?tie a lmg:Tie ; lmg:hasLayer ?layer ; lmg:byRecord ?record ; lmg:tiesCorridor ?corridor .
  ?corridor lmg:hasOrigin ?origin ; lmg:hasDestination ?destination .
  OPTIONAL { ?record lmg:startsIn|lmg:startsOn ?start }
  OPTIONAL { ?record lmg:endsIn|lmg:endsOn ?end }
}
"""


@dataclass
class Base:
    """The base tables, and what the columns of the panel follow from."""

    years: range
    tables: dict[str, pa.Table]
    instruments: dict[str, str]
    """Code and title of each instrument that states ratify and checklists cite."""
    layers: dict[str, str]
    """Key and label of each layer of ties but that of agreements."""
    measures: dict[str, list[Measure]]
    """By column (stock, flow): the measures taken, all of one data set."""
    data_sets: list[DataSet]
    """Those that the panel rests on."""
    acts: list[str] = field(default_factory=list)
    """The data sets of treaty actions and agreements, by key."""
    notes: list[str] = field(default_factory=list)
    """What was not taken, and why."""

    @property
    def whole_numbers(self) -> bool:
        """Whether every number is a count."""
        import pyarrow as pa

        return bool(pa.types.is_integer(self.tables["numbers"].schema.field("value").type))


def base(
    store: Store,
    register: Register,
    *,
    first: int | None = None,
    last: int | None = None,
    stock: str | None = None,
    flow: str | None = None,
    corridors: Iterable[tuple[str, str]] | None = None,
    own_use: bool = True,
    say: Callable[[str], None] = lambda _: None,
) -> Base:
    """Read everything from a store and its register of treaty actions.

    ``first`` and ``last`` are years (default: those that the numbers span); ``stock`` and ``flow`` name a data set
    where several measure the same; ``corridors`` keeps only these. Raises LamigoError where there are no numbers, no
    such data set, or no such years; and without ``own_use``, before anything is read, where data may not be passed on.
    """
    notes: list[str] = []
    measures = {
        column: _measures(numbers.measures(store), column, wanted, notes)
        for column, wanted in (("stock", stock), ("flow", flow))
    }
    sets = _rests_on(store, measures)
    licences.obey(sets, own_use=own_use)
    years = _years(measures, first, last)
    say(f"years {years[0]} to {years[-1]}")
    wanted = set(corridors) if corridors is not None else None
    rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    rows["years"] = [(year, date(year, *MID_YEAR)) for year in years]
    for column, found in measures.items():
        for one in found:
            first_year, until = span(one.period)
            if first_year > years[-1] or until <= years[0]:
                continue
            rows["measures"].append((one.key, column, one.sex or "both", first_year, until))
            table = numbers.table(store, one)
            rows["numbers"] += [
                (origin, destination, one.key, value)
                for origin, destination, value in table.itertuples(index=False, name=None)
            ]
    say(f"{len(rows['numbers']):,} numbers")
    _agreements(store, years, rows)
    layers = _ties(store, rows)
    if wanted is not None:
        for name in ("numbers", "agreements", "ties"):
            rows[name] = [row for row in rows[name] if row[:2] in wanted]
    # A corridor that is asked for stays even where nothing at all is known of it.
    pairs = wanted or {row[:2] for name in ("numbers", "agreements", "ties") for row in rows[name]}
    rows["corridors"] = list(pairs)
    cited = sorted({way.instrument for item in items(store) for way in item.cites})
    states = sorted({end for pair in pairs for end in pair})
    say(f"{len(pairs):,} corridors; asking {len(cited)} instruments of {len(states)} states in each year")
    rows["binding"] = _binding(register, states, cited, years)
    titles = {code: register.law.instruments[code].title for code in cited}
    return Base(
        years, arrow(rows), titles, layers, measures, sets,
        sorted({said.source for said in register.statements}), notes,
    )  # fmt: skip


def span(period: str) -> tuple[int, int]:
    """The first year that a period stands for, and the first that it does not.

    A span from mid-year to mid-year stands for the years from its first until before its last.

    >>> span("1990/1995"), span("2020-07-01")
    ((1990, 1995), (2020, 2021))
    """
    start, _, end = period.partition("/")
    first = bounds(start)[0].year
    return first, max(bounds(end)[1].year, first + 1) if end else first + 1


def _measures(known: Sequence[Measure], column: str, wanted: str | None, notes: list[str]) -> list[Measure]:
    """The measures of one data set: the one wanted, else the one whose numbers reach the latest year."""
    concept = CONCEPTS[column]
    by_set: dict[str, list[Measure]] = defaultdict(list)
    for one in known:
        if one.concept == concept:
            by_set[one.data_set].append(one)
    if wanted is not None and wanted not in by_set:
        raise LamigoError(
            f"no data set {wanted!r} of {column}s was added", mend=f"choose one of: {', '.join(sorted(by_set)) or '-'}"
        )
    if not by_set:
        return []
    taken = wanted or max(by_set, key=lambda key: (max(span(m.period)[1] for m in by_set[key]), key))
    notes += [f"{column}s of {key} were not taken; --{column} {key} takes them" for key in sorted(by_set)
              if key != taken]  # fmt: skip
    held: dict[tuple[str, int], Measure] = {}
    for one in by_set[taken]:
        for year in range(*span(one.period)):
            other = held.setdefault((one.sex or "both", year), one)
            if other is not one:
                raise LamigoError(
                    f"both {other.key} and {one.key} stand for {year}, so {taken} has no one number a year",
                    mend=f"take another data set with --{column}, or describe this one without the breakdown",
                )
    return by_set[taken]


def _years(measures: dict[str, list[Measure]], first: int | None, last: int | None) -> range:
    spans = [span(one.period) for found in measures.values() for one in found]
    if not spans and (first is None or last is None):
        raise LamigoError(
            "no numbers of corridors are in the graph", mend="bring some in with lamigo add, or give --from and --to"
        )
    start = first if first is not None else min(one[0] for one in spans)
    end = last if last is not None else max(one[1] for one in spans) - 1
    if end < start or not 1 <= start <= end <= 9999:
        raise LamigoError(f"there are no years from {start} to {end}", mend="give --from and --to in order")
    return range(start, end + 1)


def _agreements(store: Store, years: range, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    """Agreements stand once in each order of their pair, as coverage asks for them."""
    known = {}
    for pair, found in Agreements(store, date(years[0], *MID_YEAR)).of_pair.items():
        if len(pair) != 2:
            continue
        one, other = sorted(pair)
        for agreement in found:
            known[agreement.iri] = agreement
            signed = [bounds(when) for when in agreement.events["signed"]]
            days = (min(s[0] for s in signed), max(s[1] for s in signed)) if signed else (None, None)
            rows["agreements"] += [(one, other, agreement.iri, *days), (other, one, agreement.iri, *days)]
    rows["force"] = [
        (iri, year, agreement.in_force(date(year, *MID_YEAR))[0]) for iri, agreement in known.items() for year in years
    ]


def _ties(store: Store, rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, str]:
    """Ties of all layers but agreements; those of free-movement regimes by the memberships of both ends.

    Where a record gives several starts or ends, their bounds are the widest.
    """
    layers = {row[0].value.rsplit("/", 1)[1]: row[1].value for row in store.select(_LAYERS).rows if row[0] and row[1]}
    found: dict[tuple[str, ...], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for row in store.select(_TIES).rows:
        origin, destination, layer, record, start, end = (term.value if term else "" for term in row)
        key = (*(iri.removeprefix(f"{ID}country/") for iri in (origin, destination)), layer.rsplit("/", 1)[1], record)
        if key[2] not in (BILATERAL, LAYER):
            found[key][0].update({start} - {""})
            found[key][1].update({end} - {""})
    for key, ends in found.items():
        rows["ties"].append((*key, *(day for dates in ends for day in _widest(dates))))
    for one in regimes(store):
        until = (date.max, date.max) if one.open_ended else _widest({one.end} - {""})
        rows["ties"].append((*one.corridor, LAYER, one.iri, *_widest({one.start} - {""}), *until))
    return {key: label for key, label in sorted(layers.items()) if key not in ELSEWHERE}


def _widest(dates: set[str]) -> tuple[date | None, date | None]:
    spans = [bounds(text) for text in dates]
    return (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else (None, None)


def _binding(register: Register, states: list[str], codes: list[str], years: range) -> list[tuple[Any, ...]]:
    found = []
    for state in states:
        for code in codes:
            for year in years:
                # A statistical area that the authority of states does not hold takes part in nothing.
                known = state in register.law.countries
                answer = register.bound(state, code, date(year, *MID_YEAR)).answer if known else NOT_ELIGIBLE
                found.append((state, code, year, answer))
    return found


def _rests_on(store: Store, measures: dict[str, list[Measure]]) -> list[DataSet]:
    """The data sets of the numbers, and those that answers on norms rest on."""
    taken = {one.data_set for found in measures.values() for one in found}
    return sorted({*licences.data_sets(store, taken), *licences.of_norms(store)})


def arrow(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, pa.Table]:
    """Sorted tables of the declared types; numbers are whole where each of them is."""
    import pyarrow as pa

    tables = {}
    for name, schema in SCHEMAS.items():
        gaps = any(None in row for row in rows[name])
        # None sorts before any day; a table without it sorts as it is, in a fifth of the time.
        held = sorted(rows[name], key=_gaps_first if gaps else None)
        fields = [pa.field(column, _arrow_type(kind)) for column, kind in schema.items()]
        if name == "numbers" and all(value == int(value) for *_, value in held):
            held = [(*row, int(value)) for *row, value in held]
            fields[-1] = pa.field("value", pa.int64())
        columns = list(zip(*held, strict=True)) if held else [()] * len(fields)
        tables[name] = pa.table(
            [pa.array(column, one.type) for column, one in zip(columns, fields, strict=True)], schema=pa.schema(fields)
        )
    return tables


def _gaps_first(row: tuple[Any, ...]) -> tuple[tuple[bool, Any], ...]:
    return tuple((value is not None, value or 0) for value in row)


def _arrow_type(kind: str) -> pa.DataType:
    import pyarrow as pa

    return {"string": pa.string(), "int32": pa.int32(), "float64": pa.float64(), "date": pa.date32()}[kind]


def save(tables: dict[str, pa.Table], folder: Path) -> dict[str, Path]:
    """Write the tables as Parquet; returns the file of each."""
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / f"{name}.parquet" for name in tables}
    for name, path in paths.items():
        pq.write_table(tables[name], path)
    return paths
