"""``lamigo corridors``."""

from __future__ import annotations

from typing import ClassVar

import click

from lamigo.cli import LazyGroup


class Corridors(LazyGroup):
    """The commands about corridors."""

    lazy: ClassVar[dict[str, str]] = {
        "list": "List corridors: what ties them, or their numbers, the largest first.",
        "show": "One corridor: who moves, what ties it, what binds each end, what is not known.",
        "measure": "Network measures over the numbers of corridors.",
        "coverage": "Normative coverage: layers, bounds over what is unknown, each cell with its proof.",
        "gaps": "Large corridors with little known coverage.",
        "what-if": "What a further ratification would change.",
        "repair": "The smallest sets of ratifications or agreements that lift a corridor to a level.",
        "plot": "Draw corridors: maps, chords, Sankey, ego networks, matrices, barcodes, time series.",
        "export": "Write the network or the numbers for Gephi, igraph, QGIS, a spreadsheet or a web map.",
    }
    modules = "lamigo.cli.corridors_"


@click.group("corridors", cls=Corridors)
def command() -> None:
    """Migration corridors: list, compare and measure them, find gaps, take them elsewhere.

    \b
    Examples:
      lamigo corridors list --sort stock --top 20
      lamigo corridors show NPL-KOR --as-of 2020-07-01
      lamigo corridors coverage NPL-KOR --proofs
      lamigo corridors export --format graphml --format gexf --out network/
    """
