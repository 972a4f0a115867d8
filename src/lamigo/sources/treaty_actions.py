"""Treaty actions: who ratified, acceded, denounced, with which scope; from registers, participant tables and lists.

The description says which file is on which instrument, what forms of words mean, and whether the list is complete.
Each row becomes acts with their file and row; what is printed beside them becomes scope or declaration. Periods in
which states are bound are derived from the acts of all added sources (see :mod:`lamigo.sources.derived`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from lamigo.errors import LamigoError
from lamigo.graph.dates import bounds, is_plain
from lamigo.sources.description import Description, expression
from lamigo.sources.kinds import Check, Imported
from lamigo.sources.places import Places
from lamigo.sources.tables import Table
from lamigo.sources.yaml_faults import Fault
from lamigo.treaties import law, tables, triples
from lamigo.treaties.action import Action, Completeness, Read
from lamigo.treaties.statements import Pattern
from lamigo.treaties.tables import Layout, Note, Row

Standing = Literal["registrar", "official", "secondary"]


ROLES = {
    "register": ({"state", "date"}, {"status", "note"}),
    "participants": ({"state"}, {"signature", "consent"}),
    "list": ({"instrument", "state", "source"}, {"code", "date", "effect", "kind", "status", "note"}),
    "territories": ({"state", "territory", "date", "application"}, {"instrument", "effect", "note"}),
}
"""What the columns of each layout can be: those that it needs, and those that it may have."""


class Noted(Struct, forbid_unknown_fields=True):
    """A form of words in the column of notes, with the group ``date`` (and ``by`` for the revising instrument)."""

    words: str
    means: Literal["denounced", "automatic", "enters"]


class Claimant(Struct, forbid_unknown_fields=True):
    """A source that a list passes on: until which day it speaks, in which standing, and what it is complete for."""

    as_of: str
    standing: Standing = "secondary"
    complete_for: tuple[str, ...] = ()
    basis: str = ""
    tells_scope: bool = False
    """Whether its rows would say so where parts or annexes are left out."""


class Territory(Struct, forbid_unknown_fields=True):
    """Reviewed: an act that extends to one place of a state alone, where the rows do not say so."""

    instrument: str
    state: str
    place: str
    reason: str


class Source(Description, forbid_unknown_fields=True, kw_only=True):
    """A description of treaty actions."""

    layout: Literal["register", "participants", "list", "territories"]
    columns: dict[str, str]
    """Roles (state, date, status, note; signature, consent; instrument, effect, kind, code, source; territory and
    application), each a column.
    """
    instruments: dict[str, str] = field(default_factory=dict)
    """Which file is on which instrument; a list names instruments in a column."""
    as_of: str
    standing: Standing = "secondary"
    statuses: dict[str, bool] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    statements: list[Pattern] = field(default_factory=list)
    applications: dict[str, Literal["applies", "with-modifications", "does-not-apply", "undecided"]] = field(
        default_factory=dict
    )
    """What the words mean by which a state declares whether an instrument applies in a territory."""
    noted: list[Noted] = field(default_factory=list)
    claimants: dict[str, Claimant] = field(default_factory=dict)
    territories: list[Territory] = field(default_factory=list)
    leaves_out: str = ""
    """What the tables would not show, in words, such as reservations; answers that rest on them say so."""
    expected: dict[str, int] = field(default_factory=dict)
    """How many acts of a kind are expected at least."""

    def faults(self, known: Collection[str]) -> Iterator[Fault]:
        yield from super().faults(known)
        needed, others = ROLES[self.layout]
        for role in sorted(set(self.columns) - needed - others):
            mend = f"write one of {', '.join(sorted(needed | others))}"
            yield Fault(f"columns: the layout {self.layout} has no role {role!r}", ("columns", role), mend)
        for role in sorted(needed - set(self.columns)):
            yield Fault(f"columns: the layout {self.layout} needs the column of the {role}", ("columns",), "name it")
        for number, pattern in enumerate(self.statements):
            yield from expression(pattern.words, "statements", str(number))
        for number, noted in enumerate(self.noted):
            yield from expression(noted.words, "noted", str(number))
            for group in {"automatic": ("date", "by")}.get(noted.means, ("date",)):
                if f"(?P<{group}>" not in noted.words:
                    mend = f"put (?P<{group}>.+) where it stands"
                    yield Fault(f"noted: the words do not say which is the {group}", ("noted", str(number)), mend)
        names = [file.name for file in self.files]
        for file, code in self.instruments.items():
            if file not in names:
                yield Fault(
                    f"instruments: {file} is none of its files",
                    ("instruments", file),
                    f"write one of {', '.join(names)}",
                )
            if code not in law.known().instruments:
                mend = (
                    "write a code such as C097 (lamigo search finds them); a new one is described in graph/authority/"
                )
                yield Fault(f"instruments: no instrument {code!r} is described", ("instruments", file), mend)
        for field_, of in (("kinds", self.kinds.items()), ("expected", ((kind, kind) for kind in self.expected))):
            for printed, kind in of:
                if kind not in triples.CLASSES:
                    mend = f"write one of {', '.join(triples.CLASSES)}"
                    yield Fault(f"{field_}: there is no kind {kind!r}", (field_, printed), mend)
        if self.layout == "list" and "kind" not in self.columns and "" not in self.kinds:
            mend = 'name its column, or say what all rows are: kinds: {"": ratification}'
            yield Fault("columns: no column says of which kind each act is", ("columns",), mend)
        days = {("as_of",): self.as_of} | {("claimants", name): one.as_of for name, one in self.claimants.items()}
        for steps, day in days.items():
            if not is_plain(day):
                yield Fault(f"as_of: {day!r} is no date of the calendar", steps, "write it as 2024-06-30")


def imported(description: Source, found: list[Table], places: Places, _path: Path | None = None) -> Imported:
    """The acts, scopes and statements of completeness of a source as triples, and the rows that gave none."""
    known = law.known()
    layout = _layout(description, known)
    reads = [_read(description, table, layout, places) for table in found]
    read = tables.together(reads)
    lacking = _lacking(description, found, reads)
    said = statements(description, read.actions, lacking)
    rows = sum(len(table.rows) for table in found)
    lost = {(u.file, u.row) for u in read.unplaced} - {(a.file, a.row) for a in read.actions}
    counts = {"rows": rows, "rows placed": read.placed(), "rows not placed": len(lost), "acts": len(read.actions)}
    kinds: dict[str, int] = {}
    for action in read.actions:
        kinds[action.kind] = kinds.get(action.kind, 0) + 1
    counts |= {f"acts: {kind}": number for kind, number in sorted(kinds.items())}
    checks = [
        Check("rows", read.placed() + len(lost) == rows, f"{read.placed()} rows placed, {len(lost)} listed, of {rows}"),
        _provisions(read.actions, known),
        *(
            Check(
                kind,
                kinds.get(kind, 0) >= number,
                f"{kinds.get(kind, 0)} acts of kind {kind}, at least {number} expected",
            )
            for kind, number in sorted(description.expected.items())
        ),
    ]
    return Imported(
        [*triples.of_actions(read.actions), *triples.of_completeness(said)],
        read.unplaced,
        counts,
        checks,
        [*read.notes, *_not_complete(said, description, lacking)],
    )


def _lacking(description: Source, found: list[Table], reads: list[Read]) -> Counter[str]:
    """By instrument, how many rows are not placed and may be on any state that is then missing from the list."""
    column = description.columns.get("instrument")
    lacking = Counter(
        description.instruments.get(table.spec.name) or (table.column(column)[one.row].strip() if column else "")
        for table, read in zip(found, reads, strict=True)
        for one in read.unplaced
        if one.reason != tables.NONE
    )
    # A row that names no instrument that is described may be on any.
    if stray := sum(rows for code, rows in lacking.items() if code not in law.known().instruments):
        for code in {code for one in description.claimants.values() for code in one.complete_for}:
            lacking[code] += stray
    return lacking


def _not_complete(said: list[Completeness], description: Source, lacking: Counter[str]) -> Iterator[str]:
    stated = description.complete is not None and description.complete.stated
    for one in said:
        claimant = description.claimants.get(one.according_to)
        if lacking[one.instrument] and (one.instrument in claimant.complete_for if claimant else stated):
            yield (
                f"{one.instrument}: {lacking[one.instrument]} of its rows not placed, so that its list is not taken "
                "for complete: who is not on it may be bound or not"
            )


def statements(
    description: Source, actions: list[Action], lacking: Mapping[str, int] | None = None
) -> list[Completeness]:
    """How far the source speaks, for each instrument (and each source that it passes on).

    A list of which rows are lacking is not complete: whoever is not on what is left of it may have been on those.
    """
    lacking = lacking or {}
    if description.layout == "list":
        pairs = sorted({(action.instrument, action.according_to) for action in actions})
        return [
            Completeness(
                description.key, instrument, bounds(claimant.as_of)[0].isoformat(),
                instrument in claimant.complete_for and not lacking.get(instrument), name, claimant.basis,
                claimant.standing, claimant.tells_scope, description.leaves_out,
            )
            for instrument, name in pairs
            for claimant in (description.claimants[name],)
        ]  # fmt: skip
    # That no territory is named says nothing of the state itself.
    complete = description.complete is not None and description.complete.stated and description.layout != "territories"
    basis = " ".join(description.complete.basis.split()) if description.complete else ""
    stated = set(description.instruments.values())
    named = stated | {action.instrument for action in actions}
    return [
        Completeness(
            description.key, instrument, bounds(description.as_of)[0].isoformat(),
            complete and instrument in stated and not lacking.get(instrument), "",
            basis if instrument in stated else "", description.standing, leaves_out=description.leaves_out,
        )
        for instrument in sorted(named)
    ]  # fmt: skip


def _layout(description: Source, known: law.Law) -> Layout:
    adopted = {code: one.adopted[0] for code, one in known.instruments.items() if one.adopted}
    return Layout(
        description.key, description.columns, description.as_of,
        patterns=description.statements,
        notes=[Note(one.words, one.means) for one in description.noted],
        in_force=description.statuses, kinds=description.kinds, missing=description.missing,
        claims={name: claimant.as_of for name, claimant in description.claimants.items()},
        territories={(one.instrument, one.state): (one.place, one.reason) for one in description.territories},
        applications=description.applications,
        territory_of={key: one.territory_of for key, one in known.countries.items() if one.territory_of},
        adopted=adopted, none={name for name, to in description.names.items() if to is None},
    )  # fmt: skip


def _read(description: Source, table: Table, layout: Layout, places: Places) -> Read:
    def key(name: str) -> str | None:
        return places.key(name, "name", description.names)

    columns = list(layout.columns.values())
    cells = zip(*(table.column(column) for column in columns), strict=True)
    rows: list[Row] = [
        (int(number), dict(zip(columns, row, strict=True))) for number, row in zip(table.rows.index, cells, strict=True)
    ]
    if description.layout == "list":
        return tables.claims(rows, table.file, layout, key, lambda code: places.key(code, "iso3", description.names))
    instrument = description.instruments.get(table.spec.name)
    if description.layout == "territories" and (instrument or "instrument" in layout.columns):
        return tables.territories(rows, instrument, table.file, layout, key)
    if instrument is None:
        raise LamigoError(
            f"the description does not say which instrument {table.spec.name} is on", where=table.file,
            mend="add it to instruments",
        )  # fmt: skip
    reader = tables.register if description.layout == "register" else tables.participants
    return reader(rows, instrument, table.file, layout, key)


def _provisions(actions: list[Action], known: law.Law) -> Check:
    """Every provision that a scope names is described, and every place."""
    named: set[str] = set()
    for action in actions:
        for scope in action.scopes:
            for part in (*scope.excludes, *scope.accepts, *scope.limits, *scope.under):
                named.add(part if "/" in part else f"{action.instrument}/{part}")
            if scope.place:
                named.add(scope.place)
    strange = sorted(named - known.provisions - set(known.places))
    says = f"{len(named)} provisions and places named, all described"
    return Check("provisions", not strange, says if not strange else f"not described: {', '.join(strange)}")
