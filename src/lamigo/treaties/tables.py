"""Rows of the four layouts in which treaty actions are published: register, participant table, list.

- **register** (NORMLEX): country with statements glued to it, date, status, note; a row an act of ratification, and
  where the note says so its denunciation.
- **participants** (United Nations Treaty Collection): participant with footnote marks, signature, ratification or
  what stands for it, told by a letter after the date.
- **list**: a column each for instrument, state, dates, kind, note, and the source that each row is taken from.
- **territories**: a row what a state declares of an instrument in one of its territories.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lamigo.graph.dates import bounds
from lamigo.sources.unplaced import Unplaced
from lamigo.treaties import action as kinds
from lamigo.treaties.action import Action, Read, Scope, numbered
from lamigo.treaties.cells import Key, edtf, unglued, without_footnotes
from lamigo.treaties.statements import Pattern, Stated, stated

Row = tuple[int, Mapping[str, str]]
"""A row's number in its file, and its cells by column."""
ENDINGS = {
    "": kinds.RATIFICATION, "a": kinds.ACCESSION, "d": kinds.SUCCESSION, "A": kinds.ACCEPTANCE, "AA": kinds.APPROVAL,
}  # fmt: skip
"""What the letter after a date means in the tables of the United Nations."""
NONE = "none by the reviewed table"
"""Why a row is not placed that is of no state: what any other such row says of some state is lost."""
_LETTERED = re.compile(r"(.*?\d{4})\s*([A-Za-z]{0,2})")


@dataclass(frozen=True)
class Note:
    """A form of words in a register's note, with the groups ``date`` and (for ``automatic``) ``by``, and its sense."""

    words: str
    means: str
    """``denounced``, ``automatic`` (the group ``by`` is the revising instrument's code), ``enters`` or ``excludes``."""
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """How the tables of a source are laid out; the description declares it."""

    source: str
    columns: Mapping[str, str]
    as_of: str
    """The last day for which the source speaks; acts registered later are refused as impossible."""
    patterns: Sequence[Pattern] = ()
    notes: Sequence[Note] = ()
    in_force: Mapping[str, bool] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    missing: Sequence[str] = ("",)
    claims: Mapping[str, str] = field(default_factory=dict)
    """For a list: the day for which each of its own sources speaks."""
    territories: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """Reviewed: instrument and state → place to which alone the act extends, and on which ground."""
    applications: Mapping[str, str] = field(default_factory=dict)
    """What the words mean by which a state declares whether an instrument applies in a territory."""
    territory_of: Mapping[str, str] = field(default_factory=dict)
    """The state of each territory."""
    adopted: Mapping[str, date] = field(default_factory=dict)
    """The first day on which each instrument can have been adopted; no act can be earlier."""
    none: Collection[str] = ()
    """Reviewed: names that are no country or area."""


def register(rows: Iterable[Row], instrument: str, file: str, layout: Layout, key: Key) -> Read:
    """The acts in a register's table of one instrument."""
    read = Read()
    for number, cells in rows:
        name, note, status = (_cell(cells, role, layout) for role in ("state", "note", "status"))
        parts = unglued(name, key)
        if parts is None:
            read.unplaced.append(_unknown(file, number, layout, name))
            continue
        registered = _date(cells, "date", file, number, instrument, layout, read)
        if registered is None:
            continue
        if "status" in layout.columns and status not in layout.in_force:
            column = layout.columns["status"]
            read.unplaced.append(Unplaced(file, number, column, status, "a status without a meaning"))
            continue
        noted = _noted(note, layout)
        if noted and noted[1] is None:
            read.unplaced.append(Unplaced(file, number, layout.columns["note"], note, "no date of the calendar"))
            continue
        shown = "; ".join(cell for cell in (name, _cell(cells, "date", layout), status, note) if cell)
        bare = Action(
            layout.source, parts[0], instrument, kinds.RATIFICATION, registered, printed=shown, as_of=layout.as_of,
            file=file, row=number,
        )  # fmt: skip
        said = stated(parts[1], instrument, layout.patterns)
        if noted is None:
            # What a register prints beside the name elsewhere prints in the note: scope and declarations.
            said += stated(note, instrument, layout.patterns)
        scopes = tuple(one.scope for one in said if one.scope)
        enters = noted[1] if noted and noted[0] == "enters" else None
        read.actions.append(replace(bare, effective=enters, in_force=layout.in_force.get(status), scopes=scopes))
        if noted and noted[0] == "automatic":
            read.actions.append(
                replace(bare, kind=kinds.DENUNCIATION, registered=None, effective=noted[1], by=noted[2])
            )
        elif noted and noted[0] == "denounced":
            read.actions.append(replace(bare, kind=kinds.DENUNCIATION, registered=noted[1]))
        read.actions += _beside(bare, said)
        read.notes += [
            f"{file}:{number}: kept as printed, not understood: {one.printed}" for one in said if not one.known
        ]
    return read


