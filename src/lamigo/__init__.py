"""Lamigo: a knowledge graph of labour migration governance.

>>> import lamigo
>>> g = lamigo.load()                       # builds the graph first where it isn't there
>>> g.query("practices-of-country", country="NPL").to_pandas()
>>> g.corridors()                           # a networkx.MultiDiGraph
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["__version__", "load"]

if TYPE_CHECKING:
    from lamigo.api import Graph


def load(endpoint: str | None = None, *, on_disk: bool = False) -> Graph:
    """Open the knowledge graph; see :class:`lamigo.api.Graph` for what can be asked of it.

    Imported late, so that ``import lamigo`` and the command line's help cost next to nothing.
    """
    from lamigo.api import load as load_graph

    return load_graph(endpoint, on_disk=on_disk)
