"""From a printed name of a country or area to its code: exact but for how it is printed, never a guess.

What is known is data: labels and short forms in the authority, and ``spellings.ttl``, the reviewed table of
the ways in which sources print a name. A name that is in neither is an error with its closest candidates, to
be mended by adding a spelling; no default, no fuzzy match.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from lamigo.authority.fold import fold
from lamigo.errors import LamigoError
from lamigo.names import DEF, PREFIXES, RDFS

FILES = ("countries.ttl", "former.ttl", "areas.ttl", "succession.ttl", "spellings.ttl")

_COUNTRY = PREFIXES["country"]
_NAMED_BY = {RDFS + "label", PREFIXES["skos"] + "altLabel", PREFIXES["skos"] + "hiddenLabel"}
_CODED_BY = {DEF + name for name in ("isoAlpha2", "isoAlpha3", "isoAlpha4", "m49", "userAssignedCode")}
_MEND = "add an lmg:Spelling with its evidence to graph/authority/spellings.ttl, or correct the name"


class UnknownCountry(LamigoError):
    """A name or code that the authority does not know; ``closest`` are known names that look like it."""

    def __init__(self, text: str, closest: list[str], *, kind: str = "name", where: str | None = None) -> None:
        self.text, self.closest = text, closest
        hint = f"; closest known: {', '.join(repr(name) for name in closest)}" if closest else ""
        mend = _MEND if kind == "name" else "use a code of ISO 3166-1, M49 or areas.ttl, or resolve the name"
        super().__init__(f"no country or area has the {kind} {text!r}{hint}", where=where, mend=mend)


class Resolver:
    """Names and codes of countries and areas, former ones included.

    ``resolve`` answers with the key of ``id/country/…``: alpha-3 for entries of today, alpha-4 for former
    ones, the area's own key for statistical areas.
    """

    def __init__(self, names: Iterable[tuple[str, str]], codes: Iterable[tuple[str, str]] = ()) -> None:
        """``names`` and ``codes`` are pairs of text and key. One text for two keys is refused."""
        self._keys: dict[str, str] = {}
        self._printed: dict[str, str] = {}
        for text, key in names:
            folded = fold(text)
            if not folded:
                raise LamigoError(f"{key} has a name that folds to nothing: {text!r}", mend="remove it")
            if (other := self._keys.setdefault(folded, key)) != key:
                raise LamigoError(
                    f"the name {text!r} means both {other} and {key}",
                    mend="take it from one of them in graph/authority, so that it resolves to one",
                )
            self._printed.setdefault(folded, text)
        self._codes: dict[str, str] = {}
        for code, key in codes:
            if (other := self._codes.setdefault(code, key)) != key:
                raise LamigoError(f"the code {code!r} is of both {other} and {key}", mend="correct one of them")

    @classmethod
    def from_files(cls, authority: Path) -> Resolver:
        """Read the authority's files on places; ``authority`` is the folder ``graph/authority``."""
        names: list[tuple[str, str]] = []
        codes: list[tuple[str, str]] = []
        meant: dict[str, str] = {}
        spelled: list[tuple[str, str]] = []
        for name in FILES:
            path = authority / name
            if not path.is_file():
                raise LamigoError(f"the authority lacks {name}", where=str(authority), mend="restore it")
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
                if not isinstance(quad.subject, ox.NamedNode):
                    continue
                subject, prop, value = quad.subject.value, quad.predicate.value, quad.object
                if isinstance(value, ox.Literal):
                    if prop in _NAMED_BY and subject.startswith(_COUNTRY):
                        names.append((value.value, subject.removeprefix(_COUNTRY)))
                    elif prop in _CODED_BY and subject.startswith(_COUNTRY):
                        codes.append((value.value, subject.removeprefix(_COUNTRY)))
                    elif prop == DEF + "spelledAs":
                        spelled.append((value.value, subject))
                elif prop == DEF + "ofCountry" and isinstance(value, ox.NamedNode):
                    meant[subject] = value.value.removeprefix(_COUNTRY)
        return cls([*names, *((text, meant[spelling]) for text, spelling in spelled)], codes)

    @property
    def names(self) -> Mapping[str, str]:
        """Every known name, as printed first, and its key."""
        return {self._printed[folded]: key for folded, key in self._keys.items()}

    def resolve(self, text: str, *, where: str | None = None) -> str:
        """The key of the country or area that a text names.

        ``where`` is the place to show in the message of UnknownCountry, such as a file and line.

        >>> Resolver([("Côte d'Ivoire", "CIV")]).resolve("COTE D’IVOIRE ")
        'CIV'
        """
        if key := self.find(text):
            return key
        folded = fold(text)
        closest = difflib.get_close_matches(folded, self._keys, n=3, cutoff=0.7)
        raise UnknownCountry(text, [self._printed[name] for name in closest], where=where)

    def find(self, text: str) -> str | None:
        """The same, or None: without the search for what is closest, where many texts are tried."""
        return self._keys.get(fold(text))

    def from_code(self, code: str, *, where: str | None = None) -> str:
        """The key for a code of ISO 3166-1 (two or three letters), ISO 3166-3, M49 or ``areas.ttl``.

        Codes that former entries once had are left out: several were given out again.
        """
        if key := self._codes.get(code.strip()):
            return key
        raise UnknownCountry(code, [], kind="code", where=where)
