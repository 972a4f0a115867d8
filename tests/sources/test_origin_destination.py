"""Origin–destination tables: three layouts, the traps of real ones, and what they are held to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lamigo.errors import LamigoError
from lamigo.sources import add, kinds, places, shipped, tables
from lamigo.sources.description import read
from lamigo.sources.kinds import Imported

BASE: dict[str, Any] = {
    "key": "test-table",
    "kind": "origin-destination",
    "title": "A table",
    "publisher": "Nobody",
    "edition": "1",
    "licence": {"name": "CC0-1.0", "redistribution": "yes"},
    "files": [{"name": "t.csv"}],
    "columns": {"origin": "from", "destination": "to", "value": "n", "period": "year"},
    "origin_codes": "iso3",
    "destination_codes": "iso3",
    "concept": "migrant-stock",
    "unit": "person",
    "population": {"basis": "birth", "refugees": "not-stated", "workers": False},
    "basis": "observed",
}
Import = Callable[..., Imported]


@pytest.fixture
def imported(tmp_path: Path) -> Import:
    """Reads a table's text by the base description with changes."""

    def run(text: str, **changes: Any) -> Imported:
        description = tmp_path / "d.yaml"
        description.write_text(yaml.safe_dump(BASE | changes), "utf-8")
        table = tmp_path / "t.csv"
        table.write_text(text, "utf-8")
        source = read(description)
        found = [tables.read(table, source.files[0])]
        result: Imported = kinds.module("origin-destination").imported(source, found, places.known())
        return result

    return run


def cells(result: Imported) -> dict[tuple[str, str], str]:
    """Number by corridor and slice."""
    return {
        (s.rsplit("/", 1)[1][:-1], p.rsplit("/", 1)[1][:-1]): o.split('"')[1]
        for s, p, o in result.triples
        if "/id/measure/" in p
    }


def reasons(result: Imported) -> list[tuple[int, str]]:
    return sorted((row.row, row.reason) for row in result.unplaced)


def test_a_long_table(imported: Import) -> None:
    result = imported("from,to,year,n\nNPL,KOR,2020,5\nNAM,ZAF,2020,7\n")
    assert cells(result) == {("NPL-KOR", "2020-both"): "5", ("NAM-ZAF", "2020-both"): "7"}
    assert result.unplaced == []


def test_a_block_may_leave_the_sex_to_the_description(imported: Import) -> None:
    """In a sheet whose first columns count everybody, only the others name a sex."""
    result = imported(
        "from,to,2019,2020,2020\nNPL,KOR,8,9,4\n",
        layout="wide",
        columns={"origin": "from", "destination": "to"},
        blocks=[{"columns": "@C:@D"}, {"columns": "@E", "sex": "female"}],
    )
    corridor = "NPL-KOR"
    assert cells(result) == {(corridor, "2019-both"): "8", (corridor, "2020-both"): "9", (corridor, "2020-female"): "4"}


def test_three_layouts_say_the_same(imported: Import) -> None:
    long = imported("from,to,year,n\nNPL,KOR,2015,1\nNPL,KOR,2020,2\nNPL,MYS,2020,3\n")
    wide = imported(
        "from,to,2015,2020\nNPL,KOR,1,2\nNPL,MYS,,3\n",
        layout="wide",
        columns={"origin": "from", "destination": "to"},
    )
    assert cells(long) == cells(wide)
    assert wide.counts["cells without a value"] == 1
    across = imported("from,KOR,MYS\nNPL,2,3\n", layout="matrix", columns={"origin": "from"}, at="2020")
    down = imported("to,NPL\nKOR,2\nMYS,3\n", layout="matrix", columns={"destination": "to"}, at="2020")
    assert cells(across) == cells(down) == {k: v for k, v in cells(long).items() if k[1] == "2020-both"}


