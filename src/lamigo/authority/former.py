"""Countries and areas of the past: the entries of ISO 3166-3, by their alpha-4 codes.

Only codes and the date on which ISO withdrew them are taken from ``pycountry``. That date is *not* when a
country ceased to exist (the code of the German Democratic Republic was withdrawn on 30 October 1990, four
weeks after it acceded), so it has a property of its own. Names, ends and successors stand in
``succession.ttl``, which is kept by hand.

Codes are ``lmg:former…``: several were given out again (``CS``, ``SK``, ``GE``, ``ATF``, ``891``), and
``lmg:isoAlpha2``, ``lmg:isoAlpha3`` and ``lmg:m49`` stay unique to the entries of today.
"""

from __future__ import annotations

from lamigo.authority import packages
from lamigo.authority.turtle import block, literal

REMARKS = ("Their names, ends and successors are in succession.ttl.",)


def blocks() -> list[str]:
    """One block for each entry, by alpha-4. The date is EDTF, as precise as the standard gives it."""
    import pycountry

    source = packages.package(packages.PYCOUNTRY)
    described = []
    for entry in sorted(pycountry.historic_countries, key=lambda one: one.alpha_4):
        numeric = getattr(entry, "numeric", None)
        described.append(
            block(
                f"country:{entry.alpha_4}",
                [
                    ("a", ["lmg:FormerCountryOrArea"]),
                    ("lmg:isoAlpha4", [literal(entry.alpha_4)]),
                    ("lmg:formerAlpha2", [literal(entry.alpha_2)]),
                    ("lmg:formerAlpha3", [literal(entry.alpha_3)]),
                    ("lmg:formerNumeric", [literal(numeric)] if numeric else []),
                    ("lmg:codeWithdrawnOn", [literal(entry.withdrawal_date)]),
                    ("dcterms:source", [source]),
                ],
            )
        )
    return described
