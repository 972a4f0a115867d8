"""Where in a YAML file a fault is, and what is to be done: for people who write descriptions, not for programmers.

YAML 1.1 reads ``NO`` as no, ``2024`` as a number and ``2024-06-30`` as a date unless they stand in quotes; Norway's
code and the editions of data sets are among what trips over it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from msgspec import inspect

from lamigo.errors import LamigoError

_TAGS = {
    "bool": "bool", "int": "int", "float": "float", "date": "timestamp", "datetime": "timestamp", "null": "null",
    "str": "str", "array": "seq", "object": "map",
}  # fmt: skip
"""What msgspec calls a type, and YAML's tag of it."""
_READ_AS = {"bool": "yes or no", "int": "a number", "float": "a number", "date": "a date", "datetime": "a time"}
_PATTERNS = {
    "key": "write small letters, digits and single hyphens, such as un-stock-2024",
    "slice": "write small letters, digits and single hyphens, such as 2020-both",
    "sha256": "write its 64 digits of 0 to 9 and a to f",
}
"""By field, what fits the pattern of its class, in words."""
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


def of_message(message: str, root: yaml.Node, path: Path, form: type) -> LamigoError:
    """msgspec's message (``… - at `$.files[0].rows` ``) as an error with the line; ``form`` is what it should be."""
    what, _, pointer = message.partition(" - at `")
    in_key = pointer.startswith("key` in `")
    pointer = pointer.removeprefix("key` in `").rstrip("`").removeprefix("$")
    steps = tuple(name or index for name, index in re.findall(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]", pointer))
    meant = _meant(inspect.type_info(form), steps)
    if unknown := re.search(r"unknown field `(.+?)`", what):
        fields = [field.name for field in meant.fields] if isinstance(meant, inspect.StructType) else []
        near = difflib.get_close_matches(unknown[1], fields, n=1)
        mend = f"did you mean {near[0]}?" if near else f"leave it out; here may stand {', '.join(fields)}"
        return located(Fault(f"{unknown[1]!r} is unknown here", (*steps, unknown[1]), mend), root, path)
    got = re.fullmatch(r"Expected `(.+?)`, got `(.+?)`", what)
    number, node = _wrong(root, steps, in_key, _TAGS.get(got[2], "") if got else "")
    what, mend = (
        f"{what[0].lower()}{what[1:]}" if steps else what,
        "see what stands there in: lamigo add --template KIND",
    )
    if isinstance(meant, inspect.LiteralType) and not in_key:
        mend = f"write one of {', '.join(map(str, meant.values))}"
    elif steps and "matching regex" in what and isinstance(node, yaml.ScalarNode):
        what, mend = f"{node.value!r} does not fit", _PATTERNS[steps[-1]]
    if got and "str" in got[1] and got[2] in _READ_AS and isinstance(node, yaml.ScalarNode):
        what = f"{node.value} is read as {_READ_AS[got[2]]} here"
        mend = f'put it in quotes: "{node.value}"'
    elif got and got[2] == "null":
        what, mend = "nothing stands here", "write what it is, or leave it out where it may be left out"
    shown = ".".join(step for step in steps if step != "...")
    return LamigoError(f"{shown}: {what}" if shown else what, where=f"{path}:{number}", mend=mend)


def _meant(what: Any, steps: tuple[str, ...]) -> Any:  # noqa: ANN401 (a type as msgspec describes it)
    """What a form says may stand where a path leads, as msgspec describes types; None where it says nothing."""
    if isinstance(what, inspect.UnionType):
        what = next(one for one in what.types if not isinstance(one, inspect.NoneType))
    if not steps:
        return what
    if isinstance(what, inspect.StructType):
        inner = next((field.type for field in what.fields if field.name == steps[0]), None)
    else:
        inner = getattr(what, "value_type", None) or getattr(what, "item_type", None)
    return _meant(inner, steps[1:])


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
