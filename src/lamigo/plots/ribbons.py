"""Shapes that show a direction without colour: ribbons that taper from origin to destination."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lamigo.exports.arcs import Line

if TYPE_CHECKING:
    from matplotlib.path import Path as Shape

THIN = 0.2
"""How wide a ribbon is at its destination, as a share of its width at the origin."""


def tapered(way: Line, share: Line, width: float) -> Line:
    """The outline of a ribbon along a way: wide at the origin (``share`` 0), thin at the destination (``share`` 1).

    ``way`` has shape (points, 2) in the units of the axes, ``width`` too.
    """
    ahead = np.gradient(way, axis=0)
    length = np.hypot(ahead[:, 0], ahead[:, 1])[:, None]
    aside = np.column_stack([-ahead[:, 1], ahead[:, 0]]) / np.where(length > 0, length, 1)
    half = (width / 2 * (1 - (1 - THIN) * share))[:, None]
    return np.vstack([way + aside * half, (way - aside * half)[::-1]])


def curve(start: Line, end: Line, bow: float, count: int = 40) -> Line:
    """A way from one point to another that bows to the right of the direction by a share of its length."""
    t = np.linspace(0, 1, count)[:, None]
    ahead = end - start
    middle = (start + end) / 2 + bow * np.array([ahead[1], -ahead[0]])
    out: Line = (1 - t) ** 2 * start + 2 * t * (1 - t) * middle + t**2 * end
    return out


def shape(points: list[tuple[float, float]], codes: list[int]) -> Shape:
    """A matplotlib path, closed."""
    from matplotlib.path import Path as Shape

    return Shape(np.array([*points, points[0]]), [*codes, int(Shape.CLOSEPOLY)])