def _beside(bare: Action, said: Iterable[Stated]) -> list[Action]:
    """The further acts that the statements glued to a name tell of: other ratifications, declarations."""
    acts = []
    for one in said:
        if one.ratified:
            acts.append(replace(bare, instrument=one.ratified, registered=None, printed=one.printed))
        if one.declares:
            scopes = (Scope(one.printed, under=one.under),) if one.under else ()
            acts.append(replace(bare, kind=kinds.DECLARATION, age=one.age, scopes=scopes, printed=one.printed))
    return acts


def participants(rows: Iterable[Row], instrument: str, file: str, layout: Layout, key: Key) -> Read:
    """The acts in a participant table of one instrument: signature, and ratification or what stands for it."""
    read = Read()
    for number, cells in rows:
        name = _cell(cells, "state", layout)
        state = key(without_footnotes(name))
        if state is None:
            read.unplaced.append(_unknown(file, number, layout, name))
            continue
        found = []
        for role in ("signature", "consent"):
            printed = _cell(cells, role, layout)
            if not printed:
                continue
            lettered = _LETTERED.fullmatch(printed)
            kind = _kind(role, lettered[2]) if lettered else None
            on = edtf(lettered[1]) if lettered else None
            if on is None or kind is None or (problem := _impossible(on, instrument, layout)):
                reason = "no date of the calendar" if on is None else problem if kind else "a letter without a meaning"
                read.unplaced.append(Unplaced(file, number, layout.columns[role], printed, reason))
                continue
            found.append(
                Action(
                    layout.source, state, instrument, kind, on, as_of=layout.as_of, printed=f"{name}; {printed}",
                    file=file, row=number,
                )
            )  # fmt: skip
        if not found and not any(_cell(cells, role, layout) for role in ("signature", "consent")):
            read.unplaced.append(Unplaced(file, number, "", name, "a row without a date"))
        read.actions += found
    return read


def claims(rows: Iterable[Row], file: str, layout: Layout, key: Key, code: Key) -> Read:
    """The acts in a list that passes on what several sources claim; each row stays a claim of its own source."""
    read = Read()
    for number, cells in rows:
        name, printed_code = _cell(cells, "state", layout), _cell(cells, "code", layout)
        state = key(name) or (code(printed_code) if printed_code else None)
        instrument, source = _cell(cells, "instrument", layout), _cell(cells, "source", layout)
        if state is None:
            read.unplaced.append(_unknown(file, number, layout, name))
            continue
        if source not in layout.claims or instrument not in layout.adopted:
            what = source if source not in layout.claims else instrument
            reason = "a source, or an instrument, that the description does not name"
            read.unplaced.append(Unplaced(file, number, layout.columns["source"], what, reason))
            continue
        dates: dict[str, str | None] = {}
        for role in ("date", "effect"):
            printed = _cell(cells, role, layout)
            dates[role] = edtf(printed) if printed else None
            problem = "no date of the calendar" if printed and dates[role] is None else ""
            if dates[role] and role == "date":
                problem = _impossible(dates[role] or "", instrument, layout, layout.claims[source])
            if problem:
                read.unplaced.append(Unplaced(file, number, layout.columns[role], printed, problem))
                break
        else:
            kind = layout.kinds.get(_cell(cells, "kind", layout))
            if kind is None:
                printed = _cell(cells, "kind", layout)
                column = layout.columns.get("kind", "")
                read.unplaced.append(Unplaced(file, number, column, printed, "a kind without a meaning"))
                continue
            scopes, effective = _scopes(cells, instrument, state, layout)
            status = _cell(cells, "status", layout)
            read.actions.append(
                Action(
                    layout.source, state, instrument, kind, dates["date"], dates["effect"] or effective,
                    in_force=layout.in_force.get(status) if status else None, scopes=scopes,
                    printed="; ".join(cell for column in cells if (cell := cells[column].strip())),
                    according_to=source, as_of=layout.claims[source], file=file, row=number,
                )
            )  # fmt: skip
    return read


