"""Great circles between two points, cut where a map ends.

Along a great circle from New Zealand to the Cook Islands the longitude jumps from +180 to -180; drawn as it stands, the
line would run round the world the wrong way. RFC 7946, section 3.1.9, asks for two parts that meet at the antimeridian.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from lamigo.exports.numbers import Numbers

Line = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
STEP = math.radians(2)
"""The largest angle between two points of an arc."""
DIGITS = 4
"""Of a degree: eleven metres; the points that stand for countries are far less exact."""


class Arc(NamedTuple):
    """A corridor with its line: ``parts`` are arrays of shape (points, 2), longitude and latitude in degrees."""

    origin: str
    destination: str
    weight: float
    parts: list[Line]


def great_circle(start: tuple[float, float], end: tuple[float, float], *, bow: float = 0) -> Line:
    """Points (longitude, latitude) from one point to another on the sphere, at most ``STEP`` apart; not yet cut.

    ``bow`` moves the middle to the right of the way by this share of the whole angle, so that the two directions
    between two places can be told apart. Of the many ways between antipodes one is taken, always the same.
    """
    one, other = _vector(*start), _vector(*end)
    normal = np.cross(one, other)
    length = float(np.linalg.norm(normal))
    angle = math.atan2(length, float(one @ other))
    if length < 1e-9:
        normal = np.cross(one, [0.0, 0.0, 1.0] if abs(one[2]) < 0.9 else [1.0, 0.0, 0.0])
    normal = normal / np.linalg.norm(normal)
    share = np.linspace(0, 1, max(2, math.ceil(angle / STEP) + 1))[:, None]
    ahead = np.cross(normal, one)
    way = one * np.cos(share * angle) + ahead * np.sin(share * angle)
    if bow:
        aside = -bow * angle * np.sin(math.pi * share)
        way = way * np.cos(aside) + normal * np.sin(aside)
    points: Line = np.degrees(np.column_stack([np.arctan2(way[:, 1], way[:, 0]), np.arcsin(np.clip(way[:, 2], -1, 1))]))
    # The ends are the places' own points, not what rounding made of them.
    points[0], points[-1] = start, end
    return points


def cut(line: Line, centre: float = 0) -> list[Line]:
    """A line as parts that nowhere cross the meridian opposite to ``centre``; each ends and begins exactly on it.

    Further columns than the first two (such as how far along a point is) are interpolated at the cut. Longitudes come
    out between ``centre`` - 180 and ``centre`` + 180.
    """
    east, west = centre + 180.0, centre - 180.0
    points = line.copy()
    points[:, 0] = (points[:, 0] - west) % 360 + west
    parts: list[Line] = []
    begun = 0
    head: list[Line] = []
    for jump in np.flatnonzero(np.abs(np.diff(points[:, 0])) > 180):
        before, after = points[jump], points[jump + 1]
        edge, opposite = (east, west) if before[0] > after[0] else (west, east)
        whole = after[0] + (edge - opposite) - before[0]
        share = (edge - before[0]) / whole if whole else 0.0
        meeting = before + share * (after - before)
        last, first = meeting.copy(), meeting.copy()
        last[0], first[0] = edge, opposite
        parts.append(np.vstack([*head, points[begun : jump + 1], last]))
        head, begun = [first], int(jump) + 1
    parts.append(np.vstack([*head, points[begun:]]))
    # A place on the cut itself leaves a part without any length.
    return [part for part in parts if np.ptp(part[:, 0]) > 0 or np.ptp(part[:, 1]) > 0] or parts[:1]


def arcs(found: Numbers) -> list[Arc]:
    """The arc of each corridor whose two ends have a point, cut at the antimeridian, by origin and destination."""
    out = []
    for origin, destination, weight in found.rows:
        start, end = _point(found, origin), _point(found, destination)
        if start is not None and end is not None:
            parts = [np.round(part, DIGITS) for part in cut(great_circle(start, end))]
            out.append(Arc(origin, destination, weight, parts))
    return out


def _point(found: Numbers, key: str) -> tuple[float, float] | None:
    place = found.places[key]
    return None if place.latitude is None or place.longitude is None else (place.longitude, place.latitude)


def _vector(longitude: float, latitude: float) -> Line:
    east, north = math.radians(longitude), math.radians(latitude)
    return np.array([math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)])
