"""Turtle as the authority's generated files write it: one block a thing, the same bytes every time.

Small on purpose. A general serialiser sorts properties by IRI and breaks lines where it likes; these files
are read by people in diffs, so properties keep the order in which they are given here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from lamigo import atomic
from lamigo.names import BASE, PREFIXES

Pairs = Sequence[tuple[str, Sequence[str]]]
"""What is said of one thing: property and values, already in Turtle syntax, in the order to print."""

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def literal(text: str, language: str | None = None) -> str:
    """A string, with its language tag where it has one."""
    quoted = f'"{text.translate(_ESCAPES)}"'
    return f"{quoted}@{language}" if language else quoted


def decimal(text: str) -> str:
    """A number in canonical ``xsd:decimal`` form: no idle zeros, at least one digit after the point.

    >>> decimal("28.250"), decimal("-57")
    ('28.25', '-57.0')
    """
    number = f"{Decimal(text):f}"
    whole, _, fraction = number.partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}"


def iri(path: str) -> str:
    """An IRI of ours relative to the base, or a foreign one in full."""
    return f"<{path}>"


def block(subject: str, pairs: Pairs) -> str:
    """One thing with all that is said of it; properties without a value are left out."""
    lines = [f"{prop} {', '.join(values)}" for prop, values in pairs if values]
    return f"{subject} " + " ;\n    ".join(lines) + " .\n"


def write(path: Path, remarks: Iterable[str], prefixes: Iterable[str], blocks: Iterable[str]) -> None:
    """Write a file whole: remarks for the reader, prefixes, then the blocks with a blank line between."""
    head = [f"# {remark}" for remark in remarks]
    head += [f"@base <{BASE}> ."]
    head += [f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in prefixes]
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write(path, ("\n".join(head) + "\n\n" + "\n".join(blocks)).encode())
