"""What is declared about a source: the fields that all kinds share, and reading them from YAML.

A description is a file ``graph/<key>/source.yaml``, or a user's own anywhere. What stands in it is checked against
the classes here; a fault names its line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import yaml
from msgspec import Meta, Struct, field

from lamigo.errors import LamigoError, LamigoErrors
from lamigo.graph.read import decoded
from lamigo.sources import yaml_faults
from lamigo.sources.yaml_faults import Fault
from lamigo.yaml_nodes import composed, not_yaml

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
    rows: Annotated[int, Meta(ge=0)] | None = None
    """How many data rows it holds: one less is refused, more are said."""
    format: Format | None = None
    """Told from the name's ending where absent."""
    encoding: str = "utf-8"
    separator: Annotated[str, Meta(min_length=1, max_length=1)] | None = None
    """Found out from the first rows where absent."""
    sheet: str | None = None
    member: str | None = None
    """The file inside a zip archive, or the key of the list inside a JSON object; of both, ``FILE#KEY``."""
    header: Annotated[int, Meta(ge=1)] = 1
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

    @property
    def decimal_of_numbers(self) -> str:
        """What marks the decimals in the text of a file's true numbers; kinds with marks of their own say which."""
        return "."

    def faults(self, known: Collection[str]) -> Iterator[Fault]:
        """What is wrong with the description by itself; ``known`` are the keys of countries and areas.

        Kinds add theirs.
        """
        for printed, key in self.names.items():
            if key is not None and key not in known:
                yield Fault(
                    f"names: no country or area has the key {key!r}",
                    ("names", printed),
                    f"write the key of what {printed!r} is, such as NOR, or null where it is none",
                )


def read(path: Path) -> Description:
    """The description in a YAML file. Raises LamigoError with the line of what is wrong."""
    from lamigo.sources import kinds

    if found_as(path) != "file":
        raise LamigoError(f"no file {path}", mend="see lamigo add --list, or write one: lamigo add --template")
    root, values = _loaded(path)
    kind = values.get("kind")
    if not isinstance(kind, str) or kind not in kinds.KINDS:
        raise LamigoError(
            f"the kind {kind!r} is unknown", where=f"{path}:{yaml_faults.line(root, ('kind',))}",
            mend=f"write one of {', '.join(kinds.KINDS)}",
        )  # fmt: skip
    try:
        return msgspec.convert(values, kinds.description_class(kind))
    except msgspec.ValidationError as error:
        raise yaml_faults.of_message(str(error), root, path, kinds.description_class(kind)) from error


def check(description: Description, path: Path, known: Collection[str]) -> None:
    """Raise LamigoErrors with the lines of all faults of a description that was read from a path."""
    if faults := list(description.faults(known)):
        root, _ = _loaded(path)
        raise LamigoErrors([yaml_faults.located(fault, root, path) for fault in faults])


def found_as(path: Path) -> str:
    """``file``, ``folder``, or nothing, which is also what stands under a name too long for any file."""
    try:
        return "file" if path.is_file() else "folder" if path.is_dir() else ""
    except OSError:
        return ""


def expression(text: str, *steps: str) -> Iterator[Fault]:
    """The fault of what should be a regular expression, if it has one."""
    try:
        re.compile(text)
    except re.error as error:
        yield Fault(
            f"{text!r} is no regular expression: {error}", steps, "correct it; a backslash stands before . ( [ + *"
        )


def _loaded(path: Path) -> tuple[yaml.Node, dict[str, Any]]:
    root = composed(path)
    if root is None or root.tag != "tag:yaml.org,2002:map":
        raise LamigoError(
            "a description is a mapping", where=f"{path}:1", mend="start from: lamigo add --template KIND"
        )
    try:
        values = yaml.safe_load(decoded(path))
        again = yaml_faults.twice(root)
    except yaml.MarkedYAMLError as error:
        raise not_yaml(error, path) from error
    except RecursionError as error:
        raise LamigoError("an alias that stands within what it names", where=str(path), mend="take it out") from error
    except ValueError as error:
        number, node = yaml_faults.no_date(root) or (1, root)
        raise LamigoError(
            f"{node.value} is no date: {error}", where=f"{path}:{number}", mend="correct it, or put it in quotes"
        ) from error
    if again:
        number, key = again
        raise LamigoError(f"{key.value!r} stands twice", where=f"{path}:{number}", mend="put both in one")
    return root, values
