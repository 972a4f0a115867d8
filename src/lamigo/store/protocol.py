"""What every store offers."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from pyoxigraph import Literal, NamedNode

Term = NamedNode | Literal


class Rows(NamedTuple):
    """The answer to a SELECT query: column names, and a row a solution with None where a variable is unbound."""

    columns: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]


class Store(Protocol):
    """A place that answers SPARQL 1.1 queries. ``name`` says which, for messages."""

    name: str

    def select(self, query: str) -> Rows:
        """Answer a SELECT query, or an ASK query as one row of one column, ``answer``.

        Raises LamigoError on a query that is no SPARQL, or that the store cannot answer.
        """
        ...

    def csv(self, query: str) -> bytes:
        """Answer a SELECT query in SPARQL's CSV, header first: terms without their kind, for many rows at once.

        Raises LamigoError as ``select`` does.
        """
        ...
