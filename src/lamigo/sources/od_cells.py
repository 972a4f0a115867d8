"""The cells of an origin–destination table, placed: corridor, slice and number, or why not."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from lamigo.graph.dates import is_plain
from lamigo.sources.numerals import NUMERAL
from lamigo.sources.od_layouts import NAME, rows
from lamigo.sources.places import Places
from lamigo.sources.unplaced import Unplaced

if TYPE_CHECKING:
    import pandas as pd

    from lamigo.sources.origin_destination import Source


class Placed(NamedTuple):
    cells: pd.DataFrame
    unplaced: list[Unplaced]
    totals: dict[str, float]
    counts: dict[str, int]
    notes: list[str]


def placed(source: Source, long: pd.DataFrame, places: Places) -> Placed:
    """The cells with keys, slice and number; those that cannot be placed; and how many there were of each sort."""
    import pandas as pd

    counts: dict[str, int] = {"cells read": len(long)}
    long = long.assign(value=long["value"].str.strip())
    absent = long["value"].isin(source.missing)
    counts["cells without a value"] = int(absent.sum())
    long = long[~absent]
    plain = long["value"].str.replace(source.thousands, "", regex=False) if source.thousands else long["value"]
    plain = plain.str.replace(source.decimal, ".", regex=False) if source.decimal != "." else plain
    plain = plain.where(plain.str.fullmatch(NUMERAL))
    long = long.assign(text=plain, number=pd.to_numeric(plain, errors="coerce"))
    reasons = pd.Series("", index=long.index, dtype=object)

    def refuse(mask: pd.Series[bool], reason: str) -> None:
        reasons[mask & reasons.eq("")] = reason

    # What is too large for a float of 64 bits is infinite here.
    refuse(~long["number"].abs().lt(float("inf")), "the value is no number")
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
    long["cell"] = list(rows(long, "when", "who", "breakdown"))
    key = ["from", "to", "cell"]
    good = reasons.eq("")
    if source.repeated == "sum":
        told = dict.fromkeys(("row", "value", "period", "sex", "breakdown", "column"), "first")
        exact = long[good].assign(exact=long.loc[good, "text"].map(Decimal))
        kept = exact.groupby(key, as_index=False, sort=True).agg({"exact": "sum", **told})
        kept["text"] = [f"{number:f}" for number in kept["exact"]]
        kept["number"] = kept["exact"].astype(float)
        counts["cells added into another"] = int(good.sum()) - len(kept)
    else:
        again = long[good].duplicated(key, keep=False)
        reasons.loc[again[again].index] = "the cell stands twice"
        good = reasons.eq("")
        kept = long[good].copy()
    doubts = _doubts(source, long[good])
    unplaced = [
        Unplaced(
            file, int(row), column, f"{origin} → {destination}, {period} {sex}: {value}".replace(" :", ":"), reason
        )
        for file, row, column, origin, destination, period, sex, value, reason in rows(
            long[~good].assign(reason=reasons[~good]),
            *("file", "row", "column", "origin", "destination", "period", "sex", "value", "reason"),
        )
    ]
    for reason, number in sorted(Counter(u.reason for u in unplaced).items()):
        counts[f"not placed: {reason}"] = number
    return Placed(kept, unplaced, totals, counts, doubts)


def _doubts(source: Source, good: pd.DataFrame) -> list[str]:
    """What looks as if a mark of the thousands was taken for one of the decimals, or as if digits were lost."""
    fractions = good[good["number"].mod(1).ne(0)] if source.unit == "person" else good[:0]
    rounded = good[good["value"].str.contains("e", case=False, regex=False)]
    return [
        f"{len(cells):,} {'value' if len(cells) == 1 else 'values'} {what}, first {cells['value'].iloc[0]!r} in row "
        f"{cells['row'].iloc[0]}: {doubt}"
        for cells, what, doubt in (
            (fractions, "of persons with decimals", f"is {source.decimal!r} the mark of the thousands?"),
            (rounded, "with an exponent", "did a spreadsheet round what it shows?"),
        )
        if len(cells)
    ]


def _is_group(source: Source, text: str) -> bool:
    return text in (*source.aggregates, *source.world) or any(
        re.fullmatch(group[1:], text) for group in source.aggregates if group.startswith("~")
    )


def _world_totals(source: Source, long: pd.DataFrame) -> dict[str, float]:
    """The publisher's own totals by slice: stated in the description, or in the rows for the world."""
    totals = dict(source.totals)
    if source.world:
        mask = long["origin"].str.strip().isin(source.world) & long["destination"].str.strip().isin(source.world)
        for when, who, breakdown, number in rows(long[mask], "when", "who", "breakdown", "number"):
            totals.setdefault(slug(when[0], who, breakdown), float(number))
    return totals


def _period(source: Source, text: str) -> tuple[str, str] | None:
    """Slug and EDTF of what stands for a period, or None where that is none."""
    text = text.strip()
    if source.period == "date":
        return (text, text) if is_plain(text) else None
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


def slug(period: str, sex: str, breakdown: str) -> str:
    extra = re.sub(r"[^a-z0-9]+", "-", breakdown.lower()).strip("-")
    return "-".join(part for part in (period, sex, extra) if part)
