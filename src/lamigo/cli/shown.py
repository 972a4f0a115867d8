"""Answers on a terminal."""

from __future__ import annotations

from lamigo.names import short
from lamigo.query.table import Table, value


def print_table(answer: Table) -> None:
    """Print a table with rich: whole cells, folded to the terminal's width, numbers to the right."""
    from rich.console import Console
    from rich.table import Table as Rich
    from rich.text import Text

    console = Console()
    shown = Rich(box=None, header_style="bold", pad_edge=False)
    for index, column in enumerate(answer.columns):
        cells = [value(term) for row in answer.rows if (term := row[index]) is not None]
        numeric = bool(cells) and all(isinstance(cell, int | float) for cell in cells)
        shown.add_column(column, justify="right" if numeric else "left", overflow="fold")
        if answer.evidence is not None:
            shown.add_column("evidence", style="dim", overflow="fold")
    for number, row in enumerate(answer.rows):
        texts = []
        for index, term in enumerate(row):
            texts.append(Text("" if term is None else short(str(value(term)))))
            if answer.evidence is not None:
                texts.append(Text("\n".join(answer.evidence[number][index])))
        shown.add_row(*texts)
    console.print(shown)
