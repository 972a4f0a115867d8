"""Each hygiene query finds the fault planted for it, on two engines alike, and nothing in the built graph.

A planted file is the smallest data set that holds the fault, beside things that are sound and must not be found; its
head names what the query must find: ``# finds: <IRI>``, one a line.
"""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from lamigo.names import BASE
from lamigo.store.local import LocalStore
from lamigo.validation import hygiene

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its own use of its old names
HERE = Path(__file__).resolve().parent
ROOT = next(folder for folder in HERE.parents if (folder / "pyproject.toml").is_file())
CHECKS = {check.name: check for check in hygiene.read_checks(ROOT / "queries" / "hygiene")}
PLANTED = {path.stem: path for path in sorted((HERE / "hygiene").glob("*.trig"))}


def on_oxigraph(path: Path, query: str) -> set[tuple[str, str]]:
    """The rows that the embedded store gives; its default graph is the merge of the named ones."""
    store = ox.Store()
    quads = list(ox.parse(path=str(path), format=ox.RdfFormat.TRIG))
    store.bulk_extend(quads)
    store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object, ox.DefaultGraph()) for q in quads)
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return {(row["subject"].value, row["says"].value) for row in found}


def on_rdflib(path: Path, query: str) -> set[tuple[str, str]]:
    """The rows that rdflib gives."""
    data = rdflib.Dataset(default_union=True).parse(path, format="trig")
    return {(str(row.subject), str(row.says)) for row in data.query(query)}  # type: ignore[union-attr]


def test_every_query_has_its_planted_fault() -> None:
    """A query without a planted fault may find nothing at all, for ever, without anybody noticing."""
    assert len(CHECKS) >= 30, f"only {len(CHECKS)} hygiene queries found: is this the right folder?"
    assert sorted(PLANTED) == sorted(CHECKS), "write tests/queries/hygiene/<query>.trig"


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_head(name: str) -> None:
    """The file says in a sentence what healthy means, and how to mend what it finds."""
    check = CHECKS[name]
    assert re.fullmatch(r"[A-Z].+\.", check.healthy)
    assert check.text.splitlines()[1] == "#"
    assert len(check.mend) > 20


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_planted_fault(name: str) -> None:
    """Exactly what the head announces is found, with the same sentences on both engines."""
    path, query = PLANTED[name], CHECKS[name].text
    announced = set(re.findall(r"^# finds: <(\S+)>$", path.read_text("utf-8"), re.M))
    assert announced, f"{path.name}: begin with a line '# finds: <IRI>'"
    found = on_oxigraph(path, query)
    assert {subject for subject, _ in found} == announced
    for subject, says in found:
        assert f"<{subject}>" in says, "the sentence names the record"
        assert re.search(r" [a-z].*\.$", says), "a whole sentence"
        assert subject.startswith(BASE)
    assert on_rdflib(path, query) == found, "the two engines disagree"


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_healthy_graph(name: str, store: LocalStore) -> None:
    """The built graph has no such fault."""
    found = hygiene.run(CHECKS[name], store)
    shown = "\n".join(says for _, says in found[:10])
    assert not found, f"{len(found)} findings:\n{shown}\nTo mend them: {CHECKS[name].mend}"
