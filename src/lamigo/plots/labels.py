"""Labels that do not cover each other."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from lamigo.exports.arcs import Line
from lamigo.plots import sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# To the right, left, above, below and the corners: offset in points, and how the text is aligned.
_SEATS = (
    (4, 0, "left", "center"), (-4, 0, "right", "center"), (0, 4, "center", "bottom"), (0, -4, "center", "top"),
    (3, 3, "left", "bottom"), (-3, 3, "right", "bottom"), (3, -3, "left", "top"), (-3, -3, "right", "top"),
)  # fmt: skip


def place(axes: Axes, wanted: Sequence[tuple[str, str, Line]], size: float = 6.6) -> list[str]:
    """Label points, the first named first: each with its name where that fits, a long one in
    several lines, else with its key, else not at all.

    Returns the keys of those without any label (the data names them all).
    """
    from matplotlib.patheffects import withStroke
    from matplotlib.transforms import Bbox

    figure = axes.figure
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    taken: list[Bbox] = []
    for _, _, point in wanted:
        x, y = axes.transData.transform(point)
        taken.append(Bbox.from_bounds(x - 2, y - 2, 4, 4))
    inside = axes.get_window_extent(renderer)
    left: list[str] = []
    for key, name, point in wanted:
        for text, (dx, dy, ha, va) in [
            (t, seat) for t in dict.fromkeys((textwrap.fill(name, 28), name, key)) for seat in _SEATS
        ]:
            label = axes.annotate(
                text, tuple(point), (dx, dy), textcoords="offset points", ha=ha, va=va, fontsize=size, zorder=5,
                path_effects=[withStroke(linewidth=1.8, foreground=sheet.PAPER)],
            )  # fmt: skip
            box = label.get_window_extent(renderer).padded(0.5)
            fits = inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0 and box.y1 <= inside.y1
            if fits and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                break
            label.remove()
        else:
            left.append(key)
    return left


def spread(wanted: Sequence[float], tall: Sequence[float], low: float, high: float) -> list[float]:
    """Middles as near (least squares) to the ``wanted`` ones, highest first, as labels that are so ``tall`` allow.

    They stay between ``low`` and ``high``, where there is room for all.

    >>> spread([5.0, 5.0, 1.0], [1.0, 1.0, 1.0], 0.0, 9.0)
    [5.5, 4.5, 1.0]
    """
    from scipy.optimize import isotonic_regression

    steps = list(accumulate(((a + b) / 2 for a, b in pairwise(tall)), initial=0.0))[: len(wanted)]
    if not steps:
        return []
    # With the distances taken out, what is left must only not rise.
    flat = isotonic_regression([at + step for at, step in zip(wanted, steps, strict=True)], increasing=False).x
    return [float(max(min(at, high), low + steps[-1]) - step) for at, step in zip(flat, steps, strict=True)]


def wrapped(text: str, letters: int = 34) -> str:
    """A long name in several lines."""
    return "\n".join(textwrap.wrap(text, letters))
