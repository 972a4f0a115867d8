"""What the Python face says where data of others, or the graph's own files, are not at hand."""

from __future__ import annotations

import pytest

from lamigo.api import Graph, load
from lamigo.errors import LamigoError


def test_without_data_of_others_there_are_no_numbers_and_no_day(store, built):
    g = Graph(store, built)
    assert g.measures() == []
    assert g.added() == []
    with pytest.raises(LamigoError, match="lamigo add"):
        g.numbers()
    with pytest.raises(LamigoError, match="no source of treaty actions was added"):
        g.day()


def test_numbers_say_what_they_count(built_with_data):
    frame = load(out=built_with_data.folder).numbers("stock")
    assert len(frame) == 11_537
    assert frame.attrs["measure"] == "un-desa-migrant-stock-2020/2020-both"
    assert frame.attrs["unit"] == "person" and "not workers" in frame.attrs["caution"]


@pytest.mark.parametrize("asked", [Graph.validate, Graph.added, Graph.acts, Graph.register])
def test_what_stands_in_files_is_refused_at_an_endpoint_never_empty(store, asked):
    with pytest.raises(LamigoError, match="without endpoint"):
        asked(Graph(store, None))


def test_what_if_and_repair_are_those_of_the_library(store, built_with_data):
    g = Graph(store, built_with_data)
    day = g.day()
    found = g.coverage(day, [("NPL", "MYS")])
    changes = g.what_if(found, "MYS", "ICRMW")
    assert {(change.state, change.side, change.after) for change in changes} == {("MYS", "destination", "yes")}
    repaired = g.repair("NPL-MYS", 0.7, day)
    assert ("MYS", "ICRMW", False) in repaired.sets[0]
    by_agreement = g.repair("NPL-KOR", 0.06, day, obligations=False, agreements=True)
    assert by_agreement.eligible == len(found.items) and all(len(chosen) == 1 for chosen in by_agreement.sets)
    assert g.repair("MYS", 0.7, day, side="destination").sets == [(("MYS", "C189", True), ("MYS", "ICRMW", False))]
    origin = g.repair("NPL-MYS", 0.7, day, side="origin").sets
    assert {step.state for chosen in origin for step in chosen} == {"NPL"}
    assert not g.what_if(found, "MYS", "ICRMW", on=day), "not yet in effect on the day of its ratification"
    assert g.coverage(day, ["npl-mys"]).corridors == found.corridors
    # What was derived from them is none of others' data sets.
    assert [data_set.key for data_set in g.added()] == [
        "chilton-woda-bla-2022",
        "ilo-normlex-2023-06-12",
        "ilo-ratifications-partial",
        "un-desa-migrant-stock-2020",
        "un-treaty-collection-2023-06-12",
    ]
