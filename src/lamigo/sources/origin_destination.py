"""Origin–destination tables: a number for each corridor in each slice (period, sex, …), from long, wide or matrix.

A slice becomes a measure, which is a property; a cell becomes one triple, ``corridor measure number``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from msgspec import Meta, Struct, field

from lamigo.errors import LamigoError
from lamigo.names import ID, XSD
from lamigo.sources import od_checks, terms
from lamigo.sources.description import Codes, Description
from lamigo.sources.kinds import Imported, Triple, Unplaced
from lamigo.sources.places import Places
from lamigo.sources.tables import Table, letters

if TYPE_CHECKING:
    import pandas as pd

Sex = Literal["both", "female", "male"]
NAME = "name: "


class Columns(Struct, forbid_unknown_fields=True):
    """Which column holds what: a header's text, or a letter as spreadsheets show it, such as ``@C``."""

    origin: str | None = None
    destination: str | None = None
    origin_name: str | None = None
    destination_name: str | None = None
    """Columns with the names, which stand in where the cell of the code is empty."""
    value: str | None = None
    period: str | None = None
    sex: str | None = None
    breakdown: str | None = None
    """A further column that splits the numbers, such as age; its text becomes part of the slice."""


class Block(Struct, forbid_unknown_fields=True):
    """Columns of numbers side by side, in a wide table a period each, in a matrix a country or area each."""

    columns: str
    """From one letter to another, such as ``@H:@N``."""
    sex: Sex | None = None


class Population(Struct, forbid_unknown_fields=True):
    """Whom the numbers count."""

    basis: Literal["birth", "citizenship", "residence", "birth-or-citizenship", "not-stated"]
    refugees: Literal["in", "out", "partly", "not-stated"]
    workers: bool
    """True only where the source counts workers."""
    ages: str = ""


class Cell(Struct, forbid_unknown_fields=True):
    """A number known from elsewhere, by which a turned table, reversed years or another edition are found out."""

    origin: str
    destination: str
    slice: str
    value: float


class Parts(Struct, forbid_unknown_fields=True):
    """Sexes whose numbers add up to those of another."""

    whole: Sex = "both"
    of: tuple[Sex, ...] = ("female", "male")


class Source(Description, forbid_unknown_fields=True, kw_only=True):
    """The description of an origin–destination table."""

    layout: Literal["long", "wide", "matrix"] = "long"
    columns: Columns
    blocks: tuple[Block, ...] = ()
    origin_codes: Codes
    destination_codes: Codes
    period: Literal["year", "mid-year", "span", "date"] = "year"
    """How what stands for a period is read; ``span``: the first year of so many (span_years)."""
    span_years: Annotated[int, Meta(ge=1)] = 1
    at: str = ""
    """The period of all numbers, where no column says it."""
    sex: Sex = "both"
    """The sex of all numbers, where no column says it."""
    sexes: dict[str, Sex] = field(default_factory=dict)
    where: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Only rows with these texts in these columns are meant."""
    concept: Literal["migrant-stock", "migrant-flow", "migrant-worker-stock", "remittance", "deployment"]
    unit: str
    population: Population
    basis: Literal["observed", "estimated", "modelled"]
    aggregates: tuple[str, ...] = ()
    """Names or codes of groups, which are no country or area; after a tilde, a regular expression for them."""
    world: tuple[str, ...] = ()
    """Names or codes of the whole world: where both ends are it, the number is the publisher's own total."""
    unknown: tuple[str, ...] = ()
    """Names or codes that stand for an origin or destination that is not known."""
    thousands: str = ""
    decimal: str = "."
    repeated: Literal["refuse", "sum"] = "refuse"
    """Whether rows for the same cell are added up, as those of a register are, or none of them is placed."""
    cells: tuple[Cell, ...] = ()
    parts: Parts | None = None
    totals: dict[str, float] = field(default_factory=dict)
    """The publisher's own total for a slice, where the file does not hold it."""


@dataclass(frozen=True)
class _Slice:
    slug: str
    period: str
    sex: str
    breakdown: str


