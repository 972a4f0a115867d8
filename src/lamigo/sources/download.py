"""Fetch the files of a description from where their publisher serves them, by the user's own choice.

What has come stays beside its place as ``NAME.part`` when a connection breaks, and the rest is asked for next time; a
file is under its own name only when it is whole and, where the description states a hash, has that hash. The transport
is urllib3's: resuming is HTTP's own ``Range`` with ``If-Range`` (RFC 9110, sections 13.1.5 and 14.2).
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from lamigo import __version__, rooms
from lamigo.errors import LamigoError
from lamigo.sources.description import Description, File

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

Say = Callable[[str], None]
Progress = Callable[[str, int, int | None], None]
"""Is told a file's name, how many bytes are there, and of how many, where the server says so."""

TRIES = 5
"""How often in a row a connection may break without a further byte before a file is given up."""
CHUNK = 1 << 16


def fetch(
    description: Description,
    folder: Path | None = None,
    *,
    say: Say = lambda _: None,
    progress: Progress = lambda *_: None,
    pause: Callable[[float], None] = time.sleep,
) -> list[Path]:
    """Fetch what a description states addresses for into a folder (default: ``downloads/<key>/`` beside the build).

    Raises LamigoError where it states none, where the publisher does not serve a file, and where one is another than
    the description is for. What is there already and has the stated hash is not fetched again.
    """
    offered = description.address or f"its publisher, {description.publisher}"
    absent = [file.name for file in description.files if not file.download]
    if absent:
        some = ", ".join(absent[:5]) + (f" and {len(absent) - 5} more" if len(absent) > 5 else "")
        raise LamigoError(
            f"{description.key}: no address to download is known of {some}",
            mend=f"get it from {offered}, then: lamigo add {description.key} FILE",
        )
    licence = description.licence
    say(f"{description.key}: licence {licence.name}; may be passed on: {licence.redistribution}")
    folder = folder or rooms.build_folder() / "downloads" / description.key
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_one(file, folder / _safe(file.name), offered, say, progress, pause) for file in description.files]
    except OSError as error:
        raise LamigoError(
            f"cannot write to {folder}: {error.strerror or error}", mend="choose another folder with --into"
        ) from error


def _safe(name: str) -> str:
    if Path(name).name != name or name.startswith("."):
        raise LamigoError(f"{name!r} is no name of a file", mend="state a plain name in the description")
    return name


def _one(file: File, path: Path, offered: str, say: Say, progress: Progress, pause: Callable[[float], None]) -> Path:
    if path.exists():
        if file.sha256 and _hash(path) != file.sha256:
            raise LamigoError(
                "a file of this name is there and is another edition",
                where=str(path),
                mend="move it away, or choose another folder with --into",
            )
        say(f"{file.name} is there already")
        return path
    part = path.with_name(path.name + ".part")
    _until_whole(file, part, offered, say, progress, pause)
    if file.sha256 and (found := _hash(part)) != file.sha256:
        # To resume it would give the same again.
        _forget(part)
        raise LamigoError(
            f"{file.name}: what {file.download} serves is not the edition described: its SHA-256 is {found}, "
            f"not {file.sha256}; it was not kept",
            mend=f"see {offered} for the edition, or describe the new one (lamigo add --template KEY)",
        )
    part.replace(path)
    _forget(part)
    say(
        f"{file.name}: {path.stat().st_size:,} bytes" + (", the hash is right" if file.sha256 else ", no hash is known")
    )
    return path


