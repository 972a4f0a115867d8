"""Drafts: what a draft policy or agreement covers, stated in a YAML file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, NamedTuple

from lamigo.assess.items import Item
from lamigo.errors import LamigoError, LamigoErrors
from lamigo.graph.read import decoded

Verdict = Literal["yes", "no", "unstated"]
VERDICTS: tuple[Verdict, ...] = ("yes", "no", "unstated")
KINDS = ("policy", "agreement")
_HEAD = """\
# What a draft {kind} covers, item by item. Fill in the title; for each item write
#   yes        the draft covers it
#   no         the draft says that it does not, or you know that it does not
#   unstated   the draft does not say (an item that is left out counts as this, too)
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
    """The items for a kind of draft: an agreement is not asked how a policy was made, only what it contains."""
    return [item for item in found if kind == "policy" or item.kind == "content"]


def template(found: Iterable[Item], kind: str = "policy") -> str:
    """The file to fill in, with every item and what it asks."""
    out, table = [_HEAD.format(kind=kind)], 0
    for item in applicable(found, kind):
        if item.table != table:
            table = item.table
            out.append(f"\n  # Table {table}. {item.title}\n")
        out.append(f"  # {item.label}\n  {item.key}: unstated\n")
    return "".join(out)


def read_draft(path: Path, found: Iterable[Item]) -> Draft:
    """Read a draft; raises LamigoErrors naming the line of everything that is wrong."""
    import yaml

    if not path.is_file():
        raise LamigoError(f"no file {path}", mend="write one with: lamigo assess --template > draft.yaml")
    try:
        root = yaml.compose(decoded(path), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LamigoError(f"not YAML: {error.problem}", where=f"{path}:{line}", mend="look at this line") from error
    if not isinstance(root, yaml.MappingNode):
        raise LamigoError("a draft is a mapping of title, kind and items", where=f"{path}:1",
                          mend="start from: lamigo assess --template")  # fmt: skip
    reader = _Reader(path)
    fields = reader.mapping(root, ("title", "kind", "items"))
    kind = reader.text(fields.get("kind")) or "policy"
    if kind not in KINDS:
        reader.fault(fields["kind"], f"kind is {kind!r}", f"write {' or '.join(KINDS)}")
        kind = "policy"
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
            if key.value not in names:
                near = difflib.get_close_matches(key.value, names, n=1)
                self.fault(key, f"{key.value!r} is unknown", f"did you mean {near[0]}?" if near else "leave it out")
            elif key.value in values:
                self.fault(key, f"{key.value} stands twice", "keep one of them")
            else:
                values[key.value] = value
        return values

    def text(self, node: Any) -> str:  # noqa: ANN401
        return str(node.value).strip() if node is not None and isinstance(node.value, str) else ""

    def answers(self, node: Any, known: dict[str, Item], kind: str) -> dict[str, Answer]:  # noqa: ANN401
        if node is None or not isinstance(node.value, list):
            return {}
        answers = {}
        for key, value in self.mapping(node, known).items():
            fields = self.mapping(value, ("answer", "where")) if isinstance(value.value, list) else {"answer": value}
            said = self.text(fields.get("answer")).lower()
            if said not in VERDICTS:
                self.fault(value, f"{key} is {said!r}", f"write {', '.join(VERDICTS)}")
            elif key not in {item.key for item in applicable(known.values(), kind)}:
                self.fault(value, f"{key} asks how a policy was made", f"leave it out of an {kind}")
            else:
                where = self.text(fields.get("where"))
                answers[key] = Answer(said, where, value.start_mark.line + 1)
        return answers