def imported(description: Source, tables: list[Table], places: Places, folder: Path | None = None) -> Imported:
    """The measures of a table; nothing beside its description is read.

    Raises LamigoError where the description does not fit the file at all.
    """
    import pandas as pd

    long = pd.concat([_long(description, table) for table in tables], ignore_index=True)
    placed = _placed(description, long, places)
    long = placed.cells
    slices = _slices(description, long)
    long["slice"] = long["cell"].map({cell: slice_.slug for cell, slice_ in slices.items()})
    triples = _numbers(description.key, long)
    triples += _measures(
        description, tables, sorted(set(slices.values()), key=lambda s: s.slug), _patterns(description, long)
    )
    triples += corridors(sorted(set(_rows(long, "from", "to"))), places)
    counts = placed.counts | {
        "cells placed": len(long),
        "corridors": long[["from", "to"]].drop_duplicates().shape[0],
        "measures": len(set(slices.values())),
    }
    checks, notes = od_checks.held(description, long, placed.totals)
    return Imported(triples, placed.unplaced, counts, checks, notes)


def _long(source: Source, table: Table) -> pd.DataFrame:
    """The cells of a table of any layout, a row each: file, row, column, origin, destination, period, sex, value."""
    import pandas as pd

    keep = pd.Series(True, index=table.rows.index)
    for name, texts in source.where.items():
        keep &= table.column(name).isin(texts)
    columns = source.columns
    fixed = {
        name: table.column(column)[keep]
        for name in ("origin", "destination", "period", "sex", "breakdown")
        if (column := getattr(columns, name))
    }
    for end in ("origin", "destination"):
        if column := getattr(columns, f"{end}_name"):
            # A mark that no code begins with tells the name from a code.
            named = NAME + table.column(column)[keep]
            fixed[end] = fixed[end].mask(fixed[end].str.strip().eq(""), named)
    base = pd.DataFrame(fixed, index=table.rows.index[keep], dtype=object)
    base["file"], base["row"] = table.file, base.index
    if source.layout == "long":
        _need(source, "origin", "destination", "value")
        base["value"], base["column"] = table.column(columns.value or "")[keep], columns.value or ""
        return base
    _need(source, *(("origin", "destination") if source.layout == "wide" else ()))
    if source.layout == "matrix" and bool(columns.origin) == bool(columns.destination):
        raise LamigoError(
            f"{source.key}: a matrix has origins down its rows and destinations across, or the reverse",
            where=table.file,
            mend="name one of columns: origin, columns: destination",
        )  # fmt: skip
    across = "period" if source.layout == "wide" else ("destination" if columns.origin else "origin")
    parts = []
    for position, sex in _block_columns(source, table, set(fixed)):
        part = base.copy()
        head = str(table.rows.columns[position])
        part[across], part["column"] = head, head
        part["value"] = table.rows.iloc[:, position][keep]
        if sex:
            part["sex"] = sex
        parts.append(part)
    return pd.concat(parts)


