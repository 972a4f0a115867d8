"""Where in a YAML file a fault is, and what is to be done: for people who write descriptions, not for programmers.

YAML 1.1 reads ``NO`` as no, ``2024`` as a number and ``2024-06-30`` as a date unless they stand in quotes; Norway's
code and the editions of data sets are among what trips over it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from lamigo.errors import LamigoError

_TAGS = {
    "bool": "bool", "int": "int", "float": "float", "date": "timestamp", "datetime": "timestamp", "null": "null",
    "str": "str", "array": "seq", "object": "map",
}  # fmt: skip
"""What msgspec calls a type, and YAML's tag of it."""
_READ_AS = {"bool": "yes or no", "int": "a number", "float": "a number", "date": "a date", "datetime": "a time"}
Located = tuple[int, Any]
"""A line, counted from one, and the node of YAML that is there."""


class Fault(NamedTuple):
    """What is wrong in a description, the keys and positions that lead to it, and what to do."""

    what: str
    steps: tuple[str, ...]
    mend: str


def located(fault: Fault, root: yaml.Node, path: Path) -> LamigoError:
    """A fault as an error with the line of the file."""
    return LamigoError(fault.what, where=f"{path}:{line(root, fault.steps)}", mend=fault.mend)


def of_message(message: str, root: yaml.Node, path: Path, fields: Iterable[str]) -> LamigoError:
    """msgspec's message (``… - at `$.files[0].rows` ``) as an error with the line of the file; ``fields`` are known."""
    what, _, pointer = message.partition(" - at `")
    in_key = pointer.startswith("key` in `")
    pointer = pointer.removeprefix("key` in `").rstrip("`").removeprefix("$")
    steps = tuple(name or index for name, index in re.findall(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]", pointer))
    if unknown := re.search(r"unknown field `(.+?)`", what):
        near = difflib.get_close_matches(unknown[1], list(fields), n=1)
        mend = f"did you mean {near[0]}?" if near else "leave it out"
        return located(Fault(f"{unknown[1]!r} is unknown here", (*steps, unknown[1]), mend), root, path)
    got = re.fullmatch(r"Expected `(.+?)`, got `(.+?)`", what)
    number, node = _wrong(root, steps, in_key, _TAGS.get(got[2], "") if got else "")
    what, mend = f"{what[0].lower()}{what[1:]}" if steps else what, "see docs/sources.md for what may stand here"
    if got and "str" in got[1] and got[2] in _READ_AS and isinstance(node, yaml.ScalarNode):
        what = f"{node.value} is read as {_READ_AS[got[2]]} here"
        mend = f'put it in quotes: "{node.value}"'
    elif got and got[2] == "null":
        what, mend = "nothing stands here", "write what it is, or leave it out where it may be left out"
    shown = ".".join(step for step in steps if step != "...")
    return LamigoError(f"{shown}: {what}" if shown else what, where=f"{path}:{number}", mend=mend)


def twice(root: yaml.Node) -> Located | None:
    """The first key that stands twice in one mapping; YAML's readers take the last in silence."""
    if isinstance(root, yaml.MappingNode):
        seen: set[str] = set()
        for key, _ in root.value:
            if key.value in seen:
                return key.start_mark.line + 1, key
            seen.add(key.value)
    return next(filter(None, (twice(node) for _, node in _children(root))), None)


def no_date(root: yaml.Node) -> Located | None:
    """The first text that YAML takes for a date and that no calendar has."""
    for number, node in _children(root):
        if node.tag == "tag:yaml.org,2002:timestamp":
            try:
                yaml.safe_load(node.value)
            except ValueError:
                return number, node
        if found := no_date(node):
            return found
    return None


def line(root: yaml.Node, steps: tuple[str, ...]) -> int:
    """The line of the deepest node that a path leads to."""
    for length in range(len(steps), 0, -1):
        if found := next(_leads(root, steps[:length]), None):
            return found[0]
    return root.start_mark.line + 1


def _wrong(root: yaml.Node, steps: tuple[str, ...], in_key: bool, tag: str) -> Located:
    """The node that a path leads to: where it leads to several, the first of a type."""
    found = list(_leads(root, steps))
    if in_key:
        found = [(key.start_mark.line + 1, key) for _, node in found for key, _ in node.value]
    fitting = [one for one in found if one[1].tag == f"tag:yaml.org,2002:{tag}"]
    return next(iter([*fitting, *found]), (line(root, steps), root))


def _leads(root: yaml.Node, steps: tuple[str, ...], number: int = 0) -> Iterator[Located]:
    if not steps:
        yield number or root.start_mark.line + 1, root
        return
    names = [key.value for key, _ in root.value] if isinstance(root, yaml.MappingNode) else None
    for position, (own, node) in enumerate(_children(root)):
        if steps[0] in ("...", names[position] if names else str(position)):
            yield from _leads(node, steps[1:], own)


def _children(node: yaml.Node) -> list[Located]:
    if isinstance(node, yaml.MappingNode):
        return [(key.start_mark.line + 1, value) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [(item.start_mark.line + 1, item) for item in node.value]
    return []
