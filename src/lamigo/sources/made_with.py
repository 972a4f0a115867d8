"""With what a data set was placed, so that what was placed with something older is never taken for today's.

Three hashes stand in its report: of the authority of countries and areas, of the description with the reviewed tables
beside it, and of the code that read it. Where one of them is another today, the data set is stale: it still says what
its source says, but adding it again may place more, or elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from lamigo import rooms
from lamigo.sources.added import DERIVED, SOURCE, Added

PARTS = {
    "authority": "the authority of countries and areas",
    "description": "its description",
    "code": "the code that reads it",
    "law": "the ontology, the rules or the instruments",
}
"""What a data set is made with, as a user is told of it."""


def made_with(description: Path) -> dict[str, str]:
    """The hashes of what a data set is placed with, whose description is at a path."""
    return {"authority": _authority(), "description": _description(description), "code": _code()}


def derived_with() -> dict[str, str]:
    """The hashes of what derives from all data sets together."""
    from lamigo.treaties.law import FILES

    top = rooms.root()
    law = [*(top / "ontology").rglob("*.ttl"), *(top / "queries" / "rules").glob("*.rq")]
    law += {path for name in FILES for path in (top / "graph").glob(name)}
    return {"authority": _authority(), "law": _hash(law, top), "code": _code()}


def stale(data_set: Added) -> list[str]:
    """What is another today than when a data set was added, in words; empty where nothing is."""
    then = data_set.report.get("made with")
    if not isinstance(then, dict):
        return ["an older version of Lamigo, which did not note what it was made with"]
    if data_set.key.startswith(DERIVED):
        now = derived_with()
    else:
        # Of a user's own description only the copy is known here: it can't have changed.
        now = made_with(_shipped(data_set.key) or data_set.folder / SOURCE)
    return [PARTS[part] for part in now if then.get(part) != now[part]]


def refresh(data_set: Added) -> str:
    """How to bring a stale data set up to date."""
    if data_set.key.startswith(DERIVED):
        return "lamigo build"
    names = [str(file["name"]) for file in data_set.report["files"]]
    files = names[0] if len(names) == 1 else f"FOLDER, which holds its {len(names)} files"
    return f"lamigo add {data_set.key if _shipped(data_set.key) else 'DESCRIPTION.yaml'} {files}"


def _shipped(key: str) -> Path | None:
    path = rooms.room("graph") / key / SOURCE
    return path if path.is_file() else None


def _authority() -> str:
    folder = rooms.room("graph") / "authority"
    return _hash(folder.glob("*.ttl"), folder)


def _description(path: Path) -> str:
    # A shipped description has its reviewed tables beside it; a user's own may lie among anything.
    if path.is_relative_to(rooms.room("graph")):
        return _hash((file for file in path.parent.iterdir() if file.is_file()), path.parent)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _code() -> str:
    package = Path(__file__).resolve().parents[1]
    # What lists, fetches or describes data sets places none of them.
    aside = {"made_with.py", "download.py", "templates.py", "shipped.py", "added.py", "yaml_faults.py"}
    read = [
        path for room in ("sources", "treaties") for path in (package / room).glob("*.py") if path.name not in aside
    ]
    return _hash([*read, *(package / "authority" / name for name in ("fold.py", "resolve.py"))], package)


def _hash(files: Iterable[Path], top: Path) -> str:
    lines = [f"{path.relative_to(top).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in files]
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()
