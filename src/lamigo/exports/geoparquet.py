"""GeoParquet 1.1: the arcs as well-known binary in a Parquet file, for GeoPandas, DuckDB, QGIS and R.

Coordinates are longitude and latitude (OGC:CRS84, the default). Source, licence and the note on designations are in the
file's key-value metadata.
"""

from __future__ import annotations

import io
import json
import struct

from lamigo.atomic import Files
from lamigo.exports.arcs import Line, arcs
from lamigo.exports.numbers import Numbers

_LINE, _MULTI = 2, 5


def files(found: Numbers, stem: str) -> Files:
    """``<stem>.parquet``, sorted by origin and destination."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    held = arcs(found)
    columns = {
        "id": pa.array([f"{arc.origin}-{arc.destination}" for arc in held], pa.string()),
        "origin": pa.array([arc.origin for arc in held], pa.string()),
        "destination": pa.array([arc.destination for arc in held], pa.string()),
        "origin_name": pa.array([found.places[arc.origin].label for arc in held], pa.string()),
        "destination_name": pa.array([found.places[arc.destination].label for arc in held], pa.string()),
        "weight": pa.array([arc.weight for arc in held], pa.float64()),
        "measure": pa.array([found.measure.key] * len(held), pa.string()),
        "unit": pa.array([found.measure.unit] * len(held), pa.string()),
        "geometry": pa.array([wkb(arc.parts) for arc in held], pa.binary()),
    }
    kinds = sorted({"LineString" if len(arc.parts) == 1 else "MultiLineString" for arc in held})
    box = _box([part for arc in held for part in arc.parts])
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": kinds, "bbox": box}},
    }
    about = {name: str(value) for name, value in found.about(own_use=True).items() if isinstance(value, str)}
    table = pa.table(columns).replace_schema_metadata({"geo": json.dumps(geo, sort_keys=True), **about})
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return {f"{stem}.parquet": out.getvalue()}


def wkb(parts: list[Line]) -> bytes:
    """A line, or several, as little-endian well-known binary (ISO)."""
    lines = [struct.pack("<BII", 1, _LINE, len(part)) + part.astype("<f8").tobytes() for part in parts]
    return lines[0] if len(lines) == 1 else struct.pack("<BII", 1, _MULTI, len(lines)) + b"".join(lines)


def _box(parts: list[Line]) -> list[float]:
    """West, south, east, north of everything; the whole width where an arc was cut."""
    import numpy as np

    if not parts:
        return [-180.0, -90.0, 180.0, 90.0]
    points = np.vstack(parts)
    return [*points.min(axis=0).tolist(), *points.max(axis=0).tolist()]
