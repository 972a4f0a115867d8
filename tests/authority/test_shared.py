"""Against data of others, where it is at hand: codes, regions, coverage lines, and codes that statistics use."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import pairwise

import pytest

from lamigo.names import ID

REASONS = {
    "GGY": "the package keeps M49's former level 830, Channel Islands, between region and area",
    "JEY": "the package keeps M49's former level 830, Channel Islands, between region and area",
}


def rows(path):
    # Plain csv: nothing turns Namibia's "NA" into a missing value.
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def text(things, key, prop):
    found = things[key][prop]
    return found[0].value.removeprefix(ID) if found else None


def test_codes_and_regions_agree_with_the_statistical_standard(things, shared):
    differences = {}
    listed = rows(shared / "data" / "country-codes" / "UNSD-en.csv")
    codes = {row["ISO-alpha3 Code"]: row for row in listed if row["ISO-alpha3 Code"]}
    ours = {key.removeprefix("country/") for key in list(things) if things[key]["lmg:isoAlpha3"]}
    for key in ours | set(codes):
        row = codes.get(key)
        if row is None or key not in ours:
            differences[key] = "only in one"
            continue
        levels = ("Intermediate Region Code", "Sub-region Code", "Region Code", "Global Code")
        theirs = (
            row["ISO-alpha2 Code"],
            row["M49 Code"].zfill(3),
            next("region/" + row[level].zfill(3) for level in levels if row[level]),
        )
        own = tuple(text(things, f"country/{key}", prop) for prop in ("lmg:isoAlpha2", "lmg:m49", "lmg:inRegion"))
        if own != theirs:
            differences[key] = f"{own} here, {theirs} there"
    assert set(differences) == set(REASONS), differences


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_names_and_nesting_of_regions_agree_with_the_statistical_standard(things, shared, language):
    kinds = ("Global", "Region", "Sub-region", "Intermediate Region")
    names = {}
    for row in rows(shared / "data" / "country-codes" / f"UNSD-{language}.csv"):
        path = [(row[f"{kind} Code"].zfill(3), row[f"{kind} Name"]) for kind in kinds if row[f"{kind} Code"]]
        for (wider, _), (code, name) in zip([("", ""), *path], path, strict=False):
            region = f"region/{code}"
            assert text(things, region, "lmg:isPartOfRegion") == (f"region/{wider}" if wider else None)
            names.setdefault(region, Counter())[name] += 1
    assert len(names) == 30
    for region, printed in names.items():
        # The French list names Eastern Asia in two ways; the commoner one counts.
        labels = {label.language: label.value for label in things[region]["rdfs:label"]}
        assert labels[language] == printed.most_common(1)[0][0]


def test_iso_codes_agree_with_another_list(things, shared):
    listed = {row["ISO3166-1-Alpha-3"]: row for row in rows(shared / "data" / "country-codes" / "country-codes.csv")}
    for key in [key for key in list(things) if things[key]["lmg:isoAlpha3"]]:
        row = listed[key.removeprefix("country/")]
        assert text(things, key, "lmg:isoAlpha2") == row["ISO3166-1-Alpha-2"], key
        assert text(things, key, "lmg:m49") == row["ISO3166-1-numeric"].zfill(3), key


def test_every_name_on_a_coverage_line_resolves(resolver, shared):
    (document,) = (shared / "seeds").glob("000_*.txt")
    lines = document.read_text(encoding="utf-8").split("\n")
    ends = [*(n for n, line in enumerate(lines) if line.startswith("  • ")), len(lines)]
    resolved = 0
    for first, after in pairwise(ends):
        body = [line for line in lines[first + 1 : after] if line.startswith("    ")]
        # A coverage line stands last in its entry and ends without a full stop.
        if len(body) < 2 or body[-1].rstrip().endswith((".", "protection")):
            continue
        for name in filter(None, map(str.strip, body[-1].split(";"))):
            if name != "Global coverage":
                assert resolver.resolve(name, where=f"000, line {lines.index(body[-1]) + 1}")
                resolved += 1
    assert resolved > 200, "too few names: is the document's layout read rightly?"


@pytest.mark.parametrize(
    ("file", "by_name"),
    [
        ("un-desa-migrant-stock-2020/undesa_ims2020_od_long.csv", set()),
        ("abel-cohen-flows-2019/abel_cohen_flows_long.csv", {"Serbia & Montenegro"}),
    ],
)
def test_every_code_and_name_of_the_migration_data_resolves_alike(resolver, shared, file, by_name):
    pairs = set()
    with (shared / "data" / file).open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines):
            pairs.add((row[0], row[1]))
            pairs.add((row[2], row[3]))
    pairs -= {("origin_iso3", "origin"), ("destination_iso3", "destination")}
    assert len(pairs) > 200
    assert {name for code, name in pairs if not code} == by_name
    for code, name in pairs:
        key = resolver.resolve(name)
        assert not code or resolver.from_code(code) == key, (code, name)