def _rows(frame: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    # As lists: to iterate over a column of Arrow text takes ten times as long.
    return zip(*(frame[name].tolist() for name in names), strict=True)


def _need(source: Source, *names: str) -> None:
    for name in names:
        if getattr(source.columns, name) is None:
            raise LamigoError(
                f"{source.key}: the description names no column of the {name}", mend=f"add columns: {name}: …"
            )


def _block_columns(source: Source, table: Table, used: set[str]) -> list[tuple[int, str | None]]:
    if not source.blocks:
        named = {getattr(source.columns, name) for name in used}
        return [(i, None) for i, head in enumerate(table.rows.columns) if head not in named and head]
    found: list[tuple[int, str | None]] = []
    for block in source.blocks:
        ends = re.fullmatch(r"@([A-Z]+)(?::@?([A-Z]+))?", block.columns)
        first = letters(ends[1]) if ends else None
        last = letters(ends[2] or ends[1]) if ends else None
        if first is None or last is None or not first <= last < table.rows.shape[1]:
            raise LamigoError(
                f"{source.key}: there are no columns {block.columns!r} among {table.rows.shape[1]}", where=table.file,
                mend="write them as @H:@N",
            )  # fmt: skip
        found += [(i, block.sex) for i in range(first, last + 1)]
    return found


class _Placed(NamedTuple):
    cells: pd.DataFrame
    unplaced: list[Unplaced]
    totals: dict[str, float]
    counts: dict[str, int]


def _placed(source: Source, long: pd.DataFrame, places: Places) -> _Placed:
    """The cells with keys, slice and number; those that cannot be placed; and how many there were of each sort."""
    import pandas as pd

    counts: dict[str, int] = {"cells read": len(long)}
    long = long.assign(value=long["value"].str.strip())
    absent = long["value"].isin(source.missing)
    counts["cells without a value"] = int(absent.sum())
    long = long[~absent]
    plain = long["value"].str.replace(source.thousands, "", regex=False) if source.thousands else long["value"]
    plain = plain.str.replace(source.decimal, ".", regex=False) if source.decimal != "." else plain
    long = long.assign(text=plain, number=pd.to_numeric(plain, errors="coerce"))
    reasons = pd.Series("", index=long.index, dtype=object)

    def refuse(mask: pd.Series[bool], reason: str) -> None:
        reasons[mask & reasons.eq("")] = reason

    finite = long["number"].abs().lt(float("inf"))
    refuse(~finite, "the value is no number")
    refuse(long["number"].lt(0), "the value is below zero")
    if "period" not in long:
        long["period"] = source.at
    if "sex" not in long:
        long["sex"] = ""
    if "breakdown" not in long:
        long["breakdown"] = ""
    periods = {text: _period(source, text) for text in sorted(long["period"].unique())}
    sexes = {text: _sex(source, text) for text in sorted(long["sex"].unique())}
    long = long.assign(
        when=long["period"].map(periods), who=long["sex"].map(sexes), breakdown=long["breakdown"].str.strip()
    )
    refuse(long["when"].isna(), "the period is impossible")
    refuse(long["who"].isna(), "the sex is not in the description's list")
    totals = _world_totals(source, long[reasons.eq("")])
    for end, to, codes in (
        ("origin", "from", source.origin_codes),
        ("destination", "to", source.destination_codes),
    ):
        texts = {text: text.removeprefix(NAME).strip() for text in sorted(long[end].unique())}
        unknown = set(source.unknown)
        groups = {text for text in texts.values() if _is_group(source, text)} - unknown
        keys = {
            raw: None
            if text in groups or text in unknown
            else places.key(text, "name" if raw.startswith(NAME) else codes, source.names)
            for raw, text in texts.items()
        }
        refuse(long[end].map(texts).isin(groups), f"the {end} is an aggregate")
        refuse(long[end].map(texts).isin(unknown), f"the {end} is not known")
        refuse(long[end].map(texts).isin({t for t, k in source.names.items() if k is None}),
               f"the {end} is none by the reviewed table")  # fmt: skip
        long[to] = long[end].map(keys)
        refuse(long[to].isna(), f"no country or area has this name or code of the {end}")
    refuse(long["from"].eq(long["to"]), "origin and destination are the same")
    long["cell"] = list(_rows(long, "when", "who", "breakdown"))
    key = ["from", "to", "cell"]
    good = reasons.eq("")
    if source.repeated == "sum":
        told = dict.fromkeys(("row", "period", "sex", "breakdown", "column"), "first")
        kept = long[good].groupby(key, as_index=False, sort=True).agg({"number": "sum", **told})
        kept["text"] = [_plain(number) for number in kept["number"]]
    else:
        again = long[good].duplicated(key, keep=False)
        reasons.loc[again[again].index] = "the cell stands twice"
        good = reasons.eq("")
        kept = long[good].copy()
    unplaced = [
        Unplaced(
            file, int(row), column, f"{origin} → {destination}, {period} {sex}: {value}".replace(" :", ":"), reason
        )
        for file, row, column, origin, destination, period, sex, value, reason in _rows(
            long[~good].assign(reason=reasons[~good]),
            *("file", "row", "column", "origin", "destination", "period", "sex", "value", "reason"),
        )
    ]
    for reason, number in sorted(Counter(u.reason for u in unplaced).items()):
        counts[f"not placed: {reason}"] = number
    return _Placed(kept, unplaced, totals, counts)


def _is_group(source: Source, text: str) -> bool:
    patterns = [group[1:] for group in source.aggregates if group.startswith("~")]
    return text in (*source.aggregates, *source.world) or any(re.fullmatch(pattern, text) for pattern in patterns)


def _world_totals(source: Source, long: pd.DataFrame) -> dict[str, float]:
    """The publisher's own totals by slice: stated in the description, or in the rows for the world."""
    totals = dict(source.totals)
    if source.world:
        mask = long["origin"].str.strip().isin(source.world) & long["destination"].str.strip().isin(source.world)
        for when, who, breakdown, number in _rows(long[mask], "when", "who", "breakdown", "number"):
            totals.setdefault(_slug(when[0], who, breakdown), float(number))
    return totals


def _period(source: Source, text: str) -> tuple[str, str] | None:
    """Slug and EDTF of what stands for a period, or None where that is none."""
    text = text.strip()
    if source.period == "date":
        return (text, text) if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text) else None
    year = re.fullmatch(r"(\d{4})(?:\.0+)?", text)
    if not year or not 1800 <= int(year[1]) <= 2200:
        return None
    if source.period == "span":
        end = int(year[1]) + source.span_years
        return f"{year[1]}-{end}", f"{year[1]}/{end}"
    return year[1], f"{year[1]}-07-01" if source.period == "mid-year" else year[1]


