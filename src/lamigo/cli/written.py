"""Tables to a terminal, or into a file."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lamigo import licences
from lamigo.atomic import Files, publish, write
from lamigo.cli import Voice
from lamigo.licences import DataSet

if TYPE_CHECKING:
    import pandas as pd


def written(table: pd.DataFrame, out: Path | None, sets: Collection[DataSet], say: Voice) -> None:
    """Print a table as CSV, or write it to a file, whole or not at all: Parquet by that ending, else CSV.

    ``sets`` are the data sets that it rests on: what may not be passed on is said, and beside a file they all stand.
    """
    licences.warn(sets, say)
    text = table.to_csv(index=False, lineterminator="\n", float_format="%.10g")
    if out is None:
        click.echo(text, nl=False)
        return
    data = table.to_parquet(index=False) if out.suffix == ".parquet" else text.encode()
    put(out, data, beside(out.name, sets))
    click.echo(out)


def put(out: Path, data: bytes, more: Files) -> None:
    """Write a file and what stands beside it, whole or not at all; into a pipe or device goes the file alone.

    Raises LamigoError where that fails.
    """
    if out.exists() and not out.is_file():
        write(out, data)
    else:
        publish(out.absolute().parent, {out.name: data} | more)


def beside(name: str, sets: Collection[DataSet], **more: str) -> Files:
    """The file beside a file that holds data of others; none where it holds none."""
    return {name + licences.ABOUT: licences.about(sets, file=name, **more)} if sets else {}
