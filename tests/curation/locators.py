"""Places within an instrument (``12(c)``, ``8–35, 43``, ``24(a) and (b)``) and the keys of their IRIs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from lamigo.errors import LamigoError

DASHES = "-‐‑‒–—−"

_PREFIXES = {
    "article": "art", "paragraph": "para", "principle": "principle", "guideline": "guideline",
    "numbered-point": "point", "annex": "annex",
}  # fmt: skip
_NUMBER = re.compile(r"(?P<main>\d+(?:\.\d+)*)(?P<subs>(?:\s?\((?:[a-z]{1,4}|\d{1,3})\))*)")
_SUBS = re.compile(r"\((?:[a-z]{1,4}|\d{1,3})\)(?:\s?\((?:[a-z]{1,4}|\d{1,3})\))*")
_RANGE = re.compile(rf"\s*(?:[{DASHES}]|to\b)\s*")
_NEXT = re.compile(r"\s*(?:,\s*and\b|,|and\b|&)\s*")

Path = tuple[str, ...]


class CitationError(LamigoError):
    """A citation that can't be read as it stands."""


@dataclass(frozen=True, order=True)
class Locator:
    """A provision of some instrument: its kind, its number as a path (``("12", "c")``), its annex."""

    kind: str
    numbers: Path = ()
    within: Locator | None = None

    @property
    def key(self) -> str:
        """The last part of the provision's IRI: ``art-12-c``, ``guideline-9-11``, ``annex-i-art-5``."""
        own = "-".join((_PREFIXES[self.kind], *(number.lower() for number in self.numbers)))
        return f"{self.within.key}-{own}" if self.within else own

    @property
    def text(self) -> str:
        """What ``lmg:locator`` says: ``12(c)``, ``9.11``, ``Annex I, 5``."""
        if self.kind == "annex":
            return " ".join(("Annex", *self.numbers))
        if self.kind in ("guideline", "numbered-point"):
            own = ".".join(self.numbers)
        else:
            own = self.numbers[0] + "".join(f"({number})" for number in self.numbers[1:])
        return f"{self.within.text}, {own}" if self.within else own

    @property
    def parent(self) -> Locator | None:
        """What it is part of; the guidelines of the Multilateral Framework stand under its principles."""
        if self.kind == "guideline" and len(self.numbers) == 2:
            return Locator("principle", self.numbers[:1])
        if len(self.numbers) > 1:
            return Locator(self.kind, self.numbers[:-1], self.within)
        return self.within


class Numbers(NamedTuple):
    """The paths of a list of numbers, ranges expanded, and where in the text the list ends."""

    paths: list[Path]
    end: int


def read_numbers(text: str, at: int) -> Numbers | None:
    """The list of numbers that begins at a place of the text, or None where no number stands there."""
    first = _number(text, at, None)
    if not first:
        return None
    path, at = first
    paths = [path]
    while True:
        ranged = _RANGE.match(text, at)
        link = ranged or _NEXT.match(text, at)
        following = _number(text, link.end(), paths[-1]) if link else None
        if not following:
            return Numbers(paths, at)
        path, at = following
        paths += _expanded(paths[-1], path, text) if ranged else [path]


def _number(text: str, at: int, before: Path | None) -> tuple[Path, int] | None:
    """One number; ``(b)`` alone takes over the stem of the number before it."""
    if match := _NUMBER.match(text, at):
        return (*match["main"].split("."), *_letters(match["subs"])), match.end()
    if before and (match := _SUBS.match(text, at)):
        letters = _letters(match[0])
        if len(before) <= len(letters):
            raise CitationError(f"“{match[0]}” in “{text}” has no number before it to belong to")
        return (*before[: len(before) - len(letters)], *letters), match.end()
    return None


def _letters(subs: str) -> list[str]:
    return re.findall(r"\((\w+)\)", subs)


def _expanded(first: Path, last: Path, text: str) -> list[Path]:
    """All after the first up to the last of a range; an error where its ends don't say what lies between."""
    start, end = first[-1], last[-1]
    if first[:-1] == last[:-1]:
        if start.isdigit() and end.isdigit() and int(start) < int(end):
            return [(*first[:-1], str(number)) for number in range(int(start) + 1, int(end) + 1)]
        # (i)–(v) may be Roman numbers or letters: only a range from a to h on is surely one of letters.
        if len(start) == len(end) == 1 and "a" <= start <= "h" and start < end:
            return [(*first[:-1], chr(code)) for code in range(ord(start) + 1, ord(end) + 1)]
    raise CitationError(f"can't say what lies between {'.'.join(first)} and {'.'.join(last)} in “{text}”")
