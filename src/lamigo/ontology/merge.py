"""Several Turtle files as one, for tools that take a single file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from lamigo.errors import LamigoError

if TYPE_CHECKING:
    from pyoxigraph import Triple


def triples(paths: Iterable[Path]) -> set[Triple]:
    """All triples of the files; blank nodes of different files stay apart.

    Raises LamigoError where there is no file, or where one is not Turtle.
    """
    from pyoxigraph import RdfFormat, parse

    found: set[Triple] = set()
    read = 0
    for path in paths:
        try:
            found.update(
                quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE, rename_blank_nodes=True)
            )
        except (SyntaxError, ValueError, OSError) as error:
            raise LamigoError(
                f"{path.name} cannot be read as Turtle: {error}", where=str(path), mend="correct its syntax"
            ) from error
        read += 1
    if not read:
        raise LamigoError("there is no ontology file to check", mend="pass the Turtle files of ontology/")
    return found


@contextmanager
def one_file(paths: Iterable[Path]) -> Iterator[Path]:
    """A temporary N-Triples file of them all, sorted, that the OWL API reads as Turtle."""
    from pyoxigraph import RdfFormat, serialize

    merged = sorted(triples(paths), key=str)
    with TemporaryDirectory(prefix="lamigo-") as folder:
        path = Path(folder) / "merged.ttl"
        serialize(merged, output=str(path), format=RdfFormat.N_TRIPLES)
        yield path
