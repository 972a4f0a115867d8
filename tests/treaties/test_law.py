"""What the files state of instruments reaches the law that periods rest on."""

from __future__ import annotations

from datetime import date

import pytest

from lamigo.treaties import law
from lamigo.treaties.bound import NOT_ELIGIBLE, Register


@pytest.mark.parametrize("code", ["R188", "UDHR", "GCM", "AGENDA-2030", "MLFLM", "CMW-GC2", "R086-MODEL"])
def test_what_the_ontology_closes_to_ratification_binds_nobody(code: str) -> None:
    """None of these says of itself that it is not ratifiable: its class does, in ontology/axioms.ttl."""
    answer = Register(law.known(), [], []).bound("PHL", code, date(2020, 7, 1))
    assert answer.answer == NOT_ELIGIBLE
