"""How load, questions, validation and the panel grow. Run: python tests/bench/growth.py FOLDER [MILLIONS]

FOLDER holds the data sets (lamigo add --all-default FOLDER). Three graphs: the documents alone (0.1 million triples),
with all shipped data (1.2 million), and with a generated table of numbers over the same corridors, which makes MILLIONS
(10). Each step runs in a process of its own, start of Python included. Last, faults are planted in a sample of the
generated table, and what our engine finds there is held against pySHACL.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import rdflib
from pyshacl import validate as pyshacl_validate

from lamigo import rooms
from lamigo.graph.build import Build, build
from lamigo.names import ID
from lamigo.sources import added
from lamigo.validation import shapes

KEY, MODEL = "generated", "un-desa-migrant-stock-2020"
ASK = """
import statistics, sys, time
from pathlib import Path
from lamigo.graph.build import build
from lamigo.query import gallery
from lamigo.store.local import in_memory
start = time.perf_counter()
store = in_memory(build(Path(sys.argv[1])))
loaded = time.perf_counter() - start
taken = []
for question in gallery.questions():
    runs = []
    for _ in range(3):
        start = time.perf_counter()
        store.select(question.text)
        runs.append(time.perf_counter() - start)
    taken.append(statistics.median(runs))
taken.sort()
print(f"loaded in {loaded:.1f} s; gallery p95 {taken[round(0.95 * (len(taken) - 1))] * 1000:.0f} ms", end="; ")
"""


def run(what: str, command: list[str]) -> None:
    """Print the wall time and the peak memory of a process."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    failed = f" FAILED {status}" if status else ""
    print(
        f"  {what}: {said if command[0] == '-c' else ''}{wall:.1f} s, {usage.ru_maxrss / 1024:,.0f} MB{failed}",
        flush=True,
    )


def measured(millions: str, built: Build, panel: list[str] | None) -> None:
    triples = sum(data_set.report["triples"] for data_set in added.listed(built.folder))
    print(f"{millions}: {triples + built.manifest['counts']['triples']:,} triples", flush=True)
    run("validated", ["-m", "lamigo", "-q", "validate", "--out", str(built.folder)])
    run("asked", ["-c", ASK, str(built.folder)])
    if panel is not None:
        os.environ["LAMIGO_BUILD"] = str(built.folder)
        with tempfile.TemporaryDirectory() as out:
            command = ["-m", "lamigo", "-q", "panel", *panel, "--for-own-use", "--format", "parquet", "--out", out]
            run("panel", command)


def table(model: added.Added, corridors: list[str], slices: int) -> Iterator[str]:
    """The lines of a table of numbers, described as the model is: women, men and both, a year each."""
    lines = model.data.read_text("utf-8").splitlines(keepends=True)
    names = [f"{2020 - i // 3}-{('both', 'female', 'male')[i % 3]}" for i in range(slices)]
    described = [line for line in lines if f"<{ID}corridor/" not in line]
    for name in names:
        sex = name.partition("-")[2]
        for line in described:
            if line.startswith(f"<{ID}measure/{MODEL}/2020-{sex}> "):
                yield _renamed(line, f"2020-{sex}", name)
    yield from (_renamed(line) for line in described if line.startswith(f"<{ID}data-set/"))
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    for number, key in enumerate(corridors):
        for place, name in enumerate(names):
            value = (number * 7919 + place * 104729) % 99991
            yield f'<{ID}corridor/{key}> <{ID}measure/{KEY}/{name}> "{value}"{integer} .\n'


def _renamed(line: str, old: str = "", new: str = "") -> str:
    line = line.replace(MODEL, KEY)
    return line.replace(f"/{old}>", f"/{new}>").replace('"2020-07-01"', f'"{new[:4]}-07-01"') if old else line


def generate(built: Build, triples: int) -> None:
    """Write a table under ``added/generated`` that brings the graph to a number of triples."""
    have = added.listed(built.folder)
    model = added.one(MODEL, built.folder)
    nodes: dict[str, list[str]] = {}
    for line in model.data.open(encoding="utf-8"):
        if (match := re.match(rf"<{ID}corridor/([^>]+)> (?!<{ID}measure/)", line)) is not None:
            nodes.setdefault(match[1], []).append(line)
    wanted = triples - built.manifest["counts"]["triples"] - sum(one.report["triples"] for one in have)
    slices = wanted // len(nodes)
    folder = built.folder / added.FOLDER / KEY
    folder.mkdir()
    digest, count = hashlib.sha256(), 0
    with (folder / added.DATA).open("w", encoding="utf-8") as file:
        for lines in (table(model, sorted(nodes), slices), (line for about in nodes.values() for line in about)):
            for line in lines:
                file.write(line)
                digest.update(line.encode())
                count += 1
    shutil.copy(model.folder / added.SOURCE, folder / added.SOURCE)
    report = model.report | {"key": KEY, "graph": KEY, "triples": count, "sha256": digest.hexdigest()}
    (folder / added.REPORT).write_text(json.dumps(report), "utf-8")


def planted(built: Build) -> None:
    """Faults in a sample: the same violations by our engine and by pySHACL."""
    model = added.one(KEY, built.folder)
    records = [line for line in model.data.open(encoding="utf-8") if " <" + ID + "measure/" not in line]
    corridors = [line for line in records if line.startswith(f"<{ID}corridor/")][:2000]
    faulty = [line for n, line in enumerate(corridors) if n % 97 or "Destination>" not in line]
    faulty += [line for line in records if line.startswith(f"<{ID}measure/") and "def/unit>" not in line][:3000]
    lines = built.nquads.read_text("utf-8").splitlines()
    common = [line.rpartition(" <")[0] + " .\n" for line in lines if line.endswith(("/ontology> .", "/authority> ."))]
    text = "".join(common + faulty)
    paths = shapes.record_shapes(rooms.room("shapes"))
    ours, _ = shapes.validate(shapes.compiled(paths), text)
    shape_graph = rdflib.Graph()
    for path in paths:
        shape_graph.parse(path, format="turtle")
    _, found, _ = pyshacl_validate(rdflib.Graph().parse(data=text, format="nt"), shacl_graph=shape_graph)
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    theirs = {
        (str(found.value(one, sh.focusNode)), str(found.value(one, sh.sourceConstraintComponent)).rsplit("#", 1)[1])
        for one in found.subjects(rdflib.RDF.type, sh.ValidationResult)
    }
    same = {(v.focus, v.component + "ConstraintComponent") for v in ours} == theirs
    print(f"planted in a sample: {len(ours)} violations found; pySHACL {'the same' if same else 'OTHERS'}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("millions", type=float, nargs="?", default=10)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        built = build(Path(temporary))
        measured("documents", built, None)
        subprocess.run(
            [sys.executable, "-m", "lamigo", "-q", "add", "--all-default", arguments.data, "--out", built.folder],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        measured("with all shipped data", built, ["--stock", MODEL])
        generate(built, int(arguments.millions * 1e6))
        measured("with a generated table", built, ["--stock", KEY])
        planted(built)


if __name__ == "__main__":
    main()