def _sex(source: Source, text: str) -> str | None:
    if text in ("both", "female", "male"):
        return source.sexes.get(text, text)
    return source.sexes.get(text.strip()) if text else source.sex


def _slug(period: str, sex: str, breakdown: str) -> str:
    extra = re.sub(r"[^a-z0-9]+", "-", breakdown.lower()).strip("-")
    return "-".join(part for part in (period, sex, extra) if part)


def _slices(source: Source, long: pd.DataFrame) -> dict[tuple[tuple[str, str], str, str], _Slice]:
    """The slice of each combination of period, sex and breakdown. Two breakdowns with one slug are refused."""
    found = {
        cell: _Slice(_slug(cell[0][0], cell[1], cell[2]), cell[0][1], cell[1], cell[2])
        for cell in sorted(set(long["cell"]))
    }
    twice = [slug for slug, number in Counter(s.slug for s in found.values()).items() if number > 1]
    if twice:
        raise LamigoError(
            f"{source.key}: two slices would be called {twice[0]}", mend="tell them apart in the breakdown's column"
        )
    return found


def _plain(number: float) -> str:
    return format(Decimal(repr(float(number))).normalize(), "f")


def _numbers(key: str, long: pd.DataFrame) -> list[Triple]:
    """A triple a cell: an integer, or a decimal where the source prints one."""
    prefix, integer, decimal = f"<{ID}measure/{key}/", f'"^^<{XSD}integer>', f'"^^<{XSD}decimal>'
    corridor = f"<{ID}corridor/"
    out: list[Triple] = []
    for origin, to, slug, text, number in _rows(long, "from", "to", "slice", "text", "number"):
        if number == int(number):
            value = f'"{int(number)}{integer}'
        else:
            # From the text, so that no digit is lost to floating point.
            value = f'"{format(Decimal(text).normalize(), "f")}{decimal}'
        out.append((f"{corridor}{origin}-{to}>", f"{prefix}{slug}>", value))
    return out


