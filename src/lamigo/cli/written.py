"""Tables to a terminal, or into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lamigo.atomic import publish

if TYPE_CHECKING:
    import pandas as pd


def written(table: pd.DataFrame, out: Path | None) -> None:
    """Print a table as CSV, or write it to a file, whole or not at all: Parquet by that ending, else CSV."""
    text = table.to_csv(index=False, lineterminator="\n", float_format="%.10g")
    if out is None:
        click.echo(text, nl=False)
        return
    data = table.to_parquet(index=False) if out.suffix == ".parquet" else text.encode()
    publish(out.absolute().parent, {out.name: data})
    click.echo(out)
