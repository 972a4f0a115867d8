"""Write the passages files again: what the curated files cite, hashed from the documents."""

from __future__ import annotations

from pathlib import Path

from lamigo.atomic import write
from lamigo.graph import passages, read
from lamigo.graph.build import document_hashes, graph_files


def write_passages(folder: Path, documents: Path, *, dry: bool = False) -> dict[Path, tuple[int, bool]]:
    """Write ``passages.ttl`` of every source whose document is in ``documents``.

    Returns for each file how many passages it holds and whether it changed (would change, if ``dry``). Documents are
    recognised by the hash that their ``source.ttl`` states; a source whose document is not there is left as it is.
    """
    files = [item for item in graph_files(folder) if item[0].name != passages.FILE]
    facts = read.gather(files)
    used = passages.cited_passages(facts)
    outcome = {}
    for source, document in passages.find_documents(documents, document_hashes(facts)).items():
        path = folder / source / passages.FILE
        if not any(cited.source == source for cited in used):
            continue
        text = passages.describe(source, used, document)
        changed = not path.is_file() or path.read_text("utf-8") != text
        if changed and not dry:
            write(path, text.encode())
        outcome[path] = (sum(p.source == source for p in used), changed)
    return outcome
