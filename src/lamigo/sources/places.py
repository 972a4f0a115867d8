"""Countries and areas as a source names them: by code or by name, with the description's reviewed table first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from lamigo import rooms
from lamigo.authority.resolve import FILES, Resolver, UnknownCountry
from lamigo.errors import LamigoError
from lamigo.names import ID, RDFS
from lamigo.sources.description import Codes

_COUNTRY = ID + "country/"


class Places:
    """Resolves a source's names and codes to keys of countries and areas such as ``NPL``; remembers each answer."""

    def __init__(self, resolver: Resolver, labels: Mapping[str, Mapping[str, str]]) -> None:
        self._resolver, self.labels = resolver, labels
        self._known: dict[tuple[str, str], str | None] = {}

    def key(self, printed: str, codes: Codes = "name", odd: Mapping[str, str | None] | None = None) -> str | None:
        """The key that a name or code stands for, or None where the authority does not know it.

        ``odd`` is the description's table: as printed → key; it wins. Codes of M49 may lack leading zeros.
        """
        text = printed.strip()
        if odd and text in odd:
            return odd[text]
        if (found := self._known.get((codes, text), "")) != "":
            return found
        self._known[codes, text] = found = self._looked_up(text, codes)
        return found

    def _looked_up(self, text: str, codes: Codes) -> str | None:
        try:
            if codes == "name":
                return self._resolver.find(text)
            if codes == "key":
                return text if text in self.labels else None
            if codes == "m49":
                text = text.split(".")[0].zfill(3)
            expected = {"iso2": 2, "iso3": 3, "m49": 3}[codes]
            fits = len(text) == expected and text.isdigit() == (codes == "m49")
            return self._resolver.from_code(text) if fits else None
        except UnknownCountry:
            return None


@cache
def known() -> Places:
    """The places of the authority, with their names by language."""
    authority = rooms.room("graph") / "authority"
    return Places(Resolver.from_files(authority), _labels(authority))


def key_of(text: str) -> str:
    """The key of a country or area as a user writes it, in any case.

    Raises LamigoError where there is none; one that is named, not keyed, is told its key.
    """
    if (key := text.strip().upper()) in known().labels:
        return key
    meant = known().key(text)
    mend = f"write its key, {meant}" if meant else "find its key with lamigo search"
    raise LamigoError(f"there is no country or area {text!r}", mend=mend)


def _labels(authority: Path) -> dict[str, dict[str, str]]:
    labels: dict[str, dict[str, str]] = {}
    for name in FILES:
        for quad in ox.parse(path=authority / name, format=ox.RdfFormat.TURTLE):
            subject, value = str(getattr(quad.subject, "value", "")), quad.object
            if (
                subject.startswith(_COUNTRY)
                and quad.predicate.value == RDFS + "label"
                and isinstance(value, ox.Literal)
            ):
                labels.setdefault(subject.removeprefix(_COUNTRY), {})[value.language or ""] = value.value
    return labels
