"""Every question of the gallery, against the answer that a reader of the documents wrote before the query was.

Two engines answer: Oxigraph, the one in use, and rdflib, the reference. Where one of these tests fails, read the
document's lines: either the golden answer or the curated fact is wrong, and the query is bent to neither.

A golden answer says in ``corrected`` why it was changed after all, and in ``evidence: none`` or ``not_in_evidence``,
with a reason, which of its lines no computed evidence can hold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import rdflib
import yaml
from pyoxigraph import Literal, NamedNode
from rdflib.query import Result
from rdflib.term import Identifier

from lamigo.graph.build import Build
from lamigo.names import PREFIXES, Passage
from lamigo.query.evidence import explain
from lamigo.query.gallery import Question, read_question
from lamigo.query.gaps import count
from lamigo.query.table import Table, value
from lamigo.store import Term
from lamigo.store.local import LocalStore

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
GALLERY = HERE.parents[1] / "queries" / "gallery"
QUESTIONS = sorted(GALLERY.glob("*.rq"))
AT_LEAST = 74
GAPS_AT_LEAST = 12

each_question = pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)

# A thing is named in a golden answer by its key: NPL, C097, listed.
_KEY = re.compile(r"https://w3id\.org/lamigo/id/(?:concept/[^/]+|[^/]+)/(.+)")
_LINES = re.compile(r"L(\d+)-L(\d+)")
_CITED = re.compile(r"(\S+) L(\d+)-L(\d+)")

Row = tuple[Any, ...]


class GoldenRow(NamedTuple):
    """A row that the documents' reader wrote down: its values, and the lines that show them."""

    values: Row
    passages: tuple[Passage, ...]


class Golden:
    """A golden answer: written from the documents, before the query."""

    def __init__(self, path: Path) -> None:
        stated = yaml.safe_load(path.read_text("utf-8"))
        self.name: str = stated["name"]
        self.question: str = stated["question"]
        self.user: str = stated["user"]
        self.columns: tuple[str, ...] = tuple(stated["columns"])
        self.parameters: dict[str, Any] = {k: v["default"] for k, v in stated.get("parameters", {}).items()}
        self.complete: bool = stated["complete"]
        self.count: int | None = stated.get("count")
        self.without_evidence: bool = stated.get("evidence") == "none"
        self.reason: str | None = stated.get("evidence_reason")
        self.not_in_evidence: set[str] = set(stated.get("not_in_evidence", []))
        self.rows = [self._row(row) for row in stated["rows"]]

    def _row(self, row: dict[str, Any]) -> GoldenRow:
        lines = [row["lines"]] if isinstance(row["lines"], str) else row["lines"]
        matches = [_LINES.fullmatch(each) for each in lines if each not in self.not_in_evidence]
        assert all(matches), f"{self.name}: {lines} are not written L<first>-L<last>"
        passages = tuple(Passage(row["source"], int(m[1]), int(m[2])) for m in matches if m)
        also = tuple(
            Passage(source, int(m[1]), int(m[2]))
            for source, further in row.get("also", {}).items()
            for each in further
            if (m := _LINES.fullmatch(each))
        )
        return GoldenRow(tuple(row["values"]), passages + also)


def comparable(term: Term | None) -> Any:
    """A term as a golden answer writes it: an IRI of ours by its key, a literal by its value."""
    if term is None:
        return None
    plain = value(term)
    key = _KEY.fullmatch(plain) if isinstance(term, NamedNode) else None
    return key[1] if key else plain


def rows_of_rdflib(found: Result) -> Iterator[Row]:
    """rdflib's rows in the same form."""
    assert found.vars is not None
    for binding in found.bindings:
        yield tuple(comparable(_term(binding.get(variable))) for variable in found.vars)


def _term(term: Identifier | None) -> Term | None:
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    assert isinstance(term, rdflib.Literal)
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))


def cited(proofs: tuple[tuple[str, ...], ...]) -> set[Passage]:
    """The passages behind any value of a row."""
    matches = [_CITED.fullmatch(proof) for cell in proofs for proof in cell]
    return {Passage(m[1], int(m[2]), int(m[3])) for m in matches if m}


def overlap(one: Passage, other: Passage) -> bool:
    return one.source == other.source and one.first <= other.last and other.first <= one.last


def both(path: Path) -> tuple[Question, Golden]:
    return read_question(path), Golden(GOLDEN / f"{path.stem}.yaml")


