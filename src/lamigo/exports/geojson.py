"""GeoJSON (RFC 7946): a feature a corridor, its line a great circle cut at the antimeridian.

A feature's id is the corridor's key (``NPL-KOR``); its properties are flat. Source, licence and the note on
designations are members of the collection, which RFC 7946 allows and readers pass over.
"""

from __future__ import annotations

import json
from typing import Any

from lamigo.atomic import Files
from lamigo.exports.arcs import arcs
from lamigo.exports.edge_list import number
from lamigo.exports.numbers import Numbers


def files(found: Numbers, stem: str) -> Files:
    """``<stem>.geojson``, a feature a line of text."""
    about = found.about(own_use=True)
    members = ("title", "source", "licence", "terms", "caution", "designations")
    head = json.dumps({name: about[name] for name in members}, ensure_ascii=False)
    lines = [json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features(found)]
    text = f'{{"type":"FeatureCollection",{head[1:-1]},"features":[\n' + ",\n".join(lines) + "\n]}\n"
    return {f"{stem}.geojson": text.encode()}


def features(found: Numbers) -> list[dict[str, Any]]:
    """The features, by origin and destination."""
    out = []
    for arc in arcs(found):
        parts = [part.tolist() for part in arc.parts]
        whole = len(parts) == 1
        out.append(
            {
                "type": "Feature",
                "id": f"{arc.origin}-{arc.destination}",
                "geometry": {
                    "type": "LineString" if whole else "MultiLineString",
                    "coordinates": parts[0] if whole else parts,
                },
                "properties": {
                    "origin": arc.origin,
                    "destination": arc.destination,
                    "origin_name": found.places[arc.origin].label,
                    "destination_name": found.places[arc.destination].label,
                    "weight": number(arc.weight),
                    "measure": found.measure.key,
                    "unit": found.measure.unit,
                },
            }
        )
    return out
