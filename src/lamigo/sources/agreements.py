"""Agreements: who concluded them, when, and, where someone coded their texts, what they provide.

An agreement that was coded answers each question with a provision or with silence; one that was not coded says
nothing either way. Parties come in no order unless their roles are declared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from msgspec import field

from lamigo.errors import LamigoError
from lamigo.names import PREFIXES
from lamigo.sources import crosswalk, terms
from lamigo.sources.description import Codes, Description
from lamigo.sources.kinds import Imported, Triple
from lamigo.sources.places import Places
from lamigo.sources.tables import Table
from lamigo.sources.unplaced import Unplaced
from lamigo.sources.yaml_faults import Fault

_SKOS = PREFIXES["skos"]


class Source(Description, forbid_unknown_fields=True, kw_only=True):
    """The description of a list of agreements."""

    agreements: str = ""
    """The file that lists them, where there are several files."""
    codings: str = ""
    """The file that says what they provide, a row an agreement."""
    id: str
    parties: tuple[str, str]
    roles: tuple[Literal["origin", "destination"], Literal["origin", "destination"]] | None = None
    """What the columns of the parties say of them; left out where the source states no roles."""
    codes: Codes = "name"
    year: str = ""
    signed: str = ""
    ratified: str = ""
    dates: Literal["iso", "m/d/y", "d/m/y"] = "iso"
    title_column: str = ""
    validity_years: str = ""
    renewable: str = ""
    questions: dict[str, str] = field(default_factory=dict)
    """Columns of the codings, each with what is asked of an agreement."""
    yes: tuple[str, ...] = ("1",)
    no: tuple[str, ...] = ("0",)
    crosswalk: str = ""
    """A file beside the description, in SSSOM, that links the questions to topics and checklist items."""

    def faults(self, known: Collection[str]) -> Iterator[Fault]:
        yield from super().faults(known)
        files = [file.name for file in self.files]
        for field_, name in (("agreements", self.agreements), ("codings", self.codings)):
            if name and name not in files:
                yield Fault(f"{field_}: {name!r} is none of its files", (field_,), f"write one of {', '.join(files)}")
        if len(files) > 1 and not self.agreements:
            yield Fault("which of the files lists the agreements is not said", ("files",), "add agreements: FILE")
        for number, name in enumerate(files):
            if len(files) > 1 and self.agreements and name not in (self.agreements, self.codings):
                yield Fault(f"{name} is neither the list nor the codings", ("files", str(number)), "leave it out")
        if self.roles and self.roles[0] == self.roles[1]:
            yield Fault("roles: both parties have the same", ("roles",), "write one origin and one destination")
        for field_ in ("title_column", "validity_years", "renewable", "questions"):
            if getattr(self, field_) and not self.codings:
                yield Fault(f"{field_}: the file of the codings is not named", (field_,), "add codings: FILE")
        names = Counter(map(_slug, self.questions))
        for column in self.questions:
            if not (name := _slug(column)) or names[name] > 1:
                what = f"two columns would be called {name}" if name else f"{column!r} has no letter or digit of ASCII"
                yield Fault(f"questions: {what}", ("questions", column), "give the column another name in the file")


def imported(description: Source, tables: list[Table], places: Places, folder: Path) -> Imported:
    """The agreements of a list. ``folder`` is where the description lies, with its crosswalk."""
    by_name = {spec.name: table for spec, table in zip(description.files, tables, strict=True)}
    listing = by_name.get(description.agreements, tables[0])
    codings = by_name.get(description.codings)
    links = crosswalk.read(folder / description.crosswalk, description.key) if description.crosswalk else []
    writer = _Writer(description, places, links)
    coded = _codings(codings, description, writer.unplaced) if codings else {}
    wanted = (description.id, *description.parties, description.year, description.signed, description.ratified)
    for number, row in _records(listing, wanted):
        writer.agreement(listing.file, number, row, coded.pop(row[description.id], None), codings)
    for key, (number, _) in sorted(coded.items()):
        writer.unplaced.append(
            Unplaced(codings.file if codings else "", number, description.id, key, "no agreement has this id")
        )
    if description.questions:
        writer.triples += _scheme(description) + crosswalk.triples(links)
    counts = {"agreements read": len(listing.rows), **dict(sorted(writer.counts.items()))}
    for reason, number in sorted(Counter(u.reason for u in writer.unplaced).items()):
        counts[f"not placed: {reason}"] = number
    return Imported(writer.triples, writer.unplaced, counts)


def _records(table: Table, columns: Iterable[str]) -> list[tuple[int, dict[str, str]]]:
    """Each row's number and its cells by column, as the description names the columns."""
    names = sorted({name for name in columns if name})
    cells = [table.column(name).tolist() for name in names]
    return [
        (int(number), dict(zip(names, row, strict=True)))
        for number, row in zip(table.rows.index, zip(*cells, strict=True), strict=True)
    ]


