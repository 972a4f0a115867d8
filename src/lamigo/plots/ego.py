"""Ego network: one country or area in the middle, and around it where its largest corridors lead to and come from."""

from __future__ import annotations

import math
import textwrap
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lamigo.api import Graph
from lamigo.errors import LamigoError
from lamigo.exports import numbers
from lamigo.exports.edge_list import number
from lamigo.plots import ribbons, sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEADER = ("origin", "destination", "origin_name", "destination_name", "weight", "measure")
WIDEST = 0.17
ROUND = (1.75, 1.0)
"""Half the width and half the height of the ring of partners."""


def ego(
    graph: Graph,
    place: str,
    measure: str | None = None,
    *,
    top: int = 24,
    folder: Path = Path(),
    own_use: bool = False,
) -> list[Path]:
    """Draw the ``top`` largest corridors that begin or end in ``place``, towards it and away from it.

    Partners stand in the order of continents and regions, not of size. Returns the files. Raises LamigoError where the
    place has no corridor by this measure.
    """
    found = numbers.of(graph.store, measure)
    terms = found.terms(own_use=own_use)
    key = place.upper()
    own = [row for row in found.rows if key in row[:2] and row[0] != row[1]]
    if not own:
        raise LamigoError(f"{key} has no corridor by {found.measure.key}", mend="write a key such as NPL")
    kept = sorted(own, key=lambda row: (-row[2], row[0], row[1]))[:top]
    unit, name = found.measure.unit, found.places[key].label
    total, shown = sum(row[2] for row in own), sum(row[2] for row in kept)
    title = f"{name}: {found.measure.label}"
    said = (
        f"The {len(kept)} largest of {len(own)} corridors that begin or end in {name}, with {shown / total:.0%} of "
        f"{sheet.compact(total)} {unit}s. Each ribbon is wide at its origin, thin at its destination, and bows to the "
        f"right of its way. Numbers: ← to {name}, → from {name}. Partners stand by region, not by size."
    )
    below = sheet.notes(found.source, found.measure.caution, terms)
    with sheet.style():
        figure, axes = sheet.sheet(title, said, below, 6.6)
        _draw(axes, found, key, kept)
        biggest = "; ".join(f"{found.places[o].label} to {found.places[d].label} {n:,.0f}" for o, d, n in kept[:5])
        alt = f"Network of {name} and its partners. {said} The largest: {biggest}."
        data = [
            (o, d, found.places[o].label, found.places[d].label, str(number(weight)), found.measure.key)
            for o, d, weight in kept
        ]
        return sheet.write(sheet.Drawn(figure, title, alt, below, HEADER, data), folder, f"ego.{found.stem}.{key}")


def _draw(axes: Axes, found: numbers.Numbers, key: str, kept: list[tuple[str, str, float]]) -> None:
    from matplotlib.patches import Polygon

    ways: dict[str, dict[str, float]] = defaultdict(dict)
    for origin, destination, weight in kept:
        ways[destination if origin == key else origin]["→" if origin == key else "←"] = weight
    order = sorted(ways, key=lambda one: (found.places[one][2], found.places[one][1], found.places[one].label))
    angles = {one: math.pi / 2 - 2 * math.pi * i / len(order) for i, one in enumerate(order)}
    at = {one: np.array([ROUND[0] * math.cos(a), ROUND[1] * math.sin(a)]) for one, a in angles.items()}
    at[key] = np.array([0.0, 0.0])
    largest = kept[0][2]
    for layer, (origin, destination, weight) in enumerate(kept):
        way = ribbons.curve(at[origin], at[destination], 0.13)
        outline = ribbons.tapered(way, np.linspace(0, 1, len(way)), max(WIDEST * weight / largest, 0.008))
        ribbon = Polygon(
            outline, closed=True, facecolor=sheet.COLOURS[0 if destination == key else 1], alpha=0.68,
            edgecolor=sheet.PAPER, linewidth=0.3, zorder=1 + layer / len(kept),
        )  # fmt: skip
        ribbon.set_gid(f"corridor-{origin}-{destination}")
        axes.add_patch(ribbon)
    for one in order:
        x, y = at[one] * 1.035
        side = "center" if abs(x) < 0.12 else "left" if x > 0 else "right"
        told = "  ".join(f"{arrow} {sheet.compact(weight)}" for arrow, weight in sorted(ways[one].items()))
        name = textwrap.fill(found.places[one].label, 30)
        axes.text(x, y, f"{name}\n{told}", ha=side, fontsize=6.8, linespacing=1.25,
                  va="bottom" if y > 0.9 else "top" if y < -0.9 else "center")  # fmt: skip
    points = np.array([at[one] for one in order])
    axes.scatter(points[:, 0], points[:, 1], s=10, color=sheet.INK, zorder=3, linewidths=0)
    axes.text(
        0, 0, found.places[key].label, ha="center", va="center", fontsize=9, fontweight="bold", zorder=5,
        bbox={"boxstyle": "round,pad=0.35", "facecolor": sheet.PAPER, "edgecolor": sheet.INK, "linewidth": 0.8},
    )  # fmt: skip
    axes.set_xlim(-2.5, 2.5)
    axes.set_ylim(-1.25, 1.25)
    axes.set_axis_off()
