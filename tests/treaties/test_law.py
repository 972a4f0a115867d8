"""What the files state of instruments reaches the law that periods rest on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lamigo.treaties import law
from lamigo.treaties.bound import NOT_ELIGIBLE, Register


@pytest.mark.parametrize("code", ["R188", "UDHR", "GCM", "AGENDA-2030", "MLFLM", "CMW-GC2", "R086-MODEL"])
def test_what_the_ontology_closes_to_ratification_binds_nobody(code: str) -> None:
    """None of these says of itself that it is not ratifiable: its class does, in ontology/axioms.ttl."""
    answer = Register(law.known(), [], []).bound("PHL", code, date(2020, 7, 1))
    assert answer.answer == NOT_ELIGIBLE


def test_how_long_an_entry_may_confirm_is_stated_in_the_authority() -> None:
    """Two years, to the day; where nothing is stated, an entry may confirm at any time."""
    read = law.known()
    assert read.months_to_confirm == 24
    ended = date(1991, 12, 26)
    assert read.may_confirm(date(1993, 12, 26), ended)
    assert not read.may_confirm(date(1993, 12, 27), ended)
    assert replace(read, months_to_confirm=None).may_confirm(date(2020, 1, 1), ended)