def answer(store: LocalStore, question: Question) -> list[Row]:
    return [tuple(map(comparable, row)) for row in store.select(question.text).rows]


@pytest.fixture(scope="session")
def reference(built: Build) -> rdflib.Graph:
    """The merge of all named graphs, which Oxigraph has as its default graph, as rdflib's one graph."""
    return rdflib.Graph().parse(built.ntriples, format="nt")


def test_every_question_has_a_golden_answer_and_every_answer_its_question() -> None:
    asked, answered = {path.stem for path in QUESTIONS}, {path.stem for path in GOLDEN.glob("*.yaml")}
    assert asked == answered, f"without golden answer: {asked - answered}; without query: {answered - asked}"
    assert len(asked) >= AT_LEAST, f"only {len(asked)} questions were collected in {GALLERY}"


@each_question
def test_head_says_what_the_golden_answer_says(path: Path) -> None:
    question, golden = both(path)
    assert golden.name == path.stem
    assert (question.question, question.user) == (golden.question, golden.user)
    assert [parameter.name for parameter in question.parameters] == list(golden.parameters)


@each_question
def test_answer_is_the_golden_one(path: Path, store: LocalStore) -> None:
    question, golden = both(path)
    found, expected = Counter(answer(store, question)), Counter(row.values for row in golden.rows)
    assert store.select(question.text).columns == golden.columns
    assert not expected - found, f"rows that the documents show and the answer lacks: {list(expected - found)}"
    if golden.complete:
        assert not found - expected, f"rows that the documents do not show: {list(found - expected)}"
    if golden.count is not None:
        assert found.total() == golden.count


@each_question
def test_parameters_given_by_hand_are_the_defaults(path: Path, store: LocalStore) -> None:
    question, golden = both(path)
    given = question.with_values({name: str(default) for name, default in golden.parameters.items()})
    assert store.select(given).rows == store.select(question.text).rows


@each_question
def test_each_row_cites_its_lines(path: Path, store: LocalStore) -> None:
    question, golden = both(path)
    if golden.without_evidence or golden.not_in_evidence:
        assert golden.reason, f"{golden.name}: say in evidence_reason why the lines are not in the evidence"
    if golden.without_evidence:
        return
    table = explain(store, question.text, Table.of(store.select(question.text)))
    assert table.evidence is not None
    proofs = {tuple(map(comparable, row)): cited(proof) for row, proof in zip(table.rows, table.evidence, strict=True)}
    lacking = [
        f"{row.values}: {stated} (cited: {sorted(map(str, proofs.get(row.values, set())))})"
        for row in golden.rows
        for stated in row.passages
        if not any(overlap(stated, passage) for passage in proofs.get(row.values, set()))
    ]
    assert not lacking, "lines that no evidence of the row overlaps:\n" + "\n".join(lacking)


@each_question
def test_rdflib_answers_the_same_in_the_same_order(path: Path, store: LocalStore, reference: rdflib.Graph) -> None:
    question, _ = both(path)
    assert list(rows_of_rdflib(reference.query(question.text))) == answer(store, question)


@each_question
def test_query_runs_in_any_engine_as_it_stands(path: Path) -> None:
    text = read_question(path).text
    for prefix in PREFIXES:
        used = any(f"{prefix}:" in line.partition("#")[0] for line in text.splitlines() if "PREFIX" not in line)
        assert not used or f"PREFIX {prefix}: <" in text, f"{path.name} uses {prefix}: without declaring it"
    assert "GRAPH" not in text and "FROM" not in text, f"{path.name} names a graph: the default graph is the merge"


def test_each_gap_is_counted(store: LocalStore) -> None:
    counted = {str(gap["name"]): gap for gap in count(store)}
    assert len(counted) >= GAPS_AT_LEAST, f"only {len(counted)} gaps were collected"
    for name, gap in counted.items():
        assert str(gap["gap"]).endswith("."), f"{name}: the first line says the gap in words, as a sentence"
        answered = store.select((GALLERY.parent / "gaps" / f"{name}.rq").read_text("utf-8"))
        assert len(answered.rows) == 1 and answered.columns[1:] in ((), ("which",)), f"{name}: one number, and which"
        if "which" in gap:
            assert len(str(gap["which"]).split(", ")) == gap["count"]
    assert counted["practices-without-coverage"]["count"] == len(
        Golden(GOLDEN / "practices-without-coverage.yaml").rows
    )
