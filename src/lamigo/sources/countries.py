"""What a source says of countries one by one: numbers such as population, and memberships in bodies."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from lamigo.errors import LamigoError
from lamigo.names import ID, XSD
from lamigo.sources import terms
from lamigo.sources.description import Codes, Description
from lamigo.sources.kinds import Imported, Triple
from lamigo.sources.places import Places
from lamigo.sources.tables import Table
from lamigo.sources.unplaced import Unplaced

EDTF_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


class Attribute(Struct, forbid_unknown_fields=True):
    """A column with a number for each country or area."""

    column: str
    slice: str
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


def imported(description: Source, tables: list[Table], places: Places, folder: Path) -> Imported:
    """Numbers by country, each a measure, and memberships, each a record; nothing beside the description is read."""
    result = Imported([], counts={"rows read": sum(len(table.rows) for table in tables)})
    counts: Counter[str] = Counter()
    found: dict[str, set[tuple[str, str]]] = {}
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
                text = columns[attribute.column][number].strip()
                _number(description, table, row, key, attribute, text, result, counts)
            if body is not None:
                dates = [str(column[number]).strip() if column is not None else "" for column in (starts, ends)]
                _member(description, table, row, key, description.bodies[body[number]], dates, result, found, places)
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


def _number(
    source: Source,
    table: Table,
    row: int,
    key: str,
    attribute: Attribute,
    text: str,
    result: Imported,
    counts: Counter[str],
) -> None:
    if text in source.missing:
        counts["cells without a value"] += 1
        return
    try:
        value = Decimal(text)
    except InvalidOperation:
        result.unplaced.append(Unplaced(table.file, row, attribute.column, text, "the value is no number"))
        return
    counts["cells placed"] += 1
    kind = "integer" if value == value.to_integral() else "decimal"
    shown = f"{value.to_integral():f}" if kind == "integer" else f"{value.normalize():f}"
    measure = terms.thing(f"measure/{source.key}/{attribute.slice}")
    result.triples.append((terms.thing(f"country/{key}"), measure, f'"{shown}"^^<{XSD}{kind}>'))


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
        if text not in (*source.missing, "") and not EDTF_DAY.fullmatch(text):
            result.unplaced.append(
                Unplaced(table.file, row, column, text, "the date cannot be read: the membership went in without it")
            )
    start, end = (text if EDTF_DAY.fullmatch(text) else "" for text in dates)
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
