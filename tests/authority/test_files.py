"""The authority's files: counts, codes, labels, and that every reference has its thing."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from edtf import parse_edtf

from lamigo.authority.fold import fold
from lamigo.names import ID

EXPECTED = {
    "CountryOrArea": 249,
    "FormerCountryOrArea": 31,
    "StatisticalArea": 2,
    "Region": 31,
    "Package": 3,
    "Spelling": 56,
    "Membership": 142,
    "LeftOut": 10,
}
PLACES = ("CountryOrArea", "FormerCountryOrArea", "StatisticalArea")


def of_class(things, name):
    return {
        key: said
        for key, said in things.items()
        if any(value.value.endswith(f"/def/{name}") for value in said["rdf:type"])
    }


def texts(said, prop):
    return [value.value for value in said[prop]]


@pytest.mark.parametrize(("name", "count"), EXPECTED.items())
def test_counts(things, name, count):
    found = len(of_class(things, name))
    assert found == count, f"{found} of lmg:{name}, expected {count}: update EXPECTED if that is meant"


def test_each_thing_has_one_type_and_a_source(things):
    for key, said in things.items():
        assert len(said["rdf:type"]) == 1, f"{key} has {len(said['rdf:type'])} types"
        if not key.startswith(("package/", "register/")):
            assert said["dcterms:source"] or said["lmg:evidence"], f"{key} cites nothing"


@pytest.mark.parametrize("name", (*PLACES, "Region"))
def test_a_label_in_each_language_once(things, name):
    for key, said in of_class(things, name).items():
        tags = sorted(label.language for label in said["rdfs:label"])
        assert tags == ["en", "es", "fr"], f"{key} has labels in {tags}"


@pytest.mark.parametrize(
    ("prop", "form", "count"),
    [
        ("lmg:isoAlpha2", "[A-Z]{2}", 249),
        ("lmg:isoAlpha3", "[A-Z]{3}", 249),
        ("lmg:isoAlpha4", "[A-Z]{4}", 31),
        ("lmg:m49", "[0-9]{3}", 250),  # 249 and the Channel Islands
        ("skos:exactMatch", "https?://.+", 2 * 249 + 1),  # two for each, and one for Kosovo
    ],
)
def test_codes_are_well_formed_and_unique(things, prop, form, count):
    codes = [code for name in PLACES for said in of_class(things, name).values() for code in texts(said, prop)]
    assert len(codes) == count
    assert not [code for code in codes if not re.fullmatch(form, code)]
    assert not [code for code, times in Counter(codes).items() if times > 1]


def test_keys_are_the_codes(things):
    for key, said in of_class(things, "CountryOrArea").items():
        assert texts(said, "lmg:isoAlpha3") == [key.removeprefix("country/")]
    for key, said in of_class(things, "FormerCountryOrArea").items():
        assert texts(said, "lmg:isoAlpha4") == [key.removeprefix("country/")]


def test_namibia_is_no_missing_value(things):
    assert texts(things["country/NAM"], "lmg:isoAlpha2") == ["NA"]


def test_every_reference_to_a_thing_of_the_authority_is_described(things):
    ours = ("country/", "region/", "package/", "register/")
    missing = {
        f"{key} {prop} {value.value}"
        for key, said in list(things.items())
        for prop, found in list(said.items())
        for value in found
        if value.value.startswith(tuple(ID + kind for kind in ours)) and value.value.removeprefix(ID) not in things
    }
    assert not missing, "described nowhere in graph/authority: " + "; ".join(sorted(missing))


def test_regions_lead_to_the_world(things):
    regions = of_class(things, "Region")
    for key in regions:
        path = [key]
        while path[-1] != "region/001":
            (wider,) = texts(regions[path[-1]], "lmg:isPartOfRegion")
            path.append(wider.removeprefix(ID))
            assert len(path) <= 5, f"{' → '.join(path)} does not end"
    for key, said in of_class(things, "CountryOrArea").items():
        assert len(said["lmg:inRegion"]) == 1, key


def test_coordinates_are_on_earth_and_canonical(things):
    without = set()
    for key, said in of_class(things, "CountryOrArea").items():
        if not said["lmg:latitude"]:
            without.add(key)
            continue
        for prop, limit in (("lmg:latitude", 90), ("lmg:longitude", 180)):
            (text,) = texts(said, prop)
            assert re.fullmatch(r"-?(0|[1-9]\d*)\.(0|\d*[1-9])", text), f"{key} {prop} {text}"
            assert abs(float(text)) <= limit
    assert without == {"country/UMI"}  # scattered islands: the package gives no point


def test_dates_are_edtf(things):
    dated = 0
    for key, said in list(things.items()):
        for prop in ("lmg:existedUntil", "lmg:codeWithdrawnOn", "lmg:startsOn", "lmg:endsOn"):
            for text in texts(said, prop):
                assert parse_edtf(text), f"{key} {prop} {text}"
                dated += 1
    assert dated > 100


def test_what_became_of_each_former_country_is_said(things):
    after = ("lmg:renamedTo", "lmg:continuedBy", "lmg:succeededBy", "lmg:codeReplacedBy")
    for key, said in of_class(things, "FormerCountryOrArea").items():
        assert any(said[prop] for prop in after), f"{key}: state one of {', '.join(after)} in succession.ttl"
        assert said["lmg:areaNowIn"], f"{key}: state lmg:areaNowIn in succession.ttl"
        assert not (said["lmg:codeReplacedBy"] and said["lmg:existedUntil"]), f"{key}: only its code ended"


def test_memberships_name_body_and_member_as_their_key_does(things):
    for key, said in of_class(things, "Membership").items():
        body, member = texts(said, "lmg:ofBody"), texts(said, "lmg:hasMember")
        assert key == f"membership/{body[0].rsplit('/', 1)[1]}/{member[0].rsplit('/', 1)[1]}"
        assert texts(said, "lmg:datesKnown") == [str(bool(said["lmg:startsOn"])).lower()]


def test_a_spelling_is_none_of_the_labels(things):
    """A spelling that folds to a label adds nothing: it would resolve without."""
    for key, said in of_class(things, "Spelling").items():
        (country,), (spelled,) = texts(said, "lmg:ofCountry"), texts(said, "lmg:spelledAs")
        labels = {fold(label) for label in texts(things[country.removeprefix(ID)], "rdfs:label")}
        assert fold(spelled) not in labels, f"{key}: remove it from spellings.ttl"
