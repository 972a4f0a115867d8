"""Heat matrix: regions of origin down, regions of destination across, the number in each cell."""

from __future__ import annotations

import math
import textwrap
from pathlib import Path

from lamigo.api import Graph
from lamigo.errors import LamigoError
from lamigo.exports import numbers
from lamigo.plots import sheet
from lamigo.plots.groups import HEADER, grouped, rows

MOST = 30
"""So many countries and areas fit beside each other with their numbers."""
HEAD = 1.6
"""Inches above the cells, for the names of destinations."""


def heat_matrix(
    graph: Graph,
    measure: str | None = None,
    *,
    by: str = "region",
    top: int = 20,
    folder: Path = Path(),
    own_use: bool = False,
) -> list[Path]:
    """Draw the sums between the sub-regions of M49 (or the ``top`` countries and all others as one).

    The number stands in each cell, so that the colour (cividis, darker is more, on a logarithmic scale) is only a help.
    An empty cell has no number in the source. Returns the files. Raises LamigoError for more than fit on a sheet.
    """
    if top > MOST:
        raise LamigoError(
            f"a matrix of {top} has no room for its numbers",
            mend=f"draw at most {MOST}, or write all of them: lamigo corridors export --format matrix",
        )
    found = numbers.of(graph.store, measure)
    terms = found.terms(own_use=own_use)
    groups = grouped(found, by, top)
    unit = found.measure.unit
    what = "sub-regions of M49" if by == "region" else "countries and areas"
    title = f"Between {what}: {found.measure.label}"
    said = (
        f"Origins down, destinations across; {unit}s, rounded (the data are exact). A cell with a line through it has "
        f"no number in the source, which is no zero. In all {groups.total:,.0f} {unit}s in "
        f"{sum(p.corridors for p in groups.pairs):,} corridors. Darker is more, on a logarithmic scale."
    )
    below = sheet.notes(found.source, found.measure.caution, terms)
    order = list(groups.names)
    with sheet.style():
        from matplotlib import colormaps
        from matplotlib.patches import Rectangle

        side = 0.29
        figure, axes = sheet.sheet(title, said, below, side * len(order) + HEAD)
        largest = max(pair.weight for pair in groups.pairs)
        held = {(pair.start, pair.end): pair.weight for pair in groups.pairs}
        for y, origin in enumerate(order):
            for x, destination in enumerate(order):
                weight = held.get((origin, destination))
                if weight is None:
                    axes.plot((x + 0.3, x + 0.7), (y + 0.7, y + 0.3), color="#999999", linewidth=0.6)
                    continue
                share = math.log1p(weight) / math.log1p(largest)
                cell = Rectangle(
                    (x, y), 1, 1, facecolor=colormaps["cividis_r"](share), edgecolor="white", linewidth=0.4
                )
                cell.set_gid(f"pair-{origin}-{destination}".replace(" ", "_"))
                axes.add_patch(cell)
                ink = "white" if share > 0.45 else "black"
                axes.text(x + 0.5, y + 0.5, sheet.compact(weight), ha="center", va="center", fontsize=5.4, color=ink)
        axes.set_xlim(0, len(order))
        axes.set_ylim(len(order), 0)
        middles = [i + 0.5 for i in range(len(order))]
        axes.set_xticks(middles, [textwrap.fill(groups.names[g], 28) for g in order], rotation=55, ha="left",
                        va="center", rotation_mode="anchor", linespacing=0.95)  # fmt: skip
        axes.set_yticks(middles, [textwrap.fill(groups.names[g], 34) for g in order], linespacing=0.95)
        axes.xaxis.tick_top()
        axes.tick_params(length=0, labelsize=6.8, pad=2)
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.set_ylabel("origin", fontsize=8.5, fontweight="bold")
        axes.set_xlabel("destination", fontsize=8.5, fontweight="bold")
        axes.xaxis.set_label_position("top")
        box = axes.get_position()
        across = min(0.44 * len(order), 7.8) / sheet.WIDTH
        whole = figure.get_size_inches()[1]
        axes.set_position((0.2, box.y0, across, side * len(order) / whole))
        biggest = "; ".join(
            f"{groups.names[p.start]} to {groups.names[p.end]} {p.weight:,.0f}" for p in groups.pairs[:5]
        )
        alt = f"Matrix of {len(order)} by {len(order)} {what}. {said} The largest: {biggest}."
        drawn = sheet.Drawn(figure, title, alt, below, HEADER, rows(found, groups, groups.pairs))
        return sheet.write(drawn, folder, f"heat-matrix.{found.stem}.{by}")
