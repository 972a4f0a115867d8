"""The descriptions that come with Lamigo: ``graph/<key>/source.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lamigo import rooms
from lamigo.errors import LamigoError
from lamigo.sources import added
from lamigo.sources import description as described
from lamigo.sources.description import Description


@cache
def paths() -> dict[str, Path]:
    """The shipped descriptions by key."""
    return {path.parent.name: path for path in sorted(rooms.room("graph").glob("*/source.yaml"))}


def find(name: str) -> tuple[Description, Path]:
    """A description by key (shipped) or by the path of its file.

    Raises LamigoError where there is none, or where a user's own takes the key of one of Lamigo's sources.
    """
    if name in paths():
        return described.read(paths()[name]), paths()[name]
    path = Path(name)
    if described.found_as(path) != "file":
        raise LamigoError(
            f"{name!r} is neither a description's key nor a file", mend=f"the keys are {', '.join(paths())}"
        )
    found = described.read(path)
    taken = {folder.name for folder in rooms.room("graph").iterdir() if folder.is_dir()} | {"ontology"}
    if found.key.startswith(added.DERIVED):
        raise LamigoError(f"a key may not begin with {added.DERIVED}", where=str(path), mend="choose another key")
    if found.key in taken and not (found.key in paths() and path.resolve() == paths()[found.key].resolve()):
        raise LamigoError(
            f"the key {found.key!r} is that of a source of Lamigo's own", where=str(path), mend="choose another key"
        )
    return found, path
