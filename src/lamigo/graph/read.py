"""Read a room's Turtle into statements that remember the file they came from.

What no later step could mend is refused here, with file and line: text that is not UTF-8, malformed Turtle, blank
nodes, literals that engines would rewrite, and two records with one id.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, cast

from pyoxigraph import RdfFormat, parse, serialize

from lamigo.errors import LamigoError, LamigoErrors
from lamigo.graph import term
from lamigo.names import BASE, RDF_TYPE, XSD, short
from lamigo.rooms import shown

_CANONICAL = {
    XSD + "integer": re.compile(r"0|-?[1-9]\d*"),
    XSD + "decimal": re.compile(r"-?(0|[1-9]\d*)\.(0|\d*[1-9])"),
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
}
_TYPE = term.node(RDF_TYPE)
_UPPER_TAG = re.compile(r"""["'](@(?=[A-Za-z-]*[A-Z])[A-Za-z]+(?:-[A-Za-z0-9]+)*)""")
_POSITION = re.compile(r"at line (\d+)(?: column (\d+))?")


Triple = tuple[str, str, str]
"""Subject, predicate and object as N-Triples writes them."""


class Statement(NamedTuple):
    """A triple (its terms as N-Triples writes them), the IRI of its named graph, and the file that states it."""

    subject: str
    predicate: str
    object: str
    graph: str
    file: Path


def turtle_files(folder: Path) -> list[Path]:
    """All Turtle files of a folder and below, in an order that no file system changes."""
    return sorted(folder.rglob("*.ttl"), key=lambda path: path.relative_to(folder).as_posix())


def decoded(path: Path) -> str:
    """The text of a file; raises LamigoError where it can't be read, naming the line of the first byte not in UTF-8."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LamigoError(f"cannot read {shown(path)}: {error.strerror or error}", mend="check its rights") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LamigoError(
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            where=f"{shown(path)}:{line}",
            mend="save the file as UTF-8 (it seems to mix encodings)",
        ) from error


def line_of(text: str, subject: str) -> int | None:
    """The 1-based line on which a file's block about ``subject`` begins, as far as text search can tell."""
    tail = subject.removeprefix(BASE)
    local = tail.rsplit("/", 1)[-1]
    pattern = re.compile(rf"^\s*(<{re.escape(tail)}>|<{re.escape(subject)}>|[\w-]*:{re.escape(local)})(?=\s|$)", re.M)
    match = pattern.search(text)
    return text.count("\n", 0, match.start(1)) + 1 if match else None


def where(path: Path, subject: str) -> str:
    """``file:line`` of a subject, or the file alone where its line can't be told."""
    line = line_of(path.read_text("utf-8"), subject) if path.is_file() else None
    return f"{shown(path)}:{line}" if line else shown(path)


def triples(path: Path) -> list[Triple]:
    """The triples of one Turtle file, blank nodes included; a syntax error names its line."""
    text = decoded(path)
    try:
        # Quads of the default graph are written as triples.
        return split(serialize(parse(text, format=RdfFormat.TURTLE), format=RdfFormat.N_QUADS))
    except SyntaxError as error:
        position = _POSITION.search(str(error))
        line = error.lineno or (int(position[1]) if position else None)
        raise LamigoError(
            f"not Turtle: {_POSITION.sub('', str(error.msg or error)).strip()}",
            where=f"{shown(path)}:{line}" if line else shown(path),
            mend="look at this line and the one before: a missing ';' or '.', quotation mark or prefix",
        ) from error


def split(ntriples: bytes | None) -> list[Triple]:
    """The triples of N-Triples that Oxigraph wrote."""
    lines = (ntriples or b"").decode().split(" .\n")[:-1]
    return cast("list[Triple]", [tuple(line.split(" ", 2)) for line in lines])


def statements(path: Path, graph: str) -> list[Statement]:
    """The statements of a file of facts; raises LamigoErrors on anything that may not be stored."""
    found = triples(path)
    errors = language_faults(path)
    errors += [_blank_node(path, s, o) for s, _, o in found if term.is_blank(s) or term.is_blank(o)]
    errors += [
        LamigoError(fault, where=where(path, term.value(s)), mend="write the canonical form")
        for s, _, o in found
        if '"^^<' in o and (fault := literal_fault(o))
    ]
    typed = Counter(s for s, p, _ in found if p == _TYPE)
    errors += [same_id(path, path, term.value(s)) for s, times in typed.items() if times > 1]
    if errors:
        raise LamigoErrors(errors)
    return [Statement(s, p, o, graph, path) for s, p, o in found]


def _blank_node(path: Path, subject: str, value: str) -> LamigoError:
    named = value if term.is_blank(subject) else subject
    return LamigoError(
        f"a blank node beside {named}: nothing could cite it",
        where=where(path, term.value(named)) if term.is_node(named) else shown(path),
        mend="give it an IRI under id/",
    )


def literal_fault(value: str) -> str | None:
    """What is wrong with a literal's written form, or None: engines rewrite what is not canonical, differently."""
    datatype = term.datatype(value)
    pattern = _CANONICAL.get(datatype) if datatype else None
    if datatype and pattern and not pattern.fullmatch(term.value(value)):
        return f'"{term.value(value)}" is not the canonical form of {short(datatype)}'
    return None


def language_faults(path: Path) -> list[LamigoError]:
    """Language tags that are not in lower case; looked for in the text, since the parser lowers them in silence."""
    text = decoded(path)
    return [
        LamigoError(
            f"language tag {match[1]} is not in lower case",
            where=f"{shown(path)}:{text.count(chr(10), 0, match.start()) + 1}",
            mend=f"write {match[1].lower()}",
        )
        for match in _UPPER_TAG.finditer(text)
    ]


def same_id(first: Path, second: Path, subject: str) -> LamigoError:
    """The error about two records with one id."""
    again = shown(second) if first != second else "the same file"
    return LamigoError(
        f"{short(subject)} is stated to be something twice, here and in {again}: two records with one id",
        where=where(first, subject),
        mend="give one of them another id, or merge the two blocks",
    )


def gather(
    files: Iterable[tuple[Path, str]], then: Callable[[list[Statement]], None] = lambda _: None
) -> list[Statement]:
    """The statements of many files, each with its graph; all errors at once. ``then`` is given those of each file.

    A record lives in one file: a thing typed by two files of one graph is two records with one id.
    """
    found: list[Statement] = []
    errors: list[LamigoError] = []
    typed: dict[tuple[str, str], Path] = {}
    for path, graph in files:
        try:
            stated = statements(path, graph)
            found += stated
            then(stated)
            for subject in [statement.subject for statement in stated if statement.predicate == _TYPE]:
                first = typed.setdefault((subject, graph), path)
                if first != path:
                    errors.append(same_id(first, path, term.value(subject)))
        except LamigoErrors as several:
            errors += several.errors
        except LamigoError as error:
            errors.append(error)
    if errors:
        raise LamigoErrors(errors)
    return found


def without_blank_nodes(path: Path, graph: str) -> tuple[list[Statement], int]:
    """An ontology file's statements that need no blank node, and the count of those that do (they stay out)."""
    found = triples(path)
    kept = [Statement(*triple, graph, path) for triple in found if not any(map(term.is_blank, triple))]
    return kept, len(found) - len(kept)
