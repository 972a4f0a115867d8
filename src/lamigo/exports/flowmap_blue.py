"""flowmap.blue: three tables, to be pasted into the sheets properties, locations and flows of a spreadsheet.

The names of sheets, columns and properties are those that the site reads. Corridors with an end without a point are
left out (the sidecar names these ends): the site would drop them in silence.
"""

from __future__ import annotations

from lamigo import __version__
from lamigo.atomic import Files
from lamigo.delimited import delimited
from lamigo.exports.edge_list import number
from lamigo.exports.numbers import Numbers
from lamigo.exports.tables import guarded


def files(found: Numbers, stem: str) -> Files:
    """``<stem>.flowmap-properties.csv``, ``….flowmap-locations.csv`` and ``….flowmap-flows.csv``."""
    about, unit = found.about(own_use=True), found.measure.unit
    left_out = set(found.without_point)
    said = ("terms", "caution", "designations")
    properties: list[tuple[str, ...]] = [
        ("property", "value"),
        ("title", about["title"]),
        ("description", ". ".join(about[name] for name in said if about[name])),
        ("source.name", found.source),
        ("source.url", found.data_set.address),
        ("createdBy.name", f"Lamigo {__version__}"),
        ("colors.scheme", "Teal"),
        ("clustering", "yes"),
        ("animate.flows", "no"),
        ("msg.locationTooltip.incoming", f"As destination ({unit}s)"),
        ("msg.locationTooltip.outgoing", f"As origin ({unit}s)"),
        ("msg.flowTooltip.numOfTrips", f"Number of {unit}s"),
        ("msg.totalCount.allTrips", f"{{0}} {unit}s"),
        ("msg.totalCount.countOfTrips", f"{{0}} of {{1}} {unit}s"),
    ]
    locations: list[tuple[str, ...]] = [("id", "name", "lat", "lon")]
    for end in found.ends:
        if end not in left_out:
            place = found.places[end]
            locations.append((end, guarded(place.label), str(place.latitude), str(place.longitude)))
    flows: list[tuple[str, ...]] = [("origin", "dest", "count")]
    flows += [(origin, destination, str(number(weight))) for origin, destination, weight in found.on_map]
    sheets: dict[str, list[tuple[str, ...]]] = {"properties": properties, "locations": locations, "flows": flows}
    return {f"{stem}.flowmap-{name}.csv": delimited(rows).encode() for name, rows in sheets.items()}
