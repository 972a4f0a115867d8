"""Flow map: the largest corridors of a measure as tapered great circles."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lamigo.api import Graph
from lamigo.errors import LamigoError
from lamigo.exports import numbers
from lamigo.exports.arcs import Line, cut, great_circle
from lamigo.exports.edge_list import number
from lamigo.plots import labels, land, ribbons, sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEADER = ("origin", "destination", "origin_name", "destination_name", "weight", "measure")
WIDEST, THINNEST = 14.0, 1.4
"""Points: how wide at its origin the largest corridor drawn is, and how wide every one is at least."""
BOW = 0.06
WORLD = (5.45, 2.45)
"""Width and height of the whole map, without most of Antarctica, in units of the projection."""


def flow_map(
    graph: Graph,
    measure: str | None = None,
    *,
    places: Sequence[str] = (),
    top: int = 40,
    centre: float | None = None,
    folder: Path = Path(),
    own_use: bool = False,
) -> list[Path]:
    """Draw the ``top`` largest corridors of a measure, or those that begin or end in ``places``; returns the files.

    A ribbon is wide at the origin and thin at the destination, and bows to the right of its way. ``centre`` is the
    meridian in the middle (default: 0, or another where that would cut more than a tenth of the corridors).
    Raises LamigoError where nothing can be drawn, and where the licence does not allow to pass the numbers on.
    """
    found = numbers.of(graph.store, measure)
    terms = found.terms(own_use=own_use)
    wanted = {place.upper() for place in places}
    if unknown := sorted(wanted - found.places.keys()):
        raise LamigoError(f"there is no country or area {', '.join(unknown)}", mend="find its key with lamigo search")
    of_places = [row for row in found.rows if not wanted or wanted & set(row[:2])]
    missing = set(found.without_point)
    on_map = [row for row in of_places if not missing & set(row[:2])]
    kept = sorted(on_map, key=lambda row: (-row[2], row[0], row[1]))[:top]
    if not kept:
        raise LamigoError(f"no corridor to draw by {found.measure.key}", mend="see: lamigo corridors list --sort stock")
    points = {end: _point(found.places[end]) for row in kept for end in row[:2]}
    middle = _centre(kept, points) if centre is None else centre
    total, shown = sum(row[2] for row in of_places), sum(row[2] for row in kept)
    names = " or ".join(sorted(found.places[place].label for place in wanted))
    about = f" that begin or end in {names}" if wanted else ""
    title = f"Largest corridors{about}: {found.measure.label}"
    unit = found.measure.unit
    said = (
        f"{sheet.part(len(kept), len(of_places), shown, total, about, unit)} Each ribbon is wide at its origin, thin "
        "at its destination, and bows to the right of its way; its width at the origin is in proportion to the number, "
        f"but numbers of {sheet.compact(kept[0][2] * THINNEST / WIDEST)} and fewer are drawn alike."
    )
    lost = [row for row in of_places if missing & set(row[:2])]
    nowhere = sorted(found.places[end].label for end in missing & {end for row in lost for end in row[:2]})
    left_out = (
        f"{len(lost):,} corridor{'s are' if len(lost) != 1 else ' is'} left out: no point is known for "
        f"{', '.join(nowhere)}" if lost else ""
    )  # fmt: skip
    below = sheet.notes(found.source, found.measure.caution, terms, left_out, land.CREDIT)
    with sheet.style():
        figure, axes = sheet.sheet(title, said, below, 5.2)
        bare = _draw(axes, found, kept, points, middle)
        biggest = "; ".join(
            f"{found.places[o].label} to {found.places[d].label} {weight:,.0f}" for o, d, weight in kept[:5]
        )
        alt = f"World map with a ribbon for each of {len(kept)} corridors. {said} The largest: {biggest}."
        if bare:
            alt += f" Without a label, for lack of room: {', '.join(found.places[end].label for end in sorted(bare))}."
        rows = [
            (o, d, found.places[o].label, found.places[d].label, str(number(weight)), found.measure.key)
            for o, d, weight in kept
        ]
        drawn = sheet.Drawn(figure, title, alt, below, HEADER, rows)
        ends = "".join(f".{place}" for place in sorted(wanted))
        return sheet.write(drawn, folder, f"flow-map.{found.stem}{ends}")


def _draw(
    axes: Axes, found: numbers.Numbers, kept: list[tuple[str, str, float]], points: dict[str, Line], middle: float
) -> list[str]:
    """Draw everything; returns the keys of places that there is no room to label."""
    from matplotlib.patches import Polygon

    outlines: list[tuple[str, list[Line]]] = []
    largest = kept[0][2]
    ways = {}
    for origin, destination, weight in kept:
        line = great_circle(tuple(points[origin]), tuple(points[destination]), bow=BOW)
        along = np.column_stack([line, np.linspace(0, 1, len(line))])
        ways[origin, destination, weight] = [
            (land.project(part[:, :2], middle), part[:, 2]) for part in cut(along, middle)
        ]
    view = _view(np.vstack([way for parts in ways.values() for way, _ in parts]), axes)
    # The axes' units in a point, once their limits are known.
    unit = (view[1] - view[0]) / (axes.get_position().width * sheet.WIDTH * 72)
    for (origin, destination, weight), parts in ways.items():
        width = max(WIDEST * weight / largest, THINNEST) * unit
        outlines.append((f"{origin}-{destination}", [ribbons.tapered(way, share, width) for way, share in parts]))
    axes.add_patch(Polygon(land.edge(middle), closed=True, facecolor=sheet.SEA, edgecolor="none", zorder=-1))
    for rings in land.land(middle):
        axes.add_patch(Polygon(rings[0], closed=True, facecolor=sheet.LAND, edgecolor="none", zorder=0))
        for hole in rings[1:]:
            axes.add_patch(Polygon(hole, closed=True, facecolor=sheet.SEA, edgecolor="none", zorder=0.5))
    _ribbons(axes, outlines)
    _key(axes, found, largest, unit)
    totals = {end: sum(row[2] for row in kept if end in row[:2]) for end in points}
    where = {
        end: land.project(cut(np.array([point, point]), middle)[0][:1], middle)[0] for end, point in points.items()
    }
    dots = np.array([where[end] for end in sorted(where)])
    axes.scatter(dots[:, 0], dots[:, 1], s=7, color=sheet.INK, zorder=3, linewidths=0, gid="places")
    order = sorted(where, key=lambda end: (-totals[end], end))
    bare = labels.place(axes, [(end, found.places[end].label, where[end]) for end in order])
    _codes(axes, found, order, len(bare))
    return bare


def _codes(axes: Axes, found: numbers.Numbers, ends: list[str], bare: int) -> None:
    """Below the map: what the codes on it stand for, and how many points have no label, for lack of room."""
    written = {text.get_text() for text in axes.texts}
    short = sorted(end for end in ends if end in written and found.places[end].label != end)
    said = [f"{end}: {found.places[end].label}" for end in short]
    said += [f"without a label, for lack of room: {bare} (the data names them)"] if bare else []
    axes.text(0, 0, textwrap.fill("; ".join(said), 200), transform=axes.transAxes, fontsize=6.2, va="bottom",
              color=sheet.FAINT, zorder=6)  # fmt: skip


def _ribbons(axes: Axes, outlines: list[tuple[str, list[Line]]]) -> None:
    """One shape a corridor, of as many parts as the edge of the map makes of it; smaller ones on top."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Shape

    for order, (key, parts) in enumerate(outlines):
        whole = Shape.make_compound_path(*(Shape(part, closed=True) for part in parts))
        patch = PathPatch(
            whole, facecolor=sheet.COLOURS[0], edgecolor="none", alpha=0.72,
            zorder=1 + order / (len(outlines) + 1),
        )  # fmt: skip
        patch.set_gid(f"corridor-{key}")
        axes.add_patch(patch)


