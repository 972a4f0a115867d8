"""Bound: the four answers, each with its twin, and against a reading of every day that the dates may mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamigo.errors import LamigoError
from lamigo.graph.dates import bounds
from lamigo.treaties.action import Action, Completeness, Scope
from lamigo.treaties.bound import Register
from lamigo.treaties.changes import between, editions, editions_in_words, in_words
from lamigo.treaties.days import newest, one
from lamigo.treaties.law import Delay, Law
from lamigo.treaties.periods import derive

ACT = Action("reg", "AAA", "C900", "ratification", "1960-03-15", as_of="2020-10-05", file="t.csv", row=2)
COMPLETE = Completeness("reg", "C900", "2020-10-05", True, standing="registrar")
PARTIAL = replace(COMPLETE, complete=False)
MAY = date(2000, 5, 1)


def asked(law: Law, *acts: Action, said: tuple[Completeness, ...] = (COMPLETE,)) -> Register:
    return Register(law, derive(acts, law).periods, said)


def answers(register: Register, state: str, day: date, **more: str) -> str:
    return register.bound(state, "C900", day, **more).answer


def test_yes_from_the_day_of_effect_to_the_sources_day_and_unknown_after(law: Law) -> None:
    register = asked(law, ACT)
    assert answers(register, "AAA", date(1961, 3, 14)) == "no"
    assert answers(register, "AAA", date(1961, 3, 15)) == "yes"
    assert answers(register, "AAA", date(2020, 10, 5)) == "yes"
    assert answers(register, "AAA", date(2020, 10, 6)) == "unknown"


def test_absence_is_a_no_only_from_a_complete_list_and_until_its_day(law: Law) -> None:
    assert answers(asked(law, ACT), "BBB", MAY) == "no"
    assert answers(asked(law, ACT), "BBB", date(2020, 10, 6)) == "unknown"
    assert answers(asked(law, ACT, said=(PARTIAL,)), "BBB", MAY) == "unknown"
    assert answers(asked(law, ACT, said=(PARTIAL,)), "AAA", date(1955, 1, 1)) == "unknown"
    assert answers(asked(law, ACT, said=()), "AAA", MAY) == "unknown"


def test_a_former_state_is_not_on_todays_list_and_that_is_no_no(law: Law) -> None:
    register = asked(law, ACT)
    assert answers(register, "OLD", date(1980, 1, 1)) == "unknown"
    assert answers(register, "OLD", date(1990, 7, 1)) == "not-eligible"
    assert answers(register, "NOEND", date(1980, 1, 1)) == "unknown"
    assert answers(register, "BBB", date(1980, 1, 1)) == "no"


def test_before_adoption_and_before_entry_into_force_is_a_no_without_any_source(law: Law) -> None:
    register = asked(law, said=())
    assert answers(register, "AAA", date(1949, 12, 31)) == "no"
    assert "not been adopted" in register.bound("AAA", "C900", date(1949, 12, 31)).why
    assert answers(register, "AAA", date(1950, 12, 31)) == "no"
    assert answers(register, "AAA", date(1951, 1, 1)) == "unknown"


def test_what_cannot_be_party_is_not_eligible_unless_it_acts_itself(law: Law) -> None:
    register = asked(law, ACT)
    assert register.bound("AAA", "R900", MAY).answer == "not-eligible"
    assert answers(register, "STA", MAY) == "not-eligible"
    assert answers(asked(law, replace(ACT, state="HKX")), "HKX", MAY) == "yes"


def test_a_territory_of_the_state_is_unknown_and_anothers_is_not_eligible(law: Law) -> None:
    register = asked(law, ACT)
    assert answers(register, "AAA", MAY, territory="HKX") == "unknown"
    assert answers(register, "BBB", MAY, territory="HKX") == "not-eligible"
    assert answers(register, "AAA", MAY, territory="AAA") == "yes"
    assert answers(register, "AAA", MAY, territory="place/north") == "yes"
    assert answers(register, "BBB", MAY, territory="place/north") == "not-eligible"


def test_an_area_that_another_state_acts_for_is_asked_through_that_state(law: Law) -> None:
    register = asked(law, ACT)
    found = register.bound("HKX", "C900", MAY)
    assert found.answer == "unknown"
    assert found.why == "AAA acts for HKX: reg does not say to which territories acts extend"
    assert found.premises[0] == law.countries["HKX"].iri
    before = law.instruments["C900"].in_force[0] - timedelta(days=1)  # type: ignore[index]
    assert answers(register, "HKX", before) == "no", "in force nowhere, whatever the sources"
    assert answers(asked(law, replace(ACT, state="BBB")), "HKX", MAY) == "unknown", "AAA's not being bound is no answer"


def test_what_is_open_to_members_only_is_no_question_for_others(law: Law) -> None:
    """A statement makes it not eligible until its day; a gap in the list of one not known as a member is unknown."""
    clause = replace(law.instruments["C900"].clause, members_of="ilo")  # type: ignore[type-var]
    outside = replace(law.countries["BBB"], not_in={"ilo": ("https://example.org/said", date(2010, 1, 1))})
    open_to_members = replace(
        law,
        instruments={**law.instruments, "C900": replace(law.instruments["C900"], clause=clause)},
        countries={**law.countries, "BBB": outside},
    )
    register = asked(open_to_members, ACT)
    found = register.bound("BBB", "C900", date(2010, 1, 1))
    assert (found.answer, found.premises[0]) == ("not-eligible", "https://example.org/said")
    assert answers(register, "BBB", date(2010, 1, 2)) == "unknown"
    assert "no source shows CCC as a member of ILO" in register.bound("CCC", "C900", MAY).why
    assert answers(register, "CCC", MAY) == "unknown"
    assert answers(register, "AAA", date(1950, 6, 1)) == "no"
    acted = asked(open_to_members, ACT, replace(ACT, state="BBB"))
    assert answers(acted, "BBB", MAY) == "yes", "an act in a register is stronger than a list of who is none"


def test_what_a_list_leaves_out_is_said_where_an_answer_rests_on_it(law: Law) -> None:
    silent = replace(COMPLETE, leaves_out="reservations")
    register = Register(law, derive([ACT], law).periods, [silent])
    assert register.bound("AAA", "C900", MAY).why.endswith("; reservations are not in this list")


def test_an_act_for_one_place_leaves_the_whole_unknown_and_other_places_not_bound(law: Law) -> None:
    register = asked(law, replace(ACT, scopes=(Scope("North only", place="place/north"),)))
    assert answers(register, "AAA", MAY) == "unknown"
    assert "place/north alone" in register.bound("AAA", "C900", MAY).why
    assert answers(register, "AAA", MAY, territory="place/north") == "yes"


def test_an_excluded_part_takes_its_articles_along_and_nothing_else(law: Law) -> None:
    register = asked(law, replace(ACT, scopes=(Scope("Excluding Part II", excludes=("part-ii",)),)))
    assert answers(register, "AAA", MAY) == "yes"
    for provision in ("part-ii", "art-22", "art-22-1"):
        found = register.bound("AAA", "C900", MAY, provision=provision)
        assert found.answer == "no" and any("treaty-action" in iri for iri in found.premises)
    assert answers(register, "AAA", MAY, provision="art-1") == "yes"


def test_where_parts_are_accepted_the_others_are_not(law: Law) -> None:
    register = asked(law, replace(ACT, scopes=(Scope("Has accepted Part I", accepts=("part-i",)),)))
    assert answers(register, "AAA", MAY, provision="part-i") == "yes"
    assert answers(register, "AAA", MAY, provision="art-22") == "no"
    assert answers(register, "AAA", MAY, provision="art-1") == "yes"


def test_a_limited_article_binds_in_part_and_says_so(law: Law) -> None:
    register = asked(law, replace(ACT, scopes=(Scope("in respect of those claims", limits=("art-11",)),)))
    found = register.bound("AAA", "C900", MAY, provision="art-11")
    assert found.answer == "yes" and "in part only (in respect of those claims)" in found.why


def test_an_article_left_out_at_a_time_not_told_goes_from_yes_over_unknown_to_no(law: Law) -> None:
    register = asked(
        law, replace(ACT, scopes=(Scope("Excluding Article 11 by …", excludes=("art-11",), since="C901"),))
    )
    law.instruments["C901"].in_force = (date(1995, 6, 8), date(1995, 6, 8))
    register = asked(
        law, replace(ACT, scopes=(Scope("Excluding Article 11 by …", excludes=("art-11",), since="C901"),))
    )
    try:
        days = (date(1995, 6, 7), date(1995, 6, 8), date(2020, 10, 4), date(2020, 10, 5))
        assert [answers(register, "AAA", day, provision="art-11") for day in days] == [
            "yes",
            "unknown",
            "unknown",
            "no",
        ]
        assert answers(register, "AAA", days[-1]) == "yes"
    finally:
        law.instruments["C901"].in_force = (date(1951, 1, 1), date(1951, 1, 1))


def test_a_list_that_would_not_tell_of_exclusions_says_nothing_on_parts(law: Law) -> None:
    silent = asked(law, ACT, said=(replace(COMPLETE, tells_scope=False),))
    assert answers(silent, "AAA", MAY, provision="part-ii") == "unknown"
    assert answers(silent, "AAA", MAY, provision="art-1") == "yes"


def test_the_default_reading_takes_the_registrar_first_and_names_who_disagrees(law: Law) -> None:
    other = replace(ACT, source="list", state="BBB")
    secondary = replace(COMPLETE, source="list", standing="secondary")
    register = asked(law, ACT, other, said=(secondary, COMPLETE))
    found = register.bound("AAA", "C900", MAY)
    assert (found.answer, found.claims[0].source) == ("yes", "reg")
    assert [claim.source for claim in found.contradicted] == ["list"]
    assert "list say otherwise" in found.why
    alone = asked(law, ACT, other, said=(replace(secondary, complete=False), replace(COMPLETE, as_of="1990-01-01")))
    assert answers(alone, "BBB", MAY) == "yes"


def test_questions_that_cannot_be_asked_are_errors_that_say_how_to_mend_them(law: Law) -> None:
    register = asked(law, ACT)
    for arguments in (
        ("XXX", "C900", {}),
        ("AAA", "C999", {}),
        ("AAA", "C900", {"provision": "art-99"}),
        ("AAA", "C900", {"territory": "XXX"}),
    ):
        with pytest.raises(LamigoError) as error:
            register.bound(arguments[0], arguments[1], MAY, **arguments[2])  # type: ignore[arg-type]
        assert error.value.mend
    with pytest.raises(LamigoError):
        one("2000")
    with pytest.raises(LamigoError):
        newest(register, "C902")
    assert newest(register, "C900") == date(2020, 10, 5)


MONTHS = st.tuples(st.integers(1955, 1985), st.integers(1, 12)).map(lambda pair: f"{pair[0]}-{pair[1]:02d}")
DATES = st.one_of(st.dates(date(1955, 1, 1), date(1985, 12, 31)).map(lambda day: day.isoformat()), MONTHS)


def days_of(text: str) -> list[date]:
    first, last = bounds(text)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@given(DATES, st.one_of(st.none(), DATES), st.dates(date(1951, 1, 1), date(1990, 1, 1)), st.booleans())
def test_the_answer_is_what_every_day_that_the_dates_may_mean_agrees_on(
    law: Law, registered: str, denounced: str | None, day: date, complete: bool
) -> None:
    """Brute force: each day that the ratification and the denunciation may have been registered on, one by one."""
    acts = [replace(ACT, registered=registered)]
    if denounced:
        acts.append(replace(ACT, kind="denunciation", registered=denounced))
    worlds = set()
    in_force = date(1951, 1, 1)
    year = Delay(12)
    counts = denounced is not None and bounds(denounced)[1] >= bounds(registered)[0]
    for start in days_of(registered):
        effect = max(year.after(start), in_force)
        for end in days_of(denounced) if denounced and counts else [None]:
            ended = max(year.after(end), bounds_after(registered)) if end else None
            worlds.add(effect <= day and (ended is None or day < ended))
    expected = {frozenset({True}): "yes", frozenset({False}): "no"}.get(frozenset(worlds), "unknown")
    if expected == "no" and not complete and not (counts and denounced and day >= year.after(bounds(denounced)[1])):
        expected = "unknown"
    register = asked(law, *acts, said=(COMPLETE if complete else PARTIAL,))
    assert register.bound("AAA", "C900", day).answer == expected


def bounds_after(registered: str) -> date:
    """No period ends before it can have started."""
    return max(Delay(12).after(bounds(registered)[0]), date(1951, 1, 1))


def test_two_days_give_a_list_of_changes_in_words(law: Law) -> None:
    denounced = replace(ACT, kind="denunciation", registered="1990-01-10")
    register = asked(law, ACT, denounced, replace(ACT, state="BBB", registered="1995-01-01"))
    found = between(register, date(1985, 1, 1), date(2000, 1, 1))
    assert [(c.state, c.before, c.after) for c in found] == [("AAA", "yes", "no"), ("BBB", "no", "yes")]
    assert in_words(found, law) == [
        "AAA, C900: bound → not bound "
        "(treaty-action/reg/C900/AAA/denunciation, treaty-action/reg/C900/AAA/ratification)",
        "BBB, C900: not bound → bound (treaty-action/reg/C900/BBB/ratification)",
    ]
    assert between(register, date(1985, 1, 1), date(2000, 1, 1), states=["BBB"], instruments=["C901"]) == []


def test_two_editions_differ_in_what_is_new_gone_or_changed(law: Law) -> None:
    before = derive([ACT, replace(ACT, state="BBB"), replace(ACT, state="CCC", registered="1999-01-01")], law).periods
    after = derive(
        [
            replace(ACT, source="newer"),
            replace(ACT, source="newer", state="BBB", scopes=(Scope("Excluding Part II", excludes=("part-ii",)),)),
            replace(ACT, source="newer", state="OLD"),
        ],
        law,
    ).periods
    found = editions(before, after)
    told = [(what, period.state) for what, period, _ in found]
    assert told == [("changed", "BBB"), ("new", "BBB"), ("gone", "CCC"), ("new", "OLD")], "OLD is carried on by BBB"
    assert len(editions_in_words(found, law)) == len(found)
    assert editions(before, before) == []