def test_what_cannot_be_placed_is_listed_with_its_row_and_reason(imported: Import) -> None:
    rows = [
        "NPL,KOR,2020,5",
        "WLD,KOR,2020,9",
        "XXX,KOR,2020,1",
        "UNK,KOR,2020,2",
        "KOR,KOR,2020,3",
        "NPL,QAT,2020,many",
        "NPL,QAT,20x0,3",
        "NPL,QAT,2020,-3",
        "NPL,JPN,2020,4",
        "NPL,JPN,2020,4",
        "NPL,,2020,4",
        "NPL,MYS,2020,..",
    ]
    result = imported(
        "from,to,year,n\n" + "\n".join(rows) + "\n", aggregates=["WLD"], unknown=["UNK"], missing=["", ".."]
    )
    assert cells(result) == {("NPL-KOR", "2020-both"): "5"}
    assert reasons(result) == [
        (3, "the origin is an aggregate"),
        (4, "no country or area has this name or code of the origin"),
        (5, "the origin is not known"),
        (6, "origin and destination are the same"),
        (7, "the value is no number"),
        (8, "the period is impossible"),
        (9, "the value is below zero"),
        (10, "the cell stands twice"),
        (11, "the cell stands twice"),
        (12, "the destination is empty; of merged cells only the first holds the text"),
    ]
    placed = result.counts["cells placed"] + len(result.unplaced) + result.counts["cells without a value"]
    assert placed == result.counts["cells read"] == len(rows)


def test_rows_of_a_register_add_up_where_the_description_says_so(imported: Import) -> None:
    result = imported("from,to,year,n\nNPL,KOR,2020,1\nNPL,KOR,2020,2\n", repeated="sum")
    assert cells(result) == {("NPL-KOR", "2020-both"): "3"}


def test_what_is_added_up_is_counted_and_exact(imported: Import) -> None:
    rows = ["NPL,KOR,2020,0.1", "NPL,KOR,2020,0.2", "NPL,KOR,2020,9007199254740993", "NPL,QAT,2020,", "XXX,KOR,2020,1"]
    result = imported("from,to,year,n\n" + "\n".join(rows) + "\n", repeated="sum")
    assert cells(result) == {("NPL-KOR", "2020-both"): "9007199254740993.3"}
    counts = result.counts
    assert counts["cells added into another"] == 2
    assert counts["cells read"] == sum(
        counts[name] for name in ("cells placed", "cells added into another", "cells without a value")
    ) + len(result.unplaced)


def test_no_digit_is_lost_and_nothing_else_is_a_number(imported: Import) -> None:
    printed = ["9007199254740993", "1.50", "007", "1e3", "1_000", "0x10", "inf", "NaN", "1" + "0" * 400]
    ends = ["KOR", "QAT", "JPN", "MYS", "THA", "LAO", "VNM", "KHM", "MMR"]
    rows = [f"NPL,{to},2020,{n}" for to, n in zip(ends, printed, strict=True)]
    result = imported("from,to,year,n\n" + "\n".join(rows) + "\n", unit="USD")
    assert {corridor[4:]: n for (corridor, _), n in cells(result).items()} == {
        "KOR": "9007199254740993", "QAT": "1.5", "JPN": "7", "MYS": "1000",
    }  # fmt: skip
    assert {reason for _, reason in reasons(result)} == {"the value is no number"}
    assert result.notes[0] == "1 value with an exponent, first '1e3' in row 5: did a spreadsheet round what it shows?"


def test_persons_with_decimals_are_said(imported: Import) -> None:
    text = "from,to,year,n\nNPL,KOR,2020,5\nNPL,QAT,2020,1.234\nNPL,JPN,2020,2.5\n"
    told = "2 values of persons with decimals, first '1.234' in row 3: is '.' the mark of the thousands?"
    assert told in imported(text).notes
    assert not any("decimals" in note for note in imported(text, unit="USD").notes)
    assert cells(imported(text, thousands=".", decimal=","))["NPL-QAT", "2020-both"] == "1234"


