"""Heat matrix: regions of origin down, regions of destination across, the number in each cell."""

from __future__ import annotations

import math
from pathlib import Path

from lamigo.api import Graph
from lamigo.exports import numbers
from lamigo.plots import sheet
from lamigo.plots.groups import HEADER, grouped, rows


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

    The number stands in each cell, so that the colour (cividis, on a logarithmic scale) is only a help. An empty cell
    has no number in the source. Returns the files.
    """
    found = numbers.of(graph.store, measure)
    terms = found.terms(own_use=own_use)
    groups = grouped(found, by, top)
    unit = found.measure.unit
    what = "sub-regions of M49" if by == "region" else "countries and areas"
    title = f"Between {what}: {found.measure.label}"
    said = (
        f"Origins down, destinations across; {unit}s, rounded (the data are exact). A cell with a line through it has "
        f"no number in the source, which is no zero. In all {groups.total:,.0f} {unit}s in "
        f"{sum(p.corridors for p in groups.pairs):,} corridors. Darker is less, lighter is more."
    )
    below = sheet.notes(found.source, found.measure.caution, terms)
    order = list(groups.names)
    with sheet.style():
        from matplotlib import colormaps
        from matplotlib.patches import Rectangle

        side = 0.29
        figure, axes = sheet.sheet(title, said, below, side * len(order) + 1.35)
        largest = max(pair.weight for pair in groups.pairs)
        held = {(pair.start, pair.end): pair.weight for pair in groups.pairs}
        for y, origin in enumerate(order):
            for x, destination in enumerate(order):
                weight = held.get((origin, destination))
                if weight is None:
                    axes.plot((x + 0.3, x + 0.7), (y + 0.7, y + 0.3), color="#999999", linewidth=0.6)
                    continue
                share = math.log1p(weight) / math.log1p(largest)
                cell = Rectangle((x, y), 1, 1, facecolor=colormaps["cividis"](share), edgecolor="white", linewidth=0.4)
                cell.set_gid(f"pair-{origin}-{destination}".replace(" ", "_"))
                axes.add_patch(cell)
                ink = "black" if share > 0.55 else "white"
                axes.text(x + 0.5, y + 0.5, sheet.compact(weight), ha="center", va="center", fontsize=5.4, color=ink)
        axes.set_xlim(0, len(order))
        axes.set_ylim(len(order), 0)
        axes.set_xticks([i + 0.5 for i in range(len(order))], [groups.names[g] for g in order], rotation=40, ha="left",
                        rotation_mode="anchor")  # fmt: skip
        axes.set_yticks([i + 0.5 for i in range(len(order))], [groups.names[g] for g in order])
        axes.xaxis.tick_top()
        axes.tick_params(length=0, labelsize=6.8, pad=2)
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.set_ylabel("origin", fontsize=8.5, fontweight="bold")
        axes.set_xlabel("destination", fontsize=8.5, fontweight="bold")
        axes.xaxis.set_label_position("top")
        box = axes.get_position()
        across = min(0.44 * len(order), 8.0) / sheet.WIDTH
        whole = figure.get_size_inches()[1]
        axes.set_position((0.2, box.y0, across, side * len(order) / whole))
        biggest = "; ".join(
            f"{groups.names[p.start]} to {groups.names[p.end]} {p.weight:,.0f}" for p in groups.pairs[:5]
        )
        alt = f"Matrix of {len(order)} by {len(order)} {what}. {said} The largest: {biggest}."
        drawn = sheet.Drawn(figure, title, alt, below, HEADER, rows(found, groups, groups.pairs))
        return sheet.write(drawn, folder, f"heat-matrix.{found.stem}.{by}")
