"""Another supported Python builds the same bytes from the same locked packages."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def other_pythons() -> list[str]:
    """Interpreters of another supported version that this machine has."""
    found = {}
    candidates = [shutil.which(f"python3.{minor}") for minor in (11, 12, 13)]
    candidates += sorted(map(str, Path.home().glob(".pyenv/versions/3.1[123].*/bin/python3")))
    for candidate in candidates:
        if candidate is None:
            continue
        done = subprocess.run([candidate, "-c", "import sys, venv, ensurepip; print(sys.version_info[:2])"],
                              capture_output=True, text=True, check=False)  # fmt: skip
        if done.returncode == 0 and done.stdout.strip() != str(sys.version_info[:2]):
            found[done.stdout.strip()] = candidate
    return [found[version] for version in sorted(found)]


def test_another_python_builds_the_same_bytes(built, tmp_path):
    others = other_pythons()
    if not others:
        pytest.skip("no other supported Python on this machine, and Debian offers one version only")
    python = others[-1]
    subprocess.run([python, "-m", "venv", tmp_path / "venv"], check=True)
    own = tmp_path / "venv/bin/python"
    subprocess.run([own, "-m", "pip", "install", "--disable-pip-version-check", "-q", "--no-deps", "--require-hashes",
                    "-r", ROOT / "requirements/core.txt"], check=True, capture_output=True)  # fmt: skip
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); from pathlib import Path;"
        "from lamigo.graph.build import build; build(Path(sys.argv[1]))"
    )
    subprocess.run([own, "-c", code, str(tmp_path / "out")], check=True)
    for name in ("lamigo.nq", "lamigo.nt", "lamigo.trig", "manifest.json"):
        assert (tmp_path / "out" / name).read_bytes() == (built.folder / name).read_bytes(), name
