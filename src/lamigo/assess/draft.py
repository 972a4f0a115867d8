"""Drafts: what a draft policy or agreement covers, stated in a YAML file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, NamedTuple

from lamigo.assess.records import Item
from lamigo.errors import LamigoError, LamigoErrors
from lamigo.yaml_nodes import composed

Verdict = Literal["yes", "no", "unstated"]
VERDICTS: tuple[Verdict, ...] = ("yes", "no", "unstated")
KINDS = ("policy", "agreement")
_OTHER = {"policy": "agreement", "agreement": "policy"}
_HEAD = """\
# What a draft {kind} covers, item by item, with the lines that each item stands in and what it cites.
# Fill in the title; for each item write
#   yes        the draft covers it
#   no         the draft says that it does not, or you know that it does not
#   unstated   the draft does not say (an item that is left out counts as this, too)
# An item with several parts is covered where all of them are; else write no, and say in "where" which of them are.
# To say where in the draft, write  {{answer: yes, where: "section 3.2"}}  instead of  yes.
# Then: lamigo assess THIS-FILE
title: ""
kind: {kind}
items:
"""


class Answer(NamedTuple):
    """What a draft says of an item, where in the draft, and on which line of its file (0: nowhere)."""

    verdict: Verdict
    where: str
    line: int


class Draft(NamedTuple):
    """A draft: title, kind (policy or agreement), and its answers by item key."""

    title: str
    kind: str
    answers: dict[str, Answer]
    path: Path


def applicable(found: Iterable[Item], kind: str) -> list[Item]:
    """The items for a kind of draft.

    An agreement is not asked how a policy was made, only what it contains, and then what only an agreement is asked.
    """
    asked = {"agreement": ("content", "agreement")}.get(kind)
    return [item for item in found if (item.kind in asked if asked else item.kind != "agreement")]


def template(found: Iterable[Item], kind: str = "policy") -> str:
    """The file to fill in, with every item of its kind of draft and what it asks."""
    out, part = [_HEAD.format(kind=kind)], ""
    for item in applicable(found, kind):
        if item.part != part:
            part = item.part
            out.append(f"\n  # {item.title}\n")
        cites = f"; cites {', '.join(map(str, item.cites))}" if item.cites else ""
        out.append(f"  # {item.label} ({item.lines}{cites})\n  {item.key}: unstated\n")
    return "".join(out)


def read_draft(path: Path, found: Iterable[Item]) -> Draft:
    """Read a draft; raises LamigoErrors naming the line of everything that is wrong."""
    import yaml

    if not path.is_file():
        what = f"{path} is a folder" if path.is_dir() else f"no file {path}"
        raise LamigoError(what, mend="write a draft with: lamigo assess --template > draft.yaml")
    root = composed(path)
    if not isinstance(root, yaml.MappingNode):
        raise LamigoError("a draft is a mapping of title, kind and items", where=f"{path}:1",
                          mend="start from: lamigo assess --template")  # fmt: skip
    reader = _Reader(path)
    fields = reader.mapping(root, ("title", "kind", "items"))
    kind = reader.text(fields.get("kind")) if "kind" in fields else "policy"
    if kind not in KINDS:
        near = difflib.get_close_matches(kind, KINDS, n=1)
        mend = f"did you mean {near[0]}?" if near else f"write {' or '.join(KINDS)}"
        reader.fault(fields["kind"], f"kind is {kind!r}", mend)
        raise LamigoErrors(reader.errors)
    answers = reader.answers(fields.get("items"), {item.key: item for item in found}, kind)
    if reader.errors:
        raise LamigoErrors(reader.errors)
    return Draft(reader.text(fields.get("title")) or path.stem, kind, answers, path)


class _Reader:
    """Reads the nodes of a YAML document, and remembers what is wrong with them, with lines."""

    def __init__(self, path: Path) -> None:
        self.path, self.errors = path, list[LamigoError]()

    def fault(self, node: Any, what: str, mend: str) -> None:  # noqa: ANN401 (PyYAML has no types for nodes)
        self.errors.append(LamigoError(what, where=f"{self.path}:{node.start_mark.line + 1}", mend=mend))

    def mapping(self, node: Any, allowed: Iterable[str]) -> dict[str, Any]:  # noqa: ANN401
        """A mapping's values by key; unknown and repeated keys are faults."""
        names, values = list(allowed), dict[str, Any]()
        for key, value in node.value:
            name = self.text(key)
            if name not in names:
                near = difflib.get_close_matches(name, names, n=1)
                self.fault(key, f"{name!r} is unknown", f"did you mean {near[0]}?" if near else "leave it out")
            elif name in values:
                self.fault(key, f"{name} stands twice", "keep one of them")
            else:
                values[name] = value
        return values

    def text(self, node: Any) -> str:  # noqa: ANN401
        """A scalar on one line, however the file breaks it; empty where there is none."""
        return " ".join(node.value.split()) if node is not None and isinstance(node.value, str) else ""

    def answers(self, node: Any, known: dict[str, Item], kind: str) -> dict[str, Answer]:  # noqa: ANN401
        """The answers by item; an empty ``items:`` answers nothing."""
        import yaml

        if node is None or (isinstance(node, yaml.ScalarNode) and node.value in ("", "~", "null")):
            return {}
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, "items is no mapping", "write on each line an item, a colon, and yes or no")
            return {}
        asked = {item.key for item in applicable(known.values(), kind)}
        answers = {}
        for key, value in self.mapping(node, known).items():
            is_mapping = isinstance(value, yaml.MappingNode)
            fields = self.mapping(value, ("answer", "where")) if is_mapping else {"answer": value}
            said = self.text(fields.get("answer")).lower()
            if said not in VERDICTS:
                shown = repr(said) if said else "without an answer"
                self.fault(value, f"{key} is {shown}", f"write {', '.join(VERDICTS)}")
            elif key not in asked:
                what = "is asked of an agreement only" if kind == "policy" else "asks how a policy was made"
                self.fault(value, f"{key} {what}", f"leave it out, or write kind: {_OTHER[kind]}")
            else:
                where = self.text(fields.get("where"))
                answers[key] = Answer(said, where, value.start_mark.line + 1)
        return answers
