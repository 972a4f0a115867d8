"""Does the ontology keep to its own style guide, ``shapes/style.ttl``?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lamigo.names import short
from lamigo.ontology.merge import one_file


def style_faults(paths: Iterable[Path], guide: Path) -> list[str]:
    """Where the files break the guide, a sentence each that tells the author what to do."""
    import shacl

    shapes = shacl.Shapes.from_file(str(guide))
    with one_file(paths) as merged:
        results = shapes.validate_file(str(merged)).results
    return sorted({f"{short(result.focus_node.strip('<>'))}: {result.message}" for result in results})
