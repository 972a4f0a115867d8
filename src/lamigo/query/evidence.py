"""The document and lines, or the data set and row, behind each value of each row of an answer.

The query's own triple patterns say which facts made a row: the pattern is asked again with all its variables, each
solution instantiates the patterns to facts, and a fact's evidence is that of the support about its record, property
and value, or else that of the record. Of imported data it is the data set, the file and the row: a record names its
own, a measure says how the row of one of its numbers is found. What a query asks to be *absent* (MINUS, NOT EXISTS)
has no lines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import NamedNode

from lamigo.errors import LamigoError
from lamigo.names import ID, PREFIXES, passage
from lamigo.query import rows
from lamigo.query.table import Table
from lamigo.store import Store, Term
from lamigo.store.local import QUOTED, query_error

if TYPE_CHECKING:
    from rdflib.plugins.sparql.parserutils import CompValue

_TOKEN = re.compile(QUOTED + r"|[{}]|(?<![\w?$:-])(?:SELECT|FROM|VALUES)\b", re.I)


class Pattern(NamedTuple):
    """A triple pattern: each place a variable's name or a fixed IRI; the predicate None for a property path."""

    subject: str | NamedNode
    predicate: str | NamedNode | None
    object: str | NamedNode | None

    def variables(self) -> set[str]:
        return {part for part in self if isinstance(part, str)}


class Ledger:
    """What the graph says about the evidence of some things."""

    def __init__(self, store: Store, things: set[str]) -> None:
        about = f"VALUES ?a {{ {' '.join(f'<{thing}>' for thing in sorted(things))} }}"
        self.of_record: dict[str, set[str]] = defaultdict(set)
        self.supports: dict[tuple[str, str], list[tuple[Term | None, set[str]]]] = defaultdict(list)
        for record, cited in _pairs(store, f"{about} ?a lmg:evidence ?b"):
            self.of_record[record].add(_passage(cited))
        kept = "FILTER NOT EXISTS { ?o a lmg:DataSet }"
        for record, origin in _pairs(store, f"{about} ?a dcterms:source ?o . ?o rdfs:label ?b {kept}"):
            self.of_record[record].add(origin)
        self._imported(store, about)
        self.numbers = rows.Numbers(store, things)
        found = store.select(
            f"SELECT ?a ?property ?value ?cited WHERE {{ {about}"
            " ?support lmg:about ?a ; a lmg:Support ; lmg:onProperty ?property ; lmg:evidence ?cited"
            " OPTIONAL { ?support lmg:onValue ?value } }"
        )
        grouped: dict[tuple[str, str, Term | None], set[str]] = defaultdict(set)
        for record_term, on_property, on_value, passage_term in found.rows:
            if record_term and on_property and passage_term:
                grouped[record_term.value, on_property.value, on_value].add(_passage(passage_term.value))
        for (record, on, on_value), cited_in in grouped.items():
            self.supports[record, on].append((on_value, cited_in))

    def _imported(self, store: Store, about: str) -> None:
        """The rows of imported records; of what has none, those of its premises; else the data set that it is of."""
        own = rows.records(store, f"{about} FILTER EXISTS {{ ?a lmg:fromRow ?any }}")
        for record, found in own.items():
            self.of_record[record] |= found
        premises = rows.records(store, about, "(lmg:derivedFrom|lmg:byRecord)+")
        for record, cited in _pairs(store, f"{about} ?a (lmg:derivedFrom|lmg:byRecord)+ ?p . ?p lmg:evidence ?b"):
            premises[record].add(_passage(cited))
        for found_for in (premises, rows.records(store, about)):
            for record, found in found_for.items():
                if not self.of_record[record]:
                    self.of_record[record] |= found

    def behind(self, subject: str, predicate: str | None, value: Term | None) -> set[str]:
        """The sources of one fact: its supports, else those of its record; of a number the row in its file."""
        if predicate and (number := self.numbers.of(subject, predicate)):
            return {number}
        proofs = self.supports.get((subject, predicate or ""), [])
        fitting = [cited for on, cited in proofs if on is None or on == value]
        return set().union(*fitting) if fitting else self.of_record.get(subject, set())