def _patterns(source: Source, long: pd.DataFrame) -> dict[str, str]:
    """By slice, how the row of a number is found: as printed, except for the ends, whose codes stand in braces.

    A slice that is printed in several ways, as 2020 and 2020.0, is shown in the first of them.
    """
    names = [name for name in ("period", "sex", "breakdown", "column") if name in long]
    columns = source.columns
    ends = [
        f"{column} = {{{end}:{codes}}}"
        for end, column, codes in (
            ("origin", columns.origin, source.origin_codes),
            ("destination", columns.destination, source.destination_codes),
        )
        if column
    ]
    across = "" if source.layout != "matrix" else ("destination" if columns.origin else "origin")
    found: dict[str, str] = {}
    for slug, *printed in _rows(long.drop_duplicates("slice"), "slice", *names):
        cell = dict(zip(names, printed, strict=True))
        parts = [f"{key} = {cell[name]}" for name in ("period", "sex", "breakdown")
                 if (key := getattr(columns, name)) and name in cell]  # fmt: skip
        codes = source.destination_codes if across == "destination" else source.origin_codes
        column = f"{{{across}:{codes}}}" if across else (cell.get("column") or columns.value or "")
        found[slug] = ", ".join([*ends, *parts]) + (f"; column {column}" if column else "")
    return found


def _measures(source: Source, tables: list[Table], slices: list[_Slice], patterns: dict[str, str]) -> list[Triple]:
    """What each slice is, once."""
    out: list[Triple] = []
    population = source.population
    keys = [k for k in (source.columns.origin, source.columns.destination, source.columns.period, source.columns.sex,
                        source.columns.breakdown) if k]  # fmt: skip
    for slice_ in slices:
        measure = terms.thing(f"measure/{source.key}/{slice_.slug}")
        shown = f"{source.title}: {slice_.period}, {slice_.sex}"
        pairs = [
            (terms.TYPE, terms.word("Measure")),
            (terms.LABEL, terms.text(f"{shown}, {slice_.breakdown}" if slice_.breakdown else shown, "en")),
            (terms.word("ofDataSet"), terms.thing(f"data-set/{source.key}")),
            (terms.word("concept"), terms.concept(f"measure-concept/{source.concept}")),
            (terms.word("period"), terms.text(slice_.period)),
            (terms.word("unit"), terms.text(source.unit)),
            (terms.word("hasSex"), terms.concept(f"sex/{slice_.sex}")),
            (terms.word("hasPopulationBasis"), terms.concept(f"population-basis/{population.basis}")),
            (terms.word("hasDataBasis"), terms.concept(f"data-basis/{source.basis}")),
            (terms.word("countsWorkers"), terms.boolean(population.workers)),
            *((terms.word("keyColumn"), terms.text(column)) for column in keys),
            (terms.word("rowPattern"), terms.text(patterns[slice_.slug])),
        ]
        if len(tables) == 1:
            pairs.append((terms.word("fromFile"), terms.text(tables[0].file)))
            pairs.append((terms.word("sha256"), terms.text(tables[0].sha256)))
        if source.columns.value:
            pairs.append((terms.word("valueColumn"), terms.text(source.columns.value)))
        if population.ages:
            pairs.append((terms.word("ages"), terms.text(population.ages)))
        if population.refugees in ("in", "out"):
            pairs.append((terms.word("includesRefugees"), terms.boolean(population.refugees == "in")))
        elif population.refugees == "partly":
            said = "Refugees are counted in for some destinations and not for others."
            pairs.append((terms.word("note"), terms.text(said, "en")))
        out += [(measure, predicate, value) for predicate, value in pairs]
    return out


def corridors(pairs: list[tuple[str, str]], places: Places) -> list[Triple]:
    """What each corridor is, and its name in each language that both ends have one in."""
    out: list[Triple] = []
    for origin, destination in pairs:
        corridor = terms.thing(f"corridor/{origin}-{destination}")
        out += [
            (corridor, terms.TYPE, terms.word("Corridor")),
            (corridor, terms.word("hasOrigin"), terms.thing(f"country/{origin}")),
            (corridor, terms.word("hasDestination"), terms.thing(f"country/{destination}")),
        ]
        ends = places.labels.get(origin, {}), places.labels.get(destination, {})
        for language in sorted(ends[0].keys() & ends[1].keys()):
            out.append((corridor, terms.LABEL, terms.text(f"{ends[0][language]} → {ends[1][language]}", language)))
    return out