def _key(axes: Axes, found: numbers.Numbers, largest: float, unit: float) -> None:
    """What a ribbon means, in the lower left corner: the widest, and the thinnest, which stands for more than one."""
    from matplotlib.patches import Polygon
    from matplotlib.patheffects import withStroke

    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    x = west + np.linspace(0.06, 0.13, 20) * (east - west)
    halo = [withStroke(linewidth=1.8, foreground=sheet.PAPER)]
    style: dict[str, Any] = {"fontsize": 6.6, "zorder": 6, "va": "center", "path_effects": halo}
    for name, up, width, said in (("widest", 0.15, WIDEST, ""), ("thinnest", 0.105, THINNEST, " and fewer")):
        y = south + up * (north - south)
        ribbon = ribbons.tapered(np.column_stack([x, np.full(20, y)]), np.linspace(0, 1, 20), width * unit)
        axes.add_patch(
            Polygon(ribbon, closed=True, facecolor=sheet.COLOURS[0], edgecolor="none", zorder=6, gid=f"key-{name}")
        )
        axes.text(x[0] - 0.004 * (east - west), y, "origin", ha="right", **style)
        number = f"{sheet.compact(largest * width / WIDEST)} {found.measure.unit}s{said}"
        axes.text(x[-1] + 0.004 * (east - west), y, f"destination ({number})", ha="left", **style)


def _view(ways: Line, axes: Axes) -> tuple[float, float]:
    """Set the axes to what is drawn, with a margin, in the shape of the sheet; returns west and east."""
    low, high = ways.min(axis=0), ways.max(axis=0)
    middle, size = (low + high) / 2, np.maximum((high - low) * 1.12, 0.5)
    pixels = axes.get_window_extent()
    wide = pixels.width / pixels.height
    if size[0] > 0.5 * WORLD[0]:
        south, north = min(low[1] - 0.03, 0.13 - WORLD[1] / 2), max(high[1] + 0.03, 0.13 + WORLD[1] / 2)
        middle, size = np.array([0.0, (south + north) / 2]), np.array([WORLD[0], north - south])
    width = max(size[0], size[1] * wide)
    axes.set_xlim(middle[0] - width / 2, middle[0] + width / 2)
    axes.set_ylim(middle[1] - width / wide / 2, middle[1] + width / wide / 2)
    axes.set_axis_off()
    return float(middle[0] - width / 2), float(middle[0] + width / 2)


def _point(place: numbers.Place) -> Line:
    return np.array([place.longitude, place.latitude], dtype=float)


def _centre(kept: list[tuple[str, str, float]], points: dict[str, Line]) -> float:
    """The meridian in the middle: 0, or where that would cut many corridors, the nearest one that cuts fewest."""

    def cuts(middle: float) -> int:
        ways = (great_circle(tuple(points[o]), tuple(points[d]), bow=BOW) for o, d, _ in kept)
        return sum(len(cut(way, middle)) > 1 for way in ways)

    if cuts(0) <= len(kept) / 10:
        return 0
    return min((float(turn) for turn in range(-150, 181, 30)), key=lambda middle: (cuts(middle), abs(middle), middle))