def explain(store: Store, query: str, table: Table) -> Table:
    """The table with the evidence of each value (needs a SELECT query)."""
    patterns = read_patterns(query)
    found = store.select(all_variables(query))
    names = {name: index for index, name in enumerate(found.columns)}
    shared = [column for column in table.columns if column in names]
    positions = [table.columns.index(column) for column in shared]
    # An answer with LIMIT or a cap shows few of the solutions: only theirs are looked into.
    shown = {tuple(row[i] for i in positions) for row in table.rows}
    by_key: dict[tuple[Term | None, ...], list[tuple[Term | None, ...]]] = defaultdict(list)
    for solution in found.rows:
        if (key := tuple(solution[names[column]] for column in shared)) in shown:
            by_key[key].append(solution)
    fixed = {part.value for pattern in patterns for part in pattern if isinstance(part, NamedNode)}
    bound_to = {
        term.value
        for solutions in by_key.values()
        for solution in solutions
        for term in solution
        if isinstance(term, NamedNode)
    }
    ledger = Ledger(store, {iri for iri in fixed | bound_to if iri.startswith(ID)})
    evidence = []
    for row in table.rows:
        proofs: dict[str, set[str]] = defaultdict(set)
        for solution in by_key.get(tuple(row[i] for i in positions), []):
            bound = {name: solution[index] for name, index in names.items()}
            for pattern in patterns:
                cited = _behind(ledger, pattern, bound)
                for column in table.columns:
                    if column not in names or column in pattern.variables():
                        proofs[column] |= cited
        evidence.append(tuple(tuple(sorted(proofs[column], key=_natural)) for column in table.columns))
    return Table(table.columns, table.rows, table.total, evidence)


def _behind(ledger: Ledger, pattern: Pattern, bound: dict[str, Term | None]) -> set[str]:
    def resolve(part: str | NamedNode | None) -> Term | None:
        return bound.get(part) if isinstance(part, str) else part

    subject, predicate, value = (resolve(part) for part in pattern)
    if subject is None:
        return set()
    cited = ledger.behind(subject.value, predicate.value if predicate else None, value)
    if not cited and pattern.predicate is None and value is not None:
        return ledger.behind(value.value, None, None)
    return cited


def all_variables(query: str) -> str:
    """The query with ``SELECT *``, the graphs that it reads and the values that it ends with: no grouping, no cap."""
    depth = 0
    selected = graphs = opened = closed = None
    values = ""
    for token in _TOKEN.finditer(query):
        word = token[0].upper()
        if word == "{":
            if depth == 0 and selected is not None and opened is None:
                opened = token.start()
            depth += 1
        elif word == "}":
            depth -= 1
            if depth == 0 and opened is not None and closed is None:
                closed = token.end()
        elif depth == 0 and word == "SELECT" and selected is None:
            selected = token.start()
        elif depth == 0 and word == "FROM" and opened is None and graphs is None:
            graphs = token.start()
        elif depth == 0 and word == "VALUES" and closed is not None:
            values = f" {query[token.start() :]}"
            break
    if selected is None or opened is None or closed is None:
        raise LamigoError("evidence can be given for SELECT queries only", mend="leave --evidence out")
    read = "WHERE " if graphs is None else query[graphs:opened]
    return f"{query[:selected]}SELECT * {read}{query[opened:closed]}{values}"


def read_patterns(query: str) -> list[Pattern]:
    """The triple patterns that must or may match, those under MINUS and NOT EXISTS left out."""
    from pyparsing.exceptions import ParseException
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        algebra = translateQuery(parseQuery(query), initNs=dict(PREFIXES)).algebra
    except ParseException as error:
        raise query_error(query, f"{error.lineno}:{error.column} {error.msg}") from error
    except Exception as error:  # rdflib raises bare Exception for undeclared prefixes
        raise LamigoError(
            f"the query could not be read for its evidence: {error}",
            mend="declare its prefixes, or leave --evidence out",
        ) from error
    found: list[Pattern] = []
    for triple in _triples(algebra):
        subject, predicate, value = (_part(part) for part in triple)
        if subject is not None:
            found.append(Pattern(subject, predicate, value))
    return found


def _triples(node: CompValue) -> Iterator[Any]:
    if getattr(node, "name", None) == "BGP":
        yield from node["triples"]
        return
    for key in ("p", "p1", "p2"):
        if key in node and not (key == "p2" and node.name == "Minus"):
            yield from _triples(node[key])


def _part(part: object) -> str | NamedNode | None:
    from rdflib.term import BNode, URIRef, Variable

    if isinstance(part, Variable):
        return str(part)
    if isinstance(part, URIRef):
        return NamedNode(str(part))
    return f"?{part}" if isinstance(part, BNode) else None


def _pairs(store: Store, where: str) -> Iterable[tuple[str, str]]:
    for first, second in store.select(f"SELECT ?a ?b WHERE {{ {where} }}").rows:
        if first is not None and second is not None:
            yield first.value, second.value


def _passage(iri: str) -> str:
    cited = passage(iri)
    return f"{cited.source} L{cited.first}-L{cited.last}" if cited else iri


def _natural(text: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", text)]
