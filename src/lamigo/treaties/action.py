"""An act of a state with regard to an instrument, as one row of one source states it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lamigo.sources.unplaced import Unplaced

RATIFICATION, ACCESSION, SUCCESSION = "ratification", "accession", "succession"
ACCEPTANCE, APPROVAL = "acceptance", "approval"
SIGNATURE, SUCCESSION_TO_SIGNATURE = "signature", "succession-to-signature"
DENUNCIATION, DECLARATION = "denunciation", "declaration"
TERRITORIAL = "territorial-application"
APPLIES, MODIFIED, INAPPLICABLE, UNDECIDED = "applies", "with-modifications", "does-not-apply", "undecided"
"""What a state declares of an instrument in one of its territories."""
CONSENT = frozenset({RATIFICATION, ACCESSION, SUCCESSION, ACCEPTANCE, APPROVAL})
"""The kinds by which a state comes to be bound."""


_SLUG = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """A name as part of an identifier.

    >>> slug("Verdragenbank (NL)")
    'verdragenbank-nl'
    """
    return _SLUG.sub("-", text.casefold()).strip("-")


@dataclass(frozen=True)
class Scope:
    """To what an act extends, or what it leaves out. Provisions are local names such as ``part-ii`` of ``instrument``.

    ``limits`` are provisions that go on to bind in part only; ``under`` those by virtue of which it is so (with the
    instrument's code before them where it is another one: ``C173/art-3-7``); ``since`` is the instrument whose
    ratification brought the exclusion about, on a day that the row does not tell; ``place`` names the only place
    (``id/place/…``) to which the act extends; ``territory`` is the key of the one of which it declares ``application``.
    """

    printed: str
    excludes: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    since: str | None = None
    place: str | None = None
    territory: str | None = None
    application: str | None = None


@dataclass(frozen=True)
class Action:
    """One act. Dates are EDTF strings as precise as the source, or None where it gives none.

    ``in_force`` is what the source reports as of its date, None where it reports nothing. ``by`` is the revising
    instrument behind an automatic denunciation. ``according_to`` is the source's own source, where it passes on those
    of others. ``as_of`` is the last day for which the source speaks; ``number`` tells repeated acts apart.
    """

    source: str
    state: str
    instrument: str
    kind: str
    registered: str | None = None
    effective: str | None = None
    in_force: bool | None = None
    by: str | None = None
    age: int | None = None
    scopes: tuple[Scope, ...] = ()
    printed: str = ""
    according_to: str = ""
    as_of: str = ""
    file: str = ""
    row: int = 0
    number: int = 1

    @property
    def iri_path(self) -> str:
        """What follows ``id/`` in its identifier."""
        tail = self.kind if self.number == 1 else f"{self.kind}-{self.number}"
        return f"treaty-action/{self.source}/{self.instrument}/{self.state}/{tail}"


@dataclass(frozen=True)
class Completeness:
    """How far a source says that its list of acts on an instrument goes; ``as_of`` is a day, ``complete`` may be no."""

    source: str
    instrument: str
    as_of: str
    complete: bool
    according_to: str = ""
    basis: str = ""
    standing: str = "secondary"
    tells_scope: bool = True
    """Whether its rows would say so where parts or annexes are left out."""
    leaves_out: str = ""
    """What else the list would not show, in words, such as reservations."""

    @property
    def name(self) -> str:
        """The source, with its own source where it passes one on."""
        return f"{self.source} ({self.according_to})" if self.according_to else self.source

    @property
    def iri_path(self) -> str:
        """What follows ``id/`` in its identifier."""
        tail = f"/{slug(self.according_to)}" if self.according_to else ""
        return f"completeness/{self.source}/{self.instrument}{tail}"


@dataclass
class Read:
    """What rows came to."""

    actions: list[Action] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def placed(self) -> int:
        """How many rows gave at least one act."""
        return len({(action.file, action.row) for action in self.actions})


def numbered(actions: list[Action]) -> list[Action]:
    """The acts with numbers that tell apart those of one state, instrument and kind, in order of file and row."""
    seen: dict[str, int] = {}
    result = []
    for action in actions:
        key = replace(action, number=1).iri_path
        seen[key] = seen.get(key, 0) + 1
        result.append(replace(action, number=seen[key]))
    return result
