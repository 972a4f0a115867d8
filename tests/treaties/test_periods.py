"""From acts to periods: each rule and its twin, and what no period may ever be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamigo.graph.dates import bounds
from lamigo.treaties.action import Action, Scope
from lamigo.treaties.law import Delay, Law, add_months
from lamigo.treaties.periods import COLUMNS, Period, derive

ACT = Action("reg", "AAA", "C900", "ratification", "1960-03-15", as_of="2023-06-12", file="t.csv", row=2, in_force=True)


def spans(law: Law, *acts: Action) -> list[tuple[str, str | None, date, date, date | None, date | None]]:
    return [
        (p.state, p.provision, p.earliest_start, p.latest_start, p.earliest_end, p.latest_end)
        for p in derive(acts, law).periods
    ]


@pytest.mark.parametrize(
    ("delay", "registered", "effect"),
    [
        (Delay(12), "2012-02-29", "2013-02-28"),
        (Delay(0, 0), "1921-06-13", "1921-06-13"),
        (Delay(0, 30), "1990-08-03", "1990-09-02"),
        (Delay(3), "1999-11-30", "2000-02-29"),
        (Delay(1), "2003-01-31", "2003-02-28"),
        (Delay(3, 0, True), "2003-03-14", "2003-07-01"),
        (Delay(3, 0, True), "2007-10-01", "2008-02-01"),
    ],
)
def test_delays_are_counted_as_the_articles_say(delay: Delay, registered: str, effect: str) -> None:
    assert delay.after(date.fromisoformat(registered)) == date.fromisoformat(effect)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 24), st.integers(0, 90), st.booleans())
def test_what_is_registered_later_never_takes_effect_earlier(day: date, months: int, days: int, first: bool) -> None:
    delay = Delay(months, days, first)
    assert day <= delay.after(day) <= delay.after(day + timedelta(days=1))


def test_a_ratification_binds_after_the_delay_with_no_end_known(law: Law) -> None:
    assert spans(law, ACT) == [("AAA", None, date(1961, 3, 15), date(1961, 3, 15), None, None)]


def test_nothing_binds_before_the_instrument_is_in_force(law: Law) -> None:
    early = replace(ACT, registered="1950-01-01")
    assert spans(law, early)[0][2] == date(1951, 1, 1)
    assert spans(law, replace(early, registered="1949-01-01"))[0][2:4] == (date(1951, 1, 1), date(1951, 1, 1))


def test_a_bare_year_stays_a_year(law: Law) -> None:
    assert spans(law, replace(ACT, registered="1960"))[0][2:4] == (date(1961, 1, 1), date(1961, 12, 31))


def test_without_any_date_the_start_lies_between_entry_into_force_and_the_sources_day(law: Law) -> None:
    undated = replace(ACT, registered=None, as_of="2013")
    assert spans(law, undated)[0][2:4] == (date(1951, 1, 1), date(2014, 12, 31))


def test_a_printed_effect_is_taken_and_a_misprint_becomes_a_bound(law: Law) -> None:
    assert spans(law, replace(ACT, effective="1961-03-15"))[0][2:4] == (date(1961, 3, 15), date(1961, 3, 15))
    assert spans(law, replace(ACT, effective="1962-03-15"))[0][2:4] == (date(1961, 3, 15), date(1962, 3, 15))
    assert spans(law, replace(ACT, registered=None, effective="1962-03-15"))[0][2] == date(1962, 3, 15)


def test_denunciation_takes_effect_after_its_delay_and_automatic_denunciation_on_its_day(law: Law) -> None:
    denounced = replace(ACT, kind="denunciation", registered="1990-01-10")
    assert spans(law, ACT, denounced)[0][4:] == (date(1991, 1, 10), date(1991, 1, 10))
    automatic = replace(ACT, kind="denunciation", registered=None, effective="2005-04-30", by="C901")
    assert spans(law, ACT, automatic)[0][4:] == (date(2005, 4, 30), date(2005, 4, 30))


def test_a_new_ratification_after_a_denunciation_is_a_period_of_its_own(law: Law) -> None:
    denounced = replace(ACT, kind="denunciation", registered="1970-01-01")
    again = replace(ACT, registered="1980-01-01", number=2)
    assert [span[2:5:2] for span in spans(law, ACT, denounced, again)] == [
        (date(1961, 3, 15), date(1971, 1, 1)),
        (date(1981, 1, 1), None),
    ]


def test_ratifying_a_revision_ends_the_old_one_unless_the_source_states_its_own_end(law: Law) -> None:
    revision = replace(ACT, instrument="C901", registered="1995-05-01")
    old, new = derive([ACT, revision], law).periods
    assert (old.earliest_end, old.latest_end) == (date(1996, 5, 1), date(1996, 5, 1))
    assert set(new.premises) <= set(old.premises)
    unrelated = replace(revision, instrument="C902")
    assert derive([ACT, unrelated], law).periods[0].latest_end is None
    stated = replace(ACT, kind="denunciation", registered="1970-01-01")
    assert derive([ACT, stated, revision], law).periods[0].latest_end == date(1971, 1, 1)
    other_state = replace(revision, state="BBB")
    assert derive([ACT, other_state], law).periods[0].latest_end is None


def test_not_yet_in_force_starts_on_the_announced_day(law: Law) -> None:
    announced = replace(ACT, registered="2022-08-12", effective="2023-08-12", in_force=False)
    assert spans(law, announced)[0][2:] == (date(2023, 8, 12), date(2023, 8, 12), None, None)


def test_not_in_force_without_a_reason_leaves_open_what_was_before_the_sources_day(law: Law) -> None:
    (period,) = derive([replace(ACT, in_force=False)], law).periods
    assert not any(period.surely(day) for day in (date(1961, 3, 15), date(2000, 1, 1), date(2023, 6, 12)))
    assert period.possibly(date(2000, 1, 1)) and not period.possibly(date(2023, 6, 12))


def test_the_same_act_in_two_files_is_one_period_with_both_as_premises(law: Law) -> None:
    twin = replace(ACT, file="u.csv", number=2)
    (period,) = derive([ACT, twin], law).periods
    assert sum("/treaty-action/" in iri for iri in period.premises) == 2


def test_claims_of_two_sources_stay_two_periods(law: Law) -> None:
    assert len(derive([ACT, replace(ACT, source="other")], law).periods) == 2
    assert len(derive([ACT, replace(ACT, according_to="someone")], law).periods) == 2


def test_an_exclusion_goes_along_and_a_later_one_makes_a_period_of_its_own(law: Law) -> None:
    excluded = replace(ACT, scopes=(Scope("Excluding Part II", excludes=("part-ii",)),))
    (period,) = derive([excluded], law).periods
    assert [part for part, _ in period.excludes] == ["part-ii"]
    later = replace(ACT, scopes=(Scope("Excluding Article 11 by …", excludes=("art-11",), since="C901"),))
    whole, part = derive([later], law).periods
    assert whole.excludes == () and whole.latest_end is None
    assert (part.provision, part.earliest_end, part.latest_end) == ("art-11", date(1961, 3, 15), date(2023, 6, 12))


def test_a_place_is_the_territory(law: Law) -> None:
    (period,) = derive([replace(ACT, scopes=(Scope("North only", place="place/north"),))], law).periods
    assert period.territory == "place/north"


def test_a_succession_may_reach_back_to_its_predecessors_end(law: Law) -> None:
    notice = replace(ACT, state="CCC", instrument="T30", kind="succession", registered="1993-09-01")
    assert spans(law, notice)[0][2:4] == (date(1990, 7, 1), date(1993, 9, 1))
    other = replace(notice, state="AAA")
    assert spans(law, other)[0][2:4] == (date(1951, 1, 1), date(1993, 9, 1))


def of_labour(law: Law) -> Law:
    """The same law, with instruments that are open to the members of the labour organization alone."""
    instruments = {
        code: replace(one, clause=one.clause and replace(one.clause, members_of="ilo"))
        for code, one in law.instruments.items()
    }
    return replace(law, instruments=instruments)


def test_a_labour_registers_entry_of_a_new_state_may_be_a_confirmation(law: Law) -> None:
    entry = replace(ACT, state="CCC", registered="1991-01-01")
    assert spans(of_labour(law), entry)[0][2:4] == (date(1991, 1, 1), date(1992, 1, 1))
    late = replace(entry, registered="1999-01-01")
    assert spans(of_labour(law), late)[0][2:4] == (date(2000, 1, 1), date(2000, 1, 1))
    # A depositary of treaties calls a succession by its name.
    assert spans(law, entry)[0][2:4] == (date(1992, 1, 1), date(1992, 1, 1))


def test_so_may_the_first_entries_of_a_state_on_more_than_one_instrument(law: Law) -> None:
    labour = of_labour(law)
    other = replace(ACT, instrument="C902")
    sure, open_ = (date(1961, 3, 15), date(1961, 3, 15)), (date(1960, 3, 15), date(1961, 3, 15))
    assert [span[2:4] for span in spans(labour, ACT, other)] == [open_, open_]
    assert next(span[2:4] for span in spans(labour, ACT, replace(other, registered="1970"))) == open_
    assert [span[2:4] for span in spans(labour, ACT)] == [sure]
    assert [span[2:4] for span in spans(law, ACT, other)] == [sure, sure]
    assert [span[2:4] for span in spans(labour, ACT, other, replace(ACT, instrument="C901", registered="1955"))][
        -1
    ] == sure
    supposed = replace(ACT, instrument="C901", registered="1955", file="", row=0)
    assert [span[2:4] for span in spans(labour, ACT, other, supposed)][-1] == open_
    for year, expected in (("1949", sure), ("1950", open_)):
        member = replace(labour.countries[ACT.state], admitted=bounds(year))
        joined = replace(labour, countries={**labour.countries, ACT.state: member})
        assert [span[2:4] for span in spans(joined, ACT, other)] == [expected, expected], "adopted in 1950"


def test_a_former_states_period_ends_with_it_and_is_carried_on_by_its_continuator_alone(law: Law) -> None:
    assert spans(law, replace(ACT, state="OLD")) == [
        ("BBB", None, date(1990, 7, 1), date(1990, 7, 1), None, None),
        ("OLD", None, date(1961, 3, 15), date(1961, 3, 15), date(1990, 7, 1), date(1990, 7, 1)),
    ]


def test_a_denounced_treaty_is_not_carried_on(law: Law) -> None:
    old = replace(ACT, state="OLD")
    assert [span[0] for span in spans(law, old, replace(old, kind="denunciation", registered="1970-01-01"))] == ["OLD"]


def test_an_act_of_a_state_that_had_ceased_to_exist_is_left_out(law: Law) -> None:
    derived = derive([replace(ACT, state="OLD", registered="1995-01-01")], law)
    assert derived.periods == []
    assert [reason for _, reason in derived.left_out] == ["the state existed until 1990-07-01"]


def test_signatures_and_declarations_bind_nobody(law: Law) -> None:
    assert (
        derive(
            [replace(ACT, kind=kind) for kind in ("signature", "declaration", "succession-to-signature")], law
        ).periods
        == []
    )


def test_an_act_on_an_instrument_without_described_law_is_left_out_with_the_reason(law: Law) -> None:
    derived = derive([replace(ACT, instrument="NOLAW")], law)
    assert derived.periods == []
    assert [reason for _, reason in derived.left_out] == ["no final clause of NOLAW is described"]


def test_the_frame_has_the_agreed_columns_and_plain_values(law: Law) -> None:
    frame = derive([ACT, replace(ACT, kind="denunciation", registered="1990")], law).frame()
    assert tuple(frame.columns) == COLUMNS
    first = frame.iloc[0]
    assert (
        first["provision"] is None and first["earliest_end"] == date(1991, 1, 1) and isinstance(first["premises"], list)
    )


EDTF = st.one_of(
    st.dates(date(1945, 1, 1), date(2022, 12, 31)).map(lambda day: day.isoformat()),
    st.tuples(st.integers(1945, 2022), st.integers(1, 12)).map(lambda pair: f"{pair[0]}-{pair[1]:02d}"),
    st.integers(1945, 2022).map(str),
)
ACTS = st.lists(
    st.builds(
        Action,
        st.sampled_from(["reg", "other"]),
        st.sampled_from(["AAA", "BBB", "CCC", "OLD"]),
        st.sampled_from(["C900", "C901", "T30"]),
        st.sampled_from(["ratification", "succession", "denunciation", "signature"]),
        EDTF,
        st.one_of(st.none(), EDTF),
        st.sampled_from([True, False, None]),
        as_of=st.just("2023-06-12"),
        number=st.integers(1, 3),
    ),
    max_size=8,
)


@given(ACTS)
def test_bounds_are_in_order_premises_are_given_and_order_does_not_matter(law: Law, acts: list[Action]) -> None:
    periods = derive(acts, law).periods
    for period in periods:
        assert period.earliest_start <= period.latest_start, period
        assert (period.earliest_end is None) == (period.latest_end is None)
        if period.earliest_end and period.latest_end:
            assert period.earliest_end <= period.latest_end and period.earliest_start <= period.latest_end, period
        assert any("/treaty-action/" in iri for iri in period.premises)
        assert not period.surely(period.earliest_start - timedelta(days=1))
    assert derive(reversed(acts), law).periods == periods or len({a.iri_path for a in acts}) < len(acts)


def test_months_are_added_as_calendars_do() -> None:
    assert add_months(date(2000, 1, 31), 1) == date(2000, 2, 29)
    assert bounds("2000")[1] == date(2000, 12, 31)
    assert isinstance(Period("A", "A", "C", None, date.min, date.min, None, None, "s", "", ()), Period)
