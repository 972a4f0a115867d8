"""What is declared about a source: the fields that all kinds share, and reading them from YAML.

A description is a file ``graph/<key>/source.yaml``, or a user's own anywhere. What stands in it is checked against
the classes here; a fault names its line.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import yaml
from msgspec import Meta, Struct, field

from lamigo.errors import LamigoError
from lamigo.graph.read import decoded

Key = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Codes = Literal["name", "iso2", "iso3", "m49", "key"]
Format = Literal["csv", "tsv", "xlsx", "stata", "parquet", "json", "sdmx-csv"]


class Licence(Struct, forbid_unknown_fields=True):
    """Under which terms its publisher offers a source, and whether these allow to pass its data on."""

    name: str
    redistribution: Literal["yes", "no", "unknown"]
    address: str = ""
    note: str = ""


class File(Struct, forbid_unknown_fields=True, kw_only=True):
    """One file of a source, and how to read it."""

    name: str
    sha256: Sha256 | None = None
    rows: int | None = None
    """How many data rows it holds: one less is refused, more are said."""
    format: Format | None = None
    """Told from the name's ending where absent."""
    encoding: str = "utf-8"
    separator: str | None = None
    """Found out from the first rows where absent."""
    sheet: str | None = None
    member: str | None = None
    """The file inside a zip archive, or the key of the list inside a JSON object."""
    header: int = 1
    """The row with the columns' names, counted as a spreadsheet counts rows."""
    download: str = ""
    """The address from which its publisher serves this very file."""


class Complete(Struct, forbid_unknown_fields=True):
    """Whether the source states that its list is complete, as of when, and where it says so."""

    stated: bool
    as_of: str = ""
    basis: str = ""


class Description(Struct, forbid_unknown_fields=True, kw_only=True):
    """What every source declares. Kinds add their own fields."""

    key: Key
    kind: str
    title: str
    publisher: str
    edition: str
    licence: Licence
    files: Annotated[list[File], Meta(min_length=1)]
    address: str = ""
    """Where its publisher offers it."""
    note: str = ""
    complete: Complete | None = None
    names: dict[str, str | None] = field(default_factory=dict)
    """The reviewed table of odd names and codes: as printed → key of the country or area; null: it is none."""
    missing: tuple[str, ...] = ("",)
    """What stands in a cell that has no value."""


def read(path: Path) -> Description:
    """The description in a YAML file. Raises LamigoError with the line of what is wrong."""
    from lamigo.sources import kinds

    if not path.is_file():
        raise LamigoError(f"no file {path}", mend="see lamigo add --list, or write one: lamigo add --template")
    try:
        root = yaml.compose(decoded(path), Loader=yaml.SafeLoader)
        values = yaml.safe_load(decoded(path))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LamigoError(f"not YAML: {error.problem}", where=f"{path}:{line}", mend="look at this line") from error
    if not isinstance(values, dict) or root is None:
        raise LamigoError(
            "a description is a mapping", where=f"{path}:1", mend="start from: lamigo add --template KIND"
        )
    kind = values.get("kind")
    if kind not in kinds.KINDS:
        raise LamigoError(
            f"the kind {kind!r} is unknown", where=f"{path}:{_line(root, ['kind'])}",
            mend=f"write one of {', '.join(kinds.KINDS)}",
        )  # fmt: skip
    try:
        return msgspec.convert(values, kinds.description_class(kind))
    except msgspec.ValidationError as error:
        raise _fault(str(error), root, path) from error


def _fault(message: str, root: Any, path: Path) -> LamigoError:  # noqa: ANN401 (PyYAML has no types for nodes)
    """msgspec's message (``… - at `$.files[0].rows` ``) as one with the line of the file."""
    what, _, pointer = message.partition(" - at `$")
    steps = re.findall(r"\.([^.\[\]]+)|\[(\d+)\]|\[(\.\.\.)\]", pointer.rstrip("`"))
    steps_flat = [name or index or any_ for name, index, any_ in steps]
    mend = "see docs/sources.md for what may stand here"
    if unknown := re.search(r"unknown field `(.+?)`", what):
        steps_flat.append(unknown[1])
        what = f"{unknown[1]!r} is unknown here"
        near = difflib.get_close_matches(unknown[1], _known_fields(), n=1)
        mend = f"did you mean {near[0]}?" if near else "leave it out"
    elif steps_flat:
        what = f"{'.'.join(steps_flat)}: {what[0].lower()}{what[1:]}"
    return LamigoError(what, where=f"{path}:{_line(root, steps_flat)}", mend=mend)


def _known_fields() -> list[str]:
    from lamigo.sources import kinds

    classes: list[type[Struct]] = [File, Licence, Complete, *(kinds.description_class(kind) for kind in kinds.KINDS)]
    return sorted({name for cls in classes for name in cls.__struct_fields__})


def _line(node: Any, steps: list[str]) -> int:  # noqa: ANN401
    """The line of the deepest node that a path leads to."""
    line: int = node.start_mark.line + 1
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == step]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
            node = node.value[int(step)]
            line = node.start_mark.line + 1
        else:
            break
    return line