def territories(rows: Iterable[Row], instrument: str | None, file: str, layout: Layout, key: Key) -> Read:
    """What states declare of their territories, a row one of them; without ``instrument``, a column names it."""
    read = Read()
    for number, cells in rows:
        printed = {role: _cell(cells, role, layout) for role in layout.columns}
        code, state, territory = instrument or printed["instrument"], key(printed["state"]), key(printed["territory"])
        application = layout.applications.get(printed["application"])
        if state is None:
            problem = "state", "no country or area is known by this name"
        elif territory is None:
            problem = "territory", "no country or area is known by this name"
        elif layout.territory_of.get(territory) != state:
            problem = "territory", f"no territory of {state} by the authority"
        elif code not in layout.adopted:
            problem = "instrument", "an instrument that nobody describes"
        elif application is None:
            problem = "application", "an application without a meaning"
        else:
            registered = _date(cells, "date", file, number, code, layout, read)
            effect = edtf(printed["effect"]) if printed.get("effect") else None
            if registered and printed.get("effect") and effect is None:
                column = layout.columns["effect"]
                read.unplaced.append(Unplaced(file, number, column, printed["effect"], "no date of the calendar"))
            elif registered:
                words = "; ".join(cell for role in ("application", "note") if (cell := printed.get(role, "")))
                read.actions.append(
                    Action(
                        layout.source, state, code, kinds.TERRITORIAL, registered, effect,
                        scopes=(Scope(words, territory=territory, application=application),),
                        printed="; ".join(cell for cell in printed.values() if cell), as_of=layout.as_of,
                        file=file, row=number,
                    )
                )  # fmt: skip
            continue
        column = layout.columns.get(problem[0], "")
        read.unplaced.append(Unplaced(file, number, column, printed.get(problem[0], code), problem[1]))
    return read


def together(reads: Iterable[Read]) -> Read:
    """What several tables of one source came to; repeated acts get numbers."""
    whole = Read()
    for read in reads:
        whole.actions += read.actions
        whole.unplaced += read.unplaced
        whole.notes += read.notes
    whole.actions = numbered(whole.actions)
    return whole


def _scopes(
    cells: Mapping[str, str], instrument: str, state: str, layout: Layout
) -> tuple[tuple[Scope, ...], str | None]:
    note = _cell(cells, "note", layout)
    scopes: list[Scope] = []
    effective = None
    if note:
        if (noted := _noted(note, layout)) and noted[0] == "enters":
            effective = noted[1]
        else:
            scopes = [said.scope or Scope(said.printed) for said in stated(note, instrument, layout.patterns)]
    if place := layout.territories.get((instrument, state)):
        scopes.append(Scope(place[1], place=place[0]))
    return tuple(scopes), effective


def _cell(cells: Mapping[str, str], role: str, layout: Layout) -> str:
    column = layout.columns.get(role)
    text = cells[column].strip() if column else ""
    return "" if text in layout.missing else text


def _unknown(file: str, number: int, layout: Layout, name: str) -> Unplaced:
    reason = NONE if without_footnotes(name) in layout.none else "no country or area is known by this name"
    return Unplaced(file, number, layout.columns["state"], name, reason)


def _date(
    cells: Mapping[str, str], role: str, file: str, number: int, instrument: str, layout: Layout, read: Read
) -> str | None:
    printed = _cell(cells, role, layout)
    on = edtf(printed)
    problem = "no date of the calendar" if on is None else _impossible(on, instrument, layout)
    if problem:
        read.unplaced.append(Unplaced(file, number, layout.columns[role], printed, problem))
        return None
    return on


def _impossible(on: str, instrument: str, layout: Layout, as_of: str | None = None) -> str:
    first, last = bounds(on)
    if (adopted := layout.adopted.get(instrument)) and last < adopted:
        return "before the instrument was adopted"
    return "after the day for which the source speaks" if first > bounds(as_of or layout.as_of)[1] else ""


def _noted(note: str, layout: Layout) -> tuple[str, str | None, str | None] | None:
    for pattern in layout.notes:
        if match := re.fullmatch(pattern.words, note.strip()):
            return pattern.means, edtf(match["date"]), match.groupdict().get("by")
    return None


def _kind(role: str, letter: str) -> str | None:
    if role == "signature":
        return {"": kinds.SIGNATURE, "d": kinds.SUCCESSION_TO_SIGNATURE}.get(letter)
    return ENDINGS.get(letter)