def _codings(table: Table, source: Source, unplaced: list[Unplaced]) -> dict[str, tuple[int, dict[str, str]]]:
    """The row of each agreement's coding by its id; further rows with the same id are not placed."""
    found: dict[str, tuple[int, dict[str, str]]] = {}
    for name in source.questions:
        if name not in table.rows.columns:
            raise LamigoError(f"the codings have no column {name!r}", where=table.file, mend="correct questions:")
    wanted = (source.id, source.title_column, source.validity_years, source.renewable, *source.questions)
    for number, row in _records(table, wanted):
        key = row[source.id]
        before, _ = found.setdefault(key, (number, row))
        if before != number:
            unplaced.append(Unplaced(table.file, number, source.id, key, f"the id stands twice, first in row {before}"))
    return found


class _Writer:
    """Writes agreements as triples, and remembers what it could not place."""

    def __init__(self, source: Source, places: Places, links: list[crosswalk.Link]) -> None:
        self.source, self.places = source, places
        self.triples: list[Triple] = []
        self.unplaced: list[Unplaced] = []
        self.counts: Counter[str] = Counter()
        self.topics: dict[str, list[str]] = {}
        self._seen: dict[str, int] = {}
        for link in links:
            # A related matter is not what the agreement provides on.
            if "/concept/topic/" in link.matter and link.relation != "relatedMatch":
                self.topics.setdefault(link.question, []).append(link.matter)
        self.data_set = terms.thing(f"data-set/{source.key}")

    def agreement(
        self,
        file: str,
        number: int,
        row: Mapping[str, str],
        coding: tuple[int, dict[str, str]] | None,
        codings: Table | None,
    ) -> None:
        source = self.source
        slug = _slug(row[source.id])
        keys = [self.places.key(row[column], source.codes, source.names) for column in source.parties]
        if not slug or None in keys or keys[0] == keys[1]:
            for column, key in zip(source.parties, keys, strict=True):
                if key is None:
                    self._refuse(file, number, column, row[column], "no country or area has this name or code")
            if not slug:
                self._refuse(file, number, source.id, "", "the agreement has no id")
            elif None not in keys:
                self._refuse(file, number, source.parties[0], row[source.parties[0]], "both parties are the same")
            return
        if (before := self._seen.setdefault(slug, number)) != number:
            self._refuse(file, number, source.id, row[source.id], f"the id stands twice, first in row {before}")
            return
        pair = [key for key in keys if key]
        subject = f"agreement/{source.key}-{slug}"
        year = row[source.year].strip() if source.year and row[source.year] not in source.missing else ""
        if year and not re.fullmatch(r"(1[89]|20)\d\d", year):
            self._refuse(file, number, source.year, year, "the year cannot be read: the agreement went in without it")
            year = ""
        ends = [self.places.labels[key]["en"] for key in pair]
        title = _title(coding[1][source.title_column]) if coding and source.title_column else ""
        label = title or f"Bilateral labour agreement of {ends[0]} and {ends[1]}{f' ({year})' if year else ''}"
        self.counts["agreements placed"] += 1
        self._say(subject, file, number, "LabourAgreement", [
            (terms.LABEL, terms.text(label, "en")),
            *([(terms.word("asPrinted"), terms.text(title))] if title else []),
            (terms.word("hasAgreementKind"), terms.concept("agreement-kind/labour-agreement")),
            *((terms.word("hasParty"), terms.thing(f"{subject}/party/{key}")) for key in pair),
            (terms.word("hasStatedLink"), terms.thing(f"{subject}/link/{'-'.join(sorted(pair))}")),
        ])  # fmt: skip
        roles = source.roles or (None, None)
        for key, role in zip(pair, roles, strict=True):
            self._say(f"{subject}/party/{key}", file, number, "Party", [
                (terms.word("isCountry"), terms.thing(f"country/{key}")),
                *([(terms.word("hasRole"), terms.concept(f"party-role/{role}"))] if role else []),
            ])  # fmt: skip
        directed = [
            (terms.word("hasOrigin" if role == "origin" else "hasDestination"), terms.thing(f"country/{key}"))
            for key, role in zip(pair, roles, strict=True)
            if role
        ]
        self._say(f"{subject}/link/{'-'.join(sorted(pair))}", file, number, "StatedLink", [
            (terms.word("about"), terms.thing(subject)),
            *((terms.word("linksCountry"), terms.thing(f"country/{key}")) for key in pair),
            *directed,
        ])  # fmt: skip
        self._events(subject, file, number, row, year)
        if coding and codings:
            self._coded(subject, codings.file, *coding)

    def _events(self, subject: str, file: str, number: int, row: Mapping[str, str], year: str) -> None:
        """When it was signed and ratified; a day that contradicts the year stays, marked as doubtful."""
        source = self.source
        for column, status in ((source.signed, "signed"), (source.ratified, "ratified")):
            printed = row[column].strip() if column else ""
            stated = "" if printed in source.missing else printed
            day = _day(stated, source.dates) if stated else None
            if stated and day is None:
                self._refuse(file, number, column, stated, "the date cannot be read: the agreement went in without it")
            when = day or (year if status == "signed" else "")
            if not when and not (status == "ratified" and stated):
                continue
            event = f"{subject}/event/{status}"
            said = [(terms.word("hasStatus"), terms.concept(f"status/{status}"))]
            if when:
                said.append((terms.word("date"), terms.text(when)))
            if day and year and status == "signed" and day[:4] != year:
                self.counts["signed in another year than the year column says"] += 1
                doubt = f"The year column says {year}."
                said += [
                    (terms.word("isDoubtful"), terms.boolean(True)),
                    (terms.word("doubt"), terms.text(doubt, "en")),
                ]
            self._say(event, file, number, "StatusEvent", said)
            self.triples.append((terms.thing(subject), terms.word("hasStatusEvent"), terms.thing(event)))

    def _coded(self, subject: str, file: str, number: int, coding: Mapping[str, str]) -> None:
        source, agreement = self.source, terms.thing(subject)
        self.counts["agreements coded on what they provide"] += 1
        if (years := coding.get(source.validity_years, "")).isdigit() and int(years) > 0:
            self.triples.append((agreement, terms.word("validityYears"), terms.integer(int(years))))
        renewable = coding.get(source.renewable, "")
        if renewable in (*source.yes, *source.no):
            self.triples.append((agreement, terms.word("isRenewable"), terms.boolean(renewable in source.yes)))
        for column in source.questions:
            name, answer = _slug(column), coding[column].strip()
            question = terms.concept(f"{source.key}/{name}")
            if answer in source.yes:
                self.counts["provisions"] += 1
                self._say(f"{subject}/provision/{name}", file, number, "AgreementProvision", [
                    (terms.word("ofAgreement"), agreement),
                    (terms.word("codedAs"), question),
                    (terms.word("codedBy"), self.data_set),
                    *((terms.word("hasTopic"), f"<{topic}>") for topic in self.topics.get(question[1:-1], ())),
                ])  # fmt: skip
            elif answer in source.no:
                self.counts["silences"] += 1
                self.triples.append((agreement, terms.word("isSilentOn"), question))
            elif answer not in source.missing:
                self._refuse(file, number, column, answer, "the coding is neither yes nor no")

    def _say(self, subject: str, file: str, number: int, class_: str, said: list[tuple[str, str]]) -> None:
        """What a record states, that it does so by the data set, and by which row."""
        own = terms.thing(subject)
        self.triples += [
            (own, terms.TYPE, terms.word(class_)),
            (own, terms.SOURCE, self.data_set),
            (own, terms.word("fromFile"), terms.text(file)),
            (own, terms.word("fromRow"), terms.integer(number)),
            *((own, predicate, value) for predicate, value in said),
        ]

    def _refuse(self, file: str, number: int, column: str, value: str, reason: str) -> None:
        self.unplaced.append(Unplaced(file, number, column, value, reason))


