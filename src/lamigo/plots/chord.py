"""Chord: what moves between regions, or between the largest countries and areas, on a circle."""

from __future__ import annotations

import math
import textwrap
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lamigo.api import Graph
from lamigo.exports import numbers
from lamigo.plots import ribbons, sheet
from lamigo.plots.groups import HEADER, Groups, Pair, grouped, legend, rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GAP = math.radians(1.6)
INNER, OUTER = 1.0, 1.05


def chord(
    graph: Graph,
    measure: str | None = None,
    *,
    by: str = "region",
    top: int = 60,
    folder: Path = Path(),
    own_use: bool = False,
) -> list[Path]:
    """Draw the ``top`` largest pairs of regions (or of countries) as chords; the rest stays blank on the circle.

    A chord leaves its origin with its whole width and ends in an arrow at its destination. Returns the files.
    """
    found = numbers.of(graph.store, measure)
    terms = found.terms(own_use=own_use)
    groups = grouped(found, by)
    drawn_pairs = groups.pairs[:top]
    unit, drawn_sum = found.measure.unit, sum(pair.weight for pair in drawn_pairs)
    what = "sub-regions" if by == "region" else "countries and areas"
    title = f"Between {what}: {found.measure.label}"
    said = (
        f"The {len(drawn_pairs)} largest of {len(groups.pairs)} pairs, with {sheet.share(drawn_sum, groups.total)} of "
        f"{sheet.compact(groups.total)} {unit}s; the blank parts of the ring are the rest. A chord leaves its origin "
        "with its whole width and ends in an arrow at its destination. Hatching and colour: continent of the origin."
    )
    below = sheet.notes(found.source, found.measure.caution, terms)
    with sheet.style():
        figure, axes = sheet.sheet(title, said, below, 8.8)
        _draw(axes, groups, drawn_pairs)
        largest = "; ".join(
            f"{groups.names[p.start]} to {groups.names[p.end]} {p.weight:,.0f}" for p in drawn_pairs[:5]
        )
        alt = f"Chord diagram of {len(groups.names)} {what}. {said} The largest: {largest}."
        data = rows(found, groups, drawn_pairs)
        return sheet.write(sheet.Drawn(figure, title, alt, below, HEADER, data), folder, f"chord.{found.stem}.{by}")


def _draw(axes: Axes, groups: Groups, drawn: list[Pair]) -> None:
    from matplotlib.patches import PathPatch, Wedge

    size: dict[str, float] = defaultdict(float)
    for pair in groups.pairs:
        size[pair.start] += pair.weight
        size[pair.end] += pair.weight
    turn = (2 * math.pi - GAP * len(groups.names)) / sum(size.values())
    begin, at = {}, math.pi / 2
    for group in groups.names:
        begin[group] = at
        at -= size[group] * turn + GAP
    looks = groups.looks
    order = {group: place for place, group in enumerate(groups.names)}
    count = len(order)
    spans: dict[tuple[Pair, int], tuple[float, float]] = {}
    for group in groups.names:
        # Neighbours' chords lie side by side: sorted by how far round the circle the other end is.
        own = [(p, 0) for p in drawn if p.start == group] + [(p, 1) for p in drawn if p.end == group]
        own.sort(key=lambda one: (-((order[_end(one[0], 1 - one[1])] - order[group]) % count), -one[1]))
        place = begin[group]
        for pair, side in own:
            spans[pair, side] = (place, place - pair.weight * turn)
            place -= pair.weight * turn
    for layer, pair in enumerate(drawn):
        colour, hatch = looks[groups.continents[pair.start]]
        patch = PathPatch(
            ribbons.shape(*_chord(spans[pair, 0], spans[pair, 1])), facecolor=colour, alpha=0.62, hatch=hatch,
            edgecolor=sheet.PAPER, linewidth=0.4, zorder=1 + layer / len(drawn),
        )  # fmt: skip
        patch.set_gid(f"pair-{pair.start}-{pair.end}".replace(" ", "_"))
        axes.add_patch(patch)
    for group, start in begin.items():
        end = start - size[group] * turn
        colour, _ = looks[groups.continents[group]]
        axes.add_patch(
            Wedge(
                (0, 0),
                OUTER,
                math.degrees(end),
                math.degrees(start),
                width=OUTER - INNER,
                facecolor=colour,
                edgecolor="none",
                zorder=3,
            )
        )
        _name(axes, groups.names[group], (start + end) / 2)
    axes.set_xlim(-1.9, 1.9)
    axes.set_ylim(-1.6, 1.6)
    axes.set_aspect("equal")
    legend(axes, groups)
    axes.set_axis_off()


def _end(pair: Pair, side: int) -> str:
    return pair.end if side else pair.start


def _chord(start: tuple[float, float], end: tuple[float, float]) -> tuple[list[tuple[float, float]], list[int]]:
    """The outline of a chord: along the ring at the origin, through the middle, an arrow at the destination."""
    from matplotlib.path import Path as Shape

    base, tip = INNER * 0.95, INNER * 0.995
    ring = [_at(angle, INNER) for angle in np.linspace(start[0], start[1], 12)]
    points = [*ring, (0.0, 0.0), _at(end[0], base), _at(sum(end) / 2, tip), _at(end[1], base), (0.0, 0.0), ring[0]]
    codes = [Shape.MOVETO, *[Shape.LINETO] * 11, Shape.CURVE3, Shape.CURVE3, Shape.LINETO, Shape.LINETO,
             Shape.CURVE3, Shape.CURVE3]  # fmt: skip
    return points, [int(code) for code in codes]


def _name(axes: Axes, name: str, angle: float) -> None:
    x, y = _at(angle, OUTER + 0.03)
    name = textwrap.fill(name, 28)
    right = x >= 0
    degrees = math.degrees(angle) % 360
    axes.text(
        x, y, name, rotation=degrees if right else degrees - 180, rotation_mode="anchor", fontsize=7.2,
        ha="left" if right else "right", va="center",
    )  # fmt: skip


def _at(angle: float, radius: float) -> tuple[float, float]:
    return radius * math.cos(angle), radius * math.sin(angle)
