"""Rows become acts, or are listed with the reason; a twin for each trap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lamigo.treaties import triples
from lamigo.treaties.action import Action, Read, Scope
from lamigo.treaties.statements import Pattern, stated
from lamigo.treaties.tables import Layout, claims, participants, register, together

KEYS = {"Aland": "AAA", "Bland": "BBB", "Tanz": "TZA"}
PART_II = Pattern(r"Excluding Part II", excludes=("part-ii",))
PROTOCOL = Pattern(r"Has ratified the Protocol of 1995", ratified="P900")
AGE = Pattern(r"Minimum age specified: (?P<age>\d+) years", declares=True, under=("art-2",))
NORTH = Pattern(r"Northland", place="place/north")


def row(name: str, day: str = "07 Apr 2010", status: str = "In Force", note: str = "") -> dict[str, str]:
    return {"Country": name, "Date": day, "Status": status, "Note": note}


def read(layout: Layout, *rows: dict[str, str]) -> Read:
    known = replace(layout, patterns=(PART_II, PROTOCOL, AGE, NORTH))
    return register(list(enumerate(rows, 2)), "C900", "t.csv", known, KEYS.get)


def test_a_row_is_a_ratification_with_its_file_and_row(layout: Layout) -> None:
    (act,) = read(layout, row("Aland")).actions
    assert (act.state, act.kind, act.registered, act.effective) == ("AAA", "ratification", "2010-04-07", None)
    assert (act.file, act.row, act.in_force, act.printed) == ("t.csv", 2, True, "Aland; 07 Apr 2010; In Force")


def test_not_in_force_means_what_its_note_says(layout: Layout) -> None:
    found = read(
        layout,
        row("Aland", "13 Oct 1958", "Not in force", "Denounced on 10 Jan 1990"),
        row("Bland", "04 Dec 1969", "Not in force", "Automatic Denunciation on 30 Apr 2005 by convention C901"),
        row("Aland", "13 Jun 2022", "Not in force", "The Convention will enter into force for Aland on 13 Jun 2023."),
        row("Bland", "12 Jun 1954", "Not in force"),
    )
    kinds = [(a.row, a.kind, a.registered, a.effective, a.by, a.in_force) for a in found.actions]
    assert kinds == [
        (2, "ratification", "1958-10-13", None, None, False),
        (2, "denunciation", "1990-01-10", None, None, None),
        (3, "ratification", "1969-12-04", None, None, False),
        (3, "denunciation", None, "2005-04-30", "C901", None),
        (4, "ratification", "2022-06-13", "2023-06-13", None, False),
        (5, "ratification", "1954-06-12", None, None, False),
    ]


def test_glued_statements_become_scope_declaration_and_other_ratification(layout: Layout) -> None:
    found = read(
        layout,
        row("AlandExcluding Part II. Has ratified the Protocol of 1995."),
        row("BlandMinimum age specified: 14 years"),
    )
    first, protocol, second, age = found.actions
    assert first.scopes == (Scope("Excluding Part II", excludes=("part-ii",)),)
    assert (protocol.instrument, protocol.kind, protocol.registered) == ("P900", "ratification", None)
    assert second.scopes == ()
    assert (age.kind, age.age, age.printed) == ("declaration", 14, "Minimum age specified: 14 years")


def test_a_place_after_a_full_stop_limits_the_act_to_it(layout: Layout) -> None:
    (act, _) = read(layout, row("Tanz.NorthlandExcluding Part II. Has ratified the Protocol of 1995.")).actions
    assert act.state == "TZA"
    assert [scope.place for scope in act.scopes] == ["place/north", None]
    assert act.scopes[1].excludes == ("part-ii",)


def test_words_that_no_pattern_meets_are_kept_and_said(layout: Layout) -> None:
    found = read(layout, row("AlandThe length of leave is 9 months. Other words follow."))
    assert [a.printed for a in found.actions[1:]] == ["The length of leave is 9 months.", "Other words follow."]
    assert len(found.notes) == 2


def test_no_word_of_a_statement_is_lost() -> None:
    text = "Excluding Part II. Something new was said. Minimum age specified: 14 years. And more"
    said = stated(text, "C900", (PART_II, AGE))
    left = text
    for one in said:
        left = left.replace(one.printed, "", 1)
    assert left.strip(" .") == ""
    assert [one.known for one in said] == [True, False, True, False]


def test_a_longer_statement_is_not_cut_short_by_a_pattern() -> None:
    (one,) = stated("Excluding Part III", "C900", (PART_II,))
    assert not one.known


def test_a_note_says_what_else_stands_beside_the_name(layout: Layout) -> None:
    found = read(layout, row("Aland", note="Excluding Part II."), row("Bland", note="Other words."))
    first, second, kept = found.actions
    assert first.scopes == (Scope("Excluding Part II", excludes=("part-ii",)),)
    assert second.scopes == () and (kept.kind, kept.printed) == ("declaration", "Other words.")
    assert found.notes == ["t.csv:3: kept as printed, not understood: Other words."]


def test_a_register_without_a_column_of_the_status_reports_none(layout: Layout) -> None:
    columns = {role: name for role, name in layout.columns.items() if role != "status"}
    (act,) = read(replace(layout, columns=columns), row("Aland")).actions
    assert act.in_force is None


def test_a_name_that_is_no_state_by_review_is_told_from_one_that_is_unknown(layout: Layout) -> None:
    found = read(replace(layout, none=("The Union",)), row("Aland"), row("The Union"), row("The Onion"))
    assert [one.reason for one in found.unplaced] == [
        "none by the reviewed table",
        "no country or area is known by this name",
    ]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row("Atlantis"), "no country or area is known by this name"),
        (row("Aland", "31 Feb 2010"), "no date of the calendar"),
        (row("Aland", ""), "no date of the calendar"),
        (row("Aland", "01 Jan 1949"), "before the instrument was adopted"),
        (row("Aland", "13 Jun 2023"), "after the day for which the source speaks"),
        (row("Aland", status="Perhaps"), "a status without a meaning"),
        (row("Aland", note="Denounced on 31 Feb 2010"), "no date of the calendar"),
    ],
)
def test_what_cannot_be_placed_is_listed_with_the_reason(layout: Layout, bad: dict[str, str], reason: str) -> None:
    found = read(layout, row("Bland"), bad)
    assert [(one.row, one.reason) for one in found.unplaced] == [(3, reason)]
    assert found.placed() == 1


PARTICIPANTS = {"state": "Participant", "signature": "Signature", "consent": "Ratification"}


@pytest.mark.parametrize(
    ("signature", "consent", "expected"),
    [
        ("10 Dec 1968", "12 Sep 1989", [("signature", "1968-12-10"), ("ratification", "1989-09-12")]),
        ("", "4 Oct 1991 a", [("accession", "1991-10-04")]),
        ("", "23 Oct 2006 d", [("succession", "2006-10-23")]),
        ("", "7 Sep 2006 A", [("acceptance", "2006-09-07")]),
        ("", "6 Sep 2006 AA", [("approval", "2006-09-06")]),
        ("23 Oct 2006 d", "", [("succession-to-signature", "2006-10-23")]),
        ("9 Oct 1968", "nan", [("signature", "1968-10-09")]),
    ],
)
def test_the_letter_after_a_date_tells_the_kind(
    layout: Layout, signature: str, consent: str, expected: list[tuple[str, str]]
) -> None:
    known = replace(layout, columns=PARTICIPANTS)
    cells = {"Participant": "Aland 2, 3", "Signature": signature, "Ratification": consent}
    found = participants([(2, cells)], "C900", "t.csv", known, KEYS.get)
    assert [(act.kind, act.registered) for act in found.actions] == expected
    assert not found.unplaced


def test_an_unknown_letter_an_impossible_date_and_an_empty_row_are_listed(layout: Layout) -> None:
    known = replace(layout, columns=PARTICIPANTS)
    rows = [
        (2, {"Participant": "Aland", "Signature": "", "Ratification": "4 Oct 1991 q"}),
        (3, {"Participant": "Aland", "Signature": "", "Ratification": "40 Oct 1991"}),
        (4, {"Participant": "Aland", "Signature": "", "Ratification": ""}),
        (5, {"Participant": "Union", "Signature": "", "Ratification": "4 Oct 1991"}),
    ]
    found = participants(rows, "C900", "t.csv", known, KEYS.get)
    assert [one.row for one in found.unplaced] == [2, 3, 4, 5]
    assert not found.actions


LIST = {
    "instrument": "convention", "state": "party", "code": "iso3", "date": "date", "effect": "effect", "kind": "act",
    "status": "status", "note": "note", "source": "source",
}  # fmt: skip


def claim(**more: str) -> dict[str, str]:
    bare = dict.fromkeys(LIST.values(), "") | {"convention": "C900", "party": "Aland", "source": "one", "iso3": "AAA"}
    return bare | more


def listed(layout: Layout, *rows: dict[str, str]) -> Read:
    known = replace(
        layout, columns=LIST, claims={"one": "2020-10-05", "two": "2013"},
        kinds={"": "ratification", "Su": "succession"}, patterns=(PART_II,),
        territories={("C900", "BBB"): ("place/north", "reviewed")},
    )  # fmt: skip
    return together([claims(list(enumerate(rows, 2)), "t.csv", known, KEYS.get, {"AAA": "AAA"}.get)])


def test_claims_of_different_sources_stay_apart_and_keep_their_precision(layout: Layout) -> None:
    found = listed(layout, claim(date="1962-10-19"), claim(date="2006", source="two"), claim(effect="1960", act="Su"))
    assert [(a.according_to, a.registered, a.effective, a.kind, a.as_of) for a in found.actions] == [
        ("one", "1962-10-19", None, "ratification", "2020-10-05"),
        ("two", "2006", None, "ratification", "2013"),
        ("one", None, "1960", "succession", "2020-10-05"),
    ]
    assert len({a.iri_path for a in found.actions}) == 3


def test_a_reviewed_table_limits_an_act_to_a_place_and_says_why(layout: Layout) -> None:
    (act,) = listed(layout, claim(party="Bland", date="1964-03-03", note="Excluding Part II")).actions
    assert act.scopes == (Scope("Excluding Part II", ("part-ii",)), Scope("reviewed", place="place/north"))


def test_a_name_in_another_language_is_found_by_its_code(layout: Layout) -> None:
    (act,) = listed(layout, claim(party="Alandia", date="1964")).actions
    assert act.state == "AAA"


def test_claims_of_sources_that_are_not_described_are_listed(layout: Layout) -> None:
    found = listed(layout, claim(source="three"), claim(convention="C999"), claim(party="X", iso3="XXX"))
    assert [one.row for one in found.unplaced] == [2, 3, 4]


def test_triples_are_read_back_as_the_acts_that_they_were_made_from(layout: Layout) -> None:
    acts = together(
        [
            read(
                layout,
                row('Tanz.NorthlandExcluding Part II. The "quoted"\\ part.'),
                row("Bland", "04 Dec 1969", "Not in force", "Automatic Denunciation on 30 Apr 2005 by convention C901"),
                row("BlandMinimum age specified: 14 years"),
            ),
        ]
    ).actions
    assert len(acts) == 6
    back, _ = triples.read_back(triples.of_actions(acts))
    assert sorted(back, key=_order) == sorted(acts, key=_order)


def _order(act: Action) -> tuple[str, int]:
    return act.iri_path, act.row
