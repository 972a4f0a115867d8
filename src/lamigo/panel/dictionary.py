"""What each column of the panel holds: name, type, unit, meaning, source, and what an empty cell means."""

from __future__ import annotations

from typing import NamedTuple

from lamigo.corridors.numbers import Measure
from lamigo.delimited import delimited
from lamigo.panel.expression import ANSWERS, SEXES, name, number
from lamigo.panel.tables import Base

PANDAS = {"string": "string", "int32": "Int32", "int64": "Int64", "double": "Float64"}
"""The type that takes empty cells, by Arrow's name."""
NEVER = "never empty"
_INCOMPLETE = "empty where none is known, which is not none: no list claims to be complete"
_PAIRS = {"yes": "bound", "no": "not bound", "unknown": "not known", "not-eligible": "cannot be bound"}


class Column(NamedTuple):
    """One column. ``levels`` are the values that a text column takes; empty where they are keys."""

    name: str
    type: str
    unit: str
    meaning: str
    source: str
    missing: str
    levels: tuple[str, ...] = ()


def columns(base: Base) -> list[Column]:
    """Every column of the panel, in order."""
    return [
        Column("origin", "string", "key", "country or area of origin: ISO 3166-1 alpha-3, or a key of Lamigo's where "
               "there is none", "Lamigo's authority of countries and areas", NEVER),
        Column("destination", "string", "key", "country or area of destination, likewise",
               "Lamigo's authority of countries and areas", NEVER),
        Column("year", "int32", "year", "the year; all that is asked of a day is asked of 1 July", "–", NEVER),
        *(_number(base, "stock", sex) for sex in SEXES),
        *(_number(base, "flow", sex) for sex in SEXES),
        *_flow_span(base),
        *_agreements(base),
        Column("agreement_in_force", "string", "level", "whether an agreement of the pair is known to be in force on "
               "1 July: yes or unknown; it is never no, as no list of agreements claims to be complete",
               _acts(base), NEVER, ("yes", "unknown")),
        *(column for layer, label in base.layers.items() for column in _layer(layer, label)),
        *(column for side in ("origin", "destination") for column in _bound(base, side)),
    ]  # fmt: skip


def _number(base: Base, column: str, sex: str) -> Column:
    found = base.measures[column]
    of_sex = [one for one in found if (one.sex or "both") == sex]
    kind = "int64" if base.whole_numbers else "double"
    who = "" if sex == "both" else f", {sex}"
    unit = found[0].unit if found else "person"
    if column == "stock":
        meaning = f"migrants from the origin who live at the destination{who}, in the years that the source gives"
    else:
        meaning = (
            f"moves from origin to destination{who} within the whole period from flow_from to flow_until, repeated "
        )
        meaning += "in each of its years; divide by its length for a mean a year"
    if found and (caution := _caution(found)):
        meaning += f"; {caution}"
    missing = "empty where the source has no number for the corridor and year; nothing is interpolated, and it is no 0"
    if not of_sex:
        missing = "always empty: no data set that was added tells it"
    return Column(number(column, sex), kind, unit, meaning, found[0].data_set if found else "–", missing)


def _caution(found: list[Measure]) -> str:
    return "; ".join(dict.fromkeys(part for one in found for part in one.caution.split("; ") if part))


def _flow_span(base: Base) -> list[Column]:
    source = base.measures["flow"][0].data_set if base.measures["flow"] else "–"
    missing = "empty where there is no flow"
    return [
        Column("flow_from", "int32", "year", "first year of the flow's period", source, missing),
        Column("flow_until", "int32", "year", "year in which the period ends; the next period has this year's row",
               source, missing),
    ]  # fmt: skip


def _acts(base: Base) -> str:
    return "agreements in the documents and in the lists that were added"


def _agreements(base: Base) -> list[Column]:
    told = {
        "agreements_signed": "known agreements of the pair that were signed by 1 July",
        "agreements_perhaps_signed": "known agreements whose date leaves open whether they were signed by 1 July",
        "agreements_in_force": "known agreements that are known to be in force on 1 July",
        "agreements_force_unknown": "known agreements, signed or perhaps signed, of which it is not known whether they "
        "are in force on 1 July",
        "agreements_ended": "known agreements that had ended by 1 July",
    }
    return [Column(key, "int32", "agreement", text, _acts(base), _INCOMPLETE) for key, text in told.items()]


def _layer(layer: str, label: str) -> list[Column]:
    source = "the documents that Lamigo cites and the lists that were added"
    return [
        Column(name(layer, "running"), "int32", "tie", f"ties of the layer {label} that surely ran on 1 July", source,
               _INCOMPLETE),
        Column(name(layer, "perhaps", "running"), "int32", "tie", f"ties of the layer {label} whose dates leave open "
               "whether they ran on 1 July", source, _INCOMPLETE),
    ]  # fmt: skip


def _bound(base: Base, side: str) -> list[Column]:
    source = ", ".join(base.acts) or "–"
    who = f"the country or area of {side}"
    answers = [
        Column(name(code, side), "string", "level", f"whether {who} is bound by {code} ({title}) on 1 July, by the "
               "default reading", source, "never empty: what is not known is unknown", ANSWERS)
        for code, title in base.instruments.items()
    ]  # fmt: skip
    counts = [
        Column(name("instruments", answer, side), "int32", "instrument", f"of the {len(base.instruments)} instruments, "
               f"those for which the answer of {who} is {answer} ({_PAIRS[answer]}); the four counts sum to all",
               source, NEVER)
        for answer in ANSWERS
    ]  # fmt: skip
    return answers + counts


def as_csv(found: list[Column]) -> bytes:
    """The dictionary as CSV: a row a column."""
    header = ["name", "type", "pandas", "unit", "meaning", "source", "missing", "levels"]
    rows = [[c.name, c.type, PANDAS[c.type], c.unit, c.meaning, c.source, c.missing, " ".join(c.levels)] for c in found]
    return delimited([header, *rows]).encode()


def as_markdown(found: list[Column], base: Base) -> bytes:
    """The dictionary for reading, with the data sets, their licences, and what was not taken."""
    lines = [
        "# Data dictionary of the panel",
        "",
        f"A row a corridor and year, {base.years[0]} to {base.years[-1]}, sorted by both. Empty is not known, never 0.",
        "Norms are de jure: they say what binds, not how people fare. Persons are not workers.",
        "",
        "| column | type | unit | meaning | source | empty | levels |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *(
            "| " + " | ".join(_cell(text) for text in (f"`{c.name}`", *c[1:6], ", ".join(c.levels))) + " |"
            for c in found
        ),
        "",
        "## Data sets",
        "",
        "| key | title | publisher | licence | may be passed on |",
        "| --- | --- | --- | --- | --- |",
        *(
            "| " + " | ".join(_cell(text) for text in (d.key, d.title, d.publisher, d.licence, d.redistribution)) + " |"
            for d in base.data_sets
        ),
        "",
        *(f"Not taken: {note}." for note in base.notes),
    ]
    return ("\n".join(lines).rstrip() + "\n").encode()


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