def test_without_a_total_it_is_said_that_the_share_is_not_known(imported: Import) -> None:
    text = "from,to,year,n\nNPL,KOR,2020,5\n"
    assert "no total of the publisher's own is known" in imported(text).notes[-1]
    assert imported(text, totals={"2020-both": 10}).notes == [
        "2020-both: 5 of the publisher's own total of 10 placed (50.0%)"
    ]


def test_rows_that_are_added_up_are_held_to_their_parts(imported: Import) -> None:
    text = "from,to,year,sex,n\nNPL,KOR,2020,f,2\nNPL,KOR,2020,f,3\nNPL,KOR,2020,m,4\nNPL,KOR,2020,t,9\n"
    told = {
        "columns": {"origin": "from", "destination": "to", "value": "n", "period": "year", "sex": "sex"},
        "sexes": {"f": "female", "m": "male", "t": "both"}, "repeated": "sum", "parts": {"whole": "both"},
    }  # fmt: skip
    assert [check.holds for check in imported(text, **told).checks] == [True]
    assert [check.holds for check in imported(text.replace("t,9", "t,8"), **told).checks] == [False]


def test_a_space_that_marks_thousands_may_be_of_any_kind(imported: Import) -> None:
    text = "from,to,year,n\nNPL,KOR,2020,1 234\nNPL,QAT,2020,1\u00a0234\u00a0567\nNPL,MYS,2020,1\u202f234\n"
    assert list(cells(imported(text, thousands=" ")).values()) == ["1234", "1234567", "1234"]
    assert cells(imported(text + "NPL,JPN,2020,1\n")) == {("NPL-JPN", "2020-both"): "1"}, "nothing that is not declared"


def test_an_empty_origin_is_told_from_an_unknown_one_and_cells_are_listed_as_printed(imported: Import) -> None:
    result = imported("from,to,year,n\nNPL,KOR,2020,5\n,QAT,2020,5\nNPL,MYS,2020,:\n")
    assert [(one.row, one.value) for one in sorted(result.unplaced, key=lambda one: one.row)] == [
        (3, " → QAT, 2020: 5"), (4, "NPL → MYS, 2020: :"),
    ]  # fmt: skip
    assert "the origin is empty" in next(one.reason for one in result.unplaced if one.row == 3)
    assert not any("not known" in note for note in result.notes)
    (told,) = imported("from,to,year,n\nNPL,KOR,2020,5\n,QAT,2020,5\n", unknown=[""]).unplaced
    assert told.reason == "the origin is not known"


def test_a_total_of_zero_is_too_small_for_what_is_placed(imported: Import) -> None:
    (check,) = imported("from,to,year,n\nNPL,KOR,2020,5\n", totals={"2020-both": 0}).checks
    assert not check.holds
    assert check.says == "5 is more than the stated total 0"


def test_the_period_must_be_told_and_be_one_of_the_calendar(imported: Import) -> None:
    columns = {"origin": "from", "destination": "to", "value": "n"}
    text = "from,to,year,n\nNPL,KOR,2020-02-31,5\nNPL,QAT,2020-02-29,6\n"
    assert set(cells(imported(text, columns=columns, at="2020"))) == {
        ("NPL-KOR", "2020-both"), ("NPL-QAT", "2020-both"),
    }  # fmt: skip
    result = imported(text, period="date")
    assert reasons(result) == [(2, "the period is impossible")]
    assert cells(result) == {("NPL-QAT", "2020-02-29-both"): "6"}


def test_names_numbers_and_periods_as_printed(imported: Import) -> None:
    result = imported(
        "from;to;year;n\nCôte d'Ivoire;United Kingdom;1990;1 234,50\nKorea (South);Qatar;1990;7\n",
        origin_codes="name",
        destination_codes="name",
        thousands=" ",
        decimal=",",
        period="span",
        span_years=5,
        names={"Korea (South)": "KOR"},
    )
    assert cells(result) == {("CIV-GBR", "1990-1995-both"): "1234.5", ("KOR-QAT", "1990-1995-both"): "7"}
    assert ('"1990/1995"') in {o for _, p, o in result.triples if p.endswith("def/period>")}


