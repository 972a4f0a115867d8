"""Files that are there whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from lamigo.errors import LamigoError

Files = dict[str, bytes]


def publish(folder: Path, files: Files) -> list[Path]:
    """Write files into a folder: all beside their places first, then each moved over; returns their paths.

    Raises LamigoError where that can't be done; the files that were there are then as they were.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    except OSError as error:
        raise LamigoError(
            f"cannot write to {folder}: {error.strerror or error}", mend="choose another folder with --out"
        ) from error
    try:
        for name, data in files.items():
            (temporary / name).write_bytes(data)
        for name in files:
            (temporary / name).replace(folder / name)
    except OSError as error:
        raise LamigoError(
            f"cannot write to {folder}: {error.strerror or error}",
            mend="free some space or choose another folder with --out",
        ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return [folder / name for name in files]
