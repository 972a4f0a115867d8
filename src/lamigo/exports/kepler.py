"""kepler.gl: one CSV whose columns it takes for an arc layer by itself (``…_lat`` and ``…_lng`` in pairs)."""

from __future__ import annotations

from lamigo.atomic import Files
from lamigo.delimited import delimited
from lamigo.exports.edge_list import number
from lamigo.exports.numbers import Numbers
from lamigo.exports.tables import guarded

HEADER = (
    "id", "origin", "destination", "origin_name", "destination_name",
    "origin_lat", "origin_lng", "destination_lat", "destination_lng", "weight", "measure",
)  # fmt: skip


def files(found: Numbers, stem: str) -> Files:
    """``<stem>.kepler.csv``; corridors with an end without a point are left out (the sidecar names them)."""
    rows = []
    for origin, destination, weight in found.on_map:
        one, other = found.places[origin], found.places[destination]
        points = [str(value) for place in (one, other) for value in (place.latitude, place.longitude)]
        rows.append(
            (
                f"{origin}-{destination}", origin, destination, guarded(one.label), guarded(other.label),
                *points, str(number(weight)), found.measure.key,
            )
        )  # fmt: skip
    return {f"{stem}.kepler.csv": delimited([HEADER, *rows]).encode()}
