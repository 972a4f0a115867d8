"""Read printed citations of instruments, such as ``C143, Art. 12(c); C097, Arts 2–4; MLFM 8.4, 11 and 14.4``.

The policy guide ends the rows of its checklists with such brackets. What an abbreviation stands for is data
(``lmg:abbreviation``, ``lmg:code`` and, for misspellings, ``skos:hiddenLabel`` of the instruments); what
can't be read is an error, never a guess, and what can be read in two ways is marked as doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lamigo.errors import LamigoError
from lamigo.names import DEF, ID, PREFIXES

from .locators import CitationError, Locator, Numbers, read_numbers

NUMBERING: Mapping[str, Sequence[str]] = {"MLFLM": ("principle", "guideline")}
"""What a number without a unit word means, by instrument and depth: ``MLFM 9`` is a principle, ``MLFM 9.5`` a
guideline. Any other instrument's bare number is a ``numbered-point``, and doubtful."""

POINT_DOUBT = "The number stands without a word that says of which numbered series of the instrument it is."
ARTICLE_DOUBT = "Printed as an article; a Recommendation has paragraphs, so read as that paragraph."
SHARED_DOUBT = "What is cited after the next instrument may be meant of this one too."
UNKNOWN_DOUBT = "No instrument is known by this abbreviation."

_UNITS = {
    "art": "article", "article": "article",
    "para": "paragraph", "paragraph": "paragraph",
    "principle": "principle", "guideline": "guideline",
}  # fmt: skip
_UNIT = re.compile(r"(articles?|arts?|paragraphs?|paras?|principles?|guidelines?)(?![^\W_])\.?\s*", re.I)
_ANNEX = re.compile(r"annex(?:\s+(?P<number>[IVX]+|\d+))?(?![\w-])", re.I)
_LINK = re.compile(r"\s*(?:,\s*and\b|,|and\b|&)?\s*")
_COMMA = re.compile(r"\s*,?\s*")
_SEPARATOR = re.compile(r"\s*(?:(?P<strong>;)(?:\s*and\b)?|,\s*and\b|,|and\b|&)\s*")
_STRAY_STOP = re.compile(r"\.(?=\s*(?:[;,]|$))")
_WORD = re.compile(r"[^\W\d_][\w-]*")
_LOOKS_CITED = re.compile(r"[A-Z]+\d*(?![\w'’-])|[A-Z]\d+")
_RECOMMENDATION = re.compile(r"R\d{3}")


class UnknownAbbreviationError(CitationError):
    """An abbreviation that no instrument carries; ``abbreviation`` is what is printed."""

    def __init__(self, abbreviation: str, text: str) -> None:
        super().__init__(
            f"no instrument is known as “{abbreviation}”, cited in “{text}”",
            mend="give the instrument an lmg:abbreviation, or a skos:hiddenLabel for a misspelling",
        )
        self.abbreviation = abbreviation


@dataclass(frozen=True)
class CitedInstrument:
    """One instrument as cited: the printed slice, the instrument's key, its provisions, ranges expanded."""

    printed: str
    instrument: str | None
    locators: tuple[Locator, ...] = ()
    doubtful: bool = False
    doubt: str = ""


def parse(
    text: str,
    abbreviations: Mapping[str, str],
    *,
    numbering: Mapping[str, Sequence[str]] = NUMBERING,
    unknown: Literal["error", "mark"] = "error",
) -> list[CitedInstrument]:
    """The instruments that a citation names, in printed order.

    ``abbreviations`` maps what is printed to instrument keys. With ``unknown="mark"`` an unknown abbreviation
    yields a doubtful entry without a key instead of an UnknownAbbreviationError. Raises CitationError where
    any text besides separators would be left over.
    """
    reader = _Reader(text, abbreviations, numbering, unknown)
    found = [reader.instrument()]
    while reader.more():
        found.append(reader.instrument())
    return [item.cited() for item in _share_doubt(found)]


def of_row(row: str, abbreviations: Mapping[str, str]) -> str | None:
    """The citation that closes a checklist's row, without its brackets, or None where the row cites nothing.

    A missing opening bracket is borne where the citation begins a sentence.
    """
    row = row.strip()
    if not row.endswith(")"):
        return None
    depth = 0
    for place in range(len(row) - 1, -1, -1):
        depth += (row[place] == ")") - (row[place] == "(")
        if depth == 0:
            inner = row[place + 1 : -1]
            known = _names(abbreviations).match(inner)
            return inner if known or _LOOKS_CITED.match(inner) else None
    for stop in re.finditer(r"\.\s+", row):
        if _names(abbreviations).match(row, stop.end()):
            return row[stop.end() : -1]
    raise CitationError(f"the closing bracket of “…{row[-40:]}” has no opening one")


def abbreviations_of(files: Iterable[Path]) -> dict[str, str]:
    """What instruments are abbreviated as in Turtle files: printed form → key, misspellings included.

    Raises LamigoError where two instruments share a form.
    """
    from pyoxigraph import Literal as Text
    from pyoxigraph import NamedNode, RdfFormat
    from pyoxigraph import parse as parse_rdf

    read = {f"{DEF}abbreviation", f"{DEF}code", f"{PREFIXES['skos']}hiddenLabel"}
    known: dict[str, str] = {}
    for file in files:
        for quad in parse_rdf(path=str(file), format=RdfFormat.TURTLE):
            subject, value = quad.subject, quad.object
            if (
                quad.predicate.value not in read
                or not isinstance(subject, NamedNode)
                or not isinstance(value, Text)
                or value.language  # a misprinted title, not an abbreviation
            ):
                continue
            key = subject.value.removeprefix(f"{ID}instrument/")
            if key != subject.value and known.setdefault(value.value, key) != key:
                raise LamigoError(f"“{value.value}” abbreviates both {known[value.value]} and {key}", where=str(file))
    return known


