"""The style guide: the ontology keeps to it, and each of its rules finds the fault made for it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import shacl

from lamigo.ontology import files, style_faults
from lamigo.ontology.merge import one_file, triples

HERE = Path(__file__).resolve().parent
ROOT = next(folder for folder in HERE.parents if (folder / "pyproject.toml").is_file())
GUIDE = ROOT / "shapes" / "style.ttl"
SH = "http://www.w3.org/ns/shacl#"
SHAPE = "https://w3id.org/lamigo/shape/"
RULES = sorted(
    triple.subject.value.removeprefix(SHAPE)
    for triple in triples([GUIDE])
    if triple.predicate.value == SH + "message" and isinstance(triple.subject, ox.NamedNode)
)
FAULTY = {path.stem: path for path in sorted((HERE / "style").glob("*.ttl")) if path.stem != "conforms"}


def broken(path: Path) -> set[str]:
    """The rules that a file breaks."""
    with one_file([path]) as merged:
        report = shacl.Shapes.from_file(str(GUIDE)).validate_file(str(merged))
    return {str(result.root_shape).strip("<>").removeprefix(SHAPE) for result in report.results}


def test_each_rule_has_a_fault_made_for_it() -> None:
    assert len(RULES) >= 27
    assert sorted(FAULTY) == RULES, "keep one file in tests/ontology/style/ for each rule, named after it"


def test_ontology_keeps_to_the_guide() -> None:
    assert style_faults(files(ROOT / "ontology"), GUIDE) == []


def test_each_rule_meets_as_many_terms_as_it_expects() -> None:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples([GUIDE, *files(ROOT / "ontology")]))
    rows = store.query(
        f"""PREFIX sh: <{SH}> PREFIX lmg: <https://w3id.org/lamigo/def/>
        SELECT ?shape ?least (COUNT(DISTINCT ?node) AS ?met) WHERE {{
          ?shape sh:message ?message ; lmg:expectsAtLeast ?least ; sh:targetClass ?class
          OPTIONAL {{ ?node a ?class FILTER STRSTARTS(STR(?node), "https://w3id.org/lamigo/") }}
        }} GROUP BY ?shape ?least"""
    )
    assert isinstance(rows, ox.QuerySolutions)
    met = {row["shape"].value: (int(row["met"].value), int(row["least"].value)) for row in rows}
    assert len(met) == len(RULES)
    assert {shape: counts for shape, counts in met.items() if counts[0] < counts[1]} == {}


def test_the_smallest_good_ontology_conforms() -> None:
    assert broken(HERE / "style" / "conforms.ttl") == set()


@pytest.mark.parametrize("rule", sorted(FAULTY))
def test_rule_finds_its_fault_and_no_other(rule: str) -> None:
    assert broken(FAULTY[rule]) == {rule}
    (fault,) = style_faults([FAULTY[rule]], GUIDE)
    assert fault.split(": ", 1)[1]


@pytest.mark.parametrize("rule", [*sorted(FAULTY), "conforms"])
def test_the_reference_engine_agrees(rule: str) -> None:
    pyshacl = pytest.importorskip("pyshacl", reason="pySHACL, the reference, is in the extra lamigo[reference]")
    path = HERE / "style" / f"{rule}.ttl"
    conforms, _, text = pyshacl.validate(str(path), shacl_graph=str(GUIDE), data_graph_format="turtle")
    assert conforms == (rule == "conforms"), text
