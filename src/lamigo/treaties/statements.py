"""What rows state beside a name: scope and declarations, read by the patterns that a description declares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct

from lamigo.treaties.action import Scope

_END = r"(?=\s*\.|\s*$|(?<=[a-z0-9)])[A-Z])"
"""Where a form of words may end: before a full stop, at the end, or where the next statement is glued to it."""
_SENTENCE = re.compile(r".+?(?:\.(?=\s+[^\W\d_a-z])|\.?$)", re.S)


class Pattern(Struct, frozen=True, forbid_unknown_fields=True):
    """A form of words beside a name or in a note, as a regular expression, and what it means; descriptions state it.

    ``age`` and ``of`` stand for what the groups of these names matched. Provisions are local names such as ``part-ii``
    of the row's instrument; in ``under`` also ``C173/art-3-7``. ``declares`` marks a declaration that the instrument
    asks for.
    """

    words: str
    instrument: str | None = None
    """The pattern holds for rows on this instrument only."""
    excludes: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    since: str | None = None
    """The instrument whose ratification brought the exclusion about, on a day that the row does not tell."""
    place: str | None = None
    ratified: str | None = None
    """Another instrument that the words say the state has ratified."""
    declares: bool = False


@dataclass(frozen=True)
class Stated:
    """One statement of a row. ``known`` is False where no pattern met it: it is kept as printed, and counted."""

    printed: str
    known: bool
    scope: Scope | None = None
    ratified: str | None = None
    declares: bool = False
    age: int | None = None
    under: tuple[str, ...] = ()


def stated(text: str, instrument: str, patterns: Sequence[Pattern]) -> list[Stated]:
    """The statements in a text, in order; every word of it belongs to one of them."""
    found: list[Stated] = []
    rest = text.strip()
    while rest:
        for pattern in patterns:
            if pattern.instrument not in (None, instrument):
                continue
            if match := re.match(rf"(?:{pattern.words}){_END}", rest):
                found.append(_meant(match, pattern))
                rest = rest[match.end() :].lstrip(" .")
                break
        else:
            sentence = _SENTENCE.match(rest)
            printed = (sentence[0] if sentence else rest).strip()
            found.append(Stated(printed, known=False, declares=True))
            rest = rest[len(printed) :].strip() if rest.startswith(printed) else ""
    return found


def _meant(match: re.Match[str], pattern: Pattern) -> Stated:
    printed = match[0].strip()
    groups = match.groupdict()
    parts = (pattern.excludes, pattern.accepts, pattern.limits, pattern.under)
    excludes, accepts, limits, under = (tuple(sorted(part)) for part in parts)
    scope = None
    if excludes or accepts or limits or pattern.place or (under and not pattern.declares):
        scope = Scope(printed, excludes, accepts, limits, under, pattern.since, pattern.place)
    age = int(groups["age"]) if groups.get("age") else None
    return Stated(printed, True, scope, pattern.ratified, pattern.declares, age, under)
