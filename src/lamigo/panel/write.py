"""The panel as files: Parquet and CSV with their data dictionary, all there or none."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lamigo import licences
from lamigo.atomic import whole
from lamigo.errors import LamigoError
from lamigo.panel import dictionary
from lamigo.panel.dictionary import Column
from lamigo.panel.engines import DUCKDB, engine
from lamigo.panel.expression import panel
from lamigo.panel.tables import Base, save

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("parquet", "csv")


def rows(base: Base, engine_name: str = DUCKDB, work: Path | None = None) -> pa.Table:
    """The panel of base tables: columns as the dictionary lists them, rows by origin, destination and year.

    The base tables are written into a folder below ``work``, which a cluster must see too (default: the machine's
    folder for temporary files), and removed.
    """
    expression = panel(base.instruments, base.layers, whole_numbers=base.whole_numbers)
    with temporary_folder("lamigo-panel-", work) as folder, engine(engine_name) as asked:
        asked.see(save(base.tables, folder))
        found = asked.answer(expression)
    return typed(found, dictionary.columns(base))


@contextmanager
def temporary_folder(prefix: str, work: Path | None = None) -> Iterator[Path]:
    """A folder that is removed afterwards, below ``work`` or the machine's folder for temporary files.

    Raises LamigoError where it cannot be made or written to.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=prefix, dir=work) as folder:
            yield Path(folder)
    except OSError as error:
        raise LamigoError(
            f"cannot work in {work or tempfile.gettempdir()}: {error}",
            mend="name a folder with room, by --work or the variable TMPDIR",
        ) from error


def typed(found: pa.Table, described: list[Column]) -> pa.Table:
    """A table with the columns and types that are described, whatever the engine chose."""
    import pyarrow as pa

    kinds = {"string": pa.string(), "int32": pa.int32(), "int64": pa.int64(), "double": pa.float64()}
    undescribed = set(found.column_names) ^ {column.name for column in described}
    if undescribed:
        raise LamigoError(f"columns and dictionary differ: {', '.join(sorted(undescribed))}")
    schema = pa.schema([pa.field(column.name, kinds[column.type]) for column in described])
    return found.select(schema.names).cast(schema).combine_chunks()


def write(
    base: Base,
    folder: Path,
    *,
    engine_name: str = DUCKDB,
    formats: Collection[str] = FORMATS,
    work: Path | None = None,
    own_use: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write ``panel.parquet`` and ``panel.csv`` with ``panel-dictionary.csv`` and ``panel-dictionary.md``.

    The same data give the same bytes, on every engine. Raises LamigoError where data in it is
    not known to be free to pass on, unless for own use, and where writing fails; what was there is then
    as it was.
    """
    licences.obey(base.data_sets, own_use=own_use)
    described = dictionary.columns(base)
    table = rows(base, engine_name, work)
    say(f"{table.num_rows:,} rows of {table.num_columns} columns by {engine_name}")
    if bare := [name for name in table.column_names if table[name].null_count == table.num_rows]:
        say(f"{len(bare)} columns are empty throughout, for nothing is known of them: {', '.join(bare)}")
    with whole(folder) as temporary:
        put(table, temporary, "panel", formats)
        (temporary / "panel-dictionary.csv").write_bytes(dictionary.as_csv(described))
        (temporary / "panel-dictionary.md").write_bytes(dictionary.as_markdown(described, base))
        (temporary / f"panel{licences.ABOUT}").write_bytes(licences.about(base.data_sets))
        names = sorted(path.name for path in temporary.iterdir())
    licences.warn(base.data_sets, say)
    return [folder / name for name in names]


def put(table: pa.Table, folder: Path, stem: str, formats: Collection[str]) -> None:
    """Write a table as Parquet, CSV or both. In CSV an unknown value is an empty cell, and nothing is quoted.

    Raises ArrowInvalid where a text would need quotes: keys and levels never do.
    """
    import pyarrow.csv
    import pyarrow.parquet

    if "parquet" in formats:
        pyarrow.parquet.write_table(table, folder / f"{stem}.parquet", compression="snappy")
    if "csv" in formats:
        options = pyarrow.csv.WriteOptions(quoting_style="none", quoting_header="none")
        pyarrow.csv.write_csv(table, folder / f"{stem}.csv", options)
