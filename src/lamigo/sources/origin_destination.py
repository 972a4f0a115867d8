"""Origin–destination tables: a number for each corridor in each slice (period, sex, …), from long, wide or matrix.

A slice becomes a measure, which is a property; a cell becomes one triple, ``corridor measure number``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from lamigo.sources import od_cells, od_checks, od_layouts, od_measures
from lamigo.sources.description import Codes, Description, expression
from lamigo.sources.kinds import Imported
from lamigo.sources.places import Places
from lamigo.sources.tables import Table
from lamigo.sources.yaml_faults import Fault

Sex = Literal["both", "female", "male"]


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
    breakdown: str | tuple[str, ...] | None = None
    """A further column that splits the numbers, such as age, or several; their texts become part of the slice."""

    @property
    def splits(self) -> tuple[str, ...]:
        """The columns of the breakdown."""
        return (self.breakdown,) if isinstance(self.breakdown, str) else self.breakdown or ()


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
    """How what stands for a period is read; ``span``: the first year of so many (span_years), or these as a range."""
    span_years: Annotated[int, Meta(ge=1)] = 1
    periods: dict[str, str] = field(default_factory=dict)
    """Periods that are printed in a form of their own, such as ``Y2019``: as printed → as above."""
    at: str = ""
    """The period of all numbers, where no column says it."""
    sex: Sex = "both"
    """The sex of all numbers, where no column says it."""
    sexes: dict[str, Sex] = field(default_factory=dict)
    breakdowns: dict[str, str] = field(default_factory=dict)
    """What texts of the breakdown are to be called in slices: as printed → name; "" for what is not split."""
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

    @property
    def decimal_of_numbers(self) -> str:
        """Not the mark of the thousands, where both are the same: a fraction is listed then, and not taken for one."""
        return self.decimal if self.decimal != self.thousands else ","

    def faults(self, known: Collection[str]) -> Iterator[Fault]:
        yield from super().faults(known)
        ends = ("origin", "destination")
        named = [end for end in ends if getattr(self.columns, f"{end}_name")]
        for name in {"long": (*ends, "value"), "wide": ends, "matrix": named}[self.layout]:
            if not getattr(self.columns, name):
                yield Fault(f"the description names no column of the {name}", ("columns",), f"add columns: {name}: …")
        if self.layout == "matrix" and bool(self.columns.origin) == bool(self.columns.destination):
            what = "a matrix has origins down its rows and destinations across, or the reverse"
            yield Fault(what, ("columns",), "name one of columns: origin, columns: destination")
        if self.layout != "wide" and not (self.columns.period or self.at):
            what = "the description does not say of which period the numbers are"
            yield Fault(what, ("columns",), 'add columns: period: …, or, where no column says it, at: "2024"')
        for number, group in enumerate(self.aggregates):
            if group.startswith("~"):
                yield from expression(group[1:], "aggregates", str(number))
        for number, cell in enumerate(self.cells):
            for key in sorted({cell.origin, cell.destination} - set(known)):
                yield Fault(
                    f"cells: no country or area has the key {key!r}", ("cells", str(number)), "write keys such as NOR"
                )


def imported(description: Source, tables: list[Table], places: Places, folder: Path | None = None) -> Imported:
    """The measures of a table; nothing beside its description is read.

    Raises LamigoError where the description does not fit the file at all.
    """
    import pandas as pd

    rows = sum(len(table.rows) for table in tables)
    meant = [(table, od_layouts.meant(description, table)) for table in tables]
    long = pd.concat([od_layouts.long(description, table, keep) for table, keep in meant], ignore_index=True)
    placed = od_cells.placed(description, long, places)
    long = placed.cells
    slices = od_measures.slices(description, long)
    long["slice"] = long["cell"].map({cell: slice_.slug for cell, slice_ in slices.items()})
    triples = od_measures.numbers(description.key, long)
    triples += od_measures.measures(
        description,
        tables,
        sorted(set(slices.values()), key=lambda s: s.slug),
        od_measures.patterns(description, long),
    )
    triples += od_measures.corridors(sorted(set(od_layouts.rows(long, "from", "to"))), places)
    counts = {"rows passed over by where": rows - sum(int(keep.sum()) for _, keep in meant)} | placed.counts
    counts |= {
        "cells placed": len(long),
        "corridors": long[["from", "to"]].drop_duplicates().shape[0],
        "measures": len(set(slices.values())),
    }
    checks, notes = od_checks.held(description, long, placed.totals)
    return Imported(triples, placed.unplaced, counts, checks, [*placed.notes, *notes])
