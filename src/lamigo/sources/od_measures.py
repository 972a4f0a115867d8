"""The measures of an origin–destination table: what each slice is, its numbers, and the corridors that they are of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lamigo.errors import LamigoError
from lamigo.names import ID
from lamigo.sources import numerals, terms
from lamigo.sources.kinds import Triple
from lamigo.sources.od_cells import slug
from lamigo.sources.od_layouts import rows
from lamigo.sources.places import Places
from lamigo.sources.tables import Table

if TYPE_CHECKING:
    import pandas as pd

    from lamigo.sources.origin_destination import Source


@dataclass(frozen=True)
class Slice:
    slug: str
    period: str
    sex: str
    breakdown: str


def slices(source: Source, long: pd.DataFrame) -> dict[tuple[tuple[str, str], str, str], Slice]:
    """The slice of each combination of period, sex and breakdown. Two breakdowns with one slug are refused."""
    found = {
        cell: Slice(slug(cell[0][0], cell[1], cell[2]), cell[0][1], cell[1], cell[2])
        for cell in sorted(set(long["cell"]))
    }
    slugs = Counter(one.slug for one in found.values())
    for one in found.values():
        if slugs[one.slug] > 1 or (one.breakdown and not slug("", "", one.breakdown)):
            alike = [other.breakdown for other in found.values() if other.slug == one.slug]
            raise LamigoError(
                f"{source.key}: the slice {one.slug} would stand for the breakdown {' and '.join(map(repr, alike))}",
                mend='name each in letters and digits of its own, such as breakdowns: {"<15": under 15}',
            )
    return found


def numbers(key: str, long: pd.DataFrame) -> list[Triple]:
    """A triple a cell."""
    corridor, measure = f"<{ID}corridor/", f"<{ID}measure/{key}/"
    return [
        (f"{corridor}{origin}-{to}>", f"{measure}{slug_}>", numerals.literal(text))
        for origin, to, slug_, text in rows(long, "from", "to", "slice", "text")
    ]


def patterns(source: Source, long: pd.DataFrame) -> dict[str, str]:
    """By slice, how the row of a number is found: as printed, except for the ends, whose codes stand in braces.

    A slice that is printed in several ways, as 2020 and 2020.0, is shown in the first of them.
    """
    names = [name for name in ("period", "sex", "split", "column") if name in long]
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
    for slug_, *printed in rows(long.drop_duplicates("slice"), "slice", *names):
        cell = dict(zip(names, printed, strict=True))
        parts = [
            f"{key} = {cell[name]}" for name in ("period", "sex") if (key := getattr(columns, name)) and name in cell
        ]
        parts += filter(None, [cell["split"]])
        codes = source.destination_codes if across == "destination" else source.origin_codes
        column = f"{{{across}:{codes}}}" if across else (cell.get("column") or columns.value or "")
        found[slug_] = ", ".join([*ends, *parts]) + (f"; column {column}" if column else "")
    return found


def measures(source: Source, tables: list[Table], slices: list[Slice], patterns: dict[str, str]) -> list[Triple]:
    """What each slice is, once."""
    out: list[Triple] = []
    population = source.population
    columns = source.columns
    keys = [k for k in (columns.origin, columns.destination, columns.period, columns.sex, *columns.splits) if k]
    for slice_ in slices:
        measure = terms.thing(f"measure/{source.key}/{slice_.slug}")
        shown = f"{source.title}: {slice_.period}, {'both sexes' if slice_.sex == 'both' else slice_.sex}"
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
