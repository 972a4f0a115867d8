"""Numbers of corridors, which neither shapes nor hygiene queries see: their own rules, each with a fault planted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import SH

from lamigo import rooms
from lamigo.errors import LamigoError
from lamigo.graph.build import Build
from lamigo.names import DEF, ID, XSD
from lamigo.sources import added
from lamigo.validation import cells, shapes, validate_build

MEASURE, CORRIDOR = f"<{ID}measure/mine/2020-both>", f"<{ID}corridor/NPL-KOR>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
DESCRIBED = [f"{CORRIDOR} {TYPE} <{DEF}Corridor> .", f"{MEASURE} {TYPE} <{DEF}Measure> ."]


def data_set(folder: Path, *lines: str) -> added.Added:
    (folder / added.DATA).write_text("".join(f"{line}\n" for line in (*DESCRIBED, *lines)), "utf-8")
    return added.Added("mine", folder, {"graph": "mine", "kind": cells.KIND})


def test_sound_numbers_are_counted_and_kept_apart_from_records(tmp_path: Path) -> None:
    found = cells.parts(
        data_set(
            tmp_path,
            f'{CORRIDOR} {MEASURE} "5"^^<{XSD}integer> .',
            f'{CORRIDOR} {MEASURE} "-0.5"^^<{XSD}decimal> .',
            f"<{ID}data-set/mine> <{DEF}about> {MEASURE} .",
        )
    )
    assert (found.cells, found.findings) == (2, [])
    lines = [*DESCRIBED, f"<{ID}data-set/mine> <{DEF}about> {MEASURE} ."]
    assert found.records == [line.removesuffix(" .") for line in lines]


@pytest.mark.parametrize(
    ("line", "subject", "says"),
    [
        (f'{CORRIDOR} {MEASURE} "many" .', f"{ID}corridor/NPL-KOR", "no number"),
        (f'{CORRIDOR} {MEASURE} "NaN"^^<{XSD}decimal> .', f"{ID}corridor/NPL-KOR", "no number"),
        (f'{CORRIDOR} {MEASURE} "5.5"^^<{XSD}integer> .', f"{ID}corridor/NPL-KOR", "no number"),
        (f"{CORRIDOR} {MEASURE} <{ID}country/KOR> .", f"{ID}corridor/NPL-KOR", "no number"),
        (
            f'<{ID}corridor/NPL-QAT> {MEASURE} "5"^^<{XSD}integer> .',
            f"{ID}corridor/NPL-QAT",
            "a number and is not described",
        ),
        (
            f'{CORRIDOR} <{ID}measure/mine/2020-femle> "5"^^<{XSD}integer> .',
            f"{ID}measure/mine/2020-femle",
            "used and not described",
        ),
    ],
)
def test_each_fault_is_found_at_its_line(line: str, subject: str, says: str, tmp_path: Path) -> None:
    (finding,) = cells.parts(data_set(tmp_path, line)).findings
    assert (finding.subject, finding.where) == (subject, "data.nt:3")
    assert says in finding.sentence()


def test_validation_of_a_build_reports_them(built: Build, tmp_path: Path) -> None:
    shutil.copytree(built.folder, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / added.FOLDER / "mine"
    folder.mkdir(parents=True)
    one = data_set(folder, f'{CORRIDOR} {MEASURE} "many" .')
    (folder / added.REPORT).write_text(json.dumps(dict.fromkeys(added.NEEDED, 0) | one.report), "utf-8")
    report = validate_build(Build(tmp_path, built.manifest, fresh=False))
    assert [finding.subject for finding in report.findings if "no number" in finding.what] == [f"{ID}corridor/NPL-KOR"]
    # What the records lack is still found by shapes and hygiene.
    assert any(finding.subject == f"{ID}measure/mine/2020-both" for finding in report.findings)
    assert report.notes == ["1 numbers of corridors checked"]


def test_no_shape_could_see_a_number() -> None:
    """The ground for leaving numbers out: no path names a measure, and no shape is closed or targets by property."""
    graph = Graph()
    paths = shapes.record_shapes(rooms.room("shapes"))
    for path in paths:
        graph.parse(path)
    assert len(paths) > 80
    assert not set(graph.objects(None, SH.closed))
    assert not set(graph.objects(None, SH.targetSubjectsOf)) | set(graph.objects(None, SH.targetObjectsOf))
    assert not [term for term in graph.all_nodes() if str(term).startswith(f"{ID}measure/")]


def test_a_report_that_cannot_be_read_is_said_and_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / added.FOLDER / "mine" / added.REPORT).mkdir(parents=True)
    with pytest.raises(LamigoError, match="damaged"):
        added.listed(tmp_path)
