"""What follows from all added data sets together, derived anew whenever one comes or goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def derive(build: Path, say: Callable[[str], None] = lambda _: None) -> None:
    """Derive what needs more than one data set: the periods in which states are bound."""
    from lamigo.treaties import added

    added.derive(build, say)
