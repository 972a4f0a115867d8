"""The evidence of an answer is that of the question as it was asked: of its graphs, and of its values."""

from __future__ import annotations

import pytest

from lamigo.api import Graph
from lamigo.errors import LamigoError
from lamigo.names import GRAPH, ID
from lamigo.query.evidence import all_variables

COVERS = "?p lmg:coversCountry ?country FILTER(?country = country:MLI)"


def cited(store, query: str) -> set[str]:
    """The documents that the evidence of an answer's rows names, and the lines."""
    found = Graph(store, None).sparql(query, evidence=True).evidence
    assert found
    return {proof for row in found for cell in row for proof in cell}


def test_lines_are_of_the_graphs_that_are_asked(store):
    everywhere = cited(store, f"SELECT DISTINCT ?country WHERE {{ {COVERS} }}")
    assert len({proof.split()[0] for proof in everywhere}) > 1
    one = f"FROM <{GRAPH}ilo-good-practices>"
    here = cited(store, f"SELECT DISTINCT ?country {one} WHERE {{ {COVERS} }}")
    assert here == {proof for proof in everywhere if proof.startswith("ilo-good-practices ")}


def test_lines_are_of_the_values_that_a_question_ends_with(store):
    query = f"SELECT DISTINCT ?country WHERE {{ {COVERS} }} ORDER BY ?country VALUES ?p {{ <%s> }}"
    first = cited(store, query % f"{ID}practice/co-development-programme")
    assert first and first < cited(store, f"SELECT DISTINCT ?country WHERE {{ {COVERS} }}")


def test_variables_may_be_called_as_the_keywords_are(store):
    query = "SELECT ?from ?values WHERE { ?select lmg:coversCountry ?from ; lmg:position ?values } ORDER BY ?from"
    assert all_variables(query) == f"SELECT * WHERE {query[query.index('{') : query.index('}') + 1]}"
    assert cited(store, query)


def test_what_is_no_select_has_no_evidence(store):
    with pytest.raises(LamigoError, match="SELECT queries only"):
        cited(store, "ASK { ?p lmg:coversCountry country:MLI }")
