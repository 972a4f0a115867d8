"""What an origin–destination table is held to: known cells, parts that add up, and the publisher's own totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamigo.sources.kinds import Check

if TYPE_CHECKING:
    import pandas as pd

    from lamigo.sources.origin_destination import Cell, Source

TOLERANCE = 1e-9


def held(source: Source, long: pd.DataFrame, totals: dict[str, float]) -> tuple[list[Check], list[str]]:
    """The checks of a description over the placed cells, and what share of the publisher's totals they hold.

    ``long`` has columns from, to, slice, cell, number. A share above the whole fails.
    """
    columns = (long[name].tolist() for name in ("from", "to", "slice", "number"))
    by_cell = {(origin, to, slug): float(number) for origin, to, slug, number in zip(*columns, strict=True)}
    checks = [_known(cell, by_cell) for cell in source.cells]
    if source.parts:
        checks.append(_parts(source, long))
    notes = []
    sums = {str(slug): float(number) for slug, number in long.groupby("slice")["number"].sum().items()}
    for slug, total in sorted(totals.items()):
        placed = float(sums.get(slug, 0))
        notes.append(
            f"{slug}: {placed:,.0f} of the publisher's own total of {total:,.0f} placed ({placed / total:.1%})"
            if total
            else f"{slug}: {placed:,.0f} placed; the publisher's own total is zero"
        )
        if placed > total * (1 + TOLERANCE):
            checks.append(Check(f"total {slug}", False, f"{placed:,.0f} is more than the stated total {total:,.0f}"))
    if not totals:
        notes.append(
            "no total of the publisher's own is known, in the table or its description: of what it counts in all, the "
            "share that was placed can't be told"
        )
    for slug in sorted(sums.keys() - totals.keys()) if totals else ():
        notes.append(f"{slug}: {sums[slug]:,.0f} placed; the publisher's total is not stated here")
    return checks, notes


def _known(cell: Cell, by_cell: dict[tuple[str, str, str], float]) -> Check:
    """A known cell; where it fails, what the likely mistake is."""
    name = f"{cell.origin}→{cell.destination} {cell.slice}"
    found = by_cell.get((cell.origin, cell.destination, cell.slice))
    if found == cell.value:
        return Check(name, True, f"{name} is {cell.value:,.0f}")
    says = f"{name} is {'absent' if found is None else f'{found:,.0f}'}, but {cell.value:,.0f} is known"
    if by_cell.get((cell.destination, cell.origin, cell.slice)) == cell.value:
        return Check(name, False, f"{says}: the other direction has it, so origin and destination are swapped")
    elsewhere = sorted(s for (o, d, s), v in by_cell.items() if (o, d) == (cell.origin, cell.destination)
                       and v == cell.value)  # fmt: skip
    if elsewhere:
        return Check(name, False, f"{says}: {elsewhere[0]} has it, so the periods or sexes are mixed up")
    return Check(name, False, f"{says}: another edition, another direction or another unit")


def _parts(source: Source, long: pd.DataFrame) -> Check:
    """Whether the parts add up to the whole in every cell that has all of them."""
    assert source.parts is not None
    parts, whole = list(source.parts.of), source.parts.whole
    name = f"{' + '.join(parts)} = {whole}"
    names = ("when", "who", "breakdown")
    table = long.assign(**{name: [cell[i] for cell in long["cell"]] for i, name in enumerate(names)})
    wide = table.pivot_table(index=["from", "to", "when", "breakdown"], columns="who", values="number", aggfunc="sum")
    missing = [sex for sex in (*parts, whole) if sex not in wide]
    if missing:
        return Check(name, False, f"there are no numbers for {', '.join(missing)}")
    # A publisher leaves out a part that is zero.
    wide = wide[wide[whole].notna()]
    off = wide[(wide[parts].fillna(0).sum(axis=1) - wide[whole]).abs() > TOLERANCE * wide[whole].abs() + TOLERANCE]
    if off.empty:
        return Check(name, True, f"{name} in all of {len(wide):,} cells")
    origin, destination, when, _ = off.index[0]
    return Check(
        name, False, f"{name} fails in {len(off):,} of {len(wide):,} cells, first {origin}→{destination} {when[0]}"
    )
