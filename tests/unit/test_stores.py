"""One protocol, three stores: the same answers from memory, from disk, and from a real SPARQL server."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import sysconfig
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from lamigo.errors import LamigoError
from lamigo.query import gallery
from lamigo.store import endpoint, local

OXIGRAPH = Path(sysconfig.get_path("scripts")) / "oxigraph"
QUESTIONS = gallery.questions()


def serve(folder: Path, *arguments: str) -> Iterator[str]:
    """An Oxigraph server over a folder, on a free loopback port, for as long as it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [OXIGRAPH, "serve-read-only", "--location", folder, "--bind", f"127.0.0.1:{port}", *arguments],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def loaded(built, tmp_path_factory) -> Path:
    """The built graph in a store of the server's own."""
    folder = tmp_path_factory.mktemp("server") / "data"
    for name in ("lamigo.nq", "lamigo.nt"):
        subprocess.run([OXIGRAPH, "load", "--location", folder, "--file", built.folder / name], check=True,
                       capture_output=True)  # fmt: skip
    return folder


@pytest.fixture(scope="session")
def server(loaded) -> Iterator[str]:
    yield from serve(loaded)


def test_the_gallery_is_there():
    assert len(QUESTIONS) >= 25


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_three_stores_give_one_answer(question, store, built, server):
    in_memory = store.select(question.text)
    assert local.on_disk(built).select(question.text) == in_memory
    assert endpoint.opened(server).select(question.text) == in_memory


def test_an_endpoint_that_counts_twice_is_refused(loaded):
    with pytest.raises(LamigoError, match="counts a triple") as caught:
        for address in serve(loaded, "--union-default-graph"):
            endpoint.opened(address)
    assert "union default graph off" in str(caught.value)


def test_an_empty_endpoint_is_refused(tmp_path):
    subprocess.run([OXIGRAPH, "load", "--location", tmp_path / "empty", "--format", "nq"], input=b"", check=True,
                   capture_output=True)  # fmt: skip
    with pytest.raises(LamigoError, match="holds no Lamigo"):
        for address in serve(tmp_path / "empty"):
            endpoint.opened(address)


def test_an_endpoint_that_is_not_there_is_an_error_in_words():
    with pytest.raises(LamigoError, match="gave no answer"):
        endpoint.opened("http://127.0.0.1:9/query")
    with pytest.raises(LamigoError, match="no address"):
        endpoint.opened("file:///etc/passwd")


@pytest.mark.parametrize(
    "reply",
    [
        b"220 a mail server\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\n\r\n<p>Hello",
    ],
    ids=["no web server", "broken off", "a web page"],
)
def test_what_answers_but_speaks_no_sparql_is_an_error_in_words(reply):
    def answer(listening: socket.socket) -> None:
        asking, _ = listening.accept()
        with asking:
            asking.recv(65536)
            asking.sendall(reply)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=answer, args=(listening,), daemon=True).start()
        with pytest.raises(LamigoError, match="gave no answer"):
            endpoint.opened(f"http://127.0.0.1:{listening.getsockname()[1]}/query")


def test_a_syntax_error_comes_back_from_the_server(server):
    with pytest.raises(LamigoError, match="answered 400"):
        endpoint.opened(server).select("SELECT nonsense")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT ?x WHERE {\n ?x a lmg:Practice\n", "no SPARQL"),
        ("SELECT ?x WHERE { SERVICE <http://127.0.0.1/> { ?x ?y ?z } }", "SERVICE"),
        ("SELECT ?x WHERE { ?x ?y 1SERVICE<http://127.0.0.1/>{ ?x ?y ?z } }", "SERVICE"),
        ("SELECT ?x WHERE { ?x ?y true#\rservice <http://127.0.0.1/> { ?x ?y ?z } }", "SERVICE"),
        ("SELECT ?x WHERE { ?x ?y lmg:.SERVICE lmg:x { ?x ?y ?z } }", "SERVICE"),
        ("SELECT ?x WHERE { ?x ?y ?z SERVICElmg:x { ?x ?y ?z } }", "SERVICE"),
        ("SELECT ?x WHERE { ?x ?y ?z FILTER(?z<5)SERVICE:u{?a:p?b}FILTER(1>5) }", "SERVICE"),
        ("SELECT ?x WHERE { FILTER(?z != '''a'b''') SERVICE <http://127.0.0.1/> {} FILTER(?z != 'c') }", "SERVICE"),
        ("SELECT ?x WHERE { FILTER(?x<'a>b') SERVICE <http://127.0.0.1/> { ?x ?y 'c' } }", "SERVICE"),
        ("SELECT ?x WHERE { FILTER(?x<5#a>'''\n) SERVICE <http://127.0.0.1/> { ?x ?y '''c''' } }", "SERVICE"),
        ("CONSTRUCT { ?x ?y ?z } WHERE { ?x ?y ?z }", "triples, not for a table"),
        ("SELECT ?x WHERE { ?x ?y ?z FILTER(" + "(" * 5000 + "true" + ")" * 5000 + ") }", "brackets deep"),
    ],
    ids=[
        "syntax",
        "service",
        "after a number",
        "after a comment",
        "after a dot",
        "before a name",
        "between signs",
        "after a long string",
        "a string like an IRI",
        "a comment like an IRI",
        "construct",
        "nesting",
    ],
)
def test_what_cannot_be_asked_is_refused(store, query, said):
    with pytest.raises(LamigoError, match=said):
        store.select(query)


