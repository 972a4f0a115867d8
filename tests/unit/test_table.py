"""Typed tables: integers stay integers, dates are dates, unbound is missing."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pandas as pd
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamigo.names import XSD
from lamigo.query.table import Table, to_csv, to_json, value, write_parquet
from lamigo.store import Rows


def typed(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


ROWS = Rows(
    ("name", "count", "share", "day", "known", "nothing"),
    [
        (ox.Literal("Népal", language="fr"), typed("3", "integer"), typed("0.5", "decimal"),
         typed("2014-08-07", "date"), typed("true", "boolean"), None),
        (ox.NamedNode("https://w3id.org/lamigo/id/country/NPL"), None, None, None, None, None),
    ],
)  # fmt: skip


def test_values_are_python_values():
    assert Table.of(ROWS).values()[0] == ("Népal", 3, Decimal("0.5"), date(2014, 8, 7), True, None)


def test_an_ill_typed_literal_stays_its_text():
    assert value(typed("soon", "date")) == "soon"


def test_frames_are_typed_and_unbound_is_missing():
    frame = Table.of(ROWS).to_pandas()
    assert [str(kind) for kind in frame.dtypes] == ["string", "Int64", "Float64", "datetime64[s]", "boolean", "string"]
    assert frame["count"].tolist()[0] == 3
    assert frame.iloc[1, 1:].isna().all()


def test_parquet_reads_back_with_its_types(tmp_path):
    write_parquet(Table.of(ROWS), tmp_path / "answer.parquet")
    frame = pd.read_parquet(tmp_path / "answer.parquet")
    assert frame["count"].dtype == "Int64"
    assert frame["day"][0] == pd.Timestamp("2014-08-07")
    assert pd.isna(frame["known"][1])


def test_a_cap_says_of_how_many():
    capped = Table.of(ROWS, 1)
    assert (len(capped.rows), capped.total, capped.capped) == (1, 2, True)
    assert not Table.of(ROWS, 2).capped
    assert json.loads(to_json(capped))["head"]["lamigo"]["total"] == 2


def test_json_is_sparql_results_json():
    again = ox.parse_query_results(to_json(Table.of(ROWS)).encode(), format=ox.QueryResultsFormat.JSON)
    assert isinstance(again, ox.QuerySolutions)
    assert [variable.value for variable in again.variables] == list(ROWS.columns)
    assert [tuple(row[i] for i in range(6)) for row in again] == ROWS.rows


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.integers()), max_size=5))
@pytest.mark.parametrize("separator", [",", "\t"])
def test_csv_reads_back(separator, pairs):
    rows = Rows(("text", "number"), [(ox.Literal(text), typed(str(number), "integer")) for text, number in pairs])
    text = to_csv(Table.of(rows), separator)
    again = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    assert again[0] == ["text", "number"]
    assert again[1:] == [[text, str(number)] for text, number in pairs]


def test_short_writes_iris_with_their_prefixes_and_leaves_the_rest():
    rows = [(ox.NamedNode("https://w3id.org/lamigo/id/country/NPL"), typed("3", "integer"), None)]
    table = Table(("where", "count", "nothing"), rows, 1, [(("page L1-L1",), (), ())]).short()
    assert table.values() == [("country:NPL", 3, None)]
    assert table.evidence == [(("page L1-L1",), (), ())]
