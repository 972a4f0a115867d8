"""Normative coverage: layers, bounds over the unknown, what-if equal to computing again, repair to brute force."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lamigo.coverage import coverage
from lamigo.coverage.agreements import Agreements, Known, misencoded
from lamigo.coverage.binding import Binding
from lamigo.coverage.cell import AGREEMENT, BINDING, COMMITMENT, LAYERS, NO, NOT_ELIGIBLE, UNKNOWN, YES, Answer, best
from lamigo.coverage.gaps import gaps, rank_intervals, summary
from lamigo.coverage.items import DESTINATION, ORIGIN, Cited, Item, items
from lamigo.coverage.matrix import ANSWERS, COLUMNS, corridor_of
from lamigo.coverage.repair import Conclusion, Ratification, Side, Step, _smallest, repair, sides_of
from lamigo.coverage.what_if import applied, changes, in_words, ratified, why_nothing
from lamigo.errors import LamigoError
from lamigo.graph.build import Build
from lamigo.store.local import LocalStore, in_memory
from lamigo.treaties import law
from lamigo.treaties.action import Action, Completeness, Scope
from lamigo.treaties.bound import Register
from lamigo.treaties.periods import derive
from lamigo.treaties.territories import declared

DAY = date(2020, 7, 1)
PAIRS = [("NPL", "KOR"), ("PHL", "SAU"), ("LKA", "KOR"), ("NPL", "MYS"), ("HKG", "PHL")]


def acts(said: dict[str, Iterable[str]]) -> list[Action]:
    """Ratifications by instrument and state, long enough ago to bind."""
    return [
        Action("register", state, code, "ratification", registered="2012-01-01", in_force=True, as_of="2023-06-12")
        for code, states in said.items()
        for state in states
    ]


@cache
def register(*said: tuple[str, tuple[str, ...]], complete: tuple[str, ...] = ()) -> Register:
    statements = [
        Completeness("register", code, "2023-06-12", code in complete, standing="registrar") for code, _ in said
    ]
    return Register(law.known(), derive(acts(dict(said)), law.known()).periods, statements)


SOME = register(
    ("C189", ("PHL",)), ("ICRMW", ("PHL", "LKA")), ("C029", ("NPL", "PHL", "LKA")), complete=("C189", "ICRMW")
)


@pytest.fixture(scope="module")
def about(store: LocalStore) -> list[Item]:
    return items(store)


def test_items_about_process_ask_nothing(about: list[Item], store: LocalStore) -> None:
    kinds = store.select("SELECT ?i ?k WHERE { ?i a lmg:ChecklistItem ; lmg:hasItemKind ?k }").rows
    process = {i.value for i, k in kinds if i and k and k.value.endswith("/process")}
    assert process
    assert not process & {item.iri for item in about}
    assert len(about) + len(process) == len(kinds)


def test_each_side_is_asked_for_its_own_duties(about: list[Item]) -> None:
    cited = [c for item in about for c in item.cites]
    assert {c.sides for c in cited if not c.bearer_stated} == {(ORIGIN, DESTINATION)}
    assert any(item.cites == () for item in about)


def test_best_of_several_ways() -> None:
    def answer(word: str) -> Answer:
        return Answer(word, ())

    for words in itertools.product((YES, NO, UNKNOWN, NOT_ELIGIBLE), repeat=3):
        found = best(map(answer, words)).answer
        expected = YES if YES in words else UNKNOWN if UNKNOWN in words else NO if NO in words else NOT_ELIGIBLE
        assert found == expected


def test_the_matrix_says_what_each_cell_says(store: LocalStore, about: list[Item]) -> None:
    found = coverage(store, SOME, DAY, PAIRS, about)
    for corridor in PAIRS:
        codes = found.of(corridor)
        for column, item in enumerate(about):
            for row, (layer, side) in enumerate(COLUMNS):
                cell = found.cell(corridor, item, layer, side)
                assert ANSWERS[codes[row, column]] == cell.answer
                assert cell.proofs, "every answer opens its proof"
                assert all(proof.rule and proof.says for proof in cell.proofs)


def test_no_needs_a_complete_list_and_the_acting_state_is_asked_for_a_territory(store: LocalStore) -> None:
    item = Item("x", "x", 1, 1, frozenset(), (Cited("C189", None, (ORIGIN, DESTINATION), True),))
    binding = Binding(SOME, DAY)
    assert binding.answer("PHL", ORIGIN, item).answer == YES
    assert binding.answer("NPL", ORIGIN, item).answer == NO
    assert Binding(register(("C189", ("PHL",))), DAY).answer("NPL", ORIGIN, item).answer == UNKNOWN
    # China acts for Hong Kong, and no source says to which territories acts extend: that is not known, and no "no".
    assert binding.answer("HKG", ORIGIN, item).answer == UNKNOWN
    later = item._replace(cites=(Cited("C190", None, (ORIGIN,), True),))
    assert binding.answer("PHL", ORIGIN, later).answer == NO, "it was not yet in force on the day"
    other = item._replace(cites=(Cited("C102", None, (ORIGIN,), True),))
    assert binding.answer("PHL", ORIGIN, other).answer == UNKNOWN
    assert binding.answer("PHL", DESTINATION, other).answer == NOT_ELIGIBLE


def test_absence_of_agreements_and_programmes_is_never_a_no(store: LocalStore, about: list[Item]) -> None:
    found = coverage(store, SOME, DAY, PAIRS, about)
    for position, (layer, _) in enumerate(COLUMNS):
        if layer != BINDING:
            assert not (found.codes[:, position] == ANSWERS.index(NO)).any()


def test_bounds_hold_the_answers(store: LocalStore, about: list[Item]) -> None:
    found = coverage(store, SOME, DAY, PAIRS, about)
    low, high, unknown = found.bounds()
    frame = found.frame()
    assert (low[~np.isnan(low)] <= high[~np.isnan(high)]).all()
    assert frame["unknown_cells"].tolist() == unknown.sum(axis=1).tolist()
    codes = found.of(("PHL", "SAU"))[COLUMNS.index((BINDING, ORIGIN))]
    eligible = [ANSWERS[c] for c in codes if ANSWERS[c] != NOT_ELIGIBLE]
    row = frame[frame["origin"] == "PHL"].iloc[0]
    assert row["binding_obligation_origin_low"] == eligible.count(YES) / len(eligible)
    assert row["binding_obligation_origin_high"] == (eligible.count(YES) + eligible.count(UNKNOWN)) / len(eligible)
    assert row["weakest_link_low"] == min(
        row["binding_obligation_origin_low"], row["binding_obligation_destination_low"]
    )


def test_commitments_follow_dated_membership(store: LocalStore, about: list[Item]) -> None:
    def answers(state: str, day: date) -> set[str]:
        found = coverage(store, SOME, day, [(state, "MYS")], about)
        return {found.cell((state, "MYS"), item, COMMITMENT, ORIGIN).answer for item in about}

    # The 2030 Agenda was adopted by the United Nations in 2015; who is no member has not declared it.
    assert answers("PHL", DAY) == {YES, UNKNOWN}
    assert answers("PHL", date(2015, 1, 1)) == {UNKNOWN}
    assert answers("TWN", DAY) == {UNKNOWN}


def test_every_member_of_the_united_nations_is_on_record_with_its_year(store: LocalStore) -> None:
    rows = store.select(
        "SELECT ?m ?year WHERE { ?m lmg:ofBody <https://w3id.org/lamigo/id/actor/united-nations> ; lmg:startsOn ?year }"
    ).rows
    years = [int(year.value) for _, year in rows if year]
    assert len(years) == 193
    assert (min(years), years.count(1945), max(years)) == (1945, 49, 2011)


CODES = st.sampled_from(["C189", "ICRMW", "C029", "C143", "C097", "C181"])


@settings(max_examples=15, deadline=None)
@given(held=st.sets(CODES), further=CODES, state=st.sampled_from(["NPL", "KOR", "PHL"]))
def test_what_if_equals_computing_everything_again(
    held: set[str], further: str, state: str, store: LocalStore, about: list[Item]
) -> None:
    said = tuple((code, ("NPL", "PHL") if code in held else ("PHL",)) for code in sorted(held | {further}))
    before_register = register(*said, complete=tuple(sorted(held)))
    before = coverage(store, before_register, DAY, PAIRS, about)
    new = ratified(before_register, acts(dict(said)), state, further, DAY)
    again = coverage(store, new, DAY, PAIRS, about)
    assert (applied(before, new, state).codes == again.codes).all()
    told = {(c.side, c.item): (c.before, c.after) for c in changes(before, new, state)}
    for side, end in ((ORIGIN, 0), (DESTINATION, 1)):
        for pair in (p for p in PAIRS if p[end] == state):
            row = COLUMNS.index((BINDING, side))
            for column, item in enumerate(about):
                was, now = (ANSWERS[c.of(pair)[row, column]] for c in (before, again))
                assert told.get((side, item.key), (was, was)) == (was, now)
    full = derive([*acts(dict(said)), *(a for a in [_hypothetical(further, state)])], law.known()).periods
    by_hand = Register(law.known(), full, before_register.statements)
    assert (coverage(store, by_hand, DAY, PAIRS, about).codes == again.codes).all()


def _hypothetical(code: str, state: str) -> Action:
    return Action(
        "register", state, code, "ratification", registered="2017-01-01", in_force=True, as_of="2023-06-12", number=999
    )


def test_what_if_holds_on_days_for_which_no_source_speaks(store: LocalStore, about: list[Item]) -> None:
    late = date(2024, 1, 1)
    before = coverage(store, SOME, late, PAIRS, about)
    new = ratified(SOME, acts({"C189": ("PHL",)}), "NPL", "C189", late)
    assert any(change.after == YES for change in changes(before, new, "NPL"))


def test_what_if_says_what_would_change(store: LocalStore, about: list[Item]) -> None:
    before = coverage(store, SOME, DAY, PAIRS, about)
    new = ratified(SOME, acts({"C189": ("PHL",)}), "NPL", "C189", DAY)
    sentences = in_words(changes(before, new, "NPL"), DAY)
    assert any("domestic-workers, 2 corridors from NPL on 2020-07-01: no → yes" in said for said in sentences)
    with pytest.raises(LamigoError, match="not open to ratification"):
        ratified(SOME, [], "NPL", "R086", DAY)
    with pytest.raises(LamigoError, match="no instrument 'C999'"):
        ratified(SOME, [], "NPL", "C999", DAY)
    with pytest.raises(LamigoError, match="no country or area 'XYZ'"):
        ratified(SOME, [], "XYZ", "C189", DAY)


def test_what_if_refuses_whoever_cannot_ratify() -> None:
    with pytest.raises(LamigoError, match="HKG ratifies nothing of its own: CHN acts for it"):
        ratified(SOME, [], "HKG", "C143", DAY)
    with pytest.raises(LamigoError, match=r"SUHH cannot ratify C143: .* existed until 1991"):
        ratified(SOME, [], "SUHH", "C143", DAY, on=date(1980, 1, 1))
    with pytest.raises(LamigoError, match=r"PSE cannot ratify C143: .* had not joined ILO"):
        ratified(SOME, [], "PSE", "C143", DAY)


def test_what_if_keeps_what_was_declared_for_territories() -> None:
    extended = Action(
        "register", "GBR", "C097", "territorial-application", registered="2012-01-01", as_of="2023-06-12",
        scopes=(Scope("applicable", territory="GGY", application="applies"),),
    )  # fmt: skip
    held = [*acts({"C097": ("GBR",)}), extended]
    before = Register(
        law.known(), derive(held, law.known()).periods,
        [Completeness("register", "C097", "2023-06-12", True, standing="registrar")], declared(held, law.known()),
    )  # fmt: skip
    assert before.bound("GGY", "C097", DAY).answer == YES
    assert ratified(before, held, "GBR", "C143", DAY).bound("GGY", "C097", DAY).answer == YES


def test_why_nothing_would_change(store: LocalStore, about: list[Item]) -> None:
    before = coverage(store, SOME, DAY, PAIRS, about)

    def why(state: str, code: str, on: date | None = None) -> str:
        held = acts({"C189": ("PHL",), "ICRMW": ("PHL", "LKA"), "C029": ("NPL", "PHL", "LKA")})
        new = ratified(SOME, held, state, code, DAY, on=on)
        assert not changes(before, new, state)
        return why_nothing(new, state, code, before)

    assert "NPL would not be known to be bound on 2020-07-01" in why("NPL", "C143", date(2020, 1, 1))
    assert why("FRA", "C143") == "no corridor of FRA is among those that were asked"
    assert why("NPL", "C138") == "no item cites C138"
    assert why("PHL", "C189").startswith("the items that cite it are covered")


def test_ratified_is_not_in_force_and_an_end_is_a_no() -> None:
    def known(**events: str) -> Known:
        return Known(
            "x", years=5, events=defaultdict(set, {key.replace("_", "-"): {day} for key, day in events.items()})
        )

    assert known(signed="2015", ratified="2016-03-01").in_force(date(2017, 1, 1))[0] == UNKNOWN
    assert "ratified on 2016-03-01" in known(ratified="2016-03-01").in_force(date(2017, 1, 1))[1]
    assert known(in_force="2016-03-01").in_force(date(2017, 1, 1))[0] == YES
    assert known(in_force="2016-03-01").in_force(date(2022, 1, 1))[0] == UNKNOWN
    assert known(in_force="2016-03-01", ended="2016-05-01").in_force(date(2017, 1, 1))[0] == NO
    assert known(signed="2015-02").in_force(date(2015, 1, 1))[0] == NO


def test_text_read_in_the_wrong_encoding_is_known() -> None:
    assert all(misencoded(text) for text in ("MÃ©xico", "Workersâ€”Mar. 9", "Ã\x81rea"))
    assert not any(misencoded(text) for text in ("México", "Côte d’Ivoire – Ökonomie", "plain", "São Tomé"))


WAYS = st.lists(st.lists(st.integers(0, 5), max_size=3, unique=True), max_size=6)


@settings(max_examples=60, deadline=None)
@given(needs=st.lists(st.tuples(st.integers(0, 4), WAYS), min_size=1, max_size=2))
def test_smallest_sets_equal_brute_force(needs: list[tuple[int, list[list[int]]]]) -> None:
    def enough(chosen: set[int]) -> bool:
        return all(sum(1 for way in ways if chosen & set(way)) >= least for least, ways in needs)

    expected: list[tuple[int, ...]] = []
    for size in range(7):
        expected = [c for c in itertools.combinations(range(6), size) if enough(set(c))]
        if expected:
            break
    found, complete = _smallest(6, needs)
    assert complete
    assert sorted(found) == expected


def test_repair_lifts_each_side_to_the_level(about: list[Item], store: LocalStore) -> None:
    sides, binding = sides_of("NPL-MYS"), Binding(SOME, DAY)
    found = repair(sides, about, 0.6, binding)
    assert found.sets
    for chosen in found.sets[:3]:
        register_, held = SOME, acts({"C189": ("PHL",), "ICRMW": ("PHL", "LKA"), "C029": ("NPL", "PHL", "LKA")})
        for step in chosen:
            assert isinstance(step, Ratification)
            register_ = ratified(register_, held, step.state, step.instrument, DAY)
        for side in sides:
            answers = [Binding(register_, DAY).answer(side.state, side.end, item).answer for item in about]
            eligible = len(answers) - answers.count(NOT_ELIGIBLE)
            assert answers.count(YES) / eligible >= 0.6
    assert repair(sides, about, 0.0, binding).sets == [()]
    # C102 is on no list; ICRMW is on a complete one.
    every = {step for chosen in repair(sides, about, 0.9, binding).sets for step in chosen}
    assert Ratification("NPL", "C102", unknown=True) in every
    assert {step for step in every if step[:2] == ("NPL", "ICRMW")} == {Ratification("NPL", "ICRMW")}
    silent = [about[0]._replace(cites=())]
    assert repair(sides, silent, 0.6, binding).not_asked == tuple(sides)
    with pytest.raises(LamigoError, match="the level is 2"):
        repair(sides, about, 2, binding)


@pytest.mark.parametrize("obliged", [True, False])
def test_repair_by_agreements_equals_trying_every_set(obliged: bool, about: list[Item], built_with_data: Build) -> None:
    day = date(2020, 7, 1)
    agreements = Agreements(in_memory(built_with_data), day)
    few = [item for item in about if item.iri in {i for known in agreements.known.values() for i in known.provides}]
    few = few if obliged else few + about[:6]
    sides = sides_of("NPL-KOR")
    binding = Binding(SOME, day) if obliged else None
    level = 0.4 if obliged else 0.3
    found = repair(sides, few, level, binding, agreements)
    steps = _every_step(sides, few, binding, agreements)

    def enough(chosen: tuple[Step, ...]) -> bool:
        by_clause = {iri for step in chosen if isinstance(step, Conclusion) for iri in step.items}
        joined = {(step.state, step.instrument) for step in chosen if isinstance(step, Ratification)}
        for side in sides:
            asked = [item for item in few if not binding or any(side.end in c.sides for c in item.cites)]
            covered = [
                item for item in asked
                if item.iri in by_clause
                or any((side.state, c.instrument) in joined for c in item.cites if side.end in c.sides)
                or (binding and binding.answer(side.state, side.end, item).answer == YES)
            ]  # fmt: skip
            if len(covered) < level * len(asked) - 1e-9:
                return False
        return True

    for size in range(len(found.sets[0])):
        assert not any(enough(chosen) for chosen in itertools.combinations(steps, size))
    expected = {frozenset(c) for c in itertools.combinations(steps, len(found.sets[0])) if enough(c)}
    assert found.complete and {frozenset(chosen) for chosen in found.sets} == expected
    assert any(isinstance(step, Conclusion) for chosen in found.sets for step in chosen)


def _every_step(sides: list[Side], about: list[Item], binding: Binding | None, agreements: Agreements) -> list[Step]:
    """What the two could do, found without the code under test."""
    steps: list[Step] = []
    for side in sides if binding else []:
        for code in sorted({c.instrument for item in about for c in item.cites if side.end in c.sides}):
            assert binding
            answer = binding.register.bound(side.state, code, DAY).answer
            if answer in (NO, UNKNOWN) and binding.register.law.instruments[code].clause:
                steps.append(Ratification(side.state, code, answer == UNKNOWN))
    alike: dict[tuple[tuple[str, ...], bool], list[Known]] = defaultdict(list)
    for pair, known in agreements.of_pair.items():
        for agreement in known if pair & {"NPL", "KOR"} else []:
            full = {iri for iri, links in agreement.provides.items() if {r for r, _ in links} - {"broadMatch"}}
            provides = tuple(sorted(full & {item.iri for item in about}))
            if provides and agreement.signed < "2020-07-02":
                own = pair == {"NPL", "KOR"} and agreement.in_force(DAY)[0] == UNKNOWN
                alike[provides, own].append(agreement)
    for (provides, own), models in alike.items():
        named = tuple(dict.fromkeys(model.iri for model in sorted(models, key=lambda model: model.order)))
        steps.append(Conclusion("NPL", "KOR", provides, named, own))
    return steps


def test_repair_takes_nothing_that_bound_nobody_yet(about: list[Item]) -> None:
    early = date(2010, 1, 1)
    found = repair([Side("KOR", ORIGIN)], about, 0.3, Binding(SOME, early))
    assert found.sets == [(Ratification("KOR", "ICRMW"),)], "not C189, adopted in 2011"
    new = ratified(SOME, [], "KOR", "ICRMW", early)
    answers = [Binding(new, early).answer("KOR", ORIGIN, item).answer for item in about]
    assert answers.count(YES) >= found.wanted


def test_gaps_are_large_and_little_known(store: LocalStore, about: list[Item]) -> None:
    found = coverage(store, SOME, DAY, PAIRS, about)
    weights = {pair: float(i) for i, pair in enumerate(PAIRS)}
    frame = gaps(found, weights, at_most=0.5, layer=BINDING)
    assert frame["weight"].is_monotonic_decreasing
    assert (frame["covered_low"] <= 0.5).all()
    assert len(gaps(found, weights, at_most=1, layer=BINDING)) == len(PAIRS)
    everything = gaps(found, weights, at_most=1, layer=AGREEMENT)
    assert len(everything) == len(PAIRS)
    with pytest.raises(LamigoError, match="no layer 'wages'"):
        gaps(found, weights, at_most=0.5, layer="wages")


def test_summaries_name_their_weights_and_ranks_hold_for_all_of_them(store: LocalStore, about: list[Item]) -> None:
    found = coverage(store, SOME, DAY, PAIRS, about)
    one = summary(found, {BINDING: 1.0})
    assert one.attrs["weights"] == {BINDING: 1.0}
    assert (one["low"] <= one["high"]).all()
    ranks = rank_intervals(found, draws=50)
    assert (ranks["best_rank"] >= 1).all()
    assert (ranks["worst_rank"] <= len(PAIRS)).all()
    assert (ranks["best_rank"] <= ranks["worst_rank"]).all()
    assert ranks.equals(rank_intervals(found, draws=50))
    # Whatever one weighting makes of the least, the interval of that order holds it.
    even = summary(found, dict.fromkeys(LAYERS, 0.25))["low"].rank(ascending=False, method="min")
    assert ((even >= ranks["best_rank"]) & (even <= ranks["worst_rank"])).all()
    with pytest.raises(LamigoError, match="weights that sum to 1"):
        summary(found, {BINDING: 0.4})


@pytest.mark.parametrize("key", ["NPL", "NPL-NPL", "NPL-XYZ", "nepal-korea"])
def test_what_is_no_corridor_is_refused(key: str) -> None:
    with pytest.raises(LamigoError, match="is no corridor"):
        corridor_of(key)


@pytest.mark.parametrize("ends", [("NPL", "KOR"), ("GBR", "M49-830"), ("M49-830", "GBR")])
def test_a_corridor_is_named_by_its_ends_whatever_hyphens_they_hold(ends: tuple[str, str]) -> None:
    assert corridor_of("-".join(ends)) == corridor_of("-".join(ends).lower()) == ends
