"""Where the rooms (ontology, graph, queries, shapes) are, and where builds go.

The one module that knows: beside this file in an installed wheel (``_rooms``), else the checkout that this
package is imported from.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from lamigo.errors import LamigoError

NAMES = ("ontology", "graph", "queries", "shapes")


@cache
def root() -> Path:
    """The folder that holds the rooms.

    Raises LamigoError where neither an installed copy nor a checkout is found.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "_rooms", here.parents[1]):
        if all((folder / name).is_dir() for name in NAMES):
            return folder
    raise LamigoError(
        f"the data that belongs to Lamigo ({', '.join(NAMES)}) is neither beside {here} nor in a checkout above it",
        mend="install the wheel again, or run from a complete checkout",
    )


def room(name: str) -> Path:
    """The folder of one room, such as ``room("graph")``."""
    return root() / name


def in_checkout() -> bool:
    """Whether the rooms are those of a checkout (rather than of an installed wheel)."""
    return root().name != "_rooms"


def build_folder() -> Path:
    """Where a build lands unless its user says otherwise: with ``--out``, or the environment's LAMIGO_BUILD."""
    if chosen := os.environ.get("LAMIGO_BUILD"):
        return Path(chosen)
    if in_checkout():
        return root() / "exports" / "build"
    from platformdirs import user_cache_path

    from lamigo import __version__

    return user_cache_path("lamigo", appauthor=False) / __version__


def shown(path: Path) -> str:
    """A path as messages print it: relative to the checkout or the working folder where it lies within."""
    for base in (root(), Path.cwd()):
        if path.is_relative_to(base):
            return str(path.relative_to(base))
    return str(path)
