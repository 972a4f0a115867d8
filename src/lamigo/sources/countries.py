"""What a source says of countries one by one: numbers such as population, and memberships in bodies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from lamigo import rooms
from lamigo.errors import LamigoError
from lamigo.graph import read
from lamigo.graph.dates import bounds, is_plain
from lamigo.names import ID
from lamigo.sources import terms
from lamigo.sources.description import Codes, Description, Key
from lamigo.sources.kinds import Imported, Triple
from lamigo.sources.numerals import NUMERAL, literal
from lamigo.sources.places import Places
from lamigo.sources.tables import Table
from lamigo.sources.unplaced import Unplaced
from lamigo.sources.yaml_faults import Fault

_Numbers = dict[tuple[str, str], list[tuple[str, int, str, str]]]
"""By country and slice, the cells with a number: file, row, column, text."""


class Attribute(Struct, forbid_unknown_fields=True):
    """A column with a number for each country or area."""

    column: str
    slice: Key
    """What tells this measure from the others of the source, such as ``2020-both``."""
    period: str
    unit: str
    concept: Literal["population", "migrant-stock", "migrant-worker-stock", "remittance", "deployment"]
    basis: Literal["observed", "estimated", "modelled"]
    workers: bool = False


class Source(Description, forbid_unknown_fields=True, kw_only=True):
    """The description of a table about countries: attributes, or memberships, or both."""

    country: str
    codes: Codes = "name"
    attributes: tuple[Attribute, ...] = ()
    body: str = ""
    """The column that names a body, in a table with a row a membership."""
    bodies: dict[str, str] = field(default_factory=dict)
    """The bodies that are meant: as printed → key of the actor. Rows of others are counted and passed over."""
    status: str = ""
    member_statuses: tuple[str, ...] = ()
    """What stands in the column of the status where a country is a member."""
    starts: str = ""
    ends: str = ""

    def faults(self, known: Collection[str]) -> Iterator[Fault]:
        yield from super().faults(known)
        slices = [attribute.slice for attribute in self.attributes]
        for number, name in enumerate(slices):
            if name in slices[:number]:
                yield Fault(
                    f"attributes: two slices are called {name!r}", ("attributes", str(number)), "tell them apart"
                )
        for number, attribute in enumerate(self.attributes):
            if not is_plain(attribute.period):
                mend = "write it as 2020, 2020-07 or 2020-07-01"
                yield Fault(
                    f"period: {attribute.period!r} is no date of the calendar", ("attributes", str(number)), mend
                )
        if not self.attributes and not (self.body and self.bodies):
            mend = "name attributes, or the column of the body and the bodies that are meant"
            yield Fault("the description asks for no column of numbers and for no body", (), mend)
        for printed, body in self.bodies.items():
            if body not in _actors():
                yield Fault(
                    f"bodies: no actor has the key {body!r}",
                    ("bodies", printed),
                    f"find the key of {printed} with lamigo search, such as asean, or describe it in graph/authority/",
                )


@cache
def _actors() -> frozenset[str]:
    """The keys of all actors of the authority."""
    prefix = f"<{ID}actor/"
    files = read.turtle_files(rooms.room("graph") / "authority")
    found = {subject for path in files for subject, _, _ in read.triples(path) if subject.startswith(prefix)}
    return frozenset(subject.removeprefix(prefix)[:-1] for subject in found)


def imported(description: Source, tables: list[Table], places: Places, folder: Path) -> Imported:
    """Numbers by country, each a measure, and memberships, each a record; nothing beside the description is read."""
    result = Imported([], counts={"rows read": sum(len(table.rows) for table in tables)})
    counts: Counter[str] = Counter()
    found: dict[str, set[tuple[str, str]]] = {}
    numbers: _Numbers = {}
    for table in tables:
        country = table.column(description.country)
        keys = {text: places.key(text, description.codes, description.names) for text in sorted(country.unique())}
        columns = {a.column: table.column(a.column) for a in description.attributes}
        body, status = (table.column(name) if name else None for name in (description.body, description.status))
        starts, ends = (table.column(name) if name else None for name in (description.starts, description.ends))
        for number in table.rows.index:
            row, printed = int(number), str(country[number])
            if body is not None and body[number] not in description.bodies:
                counts["rows of bodies that are not asked for"] += 1
                continue
            if status is not None and status[number].strip() not in description.member_statuses:
                counts["rows of another status than member"] += 1
                continue
            key = keys[printed]
            if key is None:
                reason = (
                    "none by the reviewed table"
                    if printed.strip() in description.names
                    else "no country or area has this name or code"
                )
                result.unplaced.append(Unplaced(table.file, row, description.country, printed, reason))
                continue
            for attribute in description.attributes:
                text = str(columns[attribute.column][number]).strip()
                if text in description.missing:
                    counts["cells without a value"] += 1
                elif problem := _no_number(text, attribute):
                    result.unplaced.append(Unplaced(table.file, row, attribute.column, text, problem))
                else:
                    numbers.setdefault((key, attribute.slice), []).append((table.file, row, attribute.column, text))
            if body is not None:
                dates = [str(column[number]).strip() if column is not None else "" for column in (starts, ends)]
                _member(description, table, row, key, description.bodies[body[number]], dates, result, found, places)
    _place(description.key, numbers, result, counts)
    for attribute in description.attributes:
        result.triples += _measure(description, attribute, tables)
    memberships = sum(len(members) for members in found.values())
    if description.bodies:
        absent = [printed for printed, body in description.bodies.items() if body not in found]
        if absent:
            raise LamigoError(
                f"{description.key}: no row is of {', '.join(absent)}", where=tables[0].file, mend="correct bodies:"
            )
        counts["memberships"] = memberships
    result.counts |= dict(sorted(counts.items()))
    for reason, many in sorted(Counter(u.reason for u in result.unplaced).items()):
        result.counts[f"not placed: {reason}"] = many
    return result


def _no_number(text: str, attribute: Attribute) -> str | None:
    """Why a text is no number of an attribute, or None where it is one."""
    if not re.fullmatch(NUMERAL, text):
        return "the value is no number"
    if Decimal(text) < 0 and attribute.concept != "remittance":
        return "the value is below zero"
    return None


def _place(key: str, numbers: _Numbers, result: Imported, counts: Counter[str]) -> None:
    """The number of each country and slice; where rows have several that differ, none of them is placed."""
    for (country, slice_), cells in numbers.items():
        said = sorted({literal(text) for *_, text in cells})
        if len(said) > 1:
            result.unplaced += [Unplaced(*cell, "the country has another number in another row") for cell in cells]
            continue
        counts["cells placed"] += 1
        counts["cells that repeat a number"] += len(cells) - 1
        result.triples.append((terms.thing(f"country/{country}"), terms.thing(f"measure/{key}/{slice_}"), said[0]))


def _measure(source: Source, attribute: Attribute, tables: list[Table]) -> list[Triple]:
    own = terms.thing(f"measure/{source.key}/{attribute.slice}")
    return [
        (own, terms.TYPE, terms.word("Measure")),
        (own, terms.LABEL, terms.text(f"{source.title}: {attribute.slice}", "en")),
        (own, terms.word("ofDataSet"), terms.thing(f"data-set/{source.key}")),
        (own, terms.word("concept"), terms.concept(f"measure-concept/{attribute.concept}")),
        (own, terms.word("period"), terms.text(attribute.period)),
        (own, terms.word("unit"), terms.text(attribute.unit)),
        (own, terms.word("hasDataBasis"), terms.concept(f"data-basis/{attribute.basis}")),
        (own, terms.word("countsWorkers"), terms.boolean(attribute.workers)),
        (own, terms.word("keyColumn"), terms.text(source.country)),
        (
            own,
            terms.word("rowPattern"),
            terms.text(f"{source.country} = {{country:{source.codes}}}; column {attribute.column}"),
        ),
        *([(own, terms.word("fromFile"), terms.text(tables[0].file))] if len(tables) == 1 else []),
        (own, terms.word("valueColumn"), terms.text(attribute.column)),
    ]


def _member(
    source: Source,
    table: Table,
    row: int,
    key: str,
    body: str,
    dates: list[str],
    result: Imported,
    found: dict[str, set[tuple[str, str]]],
    places: Places,
) -> None:
    """A membership with its dates; one without any start is of unknown dates."""
    for column, text in zip((source.starts, source.ends), dates, strict=True):
        if text not in (*source.missing, "") and not is_plain(text):
            result.unplaced.append(
                Unplaced(table.file, row, column, text, "the date cannot be read: the membership went in without it")
            )
    start, end = (text if is_plain(text) else "" for text in dates)
    if start and end and bounds(end)[1] < bounds(start)[0]:
        reason = f"the end is before the beginning, {start}: the membership went in without its dates"
        result.unplaced.append(Unplaced(table.file, row, source.ends, end, reason))
        start = end = ""
    if (key, start) in found.setdefault(body, set()):
        result.unplaced.append(
            Unplaced(table.file, row, source.body, f"{key} in {body}", "the membership stands twice")
        )
        return
    found[body].add((key, start))
    own = terms.thing(f"membership/{body}/{key}/{source.key}{f'-{start}' if start else ''}")
    said = [
        (terms.TYPE, terms.word("Membership")),
        (terms.LABEL, terms.text(f"{body}: {places.labels[key]['en']} ({source.title})", "en")),
        (terms.word("ofBody"), f"<{ID}actor/{body}>"),
        (terms.word("hasMember"), terms.thing(f"country/{key}")),
        (terms.word("datesKnown"), terms.boolean(bool(start))),
        (terms.SOURCE, terms.thing(f"data-set/{source.key}")),
        (terms.word("fromFile"), terms.text(table.file)),
        (terms.word("fromRow"), terms.integer(row)),
    ]
    said += [(terms.word(name), terms.text(text)) for name, text in (("startsOn", start), ("endsOn", end)) if text]
    result.triples += [(own, predicate, value) for predicate, value in said]
