"""Search: folded, ranked, slips forgiven, labels in the asked-for language with the fixed fallback."""

from __future__ import annotations

import pytest

from lamigo.errors import LamigoError
from lamigo.names import ID
from lamigo.query.search import Index


@pytest.fixture(scope="module")
def index(store):
    return Index(store)


@pytest.mark.parametrize(
    ("words", "iri"),
    [
        ("philipines", "country/PHL"),  # a slip
        ("COTE D'IVOIRE", "country/CIV"),  # case and diacritics
        ("Chinese Taipei", "country/TWN"),  # a spelling of a document
        ("Népal", "country/NPL"),
        ("GEFONT", "actor/gefont"),  # an acronym
        ("ICRMW", "instrument/ICRMW"),
        ("send money home", "practice/send-money-home"),
        ("gangmasters licensing", "policy/gbr-gangmasters-licensing-act-2004"),
        ("Migrant Workers Supplementary Provisions", "instrument/C143"),
    ],
)
def test_the_thing_is_among_the_first_three(index, words, iri):
    assert ID + iri in [hit.iri for hit in index.search(words, limit=3)]


def test_a_kind_narrows(index):
    hits = index.search("domestic workers", kind="practice")
    assert hits
    assert {hit.kind for hit in hits} == {"practice"}


def test_labels_fall_back(index):
    assert index.label(ID + "country/ESP", "fr") == "Espagne"
    assert index.label(ID + "practice/send-money-home", "fr") == "Send Money Home"
    assert index.label(ID + "nothing", "fr") == ID + "nothing"


def test_each_thing_is_found_once_and_best_first(index):
    hits = index.search("migrant")
    assert len({hit.iri for hit in hits}) == len(hits) > 50
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("words", ["", " – ", "…"])
def test_nothing_to_search_for(index, words):
    with pytest.raises(LamigoError, match="no word"):
        index.search(words)


def test_an_unknown_kind_names_the_nearest(index):
    with pytest.raises(LamigoError, match="practice"):
        index.search("x", kind="practise")


def test_what_is_nowhere_is_not_found(index):
    assert index.search("zzyzx quux") == []
