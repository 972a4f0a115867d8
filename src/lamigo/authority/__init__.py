"""The authority of countries and areas: how it is made from packages, and how a printed name is resolved.

The identity of places lives in ``graph/authority/``. What packages give (codes, names, dates, coordinates)
is written by :func:`~lamigo.authority.countries.write_countries`; what no package gives (succession, areas
that only statistics know, odd spellings, memberships) is Turtle kept by hand beside it, citing registers.

Designations and the order of presentation imply no opinion on the legal status of any country, territory,
city or area, or on the delimitation of its frontiers.
"""

from __future__ import annotations

from lamigo.authority.resolve import Resolver, UnknownCountry

__all__ = ["Resolver", "UnknownCountry"]
