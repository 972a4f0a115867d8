"""Descriptions to fill in."""

from __future__ import annotations

from importlib import resources

from lamigo.errors import LamigoError
from lamigo.sources import kinds, shipped


def template(name: str) -> str:
    """A commented description of a kind, or a shipped one to make one's own of (under another key).

    Raises LamigoError where there is neither.
    """
    if name in kinds.KINDS:
        return resources.files("lamigo.sources").joinpath("forms", f"{name}.yaml").read_text("utf-8")
    if name in shipped.paths():
        return shipped.paths()[name].read_text("utf-8")
    raise LamigoError(
        f"there is no template {name!r}", mend=f"kinds are {', '.join(kinds.KINDS)}; keys: lamigo add --list"
    )
