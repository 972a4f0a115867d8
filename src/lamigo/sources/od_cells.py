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


SHOWN = 20
"""How many names that are not known are said."""
SPACES = "[ \u00a0\u2007\u2009\u202f]"
"""What stands for a space that marks the thousands."""


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
    plain = numerals(long["value"], source.thousands, source.decimal)
    long = long.assign(text=plain, number=pd.to_numeric(plain, errors="coerce"))
    reasons = pd.Series("", index=long.index, dtype=object)
    notes: list[str] = []

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
        long["breakdown"] = long["split"] = ""
    periods = {text: _period(source, text) for text in sorted(long["period"].unique())}
    sexes = {text: _sex(source, text) for text in sorted(long["sex"].unique())}
    long = long.assign(when=long["period"].map(periods), who=long["sex"].map(sexes))
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
        empty = long[to].isna() & long[end].map(texts).eq("")
        refuse(empty, f"the {end} is empty; of merged cells only the first holds the text")
        refuse(long[to].isna(), reason := f"no country or area has this name or code of the {end}")
        strange = sorted({texts[raw] for raw in long.loc[reasons.eq(reason), end]})
        if strange:
            notes.append(
                f"names or codes of the {end} that are not known: {', '.join(map(repr, strange[:SHOWN]))}"
                + (f" and {len(strange) - SHOWN:,} more" if len(strange) > SHOWN else "")
                + "; once looked up, they go into names:"
            )
    refuse(long["from"].eq(long["to"]), "origin and destination are the same")
    long["cell"] = list(rows(long, "when", "who", "breakdown"))
    key = ["from", "to", "cell"]
    good = reasons.eq("")
    if source.repeated == "sum":
        told = dict.fromkeys(("row", "value", "period", "sex", "split", "column"), "first")
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
    notes += _doubts(source, long[good])
    unplaced = [
        Unplaced(file, int(row), column, f"{origin} → {destination}, {f'{period} {sex}'.strip()}: {value}", reason)
        for file, row, column, origin, destination, period, sex, value, reason in rows(
            long[~good].assign(reason=reasons[~good]),
            *("file", "row", "column", "origin", "destination", "period", "sex", "value", "reason"),
        )
    ]
    for reason, number in sorted(Counter(u.reason for u in unplaced).items()):
        counts[f"not placed: {reason}"] = number
    return Placed(kept, unplaced, totals, counts, notes)


def numerals(printed: pd.Series[str], thousands: str, decimal: str) -> pd.Series[str]:
    """Numbers as printed, as plain numerals; absent where one is none.

    Marks of the thousands stand before the last three digits of the whole and before two or three more each, as in
    1.234.567 and in 12,34,567: what else they stand in, as 1.5 or 12.34, is a number of another form and none here.
    """
    if thousands.isspace():
        # On paper and in spreadsheets the space is mostly one at which no line may break, of any width.
        printed = printed.str.replace(SPACES, thousands, regex=True)
    plain = printed
    if thousands:
        mark, point = re.escape(thousands), re.escape(decimal)
        rest = "" if thousands == decimal else rf"(?:{point}\d*)?"
        grouped = printed.str.fullmatch(rf"[+-]?\d{{1,3}}(?:{mark}\d{{2,3}})*{mark}\d{{3}}{rest}")
        plain = printed.where(grouped | ~printed.str.contains(thousands, regex=False))
        plain = plain.str.replace(thousands, "", regex=False)
    if decimal not in (".", thousands):
        plain = plain.mask(plain.str.contains(".", regex=False, na=False)).str.replace(decimal, ".", regex=False)
    return plain.where(plain.str.fullmatch(NUMERAL, na=False))


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
    text = source.periods.get(text.strip(), text.strip())
    if source.period == "date":
        return (text, text) if is_plain(text) else None
    year = re.fullmatch(r"(\d{4})(?:\.0+|\s*[-–/]\s*(\d{4}|\d\d))?", text)
    if not year or not 1800 <= int(year[1]) <= 2200 or (year[2] and source.period != "span"):
        return None
    if source.period == "span":
        end = int(year[1]) + source.span_years
        # A range names the year in which it ends, or the last that is wholly in it.
        if year[2] and int(year[2]) not in {last % 10 ** len(year[2]) for last in (end - 1, end)}:
            return None
        return f"{year[1]}-{end}", f"{year[1]}/{end}"
    return year[1], f"{year[1]}-07-01" if source.period == "mid-year" else year[1]


def _sex(source: Source, text: str) -> str | None:
    if text in ("both", "female", "male"):
        return source.sexes.get(text, text)
    return source.sexes.get(text.strip()) if text else source.sex


def slug(period: str, sex: str, breakdown: str) -> str:
    extra = re.sub(r"[^a-z0-9]+", "-", breakdown.lower()).strip("-")
    return "-".join(part for part in (period, sex, extra) if part)
