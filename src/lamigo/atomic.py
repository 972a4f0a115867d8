"""Files that are there whole or not at all."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from lamigo.errors import LamigoError

Files = dict[str, bytes]
_WRITING = ".writing-"


def publish(folder: Path, files: Files, *, seal: str | None = None) -> list[Path]:
    """Write files into a folder: all beside their places first, then each moved over; returns their paths.

    ``seal`` names the file that vouches for the others: it goes first and comes back last, so that even after a power
    cut files of two runs never pass for one. Raises LamigoError where writing fails; what was there is then as it was,
    unless the files could be written and not moved, which the message says.
    """
    with whole(folder, seal=seal) as temporary:
        for name, data in files.items():
            (temporary / name).write_bytes(data)
    return [folder / name for name in files]


def write(path: Path, data: bytes) -> None:
    """Write one file: beside its place first, then moved over it. A pipe or device that is there is written into.

    Raises LamigoError where that fails; a file that was there is then as it was.
    """
    # No build reads it meanwhile: it does not end in .ttl.
    beside = path.with_name(f".{path.name}.writing-{os.getpid()}")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        try:
            beside.write_bytes(data)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise LamigoError(f"cannot write {path}: {error.strerror or error}", mend="choose another place") from error


@contextmanager
def whole(folder: Path, *, seal: str | None = None) -> Iterator[Path]:
    """A folder to write into; its files are moved into ``folder`` at the end, and none of them where something fails.

    For files too large to hold as bytes; otherwise as ``publish``.
    """
    with ExitStack() as ours:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with alone(folder):
                _sweep(folder)
                temporary = Path(tempfile.mkdtemp(prefix=_WRITING, dir=folder))
                ours.enter_context(alone(temporary))
        except OSError as error:
            raise _cannot(folder, error, "choose another folder with --out, or make this one writable") from error
        ours.callback(shutil.rmtree, temporary, ignore_errors=True)
        moving = False
        try:
            yield temporary
            with alone(folder), _uninterrupted():
                moving = True
                if seal:
                    (folder / seal).unlink(missing_ok=True)
                for path in sorted(temporary.iterdir(), key=lambda path: (path.name == seal, path.name)):
                    path.replace(folder / path.name)
        except OSError as error:
            raise _cannot(folder, error, "free some space or choose another folder with --out", moving) from error


@contextmanager
def alone(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a folder among the processes of this machine; the system lets go of it where one dies.

    Raises BlockingIOError without ``wait`` where another holds it.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove what writers left behind that were killed; those at work hold theirs."""
    for left in folder.glob(f"{_WRITING}*"):
        with suppress(OSError), alone(left, wait=False):
            shutil.rmtree(left, ignore_errors=True)


def _cannot(folder: Path, error: OSError, mend: str, moving: bool = False) -> LamigoError:
    rest = "some of its files may be new and others old, do it again" if moving else "what was there is untouched"
    return LamigoError(f"cannot write to {folder}: {error.strerror or error}; {rest}", mend=mend)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C and a polite kill while files move."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