def test_brackets_and_service_in_strings_and_comments_are_text(store):
    found = store.select('SELECT ("SERVICE ((((" AS ?text) WHERE { } # SERVICE <x> {{{{')
    assert found.rows[0][0].value == "SERVICE (((("


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service WHERE { ?service a lmg:Service }",
        "SELECT ?s WHERE { ?s a lmg:Service.?s rdfs:label ?service.?s lmg:evidence $service_ }",
        "SELECT ?s WHERE { ?s a <https://w3id.org/lamigo/def/Service> FILTER('''a 'SERVICE' ''' != 'b') }",
        "PREFIX owl: <http://www.w3.org/2002/07/owl#> # which services?\nSELECT ?s WHERE { ?s a lmg:Service }",
        "SELECT ?s WHERE { ?s a lmg:Service FILTER(?s != lmg:a-service && ?s != lmg:x\\/service) }",
    ],
)
def test_what_is_merely_called_service_is_asked(store, query):
    assert store.select(query).rows


def test_a_store_on_disk_is_remade_when_the_build_changes(built, tmp_path):
    copy = tmp_path / "build"
    shutil.copytree(built.folder, copy, ignore=shutil.ignore_patterns("store"))
    from lamigo.graph.build import opened

    first = opened(copy)
    local.on_disk(first)
    (was,) = (copy / "store").iterdir()
    again = opened(copy)
    again.manifest["files"]["lamigo.nq"]["sha256"] = "0" * 64
    local.on_disk(again)
    (now,) = (copy / "store").iterdir()
    assert now.name != was.name


def test_a_publishers_copy_is_not_asked(tmp_path):
    from lamigo.graph.build import build

    copy = build(tmp_path, base="https://example.org/")
    with pytest.raises(LamigoError, match="publisher's copy"):
        local.in_memory(copy)


def test_two_processes_read_one_store(built):
    code = (
        "import sys; from pathlib import Path; from lamigo.graph.build import opened;"
        "from lamigo.store.local import on_disk;"
        "print(len(on_disk(opened(Path(sys.argv[1]))).select('SELECT ?x WHERE { ?x a lmg:Practice }').rows))"
    )
    local.on_disk(built)
    both = [subprocess.Popen([sys.executable, "-c", code, str(built.folder)], stdout=subprocess.PIPE) for _ in range(2)]
    assert [process.communicate()[0].strip() for process in both] == [b"82", b"82"]


def test_every_store_gives_the_same_csv(store, built, server):
    query = "SELECT ?code ?label WHERE { ?c skos:notation ?code ; rdfs:label ?label FILTER(LANG(?label) = 'en') }"
    texts = [each.csv(query) for each in (store, local.on_disk(built), endpoint.opened(server))]
    assert texts[0].splitlines()[0] == b"code,label"
    assert len(texts[0].splitlines()) > 200
    assert len({b"\n".join(sorted(text.splitlines())) for text in texts}) == 1
    with pytest.raises(LamigoError, match="SPARQL"):
        store.csv("SELECT ?x WHERE {")
    with pytest.raises(LamigoError, match="no table"):
        store.csv("ASK { ?s ?p ?o }")


def test_processes_that_fill_one_store_at_once_do_not_disturb_each_other(built, tmp_path):
    """Each would fill it; one does, the others wait for it, and nothing is left beside it."""
    copy = tmp_path / "build"
    shutil.copytree(built.folder, copy, ignore=shutil.ignore_patterns("store"))
    left = copy / "store" / ".filling-of-one-that-was-killed"
    left.mkdir(parents=True)
    code = (
        "import sys; from pathlib import Path; from lamigo.graph.build import opened;"
        "from lamigo.store.local import on_disk; build = opened(Path(sys.argv[1])); print(flush=True);"
        "sys.stdin.readline();"
        "print(len(on_disk(build).select('SELECT ?x WHERE { ?x a lmg:Practice }').rows))"
    )
    several = [
        subprocess.Popen([sys.executable, "-c", code, str(copy)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(3)
    ]
    for process in several:
        process.stdout.readline()
    for process in several:
        process.stdin.write(b"now\n")
        process.stdin.flush()
    assert [process.communicate()[0].strip() for process in several] == [b"82"] * 3
    assert len(list((copy / "store").iterdir())) == 1
    assert not left.exists()
