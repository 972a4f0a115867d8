"""The real tables: every row is placed or listed, and cells that are known from elsewhere come out right."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from lamigo import rooms
from lamigo.graph.dates import bounds
from lamigo.treaties import triples
from lamigo.treaties.action import CONSENT, DENUNCIATION, Action, Completeness
from lamigo.treaties.bound import Register
from lamigo.treaties.changes import between, editions, editions_in_words, in_words
from lamigo.treaties.law import Law
from lamigo.treaties.periods import Derived, derive

NORMLEX, UN, PARTIAL = "ilo-normlex-2023-06-12", "un-treaty-collection-2023-06-12", "ilo-ratifications-partial"


@pytest.fixture(scope="module")
def acts(imported) -> list[Action]:  # type: ignore[no-untyped-def]
    return [act for one in imported.values() for act in triples.read_back(one.triples)[0]]


@pytest.fixture(scope="module")
def derived(acts: list[Action], true_law: Law) -> Derived:
    return derive(acts, true_law)


@pytest.fixture(scope="module")
def register(imported, derived: Derived, true_law: Law) -> Register:  # type: ignore[no-untyped-def]
    said: list[Completeness] = [s for one in imported.values() for s in triples.read_back(one.triples)[1]]
    return Register(true_law, derived.periods, said)


@pytest.mark.parametrize(("key", "rows", "lost"), [(NORMLEX, 2197, 0), (UN, 1429, 1), (PARTIAL, 175, 0)])
def test_every_row_is_placed_or_listed(imported, real, key: str, rows: int, lost: int) -> None:  # type: ignore[no-untyped-def]
    found = imported[key]
    assert sum(len(table.rows) for table in real[key][1]) == rows == found.counts["rows"]
    assert found.counts["rows placed"] == rows - lost
    assert len({(one.file, one.row) for one in found.unplaced}) == lost
    assert all(check.holds for check in found.checks)
    assert found.notes == []


def test_the_one_row_that_is_not_placed_is_no_country(imported) -> None:  # type: ignore[no-untyped-def]
    assert [one.value for one in imported[UN].unplaced] == ["European Union"]


def test_not_in_force_is_told_apart(acts: list[Action]) -> None:
    silent = [act for act in acts if act.source == NORMLEX and act.in_force is False]
    endings = [act for act in acts if act.kind == DENUNCIATION]
    assert (len(silent), sum(act.by is not None for act in endings), len(endings)) == (45, 26, 32)
    ended = {(act.instrument, act.state) for act in endings}
    later = [act for act in silent if act.effective]
    neither = sorted(act.state for act in silent if not act.effective and (act.instrument, act.state) not in ended)
    assert (len(later), neither) == (9, ["AUT", "FRA", "ITA", "LVA"])


def test_a_table_that_is_there_twice_makes_no_period_twice(derived: Derived) -> None:
    for instrument, parties in (("C182", 187), ("CRC-OPSC", 178)):
        found = [p for p in derived.periods if p.instrument == instrument]
        assert len(found) == len({p.state for p in found}) == parties
        assert all(sum("/treaty-action/" in iri for iri in p.premises) == 2 for p in found)


def test_c189_had_thirty_parties_on_its_complete_list(derived: Derived, register: Register) -> None:
    found = {p.state for p in derived.periods if p.instrument == "C189"}
    assert len(found) == 30
    answers = Counter(register.bound(s, "C189", date(2020, 10, 5)).answer for s in register.law.countries)
    assert answers["yes"] == 29, "Mexico's took effect in 2021 only"
    assert register.bound("MEX", "C189", date(2020, 10, 5)).answer == "no"
    assert register.bound("NPL", "C189", date(2020, 10, 5)).answer == "no"
    assert register.bound("NPL", "C189", date(2020, 10, 6)).answer == "unknown"


@pytest.mark.parametrize(
    ("state", "instrument", "day", "provision", "territory", "expected"),
    [
        ("MYS", "C105", "1991-01-09", None, None, "yes"),
        ("MYS", "C105", "1991-01-10", None, None, "no"),
        ("AUT", "C103", "2005-04-29", None, None, "yes"),
        ("AUT", "C103", "2005-04-30", None, None, "no"),
        ("AUT", "C001", "1990-01-01", None, None, "unknown"),
        ("AUT", "C001", "2023-06-12", None, None, "no"),
        ("CHN", "C029", "2023-06-12", None, None, "no"),
        ("CHN", "C029", "2023-08-12", None, None, "unknown"),
        ("GBR", "C081", "2020-01-01", "part-ii", None, "no"),
        ("ALB", "C081", "2020-01-01", "part-ii", None, "yes"),
        ("BGR", "C095", "1990-01-01", "art-11", None, "yes"),
        ("BGR", "C095", "2010-01-01", "art-11", None, "unknown"),
        ("BGR", "C095", "2023-06-12", "art-11", None, "no"),
        ("SVN", "C095", "2015-01-01", "art-11", None, "yes"),
        ("TZA", "C081", "2000-01-01", None, None, "unknown"),
        ("TZA", "C081", "2000-01-01", None, "place/tanganyika", "yes"),
        ("MYS", "C097", "2000-01-01", None, None, "unknown"),
        ("MYS", "C097", "2000-01-01", None, "place/sabah", "yes"),
        ("DZA", "C097", "2000-01-01", "annex-ii", None, "no"),
        ("DZA", "C097", "2000-01-01", "annex-i", None, "yes"),
        ("BRB", "C097", "2000-01-01", "annex-i-art-2", None, "no"),
        ("COG", "C097", "2023-10-26", None, None, "unknown"),
        ("COD", "C097", "2023-10-26", None, None, "unknown"),
        ("DEU", "C189", "2013-12-01", None, None, "unknown"),
        ("DEU", "C189", "2014-09-20", None, None, "yes"),
        ("ALB", "C143", "2006-06-01", None, None, "unknown"),
        ("ALB", "C143", "2008-06-01", None, None, "yes"),
        ("NPL", "C143", "2010-06-01", None, None, "unknown"),
        ("ALB", "ICRMW", "2007-09-30", None, None, "no"),
        ("ALB", "ICRMW", "2007-10-01", None, None, "yes"),
        ("DZA", "C087", "1962-10-18", None, None, "no"),
        ("DZA", "C087", "1963-01-01", None, None, "unknown"),
        ("DZA", "C087", "1963-10-19", None, None, "yes"),
        ("SRB", "C087", "2001-06-01", None, None, "unknown"),
        ("GHA", "C029", "1957-06-01", None, None, "unknown"),
        ("COD", "C029", "1960-12-01", None, None, "unknown"),
        ("MDV", "C182", "2013-06-01", None, None, "no"),
        ("SVN", "UNTOC-TIP", "2004-06-01", None, None, "no"),
        ("FXFR", "CEDAW", "2010-01-01", None, None, "unknown"),
        ("MNE", "ICRMW", "2010-01-01", None, None, "no"),
        ("SRB", "CRC", "1995-01-01", None, None, "unknown"),
        ("SUHH", "CRC", "1991-01-01", None, None, "unknown"),
        ("USA", "CEDAW", "2010-01-01", None, None, "no"),
        ("COK", "CEDAW", "2010-01-01", None, None, "yes"),
        ("HKG", "C087", "2010-01-01", None, None, "unknown"),
        ("HKG", "C190", "2020-07-01", None, None, "no"),
        ("NPL", "C190", "2020-07-01", None, None, "no"),
        ("PSE", "C029", "2020-07-01", None, None, "not-eligible"),
        ("VAT", "C029", "2020-07-01", None, None, "not-eligible"),
        ("VAT", "CRC", "2020-07-01", None, None, "yes"),
        ("TON", "C029", "2020-07-01", None, None, "no"),
        ("COK", "C182", "2020-07-01", None, None, "yes"),
        ("CHN", "C087", "2010-01-01", None, "HKG", "unknown"),
        ("NPL", "R086", "2010-01-01", None, None, "not-eligible"),
        ("NPL", "C097", "1940-01-01", None, None, "no"),
        ("NPL", "C189", "2012-01-01", None, None, "no"),
    ],
)  # fmt: skip
def test_known_cells(
    register: Register,
    state: str,
    instrument: str,
    day: str,
    provision: str | None,
    territory: str | None,
    expected: str,
) -> None:
    found = register.bound(state, instrument, date.fromisoformat(day), provision=provision, territory=territory)
    assert found.answer == expected, found.why
    assert found.why
    assert found.premises or found.answer == "unknown"


def test_both_claims_on_the_congos_stand(acts: list[Action]) -> None:
    claims = {(a.state, a.according_to) for a in acts if a.instrument == "C097" and a.registered == "2023-10-26"}
    assert claims == {("COG", "NORMLEX (fr)"), ("COD", "Verdragenbank (NL)")}


def test_thirteen_rows_on_c097_exclude_annexes(acts: list[Action]) -> None:
    assert sum(any(scope.excludes for scope in act.scopes) for act in acts if act.instrument == "C097") == 13


def test_acts_told_without_a_date_begin_between_entry_into_force_and_the_register(derived: Derived) -> None:
    """Nothing is left out; what the tables tell of the protocols without dates is bounded, never guessed."""
    assert derived.left_out == []
    undated = [period for period in derived.periods if period.instrument in ("P081", "P155")]
    assert Counter(period.instrument for period in undated) == {"P155": 17, "P081": 12}
    bounded = {(period.instrument, period.earliest_start, period.latest_start) for period in undated}
    year_after = date(2024, 6, 12)
    assert bounded == {("P081", date(1998, 6, 9), year_after), ("P155", date(2005, 2, 9), year_after)}


def test_every_ratifiable_instrument_that_items_cite_has_a_clause(true_law: Law) -> None:
    codes = "C029 C097 C102 C118 C143 C157 C181 C188 C189 C190 ICRMW P029 UNTOC-TIP"
    for code in codes.split():
        clause = true_law.instruments[code].clause
        assert clause and clause.effect and clause.denunciation, code


def test_the_registers_own_notes_agree_with_each_instruments_rule(acts: list[Action], true_law: Law) -> None:
    """Acts that were not yet in effect are printed with their day of effect: the rule must give the same."""
    checked = set()
    for act in acts:
        if act.source == NORMLEX and act.effective and act.kind in CONSENT and act.registered:
            clause = true_law.instruments[act.instrument].clause
            assert clause and clause.effect
            assert clause.effect.of(bounds(act.registered)) == bounds(act.effective)
            checked.add(act.instrument)
    assert checked == {"C029", "C081", "C100", "C105", "C138", "C155"}


def test_clauses_say_how_many_acts_agree_with_their_delay(acts: list[Action], true_law: Law) -> None:
    """The count in each note is that of the data; a clause of an instrument with such acts has one."""
    counted: dict[str, Counter[bool]] = {}
    for act in acts:
        one = true_law.instruments[act.instrument]
        if act.kind == "ratification" and act.registered and act.effective and one.in_force:
            assert one.clause and one.clause.effect
            due = max(one.clause.effect.of(bounds(act.registered))[0], one.in_force[0])
            counted.setdefault(one.code, Counter())[due == bounds(act.effective)[0]] += 1
    text = (rooms.room("graph") / "authority/final-clauses.ttl").read_text("utf-8")
    said = re.findall(r"final-clause/(\w+)> a(?:(?!final-clause/).)*?both days, (\d+) of (\d+) agree", text, re.S)
    assert {code: (int(yes), int(all_)) for code, yes, all_ in said} == {
        code: (found[True], found.total()) for code, found in counted.items()
    }


def test_automatic_denunciations_fall_on_the_day_on_which_the_revision_takes_effect(
    acts: list[Action], true_law: Law
) -> None:
    ratified = {a.state: a.registered for a in acts if a.instrument == "C183" and a.kind in CONSENT}
    endings = [a for a in acts if a.by == "C183"]
    assert len(endings) == 17
    clause = true_law.instruments["C183"].clause
    assert clause and clause.effect
    other = set()
    for act in endings:
        assert act.effective and true_law.instruments[act.instrument].revised_by == {"C183"}
        if clause.effect.of(bounds(ratified[act.state] or "")) != bounds(act.effective):
            other.add((act.state, act.effective, ratified[act.state]))
    odd = {("BLR", "2005-02-09"), ("HUN", "2004-11-03"), ("SMR", "2020-06-18"), ("PRT", "2014-11-08")}
    assert {pair[:2] for pair in other} == odd, "the register's own days differ, by one day or (Portugal) two years"


SECOND = {
    "C001": 2, "C029": 2, "C047": 2, "C081": 2, "C087": 2, "C095": 2, "C098": 2, "C103": 2, "C105": 2, "C107": 2,
    "C111": 2, "C131": 2, "C138": 2, "C155": 2, "C182": 2, "C183": 2, "C189": 2, "P029": 2, "CRC": 20, "CRC-OPIC": 10,
    "ICRMW": 20,
}  # fmt: skip


@pytest.mark.parametrize(("instrument", "needed"), sorted(SECOND.items()))
def test_the_day_of_entry_into_force_follows_from_the_table(
    acts: list[Action], true_law: Law, instrument: str, needed: int
) -> None:
    """The acts in the table, the number needed and the delay give the day that the final clause states."""
    states = {a.registered: a for a in acts if a.instrument == instrument and a.kind in CONSENT and a.registered}
    registered = sorted({(a.registered, a.state) for a in acts if a.instrument == instrument and a.kind in CONSENT})
    law = true_law.instruments[instrument]
    assert states and law.clause and law.clause.effect and law.in_force
    assert law.clause.effect.after(date.fromisoformat(registered[needed - 1][0] or "")) == law.in_force[0]


def test_two_days_and_two_snapshots_of_the_real_register_differ_in_words(
    acts: list[Action], derived: Derived, register: Register, true_law: Law
) -> None:
    """From 2022: Korea's three conventions took effect; between the tables of two days, they are new."""
    found = between(register, date(2022, 1, 1), date(2023, 6, 12), states=["KOR"])
    assert in_words(found, true_law) == [
        f"Republic of Korea, {code}: not bound → bound (treaty-action/{NORMLEX}/{code}/KOR/ratification)"
        for code in ("C029", "C087", "C098")
    ]
    earlier = [a for a in acts if a.source == NORMLEX and (a.registered or a.effective or "") < "2021-01-01"]
    before, after = (
        [p for p in periods if p.source == NORMLEX and p.state in ("KOR", "PRT")]
        for periods in (derive(earlier, true_law).periods, derived.periods)
    )
    said = editions_in_words(editions(before, after), true_law)
    assert "Republic of Korea, C029: new, bound from 2022-04-20" in said
    assert not [one for one in said if ": gone" in one]


def test_a_yes_from_the_uns_tables_says_that_reservations_are_not_in_them(register: Register) -> None:
    day = date(2020, 7, 1)
    unseen = "reservations, declarations and extensions to territories are not in this list"
    assert unseen in register.bound("NPL", "CEDAW", day).why
    assert unseen not in register.bound("NPL", "C182", day).why
