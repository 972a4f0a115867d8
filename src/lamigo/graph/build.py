"""Build the graph: all rooms in, ``lamigo.nq``, ``lamigo.nt``, ``lamigo.trig`` and ``manifest.json`` out.

Atomic: everything is written beside the last good build and moved over it only when it is complete, the manifest
last. A build that fails or is interrupted leaves the last good one as it was.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lamigo import __version__, rooms
from lamigo.atomic import whole
from lamigo.errors import LamigoError
from lamigo.graph import passages, read, rules, term, write
from lamigo.graph.uncollected import uncollected
from lamigo.names import BASE, DEF, GRAPH, ID, RDF_TYPE

MANIFEST = "manifest.json"
NQUADS, NTRIPLES, TRIG = "lamigo.nq", "lamigo.nt", "lamigo.trig"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Build:
    """A build on disk. ``fresh`` says whether this call made it (False: it was up to date)."""

    folder: Path
    manifest: dict[str, Any]
    fresh: bool

    @property
    def nquads(self) -> Path:
        return self.folder / NQUADS

    @property
    def ntriples(self) -> Path:
        return self.folder / NTRIPLES


@uncollected()
def build(
    out: Path | None = None,
    *,
    source_rooms: Path | None = None,
    base: str = BASE,
    sources: Path | None = None,
    force: bool = False,
    say: Say = lambda _: None,
) -> Build:
    """Build the graph into ``out``, unless what is there was built from the same files by the same version.

    ``source_rooms`` is the folder that holds the rooms (a copy of the checkout's, say); ``base`` another base IRI for
    a publisher of their own; ``sources`` a folder of source documents to verify every hash against; ``say`` is told
    what happens. Raises LamigoError, and then leaves what was there untouched.
    """
    out = out or rooms.build_folder()
    top = source_rooms or rooms.root()
    inputs = fingerprint(top, base)
    if not force and sources is None and (last := opened(out)) and last.manifest["inputs"] == inputs:
        return last
    say("reading the ontology and the curated facts")
    with rules.Engine() as engine, ThreadPoolExecutor(1) as aside:
        facts, left_out = gather(top, engine.take)
        if sources:
            say("verifying the passages against the documents")
            verify(facts, sources, say)
        say("deriving corridors, ties, types and dates")
        deriving = aside.submit(engine.derive, facts, rules.read_rules(top / "queries" / "rules"))
        cited = passages.check(facts)
        stated = write.lines(facts)
        derived = deriving.result()
    say("writing the built graph")
    lines = sorted(stated + write.lines(derived))
    if base != BASE:
        lines = sorted(line.replace(f"<{BASE}", f"<{base}") for line in lines)
    graphs = write.by_graph(lines)
    merged = write.ntriples(graphs)
    with whole(out, seal=MANIFEST) as folder:
        manifest = {
            "name": "lamigo",
            "version": __version__,
            "base": base,
            "inputs": inputs,
            "files": {
                NQUADS: _write(folder / NQUADS, write.text(lines)),
                NTRIPLES: _write(folder / NTRIPLES, write.text(merged)),
                TRIG: _write(folder / TRIG, write.trig(graphs)),
            },
            "counts": counts(graphs, base)
            | {
                "triples": len(merged),
                "passages cited": cited,
                "ontology triples with blank nodes": left_out,
            },
        }
        text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        (folder / MANIFEST).write_text(text, "utf-8")
    return Build(out, manifest, fresh=True)


def opened(folder: Path) -> Build | None:
    """The complete build in a folder, or None where there is none (or one whose files aren't those it names)."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        stated = manifest["version"] == __version__ and manifest.keys() >= {"base", "inputs", "counts"}
        files = manifest["files"]
        complete = stated and all(
            (folder / name).stat().st_size == files[name]["bytes"] for name in (NQUADS, NTRIPLES, TRIG)
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Build(folder, manifest, fresh=False) if complete else None


def fingerprint(top: Path, base: str) -> str:
    """A hash over every file that a build reads, its name, the base IRI, and the code that builds."""
    digest = hashlib.sha256(f"{__version__} {base}".encode())
    code = Path(__file__).parent
    files = [
        (path, path.relative_to(top).as_posix())
        for name in ("ontology", "graph")
        for path in read.turtle_files(top / name)
    ]
    files += [(path, path.name) for path in sorted((top / "queries" / "rules").glob("*.rq"))]
    files += [(path, path.name) for path in sorted(code.glob("*.py"))]
    for path, name in files:
        digest.update(f"{name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def gather(
    top: Path, then: Callable[[list[read.Statement]], None] = lambda _: None
) -> tuple[list[read.Statement], int]:
    """All facts of the rooms, and how many ontology triples stay out because they need blank nodes.

    ``then`` is given those of each file as it is read.
    """
    ontology: list[read.Statement] = []
    left_out = 0
    for path in read.turtle_files(top / "ontology"):
        kept, left = read.without_blank_nodes(path, GRAPH + "ontology")
        ontology += kept
        left_out += left
        then(kept)
    return ontology + read.gather(graph_files(top / "graph"), then), left_out


def graph_files(folder: Path) -> list[tuple[Path, str]]:
    """The Turtle files of ``graph/``, each with the named graph of its folder."""
    files = read.turtle_files(folder)
    if stray := [path for path in files if path.parent == folder]:
        raise LamigoError(
            "a file of facts outside a source's folder",
            where=rooms.shown(stray[0]),
            mend="move it to graph/authority/ or graph/<source>/",
        )
    return [(path, GRAPH + path.relative_to(folder).parts[0]) for path in files]


def verify(facts: list[read.Statement], folder: Path, say: Say) -> None:
    """Verify the stated hashes against the documents in a folder; says which documents were not there."""
    stated = document_hashes(facts)
    documents = passages.find_documents(folder, stated)
    if not documents:
        raise LamigoError(
            f"none of the {len(stated)} source documents is in {folder}",
            mend="name the folder that holds them, byte for byte as they were published",
        )
    verified, absent = passages.verify(facts, documents)
    say(f"{verified} passages verified against {len(documents)} documents; {absent} passages of documents not at hand")


def document_hashes(facts: Iterable[read.Statement]) -> dict[str, str]:
    """The stated hash of each source document, by key."""
    prefix, stated = f"<{ID}source/", term.node(DEF + "sha256")
    return {
        s.subject.removeprefix(prefix)[:-1]: term.value(s.object)
        for s in facts
        if s.predicate == stated and s.subject.startswith(prefix)
    }


def counts(graphs: dict[str, list[str]], base: str = BASE) -> dict[str, Any]:
    """How much is in the built graph: by named graph, and by class within each graph that states it."""
    define, typing = f"<{base}def/", term.node(RDF_TYPE)
    by_class: dict[str, dict[str, int]] = {}
    names = {graph.removeprefix(f"{base}graph/"): triples for graph, triples in sorted(graphs.items())}
    for name, triples in names.items():
        values = Counter(v for _, p, v in (triple.split(" ", 2) for triple in triples) if p == typing)
        ours = {value.removeprefix(define)[:-1]: n for value, n in values.items() if value.startswith(define)}
        if ours and not name.startswith("derived/"):
            by_class[name] = dict(sorted(ours.items()))
    return {
        "quads": sum(map(len, names.values())),
        "quads by graph": {name: len(triples) for name, triples in names.items()},
        "things by graph and class": by_class,
    }


def _write(path: Path, text: Iterable[bytes]) -> dict[str, Any]:
    """Write a file; returns its size and hash."""
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for part in text:
            digest.update(part)
            file.write(part)
        return {"bytes": file.tell(), "sha256": digest.hexdigest()}