def test_the_publishers_own_total_tells_what_share_is_placed(imported: Import) -> None:
    text = "from,to,year,n\nWLD,WLD,2020,200\nNPL,KOR,2020,100\nUNK,KOR,2020,50\nNPL,XXX,2020,50\n"
    result = imported(text, world=["WLD"], unknown=["UNK"])
    assert result.notes[0].startswith("names or codes of the destination that are not known: 'XXX';")
    assert result.notes[1:] == ["2020-both: 100 of the publisher's own total of 200 placed (50.0%)"]
    over = imported(text.replace("200", "99"), world=["WLD"], unknown=["UNK"])
    assert [check.says for check in over.checks if not check.holds] == ["100 is more than the stated total 99"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("KOR,NPL,2020,5\n", "origin and destination are swapped"),
        ("NPL,KOR,2015,5\nNPL,KOR,2020,1\n", "2015-both has it, so the periods or sexes are mixed up"),
        ("NPL,KOR,2020,4\n", "is 4, but 5 is known: another edition"),
        ("NPL,QAT,2020,4\n", "is absent, but 5 is known: another edition"),
    ],
)
def test_a_known_cell_finds_out_what_went_wrong(text: str, message: str, imported: Import) -> None:
    known = [{"origin": "NPL", "destination": "KOR", "slice": "2020-both", "value": 5}]
    (check,) = imported("from,to,year,n\n" + text, cells=known).checks
    assert not check.holds
    assert message in check.says
    (good,) = imported("from,to,year,n\nNPL,KOR,2020,5\n", cells=known).checks
    assert good.holds


def test_parts_that_do_not_add_up_are_found(imported: Import) -> None:
    options = {
        "columns": BASE["columns"] | {"sex": "sex"},
        "sexes": {"T": "both", "F": "female", "M": "male"},
        "parts": {"whole": "both", "of": ["female", "male"]},
    }
    rows = ["NPL,KOR,2020,T,5", "NPL,KOR,2020,F,2", "NPL,KOR,2020,M,3", "NPL,QAT,2020,T,4", "NPL,QAT,2020,M,4"]
    head = "from,to,year,sex,n\n"
    (good,) = imported(head + "\n".join(rows) + "\n", **options).checks
    assert good.holds
    assert "all of 2 cells" in good.says
    (bad,) = imported(head + "\n".join(rows).replace("F,2", "F,1") + "\n", **options).checks
    assert not bad.holds
    assert "fails in 1 of 2 cells, first NPL→KOR 2020" in bad.says


def test_breakdowns_become_part_of_the_slice_and_never_meet(imported: Import) -> None:
    columns = BASE["columns"] | {"breakdown": "age"}
    text = "from,to,year,age,n\nNPL,KOR,2020,15-24,1\nNPL,KOR,2020,25+,2\n"
    assert {slug for _, slug in cells(imported(text, columns=columns))} == {"2020-both-15-24", "2020-both-25"}
    with pytest.raises(LamigoError, match=r"2020-both-25 would stand for the breakdown '25' and '25\+'"):
        imported(text + "NPL,KOR,2020,25,3\n", columns=columns)


def test_breakdowns_that_would_have_one_name_or_none_are_named(imported: Import) -> None:
    columns = BASE["columns"] | {"breakdown": "age"}
    text = "from,to,year,age,n\nNPL,KOR,2020,<15,1\nNPL,KOR,2020,15+,2\nNPL,KOR,2020,All,3\n"
    named = {"<15": "under 15", "All": ""}
    assert cells(imported(text, columns=columns, breakdowns=named)) == {
        ("NPL-KOR", "2020-both-under-15"): "1",
        ("NPL-KOR", "2020-both-15"): "2",
        ("NPL-KOR", "2020-both"): "3",
    }
    # A name in another script alone would pass for the whole.
    with pytest.raises(LamigoError, match="would stand for the breakdown '医師'"):
        imported("from,to,year,age,n\nNPL,KOR,2020,医師,1\n", columns=columns)


