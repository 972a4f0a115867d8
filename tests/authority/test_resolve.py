"""Names resolve however they are printed; unknown ones never do."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamigo.authority.fold import fold
from lamigo.authority.resolve import Resolver, UnknownCountry
from lamigo.errors import LamigoError

from .conftest import AUTHORITY

KNOWN = sorted(Resolver.from_files(AUTHORITY).names.items())


@st.composite
def reprinted(draw):
    """A known name and its key, printed with other case, spaces, diacritics, apostrophes and hyphens."""
    name, key = draw(st.sampled_from(KNOWN))
    name = draw(st.sampled_from([str, str.upper, str.lower, str.title, str.swapcase]))(name)
    name = unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"])), name)
    if draw(st.booleans()):
        name = "".join(char for char in unicodedata.normalize("NFD", name) if not unicodedata.combining(char))
    name = re.sub("['’]", draw(st.sampled_from("'’‘`´ʼ")), name)
    name = name.replace("-", draw(st.sampled_from(["-", "‐", "–", " "])))
    name = name.replace(" ", draw(st.sampled_from([" ", "  ", "\u00a0", "\t", " \n "])))
    marks = draw(st.sampled_from(["", "\u0301", "\u0308"]))
    at = draw(st.integers(1, len(name)))
    return draw(st.sampled_from(["", " ", "\t"])) + name[:at] + marks + name[at:] + draw(
        st.sampled_from(["", "  "])
    ), key


@given(reprinted())
def test_a_known_name_resolves_however_it_is_printed(case):
    printed, key = case
    assert Resolver(KNOWN).resolve(printed) == key


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("Hong Kong, China", "HKG"),
        ("Tanzania, United Republic of", "TZA"),
        ("Chinese Taipei", "TWN"),
        ("Taiwan, China", "TWN"),
        ("Slovakia ", "SVK"),
        ("Lao People's Democratic Republic", "LAO"),
        ("Lao People’s Democratic Republic", "LAO"),
        ("Serbia and Montenegro", "CSXX"),
        ("Serbia & Montenegro", "CSXX"),
        ("Viet Nam", "VNM"),
        ("República Dominicana", "DOM"),
        ("Cote d'Ivoire", "CIV"),
        ("Éthiopie", "ETH"),
        ("Namibia", "NAM"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Congo", "COG"),
        ("Democratic Republic of the Congo", "COD"),
        ("Channel Islands", "M49-830"),
        ("Kosovo", "XKX"),
    ],
)
def test_names_that_have_gone_wrong_elsewhere(resolver, printed, key):
    assert resolver.resolve(printed) == key


def test_an_unknown_name_says_what_is_close_and_how_to_mend_it(resolver):
    with pytest.raises(UnknownCountry) as caught:
        resolver.resolve("Gernamy", where="practices.ttl:7")
    message = str(caught.value)
    assert caught.value.closest[0] == "Germany"
    assert "practices.ttl:7" in message and "'Gernamy'" in message and "spellings.ttl" in message


@pytest.mark.parametrize("text", ["", "  ", "Korea", "Burmese", "Global coverage", "Europe", "NA"])
def test_what_names_no_one_country_does_not_resolve(resolver, text):
    with pytest.raises(UnknownCountry):
        resolver.resolve(text)


def test_one_name_for_two_is_refused():
    with pytest.raises(LamigoError, match="means both AAA and BBB"):
        Resolver([("Utopia", "AAA"), ("UTOPIA ", "BBB")])


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("NA", "NAM"),
        ("NAM", "NAM"),
        ("516", "NAM"),
        ("YUCS", "YUCS"),
        ("XCH", "M49-830"),
        ("830", "M49-830"),
        ("XK", "XKX"),
    ],
)
def test_codes(resolver, code, key):
    assert resolver.from_code(code) == key


@pytest.mark.parametrize("code", ["SUN", "ANT", "nan", ""])
def test_codes_of_former_countries_and_no_codes_are_refused(resolver, code):
    with pytest.raises(UnknownCountry):
        resolver.from_code(code)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(LamigoError, match=r"lacks countries\.ttl"):
        Resolver.from_files(tmp_path)
