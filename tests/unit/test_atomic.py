"""Files that are there whole or not at all: also where moving fails, a writer was killed, or two write at once."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lamigo.atomic import publish, whole, write
from lamigo.errors import LamigoError

WRITER = """
import sys
from pathlib import Path
from lamigo.atomic import whole
with whole(Path(sys.argv[1])) as temporary:
    (temporary / "big").write_text("half")
    print("writing", flush=True)
    sys.stdin.readline()
"""


def writer(folder: Path) -> subprocess.Popen[str]:
    """A process in the middle of writing into a folder; a line to it lets it finish."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    return process


def test_what_cannot_be_moved_after_the_seal_went_is_said(tmp_path: Path) -> None:
    publish(tmp_path, {"a": b"1", "seal": b"1"}, seal="seal")
    (tmp_path / "b").mkdir()
    with pytest.raises(LamigoError, match="some of its files may be new and others old, do it again"):
        publish(tmp_path, {"a": b"2", "b": b"2", "seal": b"2"}, seal="seal")
    assert not (tmp_path / "seal").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b"}


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    publish(tmp_path, {"a": b"1", "seal": b"1"}, seal="seal")
    with pytest.raises(LamigoError, match="what was there is untouched"):
        publish(tmp_path, {"a": b"2", "no/such/folder": b"2", "seal": b"2"}, seal="seal")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"1", "seal": b"1"}


def test_a_file_that_cannot_be_replaced_is_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(b"old")
    write(tmp_path / "a.ttl", b"new")
    assert (tmp_path / "a.ttl").read_bytes() == b"new"
    code = """
import resource, sys
from pathlib import Path
from lamigo.atomic import write
resource.setrlimit(resource.RLIMIT_FSIZE, (2, 2))
write(Path(sys.argv[1]), b"newer")
"""
    done = subprocess.run([sys.executable, "-c", code, tmp_path / "a.ttl"], capture_output=True, text=True, check=False)
    assert "cannot write" in done.stderr
    assert "File too large" in done.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.ttl": b"new"}


def test_the_next_write_sweeps_what_a_killed_one_left(tmp_path: Path) -> None:
    killed = writer(tmp_path)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert list(tmp_path.glob(".writing-*"))
    publish(tmp_path, {"a": b"1"})
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_writer_at_work_is_not_swept(tmp_path: Path) -> None:
    other = writer(tmp_path)
    with whole(tmp_path) as temporary:
        (temporary / "a").write_text("1")
    other.communicate("go on\n")
    assert other.returncode == 0
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "1", "big": "half"}