def test_a_breakdown_of_several_columns(imported: Import) -> None:
    text = "from,to,year,age,visa,n\nNPL,KOR,2020,15-24,E-9,1\nNPL,KOR,2020,15-24,E-7,2\nNPL,KOR,2020,,E-7,4\n"
    result = imported(text, columns=BASE["columns"] | {"breakdown": ["age", "visa"]})
    assert cells(result) == {
        ("NPL-KOR", "2020-both-15-24-e-9"): "1",
        ("NPL-KOR", "2020-both-15-24-e-7"): "2",
        ("NPL-KOR", "2020-both-e-7"): "4",
    }
    shown = [o for _, p, o in result.triples if p.endswith("rowPattern>")]
    assert any("age = 15-24, visa = E-9; column n" in pattern for pattern in shown)


@pytest.mark.parametrize("printed", ["1990", "1990-1995", "1990–1994", "1990/95", "1990 - 94"])
def test_a_span_is_read_by_its_first_year_or_as_a_range_of_its_length(imported: Import, printed: str) -> None:
    text = f"from,to,year,n\nNPL,KOR,{printed},1\nNPL,KOR,1995-1990,2\nNPL,KOR,1990-2000,3\n"
    result = imported(text, period="span", span_years=5)
    assert cells(result) == {("NPL-KOR", "1990-1995-both"): "1"}
    assert result.counts["not placed: the period is impossible"] == 2
    assert imported(text.replace(printed, "2019"), period="year").counts["not placed: the period is impossible"] == 2


def test_periods_in_a_form_of_their_own(imported: Import) -> None:
    text = "from,to,note,Y2019,Y2020\nNPL,KOR,,1,2\n"
    columns = {"origin": "from", "destination": "to"}
    result = imported(text, layout="wide", columns=columns, periods={"Y2019": "2019", "Y2020": "2020"})
    assert cells(result) == {("NPL-KOR", "2019-both"): "1", ("NPL-KOR", "2020-both"): "2"}


def test_only_rows_that_are_meant(imported: Import) -> None:
    result = imported("from,to,year,kind,n\nNPL,KOR,2020,A,1\nNPL,KOR,2020,B,2\n", where={"kind": ["B"]})
    assert cells(result) == {("NPL-KOR", "2020-both"): "2"}
    assert result.counts["rows passed over by where"] == 1


CODES = st.sampled_from(["NPL", "KOR", "NAM", "MEX", "USA", "XKX", "zzz", "", "NA"])
ROWS = st.lists(st.tuples(CODES, CODES, st.sampled_from(["2015", "2020", "x"]), st.integers(-2, 9)), max_size=12)


@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_no_cell_is_ever_dropped_in_silence(rows: list[tuple[str, str, str, int]]) -> None:
    import pandas as pd

    source = shipped.described.msgspec.convert(BASE, kinds.description_class("origin-destination"))
    frame = pd.DataFrame([[str(cell) for cell in row] for row in rows], columns=["from", "to", "year", "n"], dtype=str)
    frame.index = range(2, 2 + len(frame))
    table = tables.Table("t.csv", frame, "0" * 64, source.files[0])
    result = kinds.module("origin-destination").imported(source, [table], places.known())
    assert len(cells(result)) == result.counts["cells placed"]
    assert result.counts["cells placed"] + len(result.unplaced) == len(rows)


