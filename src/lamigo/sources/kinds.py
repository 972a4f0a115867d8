"""The kinds of sources. Each lives in a module with its description class ``Source`` and its function ``imported``."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from types import ModuleType
from typing import NamedTuple

from lamigo.sources.description import Description
from lamigo.sources.unplaced import Unplaced

KINDS = {
    "origin-destination": "lamigo.sources.origin_destination",
    "agreements": "lamigo.sources.agreements",
    "countries": "lamigo.sources.countries",
    "treaty-actions": "lamigo.sources.treaty_actions",
}

Triple = tuple[str, str, str]


class Check(NamedTuple):
    """Something known about a source that its data was held to."""

    name: str
    holds: bool
    says: str


@dataclass
class Imported:
    """What was made of a source: triples (terms as N-Triples writes them), what was not placed, and what was held."""

    triples: list[Triple]
    unplaced: list[Unplaced] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def module(kind: str) -> ModuleType:
    """The module of a kind."""
    return importlib.import_module(KINDS[kind])


def description_class(kind: str) -> type[Description]:
    """The class of a kind's descriptions."""
    cls: type[Description] = module(kind).Source
    return cls
