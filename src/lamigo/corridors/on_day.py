"""The corridor network as far as it can tie countries on a day: what surely was not yet, or no more, is left out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from lamigo.graph.dates import bounds

if TYPE_CHECKING:
    import networkx as nx


class OnDay(NamedTuple):
    """A network of a day; how many ties were left out, and how many stay of which no source gives any date."""

    network: nx.MultiDiGraph[str]
    left_out: int
    undated: int


def on(network: nx.MultiDiGraph[str], day: date) -> OnDay:
    """The ties that can stand on a day: neither begun later, nor ended before, nor of an agreement not yet signed.

    A tie without dates stays: that no date is known does not say that it was not there. Nodes stay, too.
    """
    kept = network.copy()
    kept.graph |= {"name": f"{network.graph.get('name', '')}, as of {day}", "as_of": str(day)}
    undated = 0
    for origin, destination, key, data in list(network.edges(keys=True, data=True)):
        starts = [bounds(data[name])[0] for name in ("start", "first_event") if name in data]
        end = bounds(data["end"])[1] if "end" in data else None
        if (starts and min(starts) > day) or (end and end < day):
            kept.remove_edge(origin, destination, key)
        elif not starts and end is None:
            undated += 1
    return OnDay(kept, network.number_of_edges() - kept.number_of_edges(), undated)
