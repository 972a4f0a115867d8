"""The build: atomic, deterministic, and redone only when something changed."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from lamigo.errors import LamigoError
from lamigo.graph import build as building
from lamigo.graph.build import MANIFEST, NQUADS, NTRIPLES, TRIG, build

ROOMS = ("ontology", "graph", "queries", "shapes")


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A copy of the rooms to break."""
    for name in ROOMS:
        shutil.copytree(root / name, tmp_path / "rooms" / name)
    return tmp_path / "rooms"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lamigo", *arguments],
        cwd=cwd, env=os.environ | environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_the_same_bytes_under_another_seed_zone_locale_and_path(built, root, tmp_path):
    odd = tmp_path / "a path with spaces é"
    odd.mkdir()
    for name in ROOMS:
        shutil.copytree(root / name, odd / name)
    code = (
        "import sys; from pathlib import Path; from lamigo.graph.build import build;"
        "build(Path(sys.argv[2]), source_rooms=Path(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(odd), str(odd / "out")],
        env=os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Apia", "LC_ALL": "C", "LANG": "C"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for name in (NQUADS, NTRIPLES, TRIG):
        assert (odd / "out" / name).read_bytes() == (built.folder / name).read_bytes(), name


def test_no_blank_node_and_each_quad_once(built):
    lines = built.nquads.read_text("utf-8").splitlines()
    assert len(lines) == len(set(lines)) == built.manifest["counts"]["quads"] > 10_000
    assert lines == sorted(lines)
    assert not any(line.startswith("_:") or " _:" in line.split('"')[0] for line in lines)


def test_the_three_files_say_the_same(built):
    import pyoxigraph as ox

    quads = Counter(str(q) for q in ox.parse(path=str(built.nquads), format=ox.RdfFormat.N_QUADS))
    trig = Counter(str(q) for q in ox.parse(path=str(built.folder / TRIG), format=ox.RdfFormat.TRIG))
    assert quads == trig
    triples = {str(t) for t in ox.parse(path=str(built.ntriples), format=ox.RdfFormat.N_TRIPLES)}
    assert len(triples) == built.manifest["counts"]["triples"]


def test_the_canonical_form_agrees_with_rdfc10(built):
    """Our sorted lines are what RDFC-1.0 gives for a dataset without blank nodes."""
    import pyoxigraph as ox

    dataset = ox.Dataset(ox.parse(path=str(built.nquads), format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    canonical = sorted(f"{quad} .\n" for quad in dataset)
    assert "".join(canonical) == built.nquads.read_text("utf-8")


def test_the_manifest_counts_what_is_there(built):
    counts = built.manifest["counts"]
    assert sum(counts["quads by graph"].values()) == counts["quads"]
    assert counts["things by graph and class"]["ilo-good-practices"]["Practice"] == 82
    assert json.loads((built.folder / MANIFEST).read_text("utf-8")) == built.manifest


def test_nothing_is_redone_until_something_changes(copy, tmp_path):
    out = tmp_path / "out"
    assert build(out, source_rooms=copy).fresh
    before = snapshot(out)
    assert not build(out, source_rooms=copy).fresh
    assert snapshot(out) == before
    with (copy / "graph/authority/packages.ttl").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert build(out, source_rooms=copy).fresh
    (out / NQUADS).unlink()
    assert build(out, source_rooms=copy).fresh


def test_another_base_is_used_everywhere(copy, tmp_path):
    built = build(tmp_path / "out", source_rooms=copy, base="https://example.org/graph/")
    text = built.nquads.read_text("utf-8")
    assert "<https://w3id.org/lamigo/" not in text
    assert "<https://example.org/graph/id/country/NPL>" in text


@pytest.mark.parametrize(
    ("name", "addition", "said"),
    [
        ("practices.ttl", b"\nnonsense", "not Turtle"),
        ("practices.ttl", b'\n<id/practice/new> lmg:note "caf\xe9" .', "is not UTF-8"),
        ("practices.ttl", b"\n<id/practice/new> lmg:evidence page:L228-L290 .", "lines 1 to"),
        ("new.ttl", b"@base <https://w3id.org/lamigo/> . <id/practice/x> <def/date> 'soon' .", "no EDTF"),
    ],
)  # fmt: skip
def test_a_failed_build_leaves_the_last_one_untouched(copy, tmp_path, name, addition, said):
    out = tmp_path / "out"
    build(out, source_rooms=copy)
    before = snapshot(out)
    with (copy / "graph/ilo-good-practices" / name).open("ab") as file:
        file.write(addition)
    with pytest.raises(LamigoError, match=said) as caught:
        build(out, source_rooms=copy)
    assert f"graph/ilo-good-practices/{name}" in str(caught.value)
    assert snapshot(out) == before
    assert not list(out.glob(".writing-*"))


def test_when_writing_fails_half_way_the_last_build_stays_as_it_was(built, root, tmp_path):
    """The system itself stops the build's first file in its middle, as a full disk would."""
    out = tmp_path / "out"
    shutil.copytree(built.folder, out, ignore=shutil.ignore_patterns("store"))
    before = snapshot(out)
    half = len(before[NQUADS]) // 2
    done = subprocess.run(
        [sys.executable, "-m", "lamigo", "--quiet", "build", "--force", "--out", str(out)],
        cwd=root, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (half, half)),
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"lamigo: cannot write to {out}: File too large; what was there is untouched\n")
    assert "free some space" in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name for path in out.iterdir()} == set(before), "litter"
    assert snapshot(out) == before


def test_a_folder_that_cannot_be_written_is_named(copy, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LamigoError, match=r"cannot write to .*file"):
        build(tmp_path / "file" / "out", source_rooms=copy)


def test_ctrl_c_in_mid_build_leaves_the_last_build_untouched(root, tmp_path):
    out = tmp_path / "out"
    assert run("build", "--out", str(out), cwd=root).returncode == 0
    before = snapshot(out)
    process = subprocess.Popen(
        [sys.executable, "-m", "lamigo", "build", "--force", "--out", str(out)],
        cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    assert "reading" in process.stderr.readline()  # the build is on its way
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in said
    assert snapshot(out) == before
    assert not list(out.glob(".writing-*"))


@pytest.mark.parametrize("damage", [{"files": []}, {"files": {}}, {"inputs": None}, {"counts": None}])
def test_what_a_damaged_manifest_vouches_for_is_no_build(built, tmp_path, damage):
    out = tmp_path / "out"
    shutil.copytree(built.folder, out, ignore=shutil.ignore_patterns("store", "added"))
    manifest = json.loads((out / MANIFEST).read_text("utf-8"))
    assert building.opened(out) is not None
    damaged = {name: value for name, value in (manifest | damage).items() if value is not None}
    (out / MANIFEST).write_text(json.dumps(damaged), "utf-8")
    assert building.opened(out) is None


def test_a_stale_version_is_built_again(copy, tmp_path, monkeypatch):
    out = tmp_path / "out"
    build(out, source_rooms=copy)
    monkeypatch.setattr(building, "__version__", "0.0.0")
    assert build(out, source_rooms=copy).fresh