def _until_whole(
    file: File, part: Path, offered: str, say: Say, progress: Progress, pause: Callable[[float], None]
) -> None:
    """Ask again for the rest as long as each answer brings something, with growing pauses where it brings nothing."""
    try:
        from urllib3.exceptions import HTTPError, LocationParseError
    except ImportError as error:
        raise LamigoError(
            "downloading needs urllib3, which is not installed", mend="pip install 'lamigo[sources]'"
        ) from error
    vain = 0
    while True:
        before = _size(part)
        try:
            if _answer(file, part, offered, say, progress):
                return
            fault = "the server changed its mind about the file"
        except LocationParseError as error:
            raise LamigoError(f"{file.download} is no address", mend="correct it in the description") from error
        except HTTPError as error:
            fault = str(error)
        vain = 0 if _size(part) > before else vain + 1
        if vain >= TRIES:
            raise LamigoError(
                f"{file.name}: the connection to {file.download} breaks off: {fault}; {_size(part):,} bytes are kept",
                mend="try again later, it goes on where it was",
            )
        say(f"{file.name}: broken off after {_size(part):,} bytes, going on")
        pause(0.5 * 2**vain)


def _answer(file: File, part: Path, offered: str, say: Say, progress: Progress) -> bool:
    """Take one answer of the server into the partial file; whether the file is whole then."""
    import urllib3

    if not file.download.startswith(("https://", "http://")):
        raise LamigoError(f"{file.download} is no address of the web", mend="correct it in the description")
    headers = {"User-Agent": f"lamigo/{__version__}", "Accept-Encoding": "identity"}
    have, known = _size(part), _noted(part)
    # Without a validator a resumed file may be of two editions; then only a stated hash tells.
    if have and known.get("address") == file.download and (known.get("validator") or file.sha256):
        headers["Range"] = f"bytes={have}-"
        if known.get("validator"):
            headers["If-Range"] = known["validator"]
    else:
        have = 0
    with urllib3.PoolManager(retries=urllib3.Retry(total=5, read=0, connect=0, status=0, redirect=5)) as pool:
        timeout = urllib3.Timeout(connect=30, read=60)
        answer = pool.request("GET", file.download, headers=headers, preload_content=False, timeout=timeout)
        try:
            return _taken(answer, file, part, have, offered, say, progress)
        finally:
            answer.close()


def _taken(
    answer: BaseHTTPResponse, file: File, part: Path, have: int, offered: str, say: Say, progress: Progress
) -> bool:
    said = answer.headers.get("Content-Range", "")
    if answer.status == 416:
        if said == f"bytes */{have}":
            return True
        _forget(part)
        return False
    if answer.status >= 500 or answer.status == 429:
        from urllib3.exceptions import HTTPError

        raise HTTPError(f"status {answer.status}")
    if answer.status not in (200, 206):
        raise LamigoError(
            f"{file.name}: {file.download} answers with status {answer.status}", mend=f"see whether {offered} has it"
        )
    if "html" in answer.headers.get("Content-Type", "") and not file.name.endswith((".html", ".htm")):
        raise LamigoError(f"{file.name}: {file.download} serves a web page instead", mend=f"get it from {offered}")
    if answer.status == 206:
        start = re.match(r"bytes (\d+)-", said)
        if not start or int(start[1]) != have:
            _forget(part)
            return False
        say(f"{file.name}: going on after {have:,} bytes")
    else:
        have = 0
        etag = answer.headers.get("ETag", "")
        validator = etag if etag and not etag.startswith("W/") else answer.headers.get("Last-Modified", "")
        part.unlink(missing_ok=True)
        _notes(part).write_text(json.dumps({"address": file.download, "validator": validator}), "utf-8")
    length = answer.headers.get("Content-Length", "")
    total = have + int(length) if length.isdigit() else None
    with part.open("ab" if have else "wb") as out:
        for chunk in answer.stream(CHUNK):
            out.write(chunk)
            have += len(chunk)
            progress(file.name, have, total)
    return True


def _notes(part: Path) -> Path:
    """Beside a partial file: whence it is, and by what the server tells its editions apart."""
    return part.with_name(part.name + ".json")


def _noted(part: Path) -> dict[str, str]:
    try:
        noted: dict[str, str] = json.loads(_notes(part).read_text("utf-8"))
        return noted
    except (OSError, ValueError):
        return {}


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _notes(part).unlink(missing_ok=True)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _hash(path: Path) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
