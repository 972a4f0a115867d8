"""The base map: the land of the earth, without any frontier, in an equal-area projection.

``land-110m.json`` is that file of the npm package world-atlas 2.0.2 (ISC), byte for byte: Natural Earth 4.1, 1:110
million, which is in the public domain. No frontiers are drawn, so that none is endorsed; small islands are missing at
this scale, and the points of countries and areas stand where they are.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np

from lamigo.exports.arcs import Line

FILE = Path(__file__).with_name("land-110m.json")
CREDIT = "Base map: Natural Earth (public domain), land only: no frontiers are drawn. Projection: Equal Earth."
_A = (1.340264, -0.081106, 0.000893, 0.003796)


def project(points: Line, centre: float) -> Line:
    """Longitude and latitude as coordinates of the Equal Earth projection (Šavrič, Patterson and Jenny, 2018).

    Longitudes lie between ``centre`` - 180 and ``centre`` + 180.
    """
    east, north = np.radians(points[:, 0] - centre), np.radians(points[:, 1])
    t = np.arcsin(np.sqrt(3) / 2 * np.sin(north))
    a1, a2, a3, a4 = _A
    x = 2 * np.sqrt(3) * east * np.cos(t) / (3 * (9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1))
    y = a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t
    out: Line = np.column_stack([x, y])
    return out


def land(centre: float) -> list[list[Line]]:
    """The land as projected polygons, each a list of rings, cut at the meridian opposite to ``centre``."""
    out = []
    for rings in polygons():
        for turn in (-360.0, 0.0, 360.0):
            moved = [_clipped(ring + np.array([turn, 0.0]), centre) for ring in rings]
            if len(moved[0]) > 2:
                out.append([project(_dense(ring), centre) for ring in moved if len(ring) > 2])
    return out


def edge(centre: float) -> Line:
    """The edge of the whole map: up the eastern side, down the western one."""
    up = np.linspace(-90, 90, 91)
    sides = [np.column_stack([np.full(91, centre + turn), north]) for turn, north in ((180, up), (-180, up[::-1]))]
    return project(np.vstack(sides), centre)


@cache
def polygons() -> list[list[Line]]:
    """The polygons of the file, each a list of rings: arrays of shape (points, 2), longitude and latitude."""
    topology = json.loads(FILE.read_text("utf-8"))
    scale, shift = (np.array(topology["transform"][name]) for name in ("scale", "translate"))
    held = [np.cumsum(np.array(arc, dtype=float), axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(indices: list[int]) -> Line:
        # ~i means arc i backwards; each arc begins where the one before ended.
        parts = [held[i] if i >= 0 else held[~i][::-1] for i in indices]
        return _whole(np.vstack([parts[0], *(part[1:] for part in parts[1:])]))

    geometries = topology["objects"]["land"]["geometries"]
    return [[ring(indices) for indices in rings] for geometry in geometries for rings in geometry["arcs"]]


def _whole(ring: Line) -> Line:
    """A ring of the sphere as one of the plane: it runs on past 180 degrees, and closes over a pole that it circles."""
    east = np.unwrap(ring[:, 0], period=360)
    out = np.column_stack([east, ring[:, 1]])
    if abs(east[-1] - east[0]) > 180:
        pole = 90.0 if ring[:, 1].mean() > 0 else -90.0
        out = np.vstack([out, (east[-1], pole), (east[0], pole)])
    return out


def _clipped(ring: Line, centre: float) -> Line:
    """A ring between the two meridians where the map ends (Sutherland and Hodgman's algorithm)."""
    for sign, edge in ((1, centre - 180), (-1, centre + 180)):
        side = sign * (ring[:, 0] - edge)
        if (side >= 0).all():
            continue
        kept: list[Line] = []
        for i in range(len(ring)):
            before, here = side[i - 1], side[i]
            if (before >= 0) != (here >= 0):
                share = before / (before - here)
                kept.append(ring[i - 1] + share * (ring[i] - ring[i - 1]))
            if here >= 0:
                kept.append(ring[i])
        if not kept:
            return np.empty((0, 2))
        ring = np.array(kept)
    return ring


def _dense(ring: Line) -> Line:
    """A ring with a point at least every four degrees, so that long edges follow the curve of the map."""
    parts = []
    for one, other in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        count = max(1, int(np.ceil(np.abs(other - one).max() / 4)))
        parts.append(one + (other - one) * np.linspace(0, 1, count, endpoint=False)[:, None])
    return np.vstack(parts)
