"""Files that are there whole or not at all."""

from __future__ import annotations

import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lamigo.errors import LamigoError

Files = dict[str, bytes]


def publish(folder: Path, files: Files, *, seal: str | None = None) -> list[Path]:
    """Write files into a folder: all beside their places first, then each moved over; returns their paths.

    ``seal`` names the file that vouches for the others: it goes first and comes back last, so that even after a power
    cut files of two runs never pass for one. Raises LamigoError where writing fails; what was there is then as it was.
    """
    with whole(folder, seal=seal) as temporary:
        for name, data in files.items():
            (temporary / name).write_bytes(data)
    return [folder / name for name in files]


@contextmanager
def whole(folder: Path, *, seal: str | None = None) -> Iterator[Path]:
    """A folder to write into; its files are moved into ``folder`` at the end, and none of them where something fails.

    For files too large to hold as bytes; otherwise as ``publish``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    except OSError as error:
        raise _cannot(folder, error, "choose another folder with --out, or make this one writable") from error
    try:
        yield temporary
        with _uninterrupted():
            if seal:
                (folder / seal).unlink(missing_ok=True)
            for path in sorted(temporary.iterdir(), key=lambda path: (path.name == seal, path.name)):
                path.replace(folder / path.name)
    except OSError as error:
        raise _cannot(folder, error, "free some space or choose another folder with --out") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _cannot(folder: Path, error: OSError, mend: str) -> LamigoError:
    return LamigoError(f"cannot write to {folder}: {error.strerror or error}; what was there is untouched", mend=mend)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C and a polite kill while files move."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