def workbook(path: Path, numbers: dict[tuple[int, int], list[int]]) -> None:
    """A small table in the layout of the publisher's workbook: title rows, groups, years three times over."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Table 1"
    for _ in range(10):
        sheet.append(["United Nations"])
    years = [1990, 1995, 2000, 2005, 2010, 2015, 2020]
    sheet.append(["Index", "Destination", "Notes", "Code", "Type", "Origin", "Code", *years, *years, *years])
    for index, ((destination, origin), (men, women)) in enumerate(numbers.items()):
        numbers_of = [n for n in (men + women, men, women) for _ in years]
        sheet.append([index, "d", None, destination, "B", "o", origin, *numbers_of])
    book.save(path)


@pytest.mark.parametrize(
    ("decimal", "wanted"), [(",", {"2019": "12.345", "2020": "1234.5", "2021": "7"}), (".", {"2021": "7"})]
)
def test_true_numbers_of_a_workbook_have_no_marks_of_thousands(
    decimal: str, wanted: dict[str, str], tmp_path: Path
) -> None:
    """A spreadsheet shows 12.345 as 12,345 where people write so; text beside it is read as it is printed."""
    book = openpyxl.Workbook()
    for row in (["from", "to", "year", "n"], ["NPL", "KOR", 2019, 12.345], ["NPL", "KOR", 2020, "1.234,5"],
                ["NPL", "KOR", 2021, 7.0]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    marks = {"thousands": ".", "decimal": decimal, "unit": "US dollar", "concept": "remittance"}
    (tmp_path / "d.yaml").write_text(yaml.safe_dump(BASE | marks | {"files": [{"name": "t.xlsx"}]}), "utf-8")
    source = read(tmp_path / "d.yaml")
    result = add.add(source, tmp_path / "d.yaml", [tmp_path / "t.xlsx"], build=tmp_path, check_only=True).imported
    assert cells(result) == {("NPL-KOR", f"{year}-both"): number for year, number in wanted.items()}
    assert {row for row, _ in reasons(result)} == (set() if decimal == "," else {2, 3})


def test_the_layout_of_the_publishers_workbook(tmp_path: Path) -> None:
    path = tmp_path / "any-name.xlsx"
    workbook(
        path,
        {
            (900, 900): [6_000_000, 6_000_000],
            (840, 484): [5_000_000, 5_853_105],
            (840, 2003): [10, 20],
            (947, 484): [1, 1],
            (516, 24): [3, 4],
        },
    )
    found, where = shipped.find("un-desa-migrant-stock-2020-workbook")
    outcome = add.add(found, where, [path], build=tmp_path, check_only=True)
    got = cells(outcome.imported)
    assert got["MEX-USA", "2020-both"] == "10853105"
    assert (got["AGO-NAM", "1990-male"], got["AGO-NAM", "1990-female"]) == ("3", "4")
    assert len(got) == 2 * 21
    counts = outcome.imported.counts
    assert counts["not placed: the origin is not known"] == 21
    # Groups: 900 to 900, and 947; the origin is looked at first.
    assert (
        counts["not placed: the origin is an aggregate"] + counts["not placed: the destination is an aggregate"] == 42
    )
    assert outcome.imported.notes[-1].startswith("2020-male: 5,000,003 of the publisher's own total of 6,000,000")
    assert not (tmp_path / "added").exists()


def test_the_whole_stock_of_2020(shared: Path, tmp_path: Path) -> None:
    found, where = shipped.find("un-desa-migrant-stock-2020")
    outcome = add.add(found, where, [shared / "data" / "un-desa-migrant-stock-2020"], build=tmp_path)
    got = cells(outcome.imported)
    assert len(got) == 223_056
    assert got["MEX-USA", "2020-both"] == "10853105"
    assert sum(1 for (corridor, slug) in got if corridor.startswith("NAM-") and slug == "2020-both") > 20
    assert sum(int(n) for (_, slug), n in got.items() if slug == "2020-both") == 267_940_954
    assert outcome.report["not placed"] == 0


def test_all_modelled_flows(shared: Path, tmp_path: Path) -> None:
    found, where = shipped.find("abel-cohen-flows-2019")
    outcome = add.add(found, where, [shared / "data" / "abel-cohen-flows-2019"], build=tmp_path)
    got = cells(outcome.imported)
    assert len(got) == 357_869
    assert any(corridor.startswith("CSXX-") for corridor, _ in got)
    assert {o for _, p, o in outcome.imported.triples if p.endswith("hasDataBasis>")} == {
        "<https://w3id.org/lamigo/id/concept/data-basis/modelled>"
    }
