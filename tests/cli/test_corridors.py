"""The commands about corridors, on real data: what the analyst types, and what is seen."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from lamigo.cli import cli
from lamigo.corridors.numbers import Measure
from lamigo.errors import LamigoError
from lamigo.graph.build import Build


@pytest.fixture
def run(built_with_data: Build, monkeypatch: pytest.MonkeyPatch):
    """Runs ``lamigo corridors …`` over the build with data."""
    monkeypatch.setenv("LAMIGO_BUILD", str(built_with_data.folder))

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(cli, ["corridors", *arguments], catch_exceptions=False)

    return call


def test_the_largest_corridors_with_what_the_number_is(run):
    done = run("list", "--sort", "stock", "--top", "2")
    counted, heading, *rows = done.stdout.splitlines()
    assert rows == ["MEX → USA      10,853,105", "SYR → TUR       3,792,505"]
    assert counted == "2 of 11,537 corridors"
    assert "counts persons, not workers" in heading
    assert "refugees may be counted in, and are not told apart" in heading
    inbound = run("list", "--sort", "stock", "--where", "destination=KOR", "--top", "1")
    assert inbound.stdout.splitlines()[2].startswith("CHN → KOR")


def test_one_corridor(run):
    done = run("show", "NPL-KOR", "--as-of", "2020-07-01")
    assert done.stdout.startswith("Nepal → Republic of Korea, as of 2020-07-01")
    assert "40,748  persons  un-desa-migrant-stock-2020/2020-both" in done.stdout
    assert "Employment Permit System" in done.stdout
    assert "GEFONT" in done.stdout
    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["C029", "yes", "unknown"] in rows or ["C029", "yes", "no"] in rows
    told = json.loads(run("show", "NPL-KOR", "--as-of", "2020-07-01", "--json").stdout)
    assert told["bound"]["C029"]["origin"]["answer"] == "yes"
    assert told["bound"]["C029"]["origin"]["premises"]
    assert told["unknown cells"] > 0


def test_korea_had_not_yet_ratified_forced_labour_and_had_in_2023(run):
    before = json.loads(run("show", "NPL-KOR", "--as-of", "2020-07-01", "--json").stdout)
    after = json.loads(run("show", "NPL-KOR", "--as-of", "2023-01-01", "--json").stdout)
    assert before["bound"]["C029"]["destination"]["answer"] == "no"
    assert after["bound"]["C029"]["destination"]["answer"] == "yes"


def test_coverage_of_named_corridors_and_its_proofs(run, tmp_path: Path):
    done = run("coverage", "NPL-KOR", "PHL-SAU", "--as-of", "2020-07-01")
    assert len(done.stdout.splitlines()) == 3
    proofs = run("coverage", "NPL-KOR", "--as-of", "2020-07-01", "--proofs")
    assert "bound-by-a-cited-provision" in proofs.stdout
    assert "whose duty it is is not stated" in proofs.stdout
    assert "  treaty-action/ilo-normlex-2023-06-12/C029/NPL/ratification  X-5.csv, row 113: Nepal" in proofs.stdout
    cells = tmp_path / "proofs.csv"
    run("coverage", "NPL-KOR", "--as-of", "2020-07-01", "--proofs", "--out", str(cells))
    table = pd.read_csv(cells)
    assert len(table) == proofs.stdout.count(" [") and {"yes", "no", "unknown"} < set(table["answer"])
    assert "treaty-action/ilo-normlex-2023-06-12/C029/NPL/ratification" in " ".join(table["premises"].dropna())
    out = tmp_path / "new" / "coverage.csv"
    assert run("coverage", "NPL-KOR", "--as-of", "2020-07-01", "--out", str(out)).stdout.strip() == str(out)
    assert out.read_text("utf-8").splitlines() == done.stdout.splitlines()[:2]


def test_a_layer_that_tells_no_corridor_apart_is_named(run):
    done = run("coverage", "NPL-KOR", "PHL-SAU", "--as-of", "2020-07-01", "--ranks")
    assert "tells none apart: agreement-clause, " in done.stderr and "binding-obligation" not in done.stderr
    assert "of agreement-clause known: it tells none apart" in run("gaps", "--layer", "agreement-clause").stderr
    assert "tells none apart" not in run("gaps").stderr


def test_weights_must_be_stated_and_sum_to_one(run):
    with pytest.raises(LamigoError, match="weights that sum to 1"):
        run("coverage", "NPL-KOR", "--as-of", "2020-07-01", "--weights", "binding-obligation=0.5")
    done = run("coverage", "NPL-KOR", "--as-of", "2020-07-01", "--weights", "binding-obligation=1")
    assert done.stdout.splitlines()[0] == "origin,destination,low,high"
    assert "weights" in done.stderr


def test_gaps_say_what_is_not_known(run):
    done = run("gaps", "--as-of", "2020-07-01", "--top", "3")
    counted, heading, *rows = done.stdout.splitlines()
    assert counted.startswith("as of 2020-07-01: 3 of ")
    assert "refugees" in heading
    assert len(rows) == 3
    assert all("answers unknown" in row for row in rows)
    assert "is not one without protection" in done.stderr
    every = run("gaps", "--as-of", "2020-07-01", "--top", "1", "--at-most", "1")
    assert "1 of 11,537 corridors" in every.stdout, "no corridor is left out in silence"


def test_agreements_are_dated_quoted_and_sorted(run):
    done = run("show", "MEX-USA", "--as-of", "2020-07-01").stdout
    head = "\nagreements known between the two, and whether in force on 2020-07-01\n"
    rows = done.split(head)[1].split("\n\n")[0].splitlines()
    assert len(rows) == 31
    days = [row.split()[1] for row in rows if "not dated" not in row]
    assert days == sorted(days) and days[0].startswith("1947")
    assert any("MÃ©xico" in row and '" (as printed)' in row for row in rows)
    assert any("1952-02-08" in row and row.endswith("concluded for 1 year") for row in rows)
    made = [row for row in rows if "Bilateral labour agreement of" in row]
    assert made and all('"' not in row and "(a description: no title is printed)" in row for row in made)
    head, _, numbers = done.partition("\nnumbers\n")
    assert "as of 2020-07-01" in head and "refugees" in head and "10,853,105" in numbers


def test_a_ratified_agreement_is_not_said_to_be_in_force(run):
    rows = [row for row in run("show", "IND-JOR", "--as-of", "2018-07-01").stdout.splitlines() if "ratified on" in row]
    assert rows and all(row.split()[0] == "unknown" for row in rows)


def test_the_state_that_acts_for_an_area_is_asked(run):
    rows = [line.split() for line in run("show", "PHL-HKG", "--as-of", "2020-07-01").stdout.splitlines()]
    of_hkg = {row[0]: row[2] for row in rows if len(row) == 3 and row[0] in ("C097", "C189", "ICRMW")}
    assert of_hkg and "not-eligible" not in of_hkg.values()
    assert "HKG ratifies nothing of its own: CHN acts for it" in run("repair", "PHL-HKG", "--level", "0.9").stdout


def test_free_movement_is_yes_no_or_unknown_on_a_day(run):
    def told(corridor: str, day: str) -> dict[str, str]:
        (one,) = json.loads(run("show", corridor, "--as-of", day, "--json").stdout)["free movement"]
        assert one["sources"]
        return one

    days = ("2003-07-01", "2006-07-01", "2012-07-01")
    assert [told("POL-DEU", day)["on the day"] for day in days] == ["no", "unknown", "yes"]
    assert [told("GBR-FRA", day)["on the day"] for day in ("2020-12-31", "2021-01-01")] == ["yes", "no"]
    assert told("NGA-GHA", "2015-01-01")["on the day"] == "unknown"
    assert not told("NGA-GHA", "2015-01-01")["origin"]["dates known"]
    assert "free movement: no regime known between the two" in run("show", "NPL-KOR", "--as-of", "2020-07-01").stdout
    listed = run("list", "--layer", "free-movement", "--where", "origin=POL")
    assert len(listed.stdout.splitlines()) == 27 and "[free-movement; " in listed.stdout


def test_measures_over_time_and_across(run):
    def table(*options: str) -> pd.DataFrame:
        return pd.read_csv(StringIO(run("measure", "--seeds", "2", *options).stdout), keep_default_na=False)

    key = "un-desa-migrant-stock-2020/1995-both"
    found = table("--measure", key, "--over-time")
    assert set(found["period"]) == {"1990-07-01", "1995-07-01"}
    nepal = found.query("period == '1995-07-01' and country == 'NPL' and measure == 'out_strength'").iloc[0]
    before = found.query("period == '1990-07-01' and country == 'NPL' and measure == 'out_strength'").iloc[0]
    assert float(nepal["rank_change"]) == float(before["rank"]) - float(nepal["rank"])
    whole = table("--measure", key, "--over-time", "--of", "network")
    assert set(whole["country"]) == {""} and "community_change" in set(whole["measure"])
    shared = table("--measure", "stock", "--across", key, "--of", "network").iloc[0]
    assert 0 < shared["jaccard"] < 1 and shared["shared_corridors"] <= 10_319
    assert table("--measure", "stock", "--across", key)["layers"].max() == 2


def test_tables_say_whose_data_they_hold(run, tmp_path: Path):
    out = tmp_path / "coverage.csv"
    done = run("coverage", "NPL-KOR", "--as-of", "2020-07-01", "--out", str(out))
    about = json.loads((tmp_path / "coverage.csv.about.json").read_text("utf-8"))
    told = {one["key"]: one["terms"] for one in about["data sets"]}
    assert told["chilton-woda-bla-2022"].startswith("may be passed on")
    assert told["ilo-ratifications-partial"].startswith("for own use only")
    assert "un-desa-migrant-stock-2020" not in told, "the corridor was named, not taken from the numbers"
    assert "for own use only" in done.stderr
    run("measure", "--out", str(tmp_path / "m.csv"))
    about = json.loads((tmp_path / "m.csv.about.json").read_text("utf-8"))
    assert [one["key"] for one in about["data sets"]] == ["un-desa-migrant-stock-2020"]


def test_a_barcode_and_the_ties_obey_the_licences(run, tmp_path: Path):
    with pytest.raises(LamigoError, match="--for-own-use"):
        run("plot", "coverage-barcode", "NPL-KOR", "--as-of", "2020-07-01", "--out", str(tmp_path))
    assert not list(tmp_path.iterdir())
    run("export", "--format", "node-link", "--out", str(tmp_path))
    about = json.loads((tmp_path / "corridors.about.json").read_text("utf-8"))
    assert [one["key"] for one in about["data sets"]] == ["chilton-woda-bla-2022"]


def test_an_answer_names_the_data_sets_of_its_evidence(run, tmp_path: Path):
    query, out = tmp_path / "mine.rq", tmp_path / "answer.csv"
    query.write_text("SELECT ?a WHERE { ?a a lmg:LabourAgreement ; rdfs:label ?l } LIMIT 1", "utf-8")
    CliRunner().invoke(cli, ["query", "--file", str(query), "--evidence", "--out", str(out)], catch_exceptions=False)
    about = json.loads((tmp_path / "answer.csv.about.json").read_text("utf-8"))
    assert [one["key"] for one in about["data sets"]] == ["chilton-woda-bla-2022"]
    CliRunner().invoke(cli, ["query", "--file", str(query), "--out", str(out)], catch_exceptions=False)
    about = json.loads((tmp_path / "answer.csv.about.json").read_text("utf-8"))
    assert len(about["data sets"]) == 5 and about["reading"] == "it may hold data of any of these"


def test_what_if_and_repair(run):
    done = run("what-if", "NPL", "ICRMW", "--as-of", "2020-07-01")
    assert "corridors from NPL on 2020-07-01" in done.stdout
    repaired = run("repair", "NPL-MYS", "--as-of", "2020-07-01", "--level", "0.85")
    head, *sets = repaired.stdout.splitlines()
    assert "as of 2020-07-01" in head
    assert sets and all("ratifies" in line for line in sets)
    # The lists of C143 and C181 are not complete, so they may long be ratified; that of ICRMW is.
    assert all(f"{code} (not known" in line for line in sets for code in ("C143", "C181") if code in line)
    assert any("C143 (not known" in line for line in sets)
    assert not any("ICRMW (not known" in line for line in sets)
    assert "smallest sets" in repaired.stderr
    with pytest.raises(LamigoError, match="add --side"):
        run("repair", "MYS", "--as-of", "2020-07-01")


def test_repair_by_agreements(run):
    one = run("repair", "NPL-KOR", "--level", "0.1", "--layer", "agreement-clause", "--as-of", "2020-07-01")
    head, *lines = one.stdout.splitlines()
    assert head == "agreements that bring each corridor to 10% of the items, as of 2020-07-01"
    assert "NPL-KOR: an agreement like [1], NPL-KOR: an agreement like [2]" in lines
    # Of the two's own it is known what it provides, but not whether it is in force.
    own = next(line for line in lines if "[5]" in line and line.startswith("  "))
    assert "2007-07-23" in own and any("[5] is in force (not known whether it is)" in line for line in lines)
    assert "smallest sets of 2 steps; known to be covered now: 0 of 47 items, wanted: 5" in one.stderr
    both = ("--layer", "agreement-clause", "--layer", "binding-obligation")
    either = run("repair", "NPL-KOR", "--level", "0.2", *both, "--as-of", "2020-07-01")
    assert "\nNPL-KOR: an agreement like [1]\n" in either.stdout and "ratifies" not in either.stdout
    many = run("repair", "NPL", "--side", "origin", "--level", "0.9", "--top", "2", *both, "--as-of", "2020-07-01")
    assert many.stdout.splitlines()[1] == "corridors: NPL-IND, NPL-MYS"
    assert "NPL ratifies ICRMW" in many.stdout
    with pytest.raises(LamigoError, match="no country or area 'XXX'"):
        run("repair", "XXX", "--side", "origin", *both)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "NPL-XXX"), "is no corridor"),
        (("show", "NPL-KOR", "--as-of", "2020"), "is no day"),
        (("list", "--sort", "nonsense/2020"), "there is no measure"),
        (("list", "--where", "from=NPL"), "--where is"),
        (("list", "--where", "origin=XXX"), "no country or area 'XXX'"),
        (("list", "--sort", "stock", "--where", "origin=Nepal"), "write its key, NPL"),
        (("list", "--where", "origin=NPL", "--where", "origin=KOR"), "names the origin twice"),
        (("list", "--layer", "practise"), "write one of bilateral-agreement, "),
        (("list", "--layer", "co-participation"), "no corridor is tied by a layer 'co-participation'"),
        (("list", "--layer", "practice", "--sort", "stock"), "--sort lists numbers"),
        (
            ("list", "--sort", "un-desa-migrant-stock-2020/2020-bot"),
            "keys, such as un-desa-migrant-stock-2020/2020-both",
        ),
        (("show", "NPL-NPL"), "it begins where it ends"),
        (("show", "Nepal-KOR"), "write its key, NPL"),
        (("coverage", "NPL-KOR", "--ranks", "--weights", "binding-obligation=1"), "ask for one at a time"),
        (("coverage", "NPL-KOR", "--measure", "stock"), "--measure is for all corridors"),
        (("coverage", "NPL-KOR", "--weights", "binding-obligation=nan"), "weights that sum to 1"),
        (("coverage", "NPL-KOR", "--weights", "binding-obligation=1,binding-obligation=1"), "name a layer twice"),
        (("measure", "--over-time", "--across", "flow"), "ask for one at a time"),
        (("repair", "XXX", "--side", "origin"), "no country or area 'XXX'"),
        (("what-if", "Nepal", "C143"), "write its key, NPL"),
        (("what-if", "NPL", "R086"), "not open to ratification"),
        (("gaps", "--layer", "wages"), "there is no layer"),
    ],
)
def test_bad_input_says_how_to_mend_it(arguments: tuple[str, ...], message: str, run):
    with pytest.raises(LamigoError) as caught:
        run(*arguments)
    assert message in str(caught.value)
    assert caught.value.mend


def test_without_numbers_the_remedy_is_named(built: Build, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LAMIGO_BUILD", str(built.folder))
    with pytest.raises(LamigoError, match="no numbers of corridors are in the graph") as caught:
        CliRunner().invoke(cli, ["corridors", "list", "--sort", "stock"], catch_exceptions=False)
    assert "lamigo add" in str(caught.value)


def test_money_is_cautioned_of_as_money_and_people_as_people() -> None:
    people = Measure("a/2020-both", "A", "a", "migrant-stock", "2020", "both", "person", "modelled", False, None)
    money = people._replace(concept="remittance", unit="USD million")
    assert money.caution == "a sum of money, no number of people; modelled, not observed"
    assert people.caution.startswith("counts persons, not workers; refugees may be counted in")
