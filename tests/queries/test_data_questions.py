"""The questions over data of others, held against the files themselves, read with pandas."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from lamigo.graph.build import Build
from lamigo.query import gallery
from lamigo.query.table import Table
from lamigo.store.local import LocalStore, in_memory

QUESTIONS = [question for question in gallery.questions() if question.needs]
M = "measure:un-desa-migrant-stock-2020/"


@pytest.fixture(scope="module")
def data(built_with_data: Build) -> LocalStore:
    return in_memory(built_with_data)


@pytest.fixture(scope="module")
def stock(shared: Path) -> pd.DataFrame:
    """The stock as published: origin, destination, year, sex, number."""
    path = shared / "data" / "un-desa-migrant-stock-2020" / "undesa_ims2020_od_long.csv"
    columns = ["origin_iso3", "destination_iso3", "year", "sex", "stock"]
    frame = pd.read_csv(path, keep_default_na=False)[columns].replace("XCH", "M49-830")
    return frame.set_axis(["origin", "destination", "year", "sex", "number"], axis=1)


def ask(data: LocalStore, name: str, **values: str) -> pd.DataFrame:
    """A question's answer, countries by key."""
    frame = Table.of(data.select(gallery.question(name).with_values(values)), None).to_pandas()
    for column in {"origin", "destination"} & set(frame.columns):
        frame[column] = [str(cell).rsplit("/", 1)[-1] for cell in frame[column]]
    return frame


def test_the_questions_were_collected() -> None:
    assert len(QUESTIONS) >= 8
    tested = Path(__file__).read_text("utf-8")
    assert [question.name for question in QUESTIONS if f'"{question.name}"' not in tested] == []


def test_large_corridors(data: LocalStore, stock: pd.DataFrame) -> None:
    found = ask(data, "corridors-above-a-number", least="2000000")
    both = stock[(stock["year"] == 2020) & (stock["sex"] == "total") & (stock["number"] >= 2_000_000)]
    wanted = both.sort_values(["number"], ascending=False)[["origin", "destination", "number"]]
    assert found.to_numpy().tolist() == wanted.to_numpy().tolist()


def test_origins_of_a_country(data: LocalStore, stock: pd.DataFrame) -> None:
    found = ask(data, "corridors-to-a-country", country="NAM", measure=M + "1990-female")
    wanted = stock[(stock["destination"] == "NAM") & (stock["year"] == 1990) & (stock["sex"] == "female")]
    assert dict(found.to_numpy().tolist()) == dict(wanted[["origin", "number"]].to_numpy().tolist())
    assert len(found) > 5


def test_sums_by_destination(data: LocalStore, stock: pd.DataFrame) -> None:
    found = ask(data, "numbers-by-destination").set_index("destination")
    both = stock[(stock["year"] == 2020) & (stock["sex"] == "total")].groupby("destination")["number"]
    assert found["total"].astype(int).to_dict() == both.sum().to_dict()
    assert found["origins"].astype(int).to_dict() == both.count().to_dict()


def test_shares_of_women(data: LocalStore, stock: pd.DataFrame) -> None:
    found = ask(data, "share-of-women", least="3000000").set_index(["origin", "destination"])["share"]
    wide = stock[stock["year"] == 2020].pivot(index=["origin", "destination"], columns="sex", values="number")
    wide = wide[wide["total"] >= 3_000_000]
    assert found.astype(float).to_dict() == pytest.approx((wide["female"] / wide["total"]).to_dict())


def test_corridors_that_grew(data: LocalStore, stock: pd.DataFrame) -> None:
    found = ask(data, "corridors-that-grew", times="20").set_index(["origin", "destination"])
    both = stock[stock["sex"] == "total"].pivot(index=["origin", "destination"], columns="year", values="number")
    grew = both[(both[2000] >= 10_000) & (both[2020] >= 20 * both[2000])]
    assert set(found.index) == set(grew.index)
    assert len(grew) > 0


def test_no_known_agreement_is_an_absence_in_the_list(data: LocalStore, shared: Path, stock: pd.DataFrame) -> None:
    found = ask(data, "large-corridors-of-which-no-agreement-is-known", least="1500000")
    listed = pd.read_stata(shared / "data" / "chilton-woda-bla-2022" / "BLAs_Formation_Data.dta")
    from lamigo.sources.places import known

    pairs = {
        frozenset((known().key(a), known().key(b))) for a, b in zip(listed["countryA"], listed["countryB"], strict=True)
    }
    large = stock[(stock["year"] == 2020) & (stock["sex"] == "total") & (stock["number"] >= 1_500_000)]
    wanted = {
        (o, d) for o, d in zip(large["origin"], large["destination"], strict=True) if frozenset((o, d)) not in pairs
    }
    # Agreements of the documents tie corridors too.
    layer = "<https://w3id.org/lamigo/id/concept/tie-layer/bilateral-agreement>"
    tied = f"SELECT ?c WHERE {{ ?t lmg:tiesCorridor ?c ; lmg:hasLayer {layer} }}"
    ties = {row[0].value.rsplit("/", 1)[1] for row in data.select(tied).rows if row[0]}
    assert {tuple(row) for row in found[["origin", "destination"]].to_numpy()} == {
        pair for pair in wanted if "-".join(pair) not in ties
    }


def test_both_ends_bound(data: LocalStore, shared: Path, stock: pd.DataFrame) -> None:
    found = ask(data, "corridors-with-both-ends-bound", least="50000")
    table = pd.read_csv(
        shared / "data" / "ilo-normlex-2023-06-12" / "X-24.csv", sep=";", dtype=str, keep_default_na=False
    )
    acted = table[table.columns[2]].str.extract(r"(\d{1,2} \w{3} \d{4})")[0]
    from lamigo.sources.places import known

    # Three months and a day at the latest (article 87): before 2020-03-01 all are bound in July.
    early = pd.to_datetime(acted, format="%d %b %Y") < "2020-03-01"
    parties = {known().key(name) for name in table["Participant"][early]}
    large = stock[(stock["year"] == 2020) & (stock["sex"] == "total") & (stock["number"] >= 50_000)]
    wanted = {(o, d) for o, d in zip(large["origin"], large["destination"], strict=True) if {o, d} <= parties}
    assert {tuple(row) for row in found[["origin", "destination"]].to_numpy()} == wanted
    assert len(wanted) > 3


def test_provisions_and_silences_by_decade(data: LocalStore, shared: Path) -> None:
    found = ask(data, "agreements-silent-on-a-question", question="concept:chilton-woda-bla-2022/wage-prot")
    coded = pd.read_stata(shared / "data" / "chilton-woda-bla-2022" / "BLAs_Coding_Data.dta")
    assert int(found["provide"].sum()) == int(coded["wage_prot"].sum())
    assert int(found["provide"].sum() + found["silent"].sum()) == len(coded)


@pytest.mark.parametrize("name", [question.name for question in QUESTIONS])
def test_each_runs_as_it_stands_and_has_no_row_without_data(name: str, data: LocalStore, store: LocalStore) -> None:
    text = gallery.question(name).text
    assert data.select(text).rows
    assert store.select(text).rows == []
