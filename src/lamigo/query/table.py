"""Answers as typed tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from lamigo import __version__
from lamigo.atomic import write
from lamigo.delimited import delimited
from lamigo.errors import LamigoError
from lamigo.names import XSD, short
from lamigo.store import Rows, Term

if TYPE_CHECKING:
    import pandas as pd

_NUMBERS = {XSD + kind for kind in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")}
_FLOATS = {XSD + kind for kind in ("double", "float")}


@dataclass(frozen=True)
class Table:
    """An answer: columns, and rows of RDF terms (None where unbound).

    ``total`` is the number of rows that the query found; it is larger than ``len(rows)`` only where a cap was asked
    for. ``evidence``, where it was asked for, holds the sources behind each value, row by row and column by column.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]
    total: int
    evidence: list[tuple[tuple[str, ...], ...]] | None = field(default=None)

    @classmethod
    def of(cls, found: Rows, cap: int | None = None) -> Table:
        rows = found.rows if cap is None else found.rows[:cap]
        return cls(found.columns, rows, len(found.rows))

    @property
    def capped(self) -> bool:
        return len(self.rows) < self.total

    def values(self) -> list[tuple[Any, ...]]:
        """The rows as Python values: str, int, float, Decimal, bool, date; None where unbound."""
        return [tuple(None if term is None else value(term) for term in row) for row in self.rows]

    def with_evidence_columns(self) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Columns and rows of Python values, with ``<column> evidence`` after each column where there is evidence."""
        if self.evidence is None:
            return self.columns, self.values()
        columns = tuple(name for column in self.columns for name in (column, f"{column} evidence"))
        rows = [
            tuple(cell for pair in zip(row, ("; ".join(e) for e in proof), strict=True) for cell in pair)
            for row, proof in zip(self.values(), self.evidence, strict=True)
        ]
        return columns, rows

    def short(self) -> Table:
        """The same answer for people to read: every IRI as text with its prefix, such as ``country:NPL``."""

        def shown(term: Term | None) -> Term | None:
            return Literal(short(term.value)) if isinstance(term, NamedNode) else term

        return Table(self.columns, [tuple(map(shown, row)) for row in self.rows], self.total, self.evidence)

    def to_pandas(self) -> pd.DataFrame:
        """A typed frame: Int64, Float64, boolean, dates as ``datetime64``, text as ``string``; unbound is missing.

        Needs the extra ``tables``.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise LamigoError("pandas is not installed", mend="pip install 'lamigo[tables]'") from error
        columns, rows = self.with_evidence_columns()
        data = {}
        for index, column in enumerate(columns):
            cells = [row[index] for row in rows]
            data[column] = pd.Series(cells, dtype=_dtype(cells))
        return pd.DataFrame(data, columns=list(columns))


def value(term: Term) -> Any:  # noqa: ANN401 (an RDF literal is of any type)
    """An RDF term as a Python value; IRIs and texts as str, an ill-typed literal as its text."""
    if isinstance(term, NamedNode):
        return term.value
    kind = term.datatype.value
    try:
        if kind in _NUMBERS:
            return int(term.value)
        if kind == XSD + "decimal":
            return Decimal(term.value)
        if kind in _FLOATS:
            return float(term.value)
        if kind == XSD + "date":
            return date.fromisoformat(term.value)
    except (ValueError, ArithmeticError):
        return term.value
    if kind == XSD + "boolean":
        return term.value in ("true", "1")
    return term.value


def _dtype(cells: list[Any]) -> str:
    """The pandas type of a column: that of all its values that are there, text where there are none."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if not kinds or kinds == {str}:
        return "string"
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "Int64"
    if kinds <= {int, float, Decimal}:
        return "Float64"
    return "datetime64[s]" if kinds == {date} else "object"


def to_csv(table: Table, separator: str = ",") -> str:
    """CSV (RFC 4180, LF) or TSV with plain values; unbound cells are empty."""
    columns, rows = table.with_evidence_columns()
    cells = [["" if cell is None else _text(cell) for cell in row] for row in rows]
    return delimited([columns, *cells], separator)


def _text(cell: Any) -> str:  # noqa: ANN401
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def to_json(table: Table) -> str:
    """SPARQL 1.1 results in JSON; counts and evidence stand in its head, under ``lamigo``."""
    bindings = [
        {c: _binding(t) for c, t in zip(table.columns, row, strict=True) if t is not None} for row in table.rows
    ]
    said: dict[str, Any] = {"version": __version__, "rows": len(table.rows), "total": table.total}
    if table.evidence is not None:
        said["evidence"] = [dict(zip(table.columns, map(list, proof), strict=True)) for proof in table.evidence]
    document = {"head": {"vars": list(table.columns), "lamigo": said}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    binding = {"type": "literal", "value": term.value}
    if term.language:
        binding["xml:lang"] = term.language
    elif term.datatype.value != XSD + "string":
        binding["datatype"] = term.datatype.value
    return binding


def to_parquet(table: Table) -> bytes:
    """The typed frame as Parquet (needs the extra ``tables``)."""
    frame = table.to_pandas()
    try:
        data: bytes = frame.to_parquet(index=False)
    except ImportError as error:
        raise LamigoError("pyarrow is not installed", mend="pip install 'lamigo[tables]'") from error
    return data


def write_parquet(table: Table, path: Path) -> None:
    """Write the typed frame as Parquet, whole or not at all."""
    write(path, to_parquet(table))


TEXT_FORMATS: dict[str, Callable[[Table], str]] = {
    "csv": to_csv,
    "tsv": lambda table: to_csv(table, "\t"),
    "json": to_json,
}
