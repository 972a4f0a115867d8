"""Sankey: from which origins, on the left, to which destinations, on the right."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from lamigo.api import Graph
from lamigo.exports import numbers
from lamigo.plots import labels, ribbons, sheet
from lamigo.plots.groups import HEADER, Groups, grouped, rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GAP = 0.012
"""Between two bars, as a share of the height."""
BAR = 0.012
LINE = 0.0195
"""From one name to the next, as a share of the height."""


def sankey(
    graph: Graph,
    measure: str | None = None,
    *,
    place: str | None = None,
    by: str = "region",
    top: int = 12,
    folder: Path = Path(),
    own_use: bool = False,
) -> list[Path]:
    """Draw all corridors (or those of one ``place``) between regions, or the ``top`` countries and all others as one.

    Nothing is left out: small groups stand together. Returns the files.
    """
    found = numbers.of(graph.store, measure)
    terms = found.terms(own_use=own_use)
    end = place.upper() if place else None
    groups = grouped(found, by, top, end)
    unit = found.measure.unit
    of = f" that begin or end in {found.places[end].label}" if end else ""
    title = f"{found.places[end].label if end else 'All corridors'}: {found.measure.label}"
    said = (
        "Origins on the left, destinations on the right; heights are in proportion to the number. Colours: continents; "
        "a band has that of its origin. "
        f"All {sum(p.corridors for p in groups.pairs):,} corridors{of} with {groups.total:,.0f} {unit}s are in it."
    )
    below = sheet.notes(found.source, found.measure.caution, terms)
    with sheet.style():
        figure, axes = sheet.sheet(title, said, below, 7.0)
        _draw(axes, groups)
        largest = "; ".join(
            f"{groups.names[p.start]} to {groups.names[p.end]} {p.weight:,.0f}" for p in groups.pairs[:5]
        )
        alt = f"Sankey diagram of {len(groups.pairs)} bands. {said} The largest: {largest}."
        drawn = sheet.Drawn(figure, title, alt, below, HEADER, rows(found, groups, groups.pairs))
        return sheet.write(drawn, folder, f"sankey.{found.stem}.{by}{'.' + end if end else ''}")


def _draw(axes: Axes, groups: Groups) -> None:
    from matplotlib.patches import PathPatch, Rectangle
    from matplotlib.path import Path as Shape

    order = {group: place for place, group in enumerate(groups.names)}
    bars = [_bars(groups, side) for side in (0, 1)]
    scale = [min(1 - GAP * (len(side) - 1), 1) / groups.total for side in bars]
    unit = min(scale)
    bottoms: list[dict[str, float]] = []
    for side in bars:
        at, place = {}, (1 + sum(side.values()) * unit + GAP * (len(side) - 1)) / 2
        for group in sorted(side, key=lambda one: order[one]):
            place -= side[group] * unit
            at[group] = place
            place -= GAP
        bottoms.append(at)
    colours = {group: groups.looks[groups.continents[group]][0] for group in order}
    left = {group: bottoms[0][group] + bars[0][group] * unit for group in bars[0]}
    right = {group: bottoms[1][group] + bars[1][group] * unit for group in bars[1]}
    for pair in sorted(groups.pairs, key=lambda pair: (order[pair.start], order[pair.end])):
        height = pair.weight * unit
        a, b = left[pair.start], right[pair.end]
        left[pair.start] -= height
        right[pair.end] -= height
        points = [(BAR, a), (0.5, a), (0.5, b), (1 - BAR, b), (1 - BAR, b - height), (0.5, b - height),
                  (0.5, a - height), (BAR, a - height)]  # fmt: skip
        codes = [Shape.MOVETO, *[Shape.CURVE4] * 3, Shape.LINETO, *[Shape.CURVE4] * 3]
        patch = PathPatch(
            ribbons.shape(points, [int(code) for code in codes]), facecolor=colours[pair.start], alpha=0.5,
            edgecolor=sheet.PAPER, linewidth=0.25,
        )  # fmt: skip
        patch.set_gid(f"pair-{pair.start}-{pair.end}".replace(" ", "_"))
        axes.add_patch(patch)
    for sums, bottom, x, edge, out, align in zip(
        bars, bottoms, (0, 1 - BAR), (0, 1), (-1, 1), ("right", "left"), strict=True
    ):
        named = sorted(sums, key=lambda one: order[one])
        middles = [bottom[group] + sums[group] * unit / 2 for group in named]
        texts = [labels.wrapped(f"{groups.names[group]}  {sheet.compact(sums[group])}") for group in named]
        tall = [LINE * (1 + text.count("\n")) for text in texts]
        heights = labels.spread(middles, tall, -0.02, 1.01)
        for group, middle, height, text in zip(named, middles, heights, texts, strict=True):
            axes.add_patch(Rectangle((x, bottom[group]), BAR, sums[group] * unit, facecolor=colours[group]))
            # Where bars are thinner than letters, a hair leads from the bar to its name.
            if abs(height - middle) > LINE / 10:
                axes.plot([edge, edge + 0.025 * out], [middle, height], color=sheet.FAINT, linewidth=0.4)
            axes.text(edge + 0.028 * out, height, text, ha=align, va="center", fontsize=7.2)
    axes.text(0, 1.03, "origin", fontsize=8.5, fontweight="bold")
    axes.text(1, 1.03, "destination", fontsize=8.5, fontweight="bold", ha="right")
    axes.set_xlim(-0.34, 1.34)
    axes.set_ylim(-0.03, 1.06)
    axes.set_axis_off()


def _bars(groups: Groups, side: int) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for pair in groups.pairs:
        sums[pair[side]] += pair.weight  # type: ignore[index]
    return dict(sums)