def _names(abbreviations: Mapping[str, str]) -> re.Pattern[str]:
    """Any known abbreviation, the longest first, so that ``GPOG Definition`` is not read as ``GPOG``."""
    forms = sorted(abbreviations, key=lambda form: (-len(form), form))
    alternatives = "|".join(r"\s+".join(map(re.escape, form.split())) for form in forms)
    return re.compile(rf"(?:{alternatives})(?![\w-])" if forms else r"(?!)")


@dataclass
class _Item:
    """An instrument while it is read: what follows decides whether its provisions are its own alone."""

    printed: str
    instrument: str | None
    locators: list[Locator]
    doubts: list[str]
    led_by_unit: bool
    strong_before: bool

    def cited(self) -> CitedInstrument:
        doubts = tuple(dict.fromkeys(self.doubts))
        return CitedInstrument(self.printed, self.instrument, tuple(self.locators), bool(doubts), " ".join(doubts))


def _share_doubt(items: list[_Item]) -> list[_Item]:
    """Mark instruments such as C029 in ``C029 and P029, Art. 1``: nobody can say whose article it is."""
    shared = False
    for item, after in zip(reversed(items[:-1]), reversed(items), strict=False):
        shared = not item.locators and not after.strong_before and (after.led_by_unit or shared)
        if shared:
            item.doubts.append(SHARED_DOUBT)
    return items


class _Reader:
    """A cursor over one citation."""

    def __init__(
        self,
        text: str,
        abbreviations: Mapping[str, str],
        numbering: Mapping[str, Sequence[str]],
        unknown: str,
    ) -> None:
        self.text, self.unknown = text, unknown
        self.keys = {" ".join(form.split()): key for form, key in abbreviations.items()}
        self.names = _names(abbreviations)
        self.numbering = numbering
        self.at = len(text) - len(text.lstrip())
        self.strong = True

    def more(self) -> bool:
        """Step over a separator; False at the end of the text."""
        if not self.text[self.at :].strip():
            return False
        separator = _SEPARATOR.match(self.text, self.at)
        if not separator:
            raise self.unreadable()
        self.at, self.strong = separator.end(), bool(separator["strong"])
        return True

    def unreadable(self) -> CitationError:
        return CitationError(
            f"can't read “{self.text[self.at :]}” in the citation “{self.text}”",
            mend="correct it against the document; where the document prints it so, extend lamigo.curation",
        )

    def instrument(self) -> _Item:
        start, strong = self.at, self.strong
        name = self.names.match(self.text, start)
        key: str | None = None
        doubts: list[str] = []
        if name:
            key = self.keys[" ".join(name[0].split())]
        else:
            name = _WORD.match(self.text, start)
            if not name or _UNIT.match(self.text, start) or _ANNEX.match(self.text, start):
                raise self.unreadable()
            if self.unknown == "error":
                raise UnknownAbbreviationError(name[0], self.text)
            doubts.append(UNKNOWN_DOUBT)
        self.at = name.end()
        locators, led_by_unit = self.locators(key, doubts)
        if stray := _STRAY_STOP.match(self.text, self.at):
            self.at = stray.end()
        return _Item(self.text[start : self.at], key, locators, doubts, led_by_unit, strong)

    def after_comma(self) -> int:
        comma = _COMMA.match(self.text, self.at)
        return comma.end() if comma else self.at

    def locators(self, key: str | None, doubts: list[str]) -> tuple[list[Locator], bool]:
        """The provisions after an instrument's name, and whether a word such as ``Art.`` leads them."""
        found: list[Locator] = []
        numbers = read_numbers(self.text, self.after_comma())
        if numbers:
            found = self.bare(key, numbers, doubts)
            self.at = numbers.end
        led_by_unit = False
        while link := _LINK.match(self.text, self.at):
            here = link.end()
            if annex := _ANNEX.match(self.text, here):
                within = Locator("annex", (annex["number"].upper(),) if annex["number"] else ())
                self.at = annex.end()
                found += self.united(self.after_comma(), within, key, doubts) or [within]
            elif united := self.united(here, None, key, doubts):
                found += united
            else:
                break
            led_by_unit = True
        return found, led_by_unit

    def bare(self, key: str | None, numbers: Numbers, doubts: list[str]) -> list[Locator]:
        levels = self.numbering.get(key or "", ())
        found = []
        for path in numbers.paths:
            kind = levels[len(path) - 1] if len(path) <= len(levels) else "numbered-point"
            if kind == "numbered-point":
                doubts.append(POINT_DOUBT)
            found.append(Locator(kind, path))
        return found

    def united(self, here: int, within: Locator | None, key: str | None, doubts: list[str]) -> list[Locator]:
        """Numbers led by a unit word, or none where no unit word stands here."""
        unit = _UNIT.match(self.text, here)
        if not unit:
            return []
        numbers = read_numbers(self.text, unit.end())
        if not numbers:
            self.at = here
            raise self.unreadable()
        kind = _UNITS[unit[1].lower().removesuffix("s")]
        if kind == "article" and within is None and _RECOMMENDATION.fullmatch(key or ""):
            kind = "paragraph"
            doubts.append(ARTICLE_DOUBT)
        self.at = numbers.end
        return [Locator(kind, path, within) for path in numbers.paths]


__all__ = [
    "CitationError",
    "CitedInstrument",
    "Locator",
    "UnknownAbbreviationError",
    "abbreviations_of",
    "of_row",
    "parse",
]
