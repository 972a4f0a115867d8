"""Coverage barcode: which layers speak to which checklist item of some corridors, by four marks told apart in grey."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lamigo import licences
from lamigo.api import Graph
from lamigo.coverage.cell import NO, NOT_ELIGIBLE, UNKNOWN, YES
from lamigo.coverage.matrix import COLUMNS, Coverage, corridor_of
from lamigo.errors import LamigoError
from lamigo.plots import sheet
from lamigo.sources.places import known
from lamigo.treaties import days

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEADER = ("corridor", "item", "asks", "layer", "side", "answer", "item_label")
MOST = 8
"""So many corridors fit beside each other."""
NAMES = 4.55
"""Inches of the names of items, left of the marks."""
CELL = 0.27
"""Inches of a mark's width, at most."""
_SHORT = {"binding-obligation": "binding", "agreement-clause": "agreement", "non-binding-commitment": "commitment",
          "dated-programme": "programme"}  # fmt: skip


def coverage_barcode(
    graph: Graph, corridors: Sequence[str], as_of: date | None = None, *, folder: Path = Path(), own_use: bool = False
) -> list[Path]:
    """Draw the coverage of corridors such as ``NPL-KOR`` on a day (default: the last that the register speaks for).

    Rows are checklist items about content, columns layers, by side where a side has a duty of its own. Yes, no, unknown
    and not eligible differ in shape. Returns the files. Raises LamigoError where data that answers rest on is not known
    to be free to pass on, unless for own use.
    """
    if not 0 < len(corridors) <= MOST:
        raise LamigoError(f"{len(corridors)} corridors are named", mend=f"name one to {MOST}, such as NPL-KOR")
    licences.obey(sets := licences.of_norms(graph.store), own_use=own_use)
    register = graph.register()
    day = as_of or days.newest_of_all(register)
    pairs = [corridor_of(name) for name in dict.fromkeys(corridors)]
    found = graph.coverage(day, pairs)
    names = known().labels
    named = {"-".join(pair): " → ".join(names[end]["en"] for end in pair) for pair in pairs}
    what = ", ".join(named.values()) if len(pairs) < 3 else f"{len(pairs)} corridors"
    title = f"Normative coverage on {day}: {what}"
    keys = "; ".join(f"{key}: {name}" for key, name in named.items())
    said = (
        "Each row is a checklist item about content, each column a layer: what binds the origin and the destination, "
        "what their agreements provide, what each has declared, which programmes they have. Layers are not added up. "
        f"{keys}."
    )
    source = "; ".join(one.source for one in sets) or "the curated documents"
    below = sheet.notes(
        f"answers derived by Lamigo from the documents that it cites, and from {source}",
        "Norms (de jure), never how people fare; an answer that is not known is not a no",
        *(f"{one.title}: {one.terms}" for one in sets if one.redistribution != "yes"),
    )
    asked = {item.key: item.label for item in found.items}
    rows = [
        ("-".join(pair), str(cell["item"]), str(cell["asks"]), str(cell["layer"]), str(cell["side"]),
         str(cell["answer"]), asked[str(cell["item"])])
        for pair in pairs
        for cell in found.cells(pair)
    ]  # fmt: skip
    counts = {
        "-".join(pair): {
            answer: sum(row[0] == "-".join(pair) and row[5] == answer for row in rows)
            for answer in (YES, NO, UNKNOWN, NOT_ELIGIBLE)
        }
        for pair in pairs
    }
    told = "; ".join(
        f"{named[key].replace(' → ', ' to ')}: " + ", ".join(f"{count} {answer}" for answer, count in of.items())
        for key, of in counts.items()
    )
    with sheet.style():
        figure, axes = sheet.sheet(title, said, below, 0.165 * len(found.items) + 1.75)
        _draw(axes, found, rows)
        alt = f"Table of marks for {len(found.items)} checklist items. {said} Answers: {told}."
        drawn = sheet.Drawn(figure, title, alt, below, HEADER, rows)
        stem = f"coverage-barcode.{day}.{'.'.join('-'.join(pair) for pair in pairs)}"
        return sheet.write(drawn, folder, stem)


def _draw(axes: Axes, found: Coverage, rows: Sequence[Sequence[str]]) -> None:
    deep = {item.key: row for row, item in enumerate(found.items)}
    wide = {(layer, side): column for column, (layer, side) in enumerate(COLUMNS)}
    panel = len(COLUMNS) + 0.8
    # One unit is a mark's width, as large as the sheet allows; the last names of columns lean out to the right.
    whole = sheet.WIDTH - 0.5
    cell = min(CELL, (whole - NAMES - 0.75) / (panel * len(found.corridors)))
    left = -NAMES / cell
    begin = {"-".join(pair): i * panel for i, pair in enumerate(found.corridors)}
    for key, item, _, layer, side, answer, _ in rows:
        x, y = begin[key] + wide[layer, side], deep[item]
        mark(axes, x, y, answer, f"cell-{key}-{item}-{layer}-{side}".replace("/", "-").rstrip("-"))
    for key, x in begin.items():
        axes.text(x + len(COLUMNS) / 2, -5.9, key, ha="center", va="bottom", fontsize=8, fontweight="bold")
        for (layer, side), column in wide.items():
            name = _SHORT[layer] + (f", {side}" if side else "")
            axes.text(x + column + 0.35, -0.3, name, rotation=55, ha="left", va="bottom", fontsize=6,
                      rotation_mode="anchor")  # fmt: skip
    before = None
    for row, one in enumerate(found.items):
        axes.text(-0.4, row + 0.5, textwrap.shorten(one.label, 92, placeholder=" …"), ha="right", va="center",
                  fontsize=6.2)  # fmt: skip
        if one.table != before and row:
            axes.plot((left, begin["-".join(found.corridors[-1])] + len(COLUMNS)), (row, row), color="#999999",
                      linewidth=0.5)  # fmt: skip
        before = one.table
    foot = len(deep) + 1.1
    for place, (answer, words) in enumerate(
        (
            (YES, "yes"),
            (NO, "no"),
            (UNKNOWN, "unknown"),
            (NOT_ELIGIBLE, "not eligible: nothing is asked of this side, or it cannot ratify"),
        )
    ):
        x = left + place * 1.2 / cell
        mark(axes, x, foot, answer, f"key-{answer}")
        axes.text(x + 1 + 0.1 / cell, foot + 0.5, words, va="center", fontsize=7)
    axes.set_xlim(left, left + whole / cell)
    axes.set_ylim(len(deep) + 2.2, -6.6)
    axes.set_axis_off()


def mark(axes: Axes, x: float, y: float, answer: str, gid: str) -> None:
    """One answer: yes is full, no is empty, unknown is hatched, what asks nothing is a dot."""
    from matplotlib.patches import Ellipse, Rectangle

    if answer == NOT_ELIGIBLE:
        axes.add_patch(Ellipse((x + 0.5, y + 0.5), 0.16, 0.2, facecolor=sheet.FAINT, edgecolor="none", gid=gid))
        return
    face, hatch = {YES: (sheet.COLOURS[0], ""), NO: (sheet.PAPER, ""), UNKNOWN: ("#F4E9C8", "//////")}[answer]
    axes.add_patch(
        Rectangle(
            (x + 0.07, y + 0.1), 0.86, 0.8, facecolor=face, hatch=hatch, edgecolor="#555555", linewidth=0.5, gid=gid
        )
    )
