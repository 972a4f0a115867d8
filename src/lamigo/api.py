"""The Python face of Lamigo: one object that answers questions and gives the corridor network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from lamigo.errors import LamigoError
from lamigo.graph.build import Build, Say, build
from lamigo.query import gallery
from lamigo.query.table import Table
from lamigo.store import Store

if TYPE_CHECKING:
    import geopandas as gpd
    import networkx as nx
    import pandas as pd
    import rdflib

    from lamigo.corridors.numbers import Measure
    from lamigo.corridors.profile import Profile
    from lamigo.coverage import Coverage
    from lamigo.coverage.repair import Repair
    from lamigo.coverage.what_if import Change
    from lamigo.sources.added import Added
    from lamigo.treaties.action import Action
    from lamigo.treaties.bound import Register
    from lamigo.validation import Report


class Graph:
    """The knowledge graph, open for questions.

    >>> g = lamigo.load()
    >>> g.query("practices-of-country", country="NPL", evidence=True).to_pandas()
    >>> g.sparql("SELECT ?practice WHERE { ?practice a lmg:Practice }").rows
    """

    def __init__(self, store: Store, built: Build | None) -> None:
        self.store, self.build = store, built

    def query(self, name: str, /, *, cap: int | None = None, evidence: bool = False, **parameters: str) -> Table:
        """Answer a question of the gallery; ``cap`` keeps that many rows (``Table.total`` tells of how many)."""
        return self.sparql(gallery.question(name).with_values(parameters), cap=cap, evidence=evidence)

    def sparql(self, query: str, *, cap: int | None = None, evidence: bool = False) -> Table:
        """Answer a SPARQL SELECT or ASK query. Lamigo's prefixes need no declaration; no LIMIT is ever added."""
        table = Table.of(self.store.select(query), cap)
        if evidence:
            from lamigo.query.evidence import explain

            return explain(self.store, query, table)
        return table

    def corridors(self) -> nx.MultiDiGraph[str]:
        """The corridor network: a node a country or area, an edge a tie (see ``lamigo.corridors``)."""
        from lamigo.corridors import network

        return network(self.store)

    def measures(self) -> list[Measure]:
        """The measures of all added data sets, each with its unit and what to beware of."""
        from lamigo.corridors import numbers

        return numbers.measures(self.store)

    def numbers(self, measure: str | None = None) -> pd.DataFrame:
        """The numbers of corridors by a measure (default: the newest stock): columns origin, destination, weight.

        ``attrs`` of the table say what the weight is: measure, label, data_set, period, unit, caution.
        """
        from lamigo.corridors import numbers

        one = numbers.measure(self.store, measure)
        frame = numbers.table(self.store, one)
        frame.attrs.update(measure=one.key)
        frame.attrs.update({name: getattr(one, name) for name in ("label", "data_set", "period", "unit", "caution")})
        return frame

    def arcs(self, measure: str | None = None) -> gpd.GeoDataFrame:
        """The numbers of corridors as lines on the map: great circles, cut at the antimeridian (OGC:CRS84).

        Columns id, origin, destination, their names, weight, measure, unit, geometry. Corridors with an end of which no
        point is known are not among them. Raises LamigoError where GeoPandas is not installed.
        """
        try:
            import geopandas as gpd
        except ModuleNotFoundError as error:
            raise LamigoError("geopandas is not installed", mend="pip install 'lamigo[maps]'") from error
        from lamigo.exports import geoparquet, numbers

        (data,) = geoparquet.files(numbers.of(self.store, measure), "arcs").values()
        return gpd.read_parquet(BytesIO(data))

    def register(self) -> Register:
        """The acts of all added sources of treaty actions, ready to be asked who is bound by what on a day.

        Raises LamigoError where the graph is an endpoint's: the register is made from added files.
        """
        from lamigo.treaties import added

        return added.register(self._files().folder)[0]

    def acts(self) -> list[Action]:
        """The treaty actions of all added sources.

        Raises LamigoError where the graph is an endpoint's.
        """
        from lamigo.treaties import added

        return list(added.register(self._files().folder)[1].values())

    def day(self) -> date:
        """The last day for which the best of the added lists of treaty actions speaks. There is no clock.

        Raises LamigoError where none was added.
        """
        from lamigo.treaties import days

        return days.newest_of_all(self.register())

    def coverage(self, as_of: date, corridors: Iterable[tuple[str, str] | str]) -> Coverage:
        """Normative coverage of corridors, ``("NPL", "KOR")`` or ``NPL-KOR``, on a day (see ``lamigo.coverage``)."""
        from lamigo.coverage import coverage
        from lamigo.coverage.matrix import corridor_of

        pairs = [corridor_of(one) if isinstance(one, str) else one for one in corridors]
        return coverage(self.store, self.register(), as_of, pairs)

    def corridor(self, key: str, as_of: date) -> Profile:
        """All that is known of a corridor such as ``NPL-KOR`` on a day."""
        from lamigo.corridors.profile import profile
        from lamigo.coverage.matrix import corridor_of

        return profile(self.store, self.register(), corridor_of(key), as_of)

    def panel(
        self,
        first: int | None = None,
        last: int | None = None,
        *,
        corridors: Iterable[tuple[str, str]] | None = None,
        engine: str = "duckdb",
    ) -> pd.DataFrame:
        """A row a corridor and year with every layer's columns (see ``docs/panel.md``); unknown is ``pd.NA``."""
        import pandas as pd

        from lamigo.panel import dictionary, tables, write

        base = tables.base(self.store, self.register(), first=first, last=last, corridors=corridors)
        frame: pd.DataFrame = write.rows(base, engine).to_pandas(
            types_mapper=lambda kind: pd.api.types.pandas_dtype(dictionary.PANDAS[str(kind)])
        )
        return frame

    def what_if(
        self, found: Coverage, state: str, instrument: str, *, on: date | None = None, excluding: Sequence[str] = ()
    ) -> list[Change]:
        """The cells of a coverage that would change if a state ratified an instrument, leaving parts or annexes out.

        ``on`` is the day of the ratification (default: in time to bind on the day of the coverage).
        """
        from lamigo.coverage import what_if

        further = what_if.ratified(
            self.register(), self.acts(), state, instrument, found.day, on=on, excluding=excluding
        )
        return what_if.changes(found, further, state)

    def repair(
        self,
        corridor: str,
        level: float,
        as_of: date,
        *,
        side: str | None = None,
        obligations: bool = True,
        agreements: bool = False,
    ) -> Repair:
        """The smallest sets of steps by which both ends of ``NPL-MYS`` reach a share of the items asked of them.

        With a side, only that end does, or a country such as ``MYS`` as that side of all its corridors. Items are
        covered by ``obligations`` (steps: ratifications), by clauses of ``agreements`` (of a corridor), or by either.
        """
        from lamigo.coverage.agreements import Agreements
        from lamigo.coverage.binding import Binding
        from lamigo.coverage.items import items
        from lamigo.coverage.repair import repair, sides_of

        return repair(
            sides_of(corridor, side),
            items(self.store),
            level,
            Binding(self.register(), as_of) if obligations else None,
            Agreements(self.store, as_of) if agreements else None,
        )

    def added(self) -> list[Added]:
        """The data sets of others that were added, each with the report of what was placed and what not.

        Raises LamigoError where the graph is an endpoint's: the reports stand beside added files.
        """
        from lamigo.sources import added

        found = added.listed(self._files().folder)
        return [data_set for data_set in found if not data_set.key.startswith(added.DERIVED)]

    def validate(self) -> Report:
        """The graph and what was added to it, checked with every shape and hygiene query (some seconds).

        Raises LamigoError where the graph is an endpoint's.
        """
        from lamigo.validation import validate_build

        return validate_build(self._files())

    @cached_property
    def rdflib(self) -> rdflib.Dataset:
        """The built graph as an rdflib Dataset (a copy; loading it takes rdflib a while).

        Raises LamigoError where the graph is an endpoint's.
        """
        import rdflib

        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(self._files().nquads, format="nquads")
        return dataset

    def _files(self) -> Build:
        if self.build is None:
            raise LamigoError("an endpoint's graph is not at hand as files", mend="load() without endpoint")
        return self.build


def load(
    endpoint: str | None = None, *, on_disk: bool = False, out: Path | None = None, say: Say = lambda _: None
) -> Graph:
    """Open the graph in memory, on disk, or at a SPARQL endpoint; builds it first where it isn't up to date."""
    if endpoint:
        from lamigo.store import endpoint as remote

        return Graph(remote.opened(endpoint), None)
    from lamigo.sources import added
    from lamigo.store import local

    built = build(out, say=say)
    added.renew(built.folder, say)
    return Graph(local.on_disk(built) if on_disk else local.in_memory(built), built)
