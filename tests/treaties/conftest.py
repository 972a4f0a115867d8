"""A small law of its own, and what the tests of treaty actions make rows and registers from."""

from __future__ import annotations

from datetime import date

import pytest

from lamigo.sources import add, description, places, shipped, tables, treaty_actions
from lamigo.treaties import law as laws
from lamigo.treaties.law import Clause, Country, Delay, Instrument, Law
from lamigo.treaties.tables import Layout, Note

DAY = date(1950, 1, 1)


YEAR = Delay(12)


def instrument(code: str, effect: Delay | None = YEAR, *, ratifiable: bool | None = True) -> Instrument:
    """An instrument adopted on the first of 1950 and in force from the first of 1951."""
    clause = Clause(f"https://w3id.org/lamigo/id/final-clause/{code}", effect, Delay(12)) if effect else None
    in_force = date(1951, 1, 1)
    return Instrument(code, code, ratifiable, (DAY, DAY), (in_force, in_force), clause)


@pytest.fixture(scope="session")
def law() -> Law:
    """Conventions C900 and C901 (which revises it), a recommendation, and countries with and without successors."""
    instruments = {code: instrument(code) for code in ("C900", "C901", "C902")}
    instruments["C900"].revised_by.add("C901")
    instruments["R900"] = instrument("R900", None, ratifiable=False)
    instruments["T30"] = instrument("T30", Delay(0, 30))
    instruments["NOLAW"] = instrument("NOLAW", None)
    countries = {key: Country(key, key) for key in ("AAA", "BBB", "CCC", "HKX", "STA")}
    countries["HKX"].territory_of = "AAA"
    countries["STA"].takes_part = False
    gone = date(1990, 7, 1)
    countries["OLD"] = Country("OLD", "OLD", (gone, gone), "BBB", {"CCC"}, former=True)
    countries["NOEND"] = Country("NOEND", "NOEND", former=True)
    whole = {"C900/art-22": "C900/part-ii", "C900/art-22-1": "C900/art-22"}
    provisions = {"C900/part-i", "C900/part-ii", "C900/art-22", "C900/art-22-1", "C900/art-1", "C900/art-11"}
    return Law(instruments, countries, whole, provisions, {"place/north": "AAA"}, months_to_confirm=24)


@pytest.fixture
def layout() -> Layout:
    """A register's layout, with the notes that it knows."""
    notes = [
        Note(r"Denounced on (?P<date>.+)", "denounced"),
        Note(r"Automatic Denunciation on (?P<date>.+) by convention (?P<by>C\d{3})", "automatic"),
        Note(r"The Convention will enter into force for .+ on (?P<date>\d.+)", "enters"),
    ]
    return Layout(
        "reg",
        {"state": "Country", "date": "Date", "status": "Status", "note": "Note"},
        "2023-06-12",
        notes=notes,
        in_force={"In Force": True, "Not in force": False},
        missing=("", "nan"),
        adopted={"C900": DAY},
    )


@pytest.fixture(scope="session")
def real(shared) -> dict[str, tuple[object, list[tables.Table]]]:  # type: ignore[no-untyped-def]
    """The three shipped sources with their real files."""
    folders = {
        "ilo-normlex-2023-06-12": "ilo-normlex-2023-06-12",
        "un-treaty-collection-2023-06-12": "ilo-normlex-2023-06-12",
        "ilo-ratifications-partial": "ilo-ratifications-partial",
    }
    found = {}
    for key, folder in folders.items():
        source = description.read(shipped.paths()[key])
        paths = add.matched(source, [shared / "data" / folder])
        found[key] = (source, [tables.read(path, spec) for spec, path in paths])
    return found


@pytest.fixture(scope="session")
def imported(real) -> dict[str, treaty_actions.Imported]:  # type: ignore[no-untyped-def]
    """What each of them comes to."""
    return {key: treaty_actions.imported(source, found, places.known()) for key, (source, found) in real.items()}


@pytest.fixture(scope="session")
def true_law() -> Law:
    """The law that comes with Lamigo."""
    return laws.known()
