"""The numbers of corridors as they leave: one measure with its places, its source and what its licence allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from lamigo import __version__, licences
from lamigo.corridors import numbers
from lamigo.corridors.network import DESIGNATIONS
from lamigo.corridors.numbers import Measure
from lamigo.licences import DataSet
from lamigo.names import ID
from lamigo.store import Store

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

_PLACES = """
SELECT ?place ?label ?in ?latitude ?longitude WHERE {
  VALUES ?kind { lmg:CountryOrArea lmg:FormerCountryOrArea lmg:StatisticalArea }
  ?place a ?kind ; rdfs:label ?label FILTER(LANG(?label) = "en")
  OPTIONAL { ?place lmg:latitude ?latitude ; lmg:longitude ?longitude }
  OPTIONAL { ?place lmg:inRegion ?in }
}
"""
_REGIONS = """
SELECT ?region ?label ?above WHERE {
  ?region a lmg:Region ; lmg:m49 ?m49 ; rdfs:label ?label FILTER(LANG(?label) = "en")
  OPTIONAL { ?region lmg:isPartOfRegion ?above }
}
"""
NO_REGION = "no region stated"


class Place(NamedTuple):
    """A country or area: its English name, its sub-region and continent of M49, and the point that stands for it."""

    label: str
    region: str
    continent: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Numbers:
    """One measure of corridors. ``rows`` are (origin, destination, number), sorted; ``places`` describes every end."""

    measure: Measure
    data_set: DataSet
    rows: list[tuple[str, str, float]]
    places: dict[str, Place]

    @property
    def stem(self) -> str:
        """What file names begin with, such as ``un-desa-migrant-stock-2020.2020-both``."""
        return self.measure.key.replace("/", ".")

    @property
    def source(self) -> str:
        """The source line: publisher, title, edition, licence."""
        return self.data_set.source

    @property
    def ends(self) -> list[str]:
        """Every country or area with a number, by key."""
        return sorted({end for origin, destination, _ in self.rows for end in (origin, destination)})

    @property
    def without_point(self) -> list[str]:
        """Ends that no point on a map is known for: what draws maps leaves their corridors out, and says so."""
        return [end for end in self.ends if self.places[end].latitude is None or self.places[end].longitude is None]

    @property
    def on_map(self) -> list[tuple[str, str, float]]:
        """The rows of which a point is known for both ends."""
        without = set(self.without_point)
        return [row for row in self.rows if not without & set(row[:2])]

    def off_map(self) -> str:
        """What maps leave out, in words with numbers; empty where that is nothing."""
        lost = len(self.rows) - len(on_map := self.on_map)
        if not lost:
            return ""
        total = sum(row[2] for row in self.rows)
        names = ", ".join(f"{self.places[end].label} ({end})" for end in self.without_point)
        return (
            f"{lost:,} of {len(self.rows):,} corridors, {total - sum(row[2] for row in on_map):,.0f} of {total:,.0f} "
            f"({self.measure.unit}): no point is known for {names}"
        )

    def frame(self) -> pd.DataFrame:
        """Columns origin, destination, weight, measure."""
        import pandas as pd

        rows = [(*row, self.measure.key) for row in self.rows]
        return pd.DataFrame(rows, columns=["origin", "destination", "weight", "measure"])

    def about(self, *, own_use: bool = False) -> dict[str, Any]:
        """What stands beside every file: where the numbers are from, under which terms, how to read them."""
        one = self.data_set
        return {
            "title": self.measure.label,
            "measure": self.measure.key,
            "unit": self.measure.unit,
            "corridors": len(self.rows),
            "source": self.source,
            "publisher": one.publisher,
            "edition": one.edition,
            "licence": one.licence,
            "redistribution": one.redistribution,
            "terms": self.terms(own_use=own_use),
            "address": one.address,
            "caution": self.measure.caution,
            "absent": "a corridor without a row has no number in the source; that is no zero",
            "left out of maps": self.off_map(),
            "designations": DESIGNATIONS,
            "made with": f"Lamigo {__version__}",
        }

    def terms(self, *, own_use: bool = False) -> str:
        """What the licence says on passing the numbers on, in words.

        Raises LamigoError where it is not known to allow it and they are not for the asker's own use.
        """
        licences.obey([self.data_set], own_use=own_use)
        return self.data_set.terms

    def network(self) -> nx.MultiDiGraph[str]:
        """The numbers as a network: an edge a corridor, its weight the number, its layer the measure."""
        import networkx as nx

        about = self.about(own_use=True)
        names = ("caution", "designations", "licence", "source", "terms", "unit")
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=self.measure.label, version=__version__)
        graph.graph.update({name: str(about[name]) for name in names})
        for end in self.ends:
            known = {name: value for name, value in self.places[end]._asdict().items() if value is not None}
            graph.add_node(end, iri=f"{ID}country/{end}", **known)
        for origin, destination, weight in self.rows:
            key = f"{origin}-{destination}"
            graph.add_edge(
                origin, destination, key=key, iri=f"{ID}corridor/{key}", layer=self.measure.key, weight=weight,
                direction_stated=True,
            )  # fmt: skip
        return graph


def of(store: Store, name: str | None = None) -> Numbers:
    """One measure by its key (default: the newest stock of both sexes), with all that must leave together with it."""
    one = numbers.measure(store, name)
    frame = numbers.table(store, one)
    rows = list(zip(frame["origin"].tolist(), frame["destination"].tolist(), frame["weight"].tolist(), strict=True))
    found = places(store)
    ends = {end for origin, destination, _ in rows for end in (origin, destination)}
    return Numbers(one, licences.data_sets(store, {one.data_set})[0], rows, {end: found[end] for end in sorted(ends)})


def places(store: Store) -> dict[str, Place]:
    """Every country or area, by key."""
    found: dict[str, Place] = {}
    rows = [[term.value if term else "" for term in row] for row in store.select(_PLACES).rows]
    regions = _regions(store, {row[2] for row in rows} - {""})
    for place, label, region, latitude, longitude in sorted(rows):
        known = regions.get(region, (NO_REGION, NO_REGION))
        point = (float(latitude), float(longitude)) if latitude else (None, None)
        found.setdefault(place.removeprefix(f"{ID}country/"), Place(label, *known, *point))
    return found


def _regions(store: Store, held: set[str]) -> dict[str, tuple[str, str]]:
    """The sub-region and the continent, by name, of each M49 region that countries or areas are stated to be in.

    A region inside another one that holds countries itself (the Channel Islands) counts as that one.
    """
    labels, above = {}, {}
    for row in store.select(_REGIONS).rows:
        region, label, up = (term.value if term else "" for term in row)
        labels[region], above[region] = label, up
    found = {}
    for region in sorted(held & labels.keys()):
        lowest = above[region] if above[region] in held else region
        way = [lowest]
        while above.get(way[-1]):
            way.append(above[way[-1]])
        # The last of the way is the world; a region that is the world itself is its own continent.
        found[region] = (labels[lowest], labels[way[-2] if len(way) > 1 else way[-1]])
    return found
