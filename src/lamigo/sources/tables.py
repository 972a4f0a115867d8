"""Files of any common format as tables of text: what a cell says is decided by the description, not by the reader.

So ``NA`` stays Namibia's code, ``007`` stays ``007``, and a row keeps the number that a spreadsheet shows for it.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
import struct
import warnings
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from numbers import Number
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import structs

from lamigo.errors import LamigoError
from lamigo.sources.description import File

if TYPE_CHECKING:
    import pandas as pd

FORMATS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".xlsx": "xlsx",
    ".dta": "stata",
    ".parquet": "parquet",
    ".json": "json",
}
_NO_RESULT = re.compile(rb'<c\b(?![^>]*\bt="str")[^>]*><f\b[^>]*(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>')
"""A cell of a sheet's XML with a formula and no result; a text that is empty is a result."""


@dataclass(frozen=True)
class Table:
    """One file, read. ``rows`` holds text only, "" for an empty cell; its index is the row's number in the file.

    Rows are counted as a spreadsheet counts them, with the header as the first. ``sha256`` is the file's.
    """

    file: str
    rows: pd.DataFrame
    sha256: str
    spec: File

    def column(self, name: str) -> pd.Series[str]:
        """The column of a name, or of a letter as spreadsheets show it: ``@C`` is the third."""
        position = letters(name[1:]) if name.startswith("@") else None
        if position is not None and position < self.rows.shape[1]:
            return self.rows.iloc[:, position]
        if name in self.rows.columns:
            found = self.rows[name]
            if found.ndim == 1:
                return found
            raise LamigoError(
                f"{found.shape[1]} columns are called {name!r}", where=f"{self.file}:{self.spec.header}",
                mend="name one by its letter, such as @C",
            )  # fmt: skip
        known = ", ".join(map(str, list(self.rows.columns)[:30]))
        raise LamigoError(
            f"there is no column {name!r}; there are: {known}", where=f"{self.file}:{self.spec.header}",
            mend="correct the name in the description, or say in which row the header is (header: N)",
        )  # fmt: skip


def letters(text: str) -> int | None:
    """The 0-based position of a column by its spreadsheet letters; None where these are none.

    >>> letters("A"), letters("AB"), letters("7")
    (0, 27, None)
    """
    if not (text.isascii() and text.isalpha() and text.isupper() and len(text) <= 3):
        return None
    position = 0
    for letter in text:
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


