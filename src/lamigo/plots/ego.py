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
# All in inches, so that a ribbon is as wide in every direction.
WIDEST, THINNEST = 0.46, 0.02
"""How wide at its origin the largest corridor drawn is, and how wide every one is at least."""
ACROSS = 3.2
"""Half the width of the ring of partners."""
LINE = 0.13
"""From one line of a label to the next."""


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
    name, unit = found.places[key].label, found.measure.unit
    total, shown = sum(row[2] for row in own), sum(row[2] for row in kept)
    title = f"{name}: {found.measure.label}"
    thin = sheet.compact(kept[0][2] * THINNEST / WIDEST)
    kept_of = sheet.part(len(kept), len(own), shown, total, f" that begin or end in {name}", unit)
    said = (
        f"{kept_of} Each ribbon is wide at its origin, thin at its destination, and bows to the right of its way; "
        f"numbers of {thin} and fewer are drawn alike. Numbers: ← to {name}, → from {name}. "
        "Partners stand by region, not by size."
    )
    below = sheet.notes(found.source, found.measure.caution, terms)
    with sheet.style():
        partners = _partners(found, key, kept)
        tall = max(sum(LINE * (1.6 + text.count("\n")) for text in side.values()) for side in partners)
        figure, axes = sheet.sheet(title, said, below, tall := max(6.6, tall + 0.6))
        _draw(axes, found, key, kept, partners, tall)
        biggest = "; ".join(f"{found.places[o].label} to {found.places[d].label} {n:,.0f}" for o, d, n in kept[:5])
        alt = f"Network of {name} and its partners. {said} The largest: {biggest}."
        data = [
            (o, d, found.places[o].label, found.places[d].label, str(number(weight)), found.measure.key)
            for o, d, weight in kept
        ]
        return sheet.write(sheet.Drawn(figure, title, alt, below, HEADER, data), folder, f"ego.{found.stem}.{key}")


def _partners(
    found: numbers.Numbers, key: str, kept: list[tuple[str, str, float]]
) -> tuple[dict[str, str], dict[str, str]]:
    """The partners by region, with their labels: down the right side, then up the left one (here from above, too)."""
    ways: dict[str, dict[str, float]] = defaultdict(dict)
    for origin, destination, weight in kept:
        ways[destination if origin == key else origin]["→" if origin == key else "←"] = weight
    order = sorted(ways, key=lambda one: (found.places[one][2], found.places[one][1], found.places[one].label))
    texts = {}
    for one in order:
        told = "  ".join(f"{arrow} {sheet.compact(weight)}" for arrow, weight in sorted(ways[one].items()))
        texts[one] = textwrap.fill(f"{found.places[one].label}  {told}", 42)
    half = (len(order) + 1) // 2
    return {one: texts[one] for one in order[:half]}, {one: texts[one] for one in reversed(order[half:])}


def _draw(
    axes: Axes,
    found: numbers.Numbers,
    key: str,
    kept: list[tuple[str, str, float]],
    partners: tuple[dict[str, str], dict[str, str]],
    height: float,
) -> None:
    from matplotlib.patches import Polygon

    at = {key: np.array([0.0, 0.0])}
    for side, sign in zip(partners, (1, -1), strict=True):
        # Labels stand below each other at even distances, and their points on a ring: no two can meet.
        tall = [1.6 + text.count("\n") for text in side.values()]
        for i, one in enumerate(side):
            y = 1 - 2 * (sum(tall[:i]) + tall[i] / 2) / sum(tall)
            at[one] = np.array([sign * ACROSS * math.sqrt(1 - (0.94 * y) ** 2), (height / 2 - 0.25) * y])
    largest = kept[0][2]
    for layer, (origin, destination, weight) in enumerate(kept):
        way = ribbons.curve(at[origin], at[destination], 0.13)
        outline = ribbons.tapered(way, np.linspace(0, 1, len(way)), max(WIDEST * weight / largest, THINNEST))
        ribbon = Polygon(
            outline, closed=True, facecolor=sheet.COLOURS[0 if destination == key else 1], alpha=0.68,
            edgecolor="none", zorder=1 + layer / len(kept),
        )  # fmt: skip
        ribbon.set_gid(f"corridor-{origin}-{destination}")
        axes.add_patch(ribbon)
    for side, sign, align in zip(partners, (1, -1), ("left", "right"), strict=True):
        for one, text in side.items():
            axes.text(at[one][0] + 0.08 * sign, at[one][1], text, ha=align, va="center", fontsize=6.8,
                      linespacing=1.25)  # fmt: skip
    points = np.array([at[one] for side in partners for one in side])
    axes.scatter(points[:, 0], points[:, 1], s=10, color=sheet.INK, zorder=3, linewidths=0)
    axes.text(
        0, 0, textwrap.fill(found.places[key].label, 30), ha="center", va="center", fontsize=9, fontweight="bold",
        zorder=5,
        bbox={"boxstyle": "round,pad=0.35", "facecolor": sheet.PAPER, "edgecolor": sheet.INK, "linewidth": 0.8},
    )  # fmt: skip
    axes.set_xlim(0.25 - sheet.WIDTH / 2, sheet.WIDTH / 2 - 0.25)
    axes.set_ylim(-height / 2, height / 2)
    axes.set_axis_off()
