"""The embedded store: Oxigraph, in memory or on disk, loaded from a build."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from lamigo.atomic import alone
from lamigo.errors import LamigoError
from lamigo.graph import write
from lamigo.graph.build import Build
from lamigo.names import BASE, PREFIXES
from lamigo.sources import added
from lamigo.store.protocol import Rows, Term

# A query with some thousands of nested brackets kills the process inside the engine; no honest query nests deeper.
DEEPEST = 200
QUOTED = (
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r'|<[^<>"{}|^`\\\x00-\x20]*>|#[^\n\r]*'
)
"""A regular expression for what is no code in a query: a string, an IRI, a comment."""
_TOKEN = re.compile(QUOTED + r"|[{}()\[\]]")
# An IRI, or "less than" before a string or comment? Only an address leaves no doubt.
_UNSURE = re.compile(r"<(?!\w+://)[^>]*['#]")
# A name begins where no other word goes on; a prefix that holds "service" may be the keyword with a name after it.
_NAME = re.compile(
    r"[?$]\w+|(?<![\w.-])(?![\w.-]*service)[\w.-]*:(?:(?:[\w:]|%[0-9a-f]{2}|\\\W)(?:[\w:.-]|%[0-9a-f]{2}|\\\W)*)?", re.I
)


class LocalStore:
    """An Oxigraph store of ours. Queries cannot reach the network: SERVICE is refused."""

    def __init__(self, store: ox.Store, name: str) -> None:
        self.name, self._store = name, store

    def select(self, query: str) -> Rows:
        return rows_of(self._asked(query))

    def csv(self, query: str) -> bytes:
        found = self._asked(query)
        if not isinstance(found, ox.QuerySolutions):
            raise LamigoError("the query asks for no table", mend="write a SELECT query")
        try:
            return found.serialize(format=ox.QueryResultsFormat.CSV) or b""
        except (OSError, RuntimeError) as error:
            raise LamigoError(f"the query stopped half way: {error}") from error

    def _asked(self, query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        refuse_dangerous(query)
        try:
            return self._store.query(query, prefixes=PREFIXES)
        except SyntaxError as error:
            raise query_error(query, str(error)) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise LamigoError(f"{self.name} could not answer the query: {error}") from error


def rows_of(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Rows:
    """A query's results as rows; raises LamigoError for the triples of CONSTRUCT and DESCRIBE."""
    if isinstance(found, ox.QueryBoolean):
        return Rows(("answer",), [(ox.Literal(bool(found)),)])
    if isinstance(found, ox.QueryTriples):
        raise LamigoError("the query asks for triples, not for a table", mend="write a SELECT or ASK query")
    columns = tuple(variable.value for variable in found.variables)
    width = range(len(columns))
    try:
        return Rows(columns, [tuple(_term(solution[i]) for i in width) for solution in found])
    except (OSError, RuntimeError) as error:
        raise LamigoError(f"the query stopped half way: {error}") from error


def _term(term: object) -> Term | None:
    if term is None or isinstance(term, ox.NamedNode | ox.Literal):
        return term
    raise LamigoError(
        f"the answer holds {term}, a node without a name",
        mend="select IRIs and literals; Lamigo's own graphs hold no blank node",
    )


def refuse_dangerous(query: str) -> None:
    """Raise LamigoError for nesting that would crash the engine, and for SERVICE, which would reach the network."""
    depth = deepest = 0
    for match in _TOKEN.finditer(query):
        token = match[0]
        if token in "{([":
            depth += 1
            deepest = max(deepest, depth)
        elif token in "})]":
            depth -= 1
    unsure = any(_UNSURE.match(token) for token in _TOKEN.findall(query))
    code = _NAME.sub(" ", query if unsure else _TOKEN.sub(" ", query))
    if deepest > DEEPEST:
        raise LamigoError(f"the query nests {deepest} brackets deep", mend=f"stay within {DEEPEST}")
    # Not as a word: a number may stand right before the keyword.
    if "SERVICE" in code.upper():
        raise LamigoError("the query asks another server (SERVICE)", mend="ask that server yourself, or load its data")


def query_error(query: str, message: str) -> LamigoError:
    """A syntax error with the line that it is on."""
    position = re.search(r"(?:at |error at )?(\d+):(\d+)", message)
    if not position:
        return LamigoError(
            f"the query is no SPARQL: {message}", mend="see the gallery for examples: lamigo query --list"
        )
    number = int(position[1])
    lines = query.splitlines()
    shown = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    return LamigoError(
        f"the query is no SPARQL, at line {number}: {shown or 'its end'} ({message})",
        mend="look at this line and the one before; the gallery has examples: lamigo query --list",
    )


def in_memory(build: Build, instead: Mapping[str, Sequence[str]] | None = None) -> LocalStore:
    """Load a build and what was added to it: the named graphs, and their merge as the default graph.

    ``instead`` gives, by named graph, the triples to load of what was added, where not all are wanted: lines without
    their final " .".
    """
    store = ox.Store()
    _fill(store, build, instead)
    return LocalStore(store, "the store in memory")


def on_disk(build: Build) -> LocalStore:
    """Open the store on disk of a build and what was added to it, made on first use and again after a change.

    Opened read-only, so that many processes may ask at once.
    """
    held = f"{build.manifest['files']['lamigo.nq']['sha256']} {added.fingerprint(build.folder)}"
    name = hashlib.sha256(held.encode()).hexdigest()[:16]
    folder = build.folder / "store" / name
    if not folder.is_dir():
        _make(folder, build)
    return LocalStore(ox.Store.read_only(str(folder)), "the store on disk")


def _make(folder: Path, build: Build) -> None:
    """Fill a new store beside its place and move it there; older ones of the same build folder go.

    One process does so at a time. Others wait for it, and then find the store made.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with alone(folder.parent):
            if folder.is_dir():
                return
            temporary = Path(tempfile.mkdtemp(prefix=".filling-", dir=folder.parent))
            try:
                store = ox.Store(str(temporary))
                _fill(store, build)
                store.flush()
                store.optimize()
                del store
                for old in folder.parent.iterdir():
                    if old != temporary:
                        shutil.rmtree(old, ignore_errors=True)
                temporary.rename(folder)
            finally:
                shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise LamigoError(
            f"cannot write to {folder.parent}: {error.strerror or error}",
            mend="make it writable, free some space, or ask in memory (without --on-disk)",
        ) from error


def _fill(store: ox.Store, build: Build, instead: Mapping[str, Sequence[str]] | None = None) -> None:
    if build.manifest["base"] != BASE:
        raise LamigoError(
            f"this build is a publisher's copy with the base {build.manifest['base']}",
            mend="ask and validate the graph under its own base; serve the copy with any SPARQL server",
        )
    store.bulk_load(path=str(build.nquads), format=ox.RdfFormat.N_QUADS, lenient=True)
    store.bulk_load(path=str(build.ntriples), format=ox.RdfFormat.N_TRIPLES, lenient=True)
    for data_set in added.listed(build.folder):
        graphs = (ox.NamedNode(data_set.graph), None)
        if instead is None:
            for graph in graphs:
                store.bulk_load(path=str(data_set.data), format=ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)
        else:
            text = b"".join(write.text(list(instead.get(data_set.graph, ()))))
            for graph in graphs:
                store.bulk_load(input=text, format=ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)
