"""The whole ontology, and faults planted beside it: each planted file must be found out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from lamigo.errors import LamigoError
from lamigo.names import DEF, RDF_TYPE
from lamigo.ontology import declared, files, profile_violations, reason, undeclared
from lamigo.ontology.merge import triples

HERE = Path(__file__).resolve().parent
ROOT = next(folder for folder in HERE.parents if (folder / "pyproject.toml").is_file())
ONTOLOGY = files(ROOT / "ontology")
EXEMPLARS = HERE / "exemplars.ttl"
PLANTED = sorted((HERE / "planted").glob("*.ttl"))
CLASS = "http://www.w3.org/2002/07/owl#Class"
BUILT = [path for path in ONTOLOGY if path.name != "axioms.ttl"]


def planted(kind: str) -> list[Path]:
    return [path for path in PLANTED if path.name.startswith(kind + "-")]


def expected(path: Path) -> str:
    """What the first line of a planted file says must be named: ``# Expect: lmg:Mechanism, …``."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# Expect: "), f"{path.name}: begin it with '# Expect: ' and the term that must be named"
    return first.removeprefix("# Expect: ").split(",")[0]


def test_files_were_collected() -> None:
    by_folder = Counter(path.parent.name for path in ONTOLOGY)
    assert by_folder["ontology"] >= 16
    assert by_folder["schemes"] >= 34
    assert by_folder["foreign"] >= 17
    assert by_folder["alignments"] >= 8
    kinds = Counter(path.name.split("-")[0] for path in PLANTED)
    assert kinds["inconsistent"] >= 7
    assert kinds["unsatisfiable"] >= 2
    assert kinds["profile"] >= 3
    assert kinds["undeclared"] >= 3
    assert (
        sum(kinds.values()) == kinds["inconsistent"] + kinds["unsatisfiable"] + kinds["profile"] + kinds["undeclared"]
    )


def test_each_term_is_declared() -> None:
    assert undeclared([*ONTOLOGY, EXEMPLARS]) == []


def test_each_term_has_one_kind() -> None:
    several = {iri: kinds for iri, kinds in declared(ONTOLOGY).items() if len(kinds) > 1}
    assert several == {}, "keep one owl: kind for each of these terms"


def test_own_terms_are_declared_once_and_foreign_ones_in_foreign() -> None:
    where: dict[str, list[str]] = {}
    for path in ONTOLOGY:
        for iri in declared([path]):
            where.setdefault(iri, []).append(path.relative_to(ROOT / "ontology").as_posix())
    assert {iri: paths for iri, paths in where.items() if len(paths) > 1} == {}, "declare each term in one file"
    strayed = {iri: paths for iri, paths in where.items() if iri.startswith(DEF) == paths[0].startswith("foreign/")}
    assert strayed == {}, "own terms are declared in ontology/, those of others in ontology/foreign/"


def test_each_class_has_one_exemplar() -> None:
    own = {iri for iri, kinds in declared(ONTOLOGY).items() if iri.startswith(DEF) and CLASS in kinds}
    assert len(own) >= 100
    counts = Counter(
        triple.object.value
        for triple in triples([EXEMPLARS])
        if triple.predicate.value == RDF_TYPE and isinstance(triple.object, ox.NamedNode)
    )
    wrong = {iri: counts[iri] for iri in own | set(counts) if counts[iri] != 1 or iri not in own}
    assert wrong == {}, "tests/ontology/exemplars.ttl: give each class exactly one individual"


def test_ontology_is_owl_2_dl() -> None:
    assert profile_violations([*ONTOLOGY, EXEMPLARS]) == []


def test_ontology_is_owl_2_dl_without_the_axioms_that_are_not_built() -> None:
    assert profile_violations(BUILT) == []


def test_ontology_is_consistent_and_no_class_is_empty() -> None:
    reasoning = reason([*ONTOLOGY, EXEMPLARS])
    assert reasoning.consistent, "take files away one by one to find the contradiction"
    assert reasoning.unsatisfiable == ()
    assert reasoning.healthy


@pytest.mark.parametrize("path", planted("inconsistent"), ids=lambda path: path.stem)
def test_planted_contradiction_is_found(path: Path) -> None:
    assert undeclared([*ONTOLOGY, EXEMPLARS, path]) == [], "the fault would be found for another reason"
    assert not reason([*ONTOLOGY, EXEMPLARS, path]).consistent


@pytest.mark.parametrize("path", planted("unsatisfiable"), ids=lambda path: path.stem)
def test_planted_empty_class_is_found(path: Path) -> None:
    reasoning = reason([*ONTOLOGY, path])
    assert reasoning.consistent
    assert expected(path).replace("lmg:", DEF) in reasoning.unsatisfiable
    assert not reasoning.healthy


@pytest.mark.parametrize("path", planted("profile"), ids=lambda path: path.stem)
def test_planted_profile_violation_is_found(path: Path) -> None:
    violations = profile_violations([*ONTOLOGY, path])
    assert any(expected(path) in violation for violation in violations), violations


@pytest.mark.parametrize("path", planted("undeclared"), ids=lambda path: path.stem)
def test_planted_undeclared_term_is_found(path: Path) -> None:
    found = undeclared([*ONTOLOGY, path])
    assert len(found) == 1
    assert expected(path) in found[0]
    with pytest.raises(LamigoError, match="undeclared"):
        reason([*ONTOLOGY, path])


def test_no_blank_node_reaches_the_built_graph() -> None:
    blank = [str(t) for t in triples(BUILT) if ox.BlankNode in (type(t.subject), type(t.object))]
    assert blank == [], "axioms that need blank nodes stand in ontology/axioms.ttl"


def test_nothing_is_imported() -> None:
    assert not [t for t in triples(ONTOLOGY) if t.predicate.value == "http://www.w3.org/2002/07/owl#imports"]


def test_concepts_named_by_terms_exist() -> None:
    prefixes = tuple(DEF.replace("/def/", f"/id/{kind}/") for kind in ("concept", "scheme"))
    found = triples(ONTOLOGY)
    described = {t.subject.value for t in found if t.predicate.value == RDF_TYPE}
    named = {t.object.value for t in found if isinstance(t.object, ox.NamedNode)}
    assert sorted(iri for iri in named - described if iri.startswith(prefixes)) == []


def test_an_empty_check_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LamigoError, match="no Turtle file"):
        files(tmp_path)
    with pytest.raises(LamigoError, match="no ontology file"):
        reason([])
