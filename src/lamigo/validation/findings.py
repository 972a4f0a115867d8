"""What validation found: sentences for people, JSON for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

from lamigo import __version__
from lamigo.graph import term
from lamigo.graph.read import Statement, where
from lamigo.names import DEF, short

_IRI = re.compile(r"<?(https?://[^<>\s,]*[^<>\s,.;:])>?")


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong: which record, what, where it is stated, which lines it cites, what to write instead."""

    subject: str
    what: str
    check: str
    where: str = ""
    cites: tuple[str, ...] = ()
    mend: str = ""
    severity: str = "violation"

    def sentence(self) -> str:
        place = f"{self.where}: " if self.where else ""
        cites = f" (from {'; '.join(self.cites)})" if self.cites else ""
        mend = f"\n  To mend it: {self.mend}" if self.mend else ""
        name = short(self.subject)
        what = _IRI.sub(lambda match: short(match[1]), self.what)
        what = what if name in what else f"{name}: {what}"
        return f"{place}{what}{cites} [{self.check}]{mend}"


@dataclass(frozen=True)
class Report:
    """The whole result. ``targets`` counts the nodes that each shape met."""

    findings: list[Finding]
    targets: dict[str, int]
    shapes: int
    queries: int
    notes: list[str] = field(default_factory=list)

    @property
    def conforms(self) -> bool:
        return not any(finding.severity == "violation" for finding in self.findings)

    @property
    def violations(self) -> int:
        return sum(finding.severity == "violation" for finding in self.findings)

    @property
    def untouched(self) -> list[str]:
        """Shapes that met no node: they have checked nothing."""
        return sorted(shape for shape, met in self.targets.items() if met == 0)

    def to_json(self) -> str:
        document = {
            "version": __version__,
            "conforms": self.conforms,
            "shapes": self.shapes,
            "hygiene queries": self.queries,
            "nodes met by shape": dict(sorted(self.targets.items())),
            "shapes that met no node": self.untouched,
            "notes": self.notes,
            "findings": [asdict(finding) for finding in self.findings],
        }
        return json.dumps(document, indent=1, ensure_ascii=False) + "\n"

    def summary(self) -> str:
        warnings = len(self.findings) - self.violations
        met = sum(self.targets.values())
        return (
            f"{self.shapes} shapes met {met:,} nodes, {self.queries} hygiene queries ran: "
            f"{self.violations} violations, {warnings} warnings"
        )


class Places:
    """Where the subjects of curated files are stated, and where a term of ours is first used."""

    def __init__(self, read: Callable[[], list[Statement]]) -> None:
        self._read = read

    @cached_property
    def _stated(self) -> dict[str, tuple[Path, str]]:
        """Files are read for the first finding only: a sound graph has none."""
        statements = self._read()
        stated: dict[str, tuple[Path, str]] = {}
        for statement in statements:
            subject = term.value(statement.subject)
            stated.setdefault(subject, (statement.file, subject))
        for statement in statements:
            for used in map(term.value, statement[1:3]):
                if used.startswith(DEF):
                    stated.setdefault(used, (statement.file, term.value(statement.subject)))
        return stated

    def where(self, subject: str) -> str:
        path, about = self._stated.get(subject, (None, ""))
        return where(path, about) if path else ""