def _slug(printed: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", printed.lower()).strip("-")


def _title(printed: str) -> str:
    return " ".join(printed.strip().strip('"“”').split())


def _day(printed: str, form: str) -> str | None:
    """The ISO date of a day as printed, or None where it is none; days after 2100 are slips."""
    if form == "iso":
        parts = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", printed)
        order = (1, 2, 3)
    else:
        parts = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", printed)
        order = (3, 1, 2) if form == "m/d/y" else (3, 2, 1)
    if not parts:
        return None
    year, month, day = (int(parts[i]) for i in order)
    try:
        return date(year, month, day).isoformat() if 1800 <= year <= 2100 else None
    except ValueError:
        return None


def _scheme(source: Source) -> list[Triple]:
    """The questions that agreements were coded for, as a scheme of concepts of the source's own."""
    scheme = terms.thing(f"scheme/{source.key}")
    out = [
        (scheme, terms.TYPE, f"<{_SKOS}ConceptScheme>"),
        (scheme, terms.LABEL, terms.text(f"What is asked of agreements: {source.title}", "en")),
    ]
    for column, label in source.questions.items():
        name = _slug(column)
        question = terms.concept(f"{source.key}/{name}")
        out += [
            (question, terms.TYPE, f"<{_SKOS}Concept>"),
            (question, f"<{_SKOS}prefLabel>", terms.text(label, "en")),
            (question, f"<{_SKOS}notation>", terms.text(name)),
            (question, f"<{_SKOS}inScheme>", scheme),
            (question, f"<{_SKOS}topConceptOf>", scheme),
        ]
    return out
