"""The wheel: it carries the rooms, nothing but ``lamigo`` is importable, and it works in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from lamigo import __version__

ROOT = Path(__file__).resolve().parents[2]
# The core of an installation, in MiB on disk, dependencies and data included; see docs/decisions.md.
BUDGET = 120


@pytest.fixture(scope="session")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory) -> Path:
    """A fresh environment with the wheel and the locked core, nothing else; returns its folder."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(folder, with_pip=True)
    python = folder / "bin/python"
    pip = [python, "-m", "pip", "install", "--disable-pip-version-check", "-q", "--no-deps"]
    subprocess.run(
        [*pip, "--require-hashes", "-r", ROOT / "requirements/core.txt"], check=True, capture_output=True, text=True
    )
    subprocess.run([*pip, "--no-index", wheel], check=True, capture_output=True, text=True)
    return folder


def test_the_wheel_holds_the_rooms_and_no_build(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"lamigo", f"lamigo-{__version__}.dist-info"}
    for room in ("ontology", "graph", "queries", "shapes"):
        assert any(name.startswith(f"lamigo/_rooms/{room}/") for name in names), room
    assert not [name for name in names if "exports/build" in name or name.endswith((".nq", ".trig"))]
    assert "lamigo/py.typed" in names
    assert not [name for name in names if name.startswith("lamigo/_rooms/") and name.endswith(".py")]


def test_it_works_elsewhere(installed, tmp_path, built):
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "LAMIGO"))}
    environment |= {"XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([installed / "bin" / arguments[0], *arguments[1:]], cwd=tmp_path, env=environment,
                              capture_output=True, text=True, check=False)  # fmt: skip

    done = run("lamigo", "build")
    assert done.returncode == 0, done.stderr
    folder = Path(done.stdout.strip())
    assert folder.is_relative_to(tmp_path / "cache")
    assert (folder / "lamigo.nq").read_bytes() == built.nquads.read_bytes()
    asked = run("lamigo", "query", "directed-corridors", "--format", "csv")
    assert asked.returncode == 0, asked.stderr
    assert run("lamigo", "validate").returncode == 0
    assert run("lamigo", "corridors", "export", "--out", str(tmp_path / "network")).returncode == 0
    assert run("lamigo", "doctor").returncode == 0
    missing = run("lamigo", "query", "directed-corridors", "--out", "x.parquet")
    assert missing.returncode == 2
    assert "lamigo[tables]" in missing.stderr
    strangers = run("python", "-c", "import importlib.util as u; print([n for n in "
                    "('ontology','graph','queries','shapes','exports','tests','src') if u.find_spec(n)])")  # fmt: skip
    assert strangers.stdout.strip() == "[]"


def test_the_core_stays_light(installed):
    packages = next((installed / "lib").glob("python3.*/site-packages"))
    size = sum(
        path.stat().st_size
        for path in packages.rglob("*")
        if path.is_file() and path.relative_to(packages).parts[0] not in {"pip", "setuptools", "__pycache__"}
    )
    assert size / 2**20 < BUDGET, f"{size / 2**20:.0f} MiB"
