"""The cells of an origin–destination table, placed: corridor, slice and number, or why not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from lamigo.graph.dates import is_plain
from lamigo.sources.numerals import NUMERAL
from lamigo.sources.od_layouts import NAME, rows
from lamigo.sources.places import Places
from lamigo.sources.unplaced import Unplaced

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from lamigo.sources.description import Codes
    from lamigo.sources.origin_destination import Source

    Rows = np.ndarray[Any, Any]
    """A value a row; of booleans, a mask."""

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


class _Few:
    """A column of few different texts, each of which is looked at once."""

    def __init__(self, column: pd.Series[str]) -> None:
        import pandas as pd

        self._which, texts = pd.factorize(column)
        self.texts: list[str] = list(texts)

    def told(self, of: Callable[[str], Any], dtype: type = object) -> Rows:
        """What is told of each row's text."""
        import numpy as np

        return np.fromiter(map(of, self.texts), dtype, len(self.texts))[self._which]


class _Refused:
    """Which rows cannot be placed, each with the first reason found."""

    def __init__(self, size: int) -> None:
        import numpy as np

        self._reasons = [""]
        self._which = np.zeros(size, dtype=np.int32)

    @property
    def none(self) -> Rows:
        """Which rows can be placed, as far as it is known."""
        none: Rows = self._which == 0
        return none

    def add(self, mask: Rows, reason: str) -> Rows:
        """Refuse the rows of a mask that are not refused yet; which they are."""
        met = mask & self.none
        self._which[met] = len(self._reasons)
        self._reasons.append(reason)
        return met

    def reasons(self) -> list[str]:
        """The reasons of those that cannot be placed, in order."""
        return [self._reasons[which] for which in self._which if which]


def placed(source: Source, long: pd.DataFrame, places: Places) -> Placed:
    """The cells with keys, slice and number; those that cannot be placed; and how many there were of each sort."""
    import pandas as pd

    counts: dict[str, int] = {"cells read": len(long)}
    long = long.assign(value=long["value"].str.strip())
    absent = long["value"].isin(source.missing)
    counts["cells without a value"] = int(absent.sum())
    long = long[~absent].reset_index(drop=True)
    plain = numerals(long["value"], source.thousands, source.decimal)
    long = long.assign(text=plain, number=pd.to_numeric(plain, errors="coerce"))
    refused = _Refused(len(long))
    number = long["number"].to_numpy()
    # What is too large for a float of 64 bits is infinite here.
    refused.add(~(abs(number) < float("inf")), "the value is no number")
    refused.add(number < 0, "the value is below zero")
    for name, default in (("period", source.at), ("sex", ""), ("breakdown", ""), ("split", "")):
        if name not in long:
            long[name] = default
    periods, sexes = _Few(long["period"]), _Few(long["sex"])
    long = long.assign(
        when=periods.told(lambda text: _period(source, text)), who=sexes.told(lambda text: _sex(source, text))
    )
    refused.add(periods.told(lambda text: _period(source, text) is None, bool), "the period is impossible")
    refused.add(sexes.told(lambda text: _sex(source, text) is None, bool), "the sex is not in the description's list")
    totals = _world_totals(source, long[refused.none])
    notes = []
    for end, to, codes in (
        ("origin", "from", source.origin_codes),
        ("destination", "to", source.destination_codes),
    ):
        long[to], strange = _end(source, long[end], end, codes, places, refused)
        if strange:
            notes.append(
                f"names or codes of the {end} that are not known: {', '.join(map(repr, strange[:SHOWN]))}"
                + (f" and {len(strange) - SHOWN:,} more" if len(strange) > SHOWN else "")
                + "; once looked up, they go into names:"
            )
    refused.add((long["from"] == long["to"]).to_numpy(), "origin and destination are the same")
    long["cell"] = list(rows(long, "when", "who", "breakdown"))
    key = ["from", "to", "cell"]
    if source.repeated == "sum":
        kept = _added_up(long[refused.none], key)
        counts["cells added into another"] = int(refused.none.sum()) - len(kept)
    else:
        good = refused.none
        twice = good.copy()
        twice[good] = long[good].duplicated(key, keep=False)
        refused.add(twice, "the cell stands twice")
        kept = long[refused.none].copy()
    notes += _doubts(source, long[refused.none])
    unplaced = [
        Unplaced(file, int(row), column, f"{origin} → {destination}, {f'{period} {sex}'.strip()}: {value}", reason)
        for file, row, column, origin, destination, period, sex, value, reason in rows(
            long[~refused.none].assign(reason=refused.reasons()),
            *("file", "row", "column", "origin", "destination", "period", "sex", "value", "reason"),
        )
    ]
    for reason, cells in sorted(Counter(u.reason for u in unplaced).items()):
        counts[f"not placed: {reason}"] = cells
    return Placed(kept, unplaced, totals, counts, notes)


def _end(
    source: Source, column: pd.Series[str], end: str, codes: Codes, places: Places, refused: _Refused
) -> tuple[Rows, list[str]]:
    """The keys of one end of each corridor, those without one refused; and the texts that nothing knows."""
    few = _Few(column)
    texts = {raw: raw.removeprefix(NAME).strip() for raw in few.texts}
    unknown = set(source.unknown)
    groups = {text for text in texts.values() if _is_group(source, text)} - unknown
    nowhere = {text for text, key in source.names.items() if key is None}
    keys = {
        raw: None
        if text in groups or text in unknown
        else places.key(text, "name" if raw.startswith(NAME) else codes, source.names)
        for raw, text in texts.items()
    }
    for among, reason in (
        (groups, f"the {end} is an aggregate"),
        (unknown, f"the {end} is not known"),
        (nowhere, f"the {end} is none by the reviewed table"),
    ):
        refused.add(few.told(lambda raw, among=among: texts[raw] in among, bool), reason)  # type: ignore[misc]
    keyless = few.told(lambda raw: keys[raw] is None, bool)
    empty = keyless & few.told(lambda raw: not texts[raw], bool)
    refused.add(empty, f"the {end} is empty; of merged cells only the first holds the text")
    strange = refused.add(keyless, f"no country or area has this name or code of the {end}")
    return few.told(keys.__getitem__), sorted({texts[raw] for raw in column[strange]})


def _added_up(long: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Rows of the same cell as one, added up to the last digit; what tells where it stood is the first row's."""
    told = dict.fromkeys(("row", "value", "period", "sex", "split", "column"), "first")
    exact = long.assign(exact=long["text"].map(Decimal))
    kept = exact.groupby(key, as_index=False, sort=True).agg({"exact": "sum", **told})
    return kept.assign(text=[f"{number:f}" for number in kept["exact"]], number=kept["exact"].astype(float))


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
