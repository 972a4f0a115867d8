"""The three layouts of origin–destination tables, long, wide and matrix, as one: a row a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lamigo.errors import LamigoError
from lamigo.sources.tables import Table, letters

if TYPE_CHECKING:
    import pandas as pd

    from lamigo.sources.origin_destination import Source

NAME = "name: "
"""A mark that no code begins with: it tells a name that stands in for a code."""


def meant(source: Source, table: Table) -> pd.Series[bool]:
    """Which rows of a table are meant: those with the texts that the description asks for."""
    import pandas as pd

    keep = pd.Series(True, index=table.rows.index)
    for name, texts in source.where.items():
        keep &= table.column(name).isin(texts)
    return keep


def long(source: Source, table: Table, keep: pd.Series[bool]) -> pd.DataFrame:
    """The cells of a table's rows that are meant: file, row, column, origin, destination, period, sex, value."""
    import pandas as pd

    columns = source.columns
    fixed = {
        name: table.column(column)[keep]
        for name in ("origin", "destination", "period", "sex")
        if (column := getattr(columns, name))
    }
    if columns.splits:
        fixed |= _split(source, [table.column(column)[keep] for column in columns.splits])
    for end in ("origin", "destination"):
        if column := getattr(columns, f"{end}_name"):
            named = NAME + table.column(column)[keep]
            fixed[end] = fixed[end].mask(fixed[end].str.strip().eq(""), named)
    base = pd.DataFrame(fixed, index=table.rows.index[keep], dtype=object)
    base["file"], base["row"] = table.file, base.index
    if source.layout == "long":
        base["value"], base["column"] = table.column(columns.value or "")[keep], columns.value or ""
        return base
    across = "period" if source.layout == "wide" else ("destination" if columns.origin else "origin")
    parts = []
    for position, sex in _block_columns(source, table, set(fixed)):
        part = base.copy()
        head = str(table.rows.columns[position])
        part[across], part["column"] = head, head
        part["value"] = table.rows.iloc[:, position][keep]
        if sex or "sex" not in part:
            part["sex"] = sex or ""
        parts.append(part)
    return pd.concat(parts)


def _split(source: Source, columns: list[pd.Series[str]]) -> dict[str, pd.Series[str]]:
    """The breakdown of each row as slices call it, and as its columns print it."""
    import pandas as pd

    printed = [tuple(text.strip() for text in texts) for texts in zip(*columns, strict=True)]
    names, index = source.columns.splits, columns[0].index
    return {
        "breakdown": pd.Series(
            [", ".join(filter(None, (source.breakdowns.get(text, text) for text in texts))) for texts in printed], index
        ),
        "split": pd.Series(
            [", ".join(f"{name} = {text}" for name, text in zip(names, texts, strict=True)) for texts in printed], index
        ),
    }


def rows(frame: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    # As lists: to iterate over a column of Arrow text takes ten times as long.
    return zip(*(frame[name].tolist() for name in names), strict=True)


def _block_columns(source: Source, table: Table, used: set[str]) -> list[tuple[int, str | None]]:
    if not source.blocks:
        named = {getattr(source.columns, name, None) for name in used} | set(source.columns.splits)
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
