"""Whose data a file holds, and what its licence allows: the one place that all commands which write files obey.

Beside each file with data of others stands ``….about.json``, which names each data set, its publisher and licence, and
whether it may be passed on. What is made to be passed on (networks, maps, plots, panels) is written without more only
where every data set in it may be; otherwise only for its user's own use.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

from lamigo import __version__
from lamigo.errors import LamigoError
from lamigo.names import ID
from lamigo.store import Store

ABOUT = ".about.json"
"""The ending of the file beside others: source, licence, whether it may be passed on."""
_SETS = """
SELECT ?set ?label ?publisher ?edition ?licence ?allows ?address WHERE {
  ?set a lmg:DataSet ; rdfs:label ?label .
  OPTIONAL { ?set dcterms:publisher ?publisher }
  OPTIONAL { ?set lmg:edition ?edition }
  OPTIONAL { ?set dcterms:license ?licence }
  OPTIONAL { ?set lmg:allowsRedistribution ?allows }
  OPTIONAL { ?set lmg:webAddress ?address }
}
"""
_NORMS = """
SELECT DISTINCT ?set WHERE {
  { ?record a lmg:LabourAgreement } UNION { ?record lmg:byState ?state } UNION { ?record lmg:ofBody ?body }
  ?record dcterms:source ?set . ?set a lmg:DataSet .
}
"""


class DataSet(NamedTuple):
    """Whose data they are, and whether the licence allows to pass them on: yes, no or unknown."""

    key: str
    title: str
    publisher: str
    edition: str
    licence: str
    redistribution: str
    address: str

    @property
    def source(self) -> str:
        """The source line: publisher, title, edition, licence."""
        edition = "" if self.edition in self.title else f", edition {self.edition}"
        publisher, licence = self.publisher or "publisher not stated", self.licence or "licence not stated"
        return f"{publisher}: {self.title}{edition} ({licence})"

    @property
    def terms(self) -> str:
        """What the licence says on passing the data on, in words."""
        if self.redistribution == "yes":
            return f"may be passed on under {self.licence}, with the source named"
        if self.redistribution == "no":
            return f"for own use only: its terms ({self.licence}) do not allow to pass the numbers on"
        return f"not known whether its terms ({self.licence}) allow to pass the numbers on: ask the publisher first"


def data_sets(store: Store, keys: Collection[str] | None = None) -> list[DataSet]:
    """The data sets of a store (of these keys, where some are named), by key."""
    found = []
    for row in store.select(_SETS).rows:
        iri, label, publisher, edition, licence, allows, address = (term.value if term else "" for term in row)
        key = iri.removeprefix(f"{ID}data-set/")
        if keys is None or key in keys:
            allowed = allows.rsplit("/", 1)[-1] or "unknown"
            found.append(DataSet(key, label, publisher, edition, licence, allowed, address))
    return sorted(found)


def of_norms(store: Store) -> list[DataSet]:
    """The data sets that answers on norms rest on: those of treaty actions, agreements and memberships."""
    keys = {row[0].value.removeprefix(f"{ID}data-set/") for row in store.select(_NORMS).rows if row[0]}
    return data_sets(store, keys)


def obey(sets: Iterable[DataSet], *, own_use: bool) -> None:
    """To be called before anything is written that is made to be passed on.

    Raises LamigoError where a data set in it may not be, or where that is not known, unless it is for own use.
    """
    for one in sets:
        if one.redistribution != "yes" and not own_use:
            what = "does not allow to pass its numbers on" if one.redistribution == "no" else (
                "is not known to allow to pass its numbers on"
            )  # fmt: skip
            raise LamigoError(
                f"the licence of {one.title} ({one.licence}) {what}",
                mend="write for your own use only, with --for-own-use, or choose data that may be passed on",
            )


def warn(sets: Iterable[DataSet], say: Callable[[str], None]) -> None:
    """Say of each data set that may not be passed on, or not be known to, that it is so."""
    for one in sets:
        if one.redistribution != "yes":
            say(f"{one.title}: {one.terms}")


def about(sets: Iterable[DataSet], **more: Any) -> bytes:  # noqa: ANN401 (what stands beside differs)
    """The file beside others, as JSON: its data sets, each with source line and terms."""
    told = [
        {"source": one.source, **one._asdict(), "terms": one.terms} for one in sorted(sets)
    ]  # fmt: skip
    body = {**more, "data sets": told, "made with": f"Lamigo {__version__}"}
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()