def read(path: Path, spec: File, *, decimal: str = ".") -> Table:
    """Read a file by its description. Raises LamigoError where it is not what the description says.

    ``decimal`` marks the decimals in the text of what the file holds as a number, where text in it is marked so too.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LamigoError(f"cannot read {path}: {error.strerror}", mend="check the path") from error
    sha256 = hashlib.sha256(data).hexdigest()
    if spec.sha256 and sha256 != spec.sha256:
        raise LamigoError(
            f"the file is not the edition that the description is for (its SHA-256 is {sha256})",
            where=str(path),
            mend="get that edition, or describe this one under a key of its own (lamigo add --template KEY)",
        )
    suffix = path.suffix.lower()
    inner = spec
    if suffix == ".zip":
        name, _, key = (spec.member or "").partition("#")
        data, suffix = _unzipped(path, data, name)
        inner = structs.replace(spec, member=key)
    kind = spec.format or FORMATS.get(suffix)
    if kind is None:
        raise LamigoError(
            f"what kind of file {suffix or 'this'} is can't be told", where=str(path),
            mend=f"say so in the description (format: {', '.join(sorted({*FORMATS.values(), 'sdmx-csv'}))})",
        )  # fmt: skip
    try:
        rows = _READERS[kind](data, inner, path, suffix, decimal)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile, csv.Error, struct.error) as error:
        # Some readers go on to tell programmers what to call instead.
        first, *_ = str(error).strip().split("\n\n")
        raise LamigoError(
            f"this is no {kind} file that can be read: {' '.join(first.split())}", where=str(path),
            mend="see whether it opens elsewhere, and save it again from there",
        ) from error  # fmt: skip
    if spec.rows is not None and len(rows) < spec.rows:
        raise LamigoError(
            f"the file has {len(rows):,} rows, {spec.rows:,} are expected", where=str(path), mend="get the whole file"
        )
    return Table(path.name, rows, sha256, spec)


def _unzipped(path: Path, data: bytes, member: str) -> tuple[bytes, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # What else the system of a Mac packs beside each file is of no use to others.
            names = [n for n in archive.namelist() if not n.endswith("/") and not n.startswith("__MACOSX/")]
            if not member and len(names) != 1:
                raise LamigoError(
                    f"the archive holds {len(names)} files: {', '.join(names[:10])}",
                    where=str(path),
                    mend="say which in the description (member: NAME)" if names else "get the file again",
                )
            name = member or names[0]
            if name not in names:
                raise LamigoError(
                    f"the archive holds no {name}", where=str(path), mend=f"it holds {', '.join(names[:10])}"
                )
            return archive.read(name), Path(name).suffix.lower()
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
        # The last two: a password is asked for, or a way to compress that Python does not know.
        raise LamigoError(
            f"this is no zip archive that can be read: {error}", where=str(path), mend="get the file again, or unzip it"
        ) from error


def _delimited(data: bytes, spec: File, path: Path, suffix: str, decimal: str) -> pd.DataFrame:
    import pandas as pd

    try:
        text = data.decode("utf-8-sig" if codecs.lookup(spec.encoding).name == "utf-8" else spec.encoding)
    except LookupError as error:
        raise LamigoError(
            f"the encoding {spec.encoding!r} is unknown", where=str(path), mend="write utf-8 or cp1252"
        ) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LamigoError(
            f"byte {data[error.start]:#04x} is no {spec.encoding}", where=f"{path}:{line}",
            mend="state the right encoding in the description, or save the file as UTF-8",
        ) from error  # fmt: skip
    # Of old spreadsheets, which end lines with a carriage return alone.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    separator = spec.separator or ("\t" if (spec.format or FORMATS.get(suffix)) == "tsv" else _sniffed(text))
    # The header is read by itself, so that columns that share a name stay apart and keep it.
    body = io.StringIO(text)
    reader = csv.reader(body, delimiter=separator)
    header: list[str] = []
    for _ in range(spec.header):
        header = next(reader, [])
    if not header:
        raise LamigoError("there is no header", where=f"{path}:{spec.header}", mend="say which row it is (header: N)")
    try:
        with warnings.catch_warnings():
            # pandas would cut cells off where a row has too many, and only warn.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            rows = pd.read_csv(
                io.StringIO(text),
                sep=separator,
                header=None,
                names=list(range(len(header))),
                index_col=False,
                skiprows=spec.header,
                dtype=str,
                keep_default_na=False,
                na_filter=False,
                skip_blank_lines=False,
                on_bad_lines="error",
            )
    except pd.errors.EmptyDataError:
        rows = pd.DataFrame({number: [] for number in range(len(header))}, dtype=str)
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        raise _ragged(text, separator, spec, len(header), path) or _unclosed(text, separator, path) from error
    # pandas fills a row that is too short up with empty cells: only where the last is empty can one be.
    if rows.iloc[:, -1].eq("").any() and (fault := _ragged(text, separator, spec, len(header), path)):
        raise fault
    rows.columns = pd.Index([name.strip() for name in header])
    return _numbered(rows, spec)


def _ragged(text: str, separator: str, spec: File, width: int, path: Path) -> LamigoError | None:
    """The first row with more or fewer cells than the header. One cell alone is a footnote, or an empty line."""
    with suppress(csv.Error):
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1):
            if number > spec.header and len(row) != width and len(row) > 1:
                return LamigoError(
                    f"the rows have not all as many cells as the header: this one has {len(row)}, the header {width}",
                    where=f"{path}:{number}",
                    mend="see whether the separator is right and cells that hold it are quoted",
                )
    return None


def _unclosed(text: str, separator: str, path: Path) -> LamigoError:
    """That a quote opens in a row and swallows all after it: to the end, or to more than a cell may hold."""
    rows, number = csv.reader(io.StringIO(text), delimiter=separator), 0
    try:
        for _ in rows:
            number += 1
    except csv.Error:
        number += 1
    return LamigoError("a quote opens in this row and is not closed", where=f"{path}:{number}", mend="close it")


def _sniffed(text: str) -> str:
    try:
        return csv.Sniffer().sniff(text[:4096].rsplit("\n", 1)[0], delimiters=",;\t|").delimiter
    except csv.Error:
        return ","


def _numbered(rows: pd.DataFrame, spec: File) -> pd.DataFrame:
    """Give rows their numbers in the file; rows with nothing in them, which tables end with, go."""
    rows.index = range(spec.header + 1, spec.header + 1 + len(rows))  # type: ignore[assignment]
    if len(rows) and not rows.iloc[-1].astype(bool).any():
        rows = rows[rows.astype(bool).any(axis=1)]
    return rows


def _spreadsheet(data: bytes, spec: File, path: Path, suffix: str, decimal: str) -> pd.DataFrame:
    import openpyxl
    import pandas as pd

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    if spec.sheet and spec.sheet not in book.sheetnames:
        raise LamigoError(f"there is no sheet {spec.sheet!r}", where=str(path), mend=f"it has {book.sheetnames}")
    sheet = book[spec.sheet] if spec.sheet else book[book.sheetnames[0]]
    cells = [[_cell(value, decimal) for value in row] for row in sheet.iter_rows(values_only=True)]
    book.close()
    _results(data, sheet.title, cells, path)
    if len(cells) < spec.header:
        raise LamigoError("there is no header", where=f"{path}:{spec.header}", mend="say which row it is (header: N)")
    rows = pd.DataFrame(cells[spec.header :], dtype=str)
    if rows.empty:
        rows = pd.DataFrame(columns=range(len(cells[spec.header - 1])), dtype=str)
    rows.columns = pd.Index([name.strip() for name in cells[spec.header - 1]])
    return _numbered(rows, spec)


def _results(data: bytes, sheet: str, cells: list[list[str]], path: Path) -> None:
    """Raise LamigoError where formulas stand without results, as programs that only write workbooks leave them.

    Asked for only where a sheet seems to hold one, for it means to read the workbook again.
    """
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        if not any(_NO_RESULT.search(archive.read(name)) for name in sheets):
            return
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    lost = [
        (cell.row, cell.coordinate)
        for row, texts in zip(book[sheet].iter_rows(), cells, strict=True)
        for cell, text in zip(row, texts, strict=True)
        if cell.data_type == "f" and not text
    ]
    book.close()
    if lost:
        row, first = lost[0]
        raise LamigoError(
            f"formulas stand without their results: {len(lost):,}, first in cell {first}", where=f"{path}:{row}",
            mend="open the file in a spreadsheet program and save it again, which stores the results",
        )  # fmt: skip


def _stata(data: bytes, spec: File, path: Path, suffix: str, decimal: str) -> pd.DataFrame:
    import pandas as pd

    return _as_text(pd.read_stata(io.BytesIO(data), convert_categoricals=True, convert_missing=False), spec, decimal)


def _parquet(data: bytes, spec: File, path: Path, suffix: str, decimal: str) -> pd.DataFrame:
    import pandas as pd
    from pyarrow import parquet

    # Not by pandas, for which integers beside an empty cell become floats.
    return _as_text(pd.DataFrame(parquet.read_table(io.BytesIO(data)).to_pydict(), dtype=object), spec, decimal)


def _json(data: bytes, spec: File, path: Path, suffix: str, decimal: str) -> pd.DataFrame:
    import json

    import pandas as pd

    try:
        found = json.loads(data, parse_int=str, parse_float=lambda text: text.replace(".", decimal))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        line = getattr(error, "lineno", 1)
        raise LamigoError(f"not JSON: {error}", where=f"{path}:{line}", mend="look at this line") from error
    for step in (spec.member or "").split(".") if spec.member else []:
        found = found.get(step) if isinstance(found, dict) else None
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise LamigoError(
            "the file is no list of objects", where=str(path), mend="name the list's key (member: KEY.KEY)"
        )
    plain = {key for row in found for key, value in row.items() if value is not None and not isinstance(value, dict)}
    for number, row in enumerate(found, 1):
        if mixed := sorted(key for key, value in row.items() if isinstance(value, dict) and key in plain):
            raise LamigoError(
                f"{mixed[0]!r} holds an object in entry {number:,} and a plain value in others", where=str(path),
                mend="write the same sort of value in all, or name the object's own key as its column: KEY.KEY",
            )  # fmt: skip
    return _as_text(pd.json_normalize(found), spec, decimal)


def _as_text(frame: pd.DataFrame, spec: File, decimal: str) -> pd.DataFrame:
    import pandas as pd

    rows = pd.DataFrame({name: [_cell(value, decimal) for value in frame[name]] for name in frame.columns}, dtype=str)
    return _numbered(rows, spec)


def _cell(value: Any, decimal: str) -> str:  # noqa: ANN401 (whatever a format holds)
    """A typed cell as the text that its publisher's own tool shows; what is missing is empty."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        shown: str = value.isoformat()
        return shown.removesuffix("T00:00:00")
    return str(value).replace(".", decimal) if isinstance(value, Number) else str(value)


_READERS = {
    "csv": _delimited,
    "tsv": _delimited,
    "sdmx-csv": _delimited,
    "xlsx": _spreadsheet,
    "stata": _stata,
    "parquet": _parquet,
    "json": _json,
}
