"""Downloading: resumed where it broke, held to its hash, whole or not there. Only loopback is touched."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lamigo.errors import LamigoError
from lamigo.sources import download, shipped
from lamigo.sources.description import read

pytest.importorskip("urllib3", reason="downloading needs urllib3: pip install 'lamigo[sources]'")

DATA = bytes(range(256)) * 4096
DESCRIPTION = """\
key: mine
kind: origin-destination
title: Mine
publisher: Me
edition: "1"
address: https://example.org/mine
licence: {{name: CC0-1.0, redistribution: "yes"}}
files:
  - name: {name}
    download: {address}
    {sha}
columns: {{origin: from, destination: to, value: n, period: year}}
origin_codes: iso3
destination_codes: iso3
concept: migrant-stock
unit: person
population: {{basis: birth, refugees: in, workers: false, ages: 15+}}
basis: observed
"""


class Server(ThreadingHTTPServer):
    """Serves ``data``; ``breaks`` says after how many bytes each answer in turn is cut (None: not at all)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.data, self.etag, self.kind, self.status = DATA, '"one"', "text/csv", 200
        self.ranges, self.breaks = True, list[int | None]()
        self.asked: list[str | None] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/t.csv"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        server, wanted = self.server, self.headers.get("Range")
        server.asked.append(wanted)
        start = int(wanted[6:-1]) if wanted and server.ranges else 0
        if start and self.headers.get("If-Range", server.etag) != server.etag:
            start = 0
        whole = len(server.data)
        if server.status != 200 or (start and start >= whole):
            self.send_response(server.status if server.status != 200 else 416)
            self.send_header("Content-Range", f"bytes */{whole}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(whole - start))
        self.send_header("Content-Type", server.kind)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
        if server.etag:
            self.send_header("ETag", server.etag)
        self.end_headers()
        cut = server.breaks.pop(0) if server.breaks else None
        self.wfile.write(server.data[start:] if cut is None else server.data[start : start + cut])
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server()
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    served.shutdown()
    served.server_close()
    thread.join()


def _fetch(server: Server, folder: Path, data: bytes | None = DATA, address: str | None = None, name: str = "t.csv"):
    sha = f"sha256: {hashlib.sha256(data).hexdigest()}" if data is not None else "rows: 1"
    folder.mkdir(exist_ok=True)
    path = folder / "mine.yaml"
    path.write_text(DESCRIPTION.format(name=name, address=address or server.address, sha=sha), "utf-8")
    told: list[str] = []
    steps: list[tuple[str, int, int | None]] = []
    got = download.fetch(
        read(path), folder, say=told.append, progress=lambda *step: steps.append(step), pause=lambda _: None
    )
    return got, told, steps


def test_it_goes_on_where_it_was_broken_off(server: Server, tmp_path: Path) -> None:
    server.breaks = [262_144, 196_608, None]
    (got,), told, steps = _fetch(server, tmp_path)
    assert got.read_bytes() == DATA
    assert server.asked == [None, "bytes=262144-", "bytes=458752-"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.yaml", "t.csv"]
    assert steps[-1] == ("t.csv", len(DATA), len(DATA))
    assert any("CC0-1.0; may be passed on: yes" in line for line in told)


def test_what_came_is_kept_for_the_next_time(server: Server, tmp_path: Path) -> None:
    server.breaks = [262_144] + [0] * download.TRIES
    with pytest.raises(LamigoError, match="262,144 bytes are kept"):
        _fetch(server, tmp_path)
    assert not (tmp_path / "t.csv").exists()
    assert (tmp_path / "t.csv.part").read_bytes() == DATA[:262_144]
    server.asked, server.breaks = [], []
    _fetch(server, tmp_path)
    assert server.asked == ["bytes=262144-"]
    assert (tmp_path / "t.csv").read_bytes() == DATA


def test_halves_of_two_editions_are_not_glued_together(server: Server, tmp_path: Path) -> None:
    server.breaks = [262_144] + [0] * download.TRIES
    with pytest.raises(LamigoError):
        _fetch(server, tmp_path, None)
    server.data, server.etag, server.breaks = DATA[::-1], '"two"', []
    (got,), _, _ = _fetch(server, tmp_path, None)
    assert got.read_bytes() == DATA[::-1]


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_without_a_validator_or_hash_it_begins_anew(etag: str, server: Server, tmp_path: Path) -> None:
    server.etag, server.breaks = etag, [262_144, None]
    _fetch(server, tmp_path, None)
    assert server.asked == [None, None]


def test_a_server_without_ranges_gives_all_again(server: Server, tmp_path: Path) -> None:
    server.ranges, server.breaks = False, [262_144, None]
    assert _fetch(server, tmp_path)[0][0].read_bytes() == DATA


def test_a_part_that_is_whole_already_is_enough(server: Server, tmp_path: Path) -> None:
    (tmp_path / "t.csv.part").write_bytes(DATA)
    (tmp_path / "t.csv.part.json").write_text(json.dumps({"address": server.address}))
    assert _fetch(server, tmp_path)[0][0].read_bytes() == DATA


def test_a_wrong_hash_is_refused_and_said(server: Server, tmp_path: Path) -> None:
    with pytest.raises(LamigoError, match=r"not the edition described: its SHA-256 is [0-9a-f]{64}, not"):
        _fetch(server, tmp_path, b"other")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.yaml"]


def test_what_is_there_is_not_fetched_again_nor_overwritten(server: Server, tmp_path: Path) -> None:
    _fetch(server, tmp_path)
    _, told, _ = _fetch(server, tmp_path)
    assert len(server.asked) == 1
    assert "t.csv is there already" in told
    (tmp_path / "t.csv").write_bytes(b"mine")
    with pytest.raises(LamigoError, match="another edition"):
        _fetch(server, tmp_path)
    assert (tmp_path / "t.csv").read_bytes() == b"mine"


def test_what_the_server_refuses_is_said(server: Server, tmp_path: Path) -> None:
    server.status = 404
    with pytest.raises(LamigoError, match="status 404"):
        _fetch(server, tmp_path)
    server.status, server.kind = 200, "text/html; charset=utf-8"
    with pytest.raises(LamigoError, match="serves a web page instead"):
        _fetch(server, tmp_path)
    with pytest.raises(LamigoError, match="no address of the web"):
        _fetch(server, tmp_path, address="file:///etc/hostname")
    with pytest.raises(LamigoError, match="no name of a file"):
        _fetch(server, tmp_path, name="../t.csv")


def test_a_busy_server_is_asked_again_and_then_given_up(server: Server, tmp_path: Path) -> None:
    server.status = 503
    with pytest.raises(LamigoError, match="status 503"):
        _fetch(server, tmp_path)
    assert len(server.asked) == download.TRIES


def test_without_an_address_it_says_where_the_publisher_offers_it(tmp_path: Path) -> None:
    found, _ = shipped.find("chilton-woda-bla-2022")
    with pytest.raises(LamigoError) as caught:
        download.fetch(found, tmp_path / "none")
    assert found.address in str(caught.value)
    assert not (tmp_path / "none").exists()


def test_addresses_of_shipped_descriptions_are_of_the_file_named() -> None:
    stated = [file for key in shipped.paths() for file in shipped.find(key)[0].files if file.download]
    assert stated
    for file in stated:
        assert file.download.startswith("https://")
        assert file.download.endswith("/" + file.name)


def test_an_unwritable_folder_is_said(server: Server, tmp_path: Path) -> None:
    (tmp_path / "t.csv.part.json").mkdir()
    with pytest.raises(LamigoError, match="cannot write to"):
        _fetch(server, tmp_path)
