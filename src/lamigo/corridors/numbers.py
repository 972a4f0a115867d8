"""The numbers of corridors: which measures there are, and one of them as a table."""

from __future__ import annotations

import difflib
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from lamigo.errors import LamigoError
from lamigo.graph.dates import bounds
from lamigo.names import ID
from lamigo.store import Store

if TYPE_CHECKING:
    import pandas as pd

_MEASURES = """
SELECT ?measure ?label ?set ?concept ?period ?sex ?unit ?basis ?workers ?refugees WHERE {
  ?measure a lmg:Measure ; rdfs:label ?label ; lmg:ofDataSet ?set ; lmg:concept ?concept ; lmg:period ?period ;
    lmg:unit ?unit ; lmg:countsWorkers ?workers .
  OPTIONAL { ?measure lmg:hasSex ?sex }
  OPTIONAL { ?measure lmg:hasDataBasis ?basis }
  OPTIONAL { ?measure lmg:includesRefugees ?refugees }
}
"""


NEWEST = {"stock": "migrant-stock", "flow": "migrant-flow"}
"""Short names, each for the newest measure of a concept."""


class Measure(NamedTuple):
    """A slice of a data set. ``key`` is what commands take: ``<data set>/<slice>``."""

    key: str
    label: str
    data_set: str
    concept: str
    period: str
    sex: str
    unit: str
    basis: str
    counts_workers: bool
    includes_refugees: bool | None

    @property
    def iri(self) -> str:
        return f"{ID}measure/{self.key}"

    @property
    def caution(self) -> str:
        """What a reader must know before taking the number for labour migration."""
        said = [] if self.counts_workers else [f"counts {self.unit}s, not workers"]
        if self.concept == "remittance":
            said = ["a sum of money, no number of people"]
        elif self.includes_refugees is True:
            said.append("refugees are counted in and not told apart: a flight is no labour corridor")
        elif self.includes_refugees is None:
            said.append("refugees may be counted in, and are not told apart: a flight is no labour corridor")
        if self.basis == "modelled":
            said.append("modelled, not observed")
        return "; ".join(said)

    @property
    def heading(self) -> str:
        """What the number is, for the head of a list: measure, unit, cautions."""
        caution = f"; {self.caution}" if self.caution else ""
        return f"by {self.label} ({self.key}), in {self.unit}s{caution}"


def measures(store: Store) -> list[Measure]:
    """The measures of a store, by data set and period."""
    found = []
    for row in store.select(_MEASURES).rows:
        text = [term.value if term else "" for term in row]
        ends = [value.rsplit("/", 1)[-1] for value in text]
        found.append(
            Measure(
                text[0].removeprefix(f"{ID}measure/"),
                text[1],
                ends[2],
                ends[3],
                text[4],
                ends[5],
                text[6],
                ends[7],
                text[8] == "true",
                {"true": True, "false": False}.get(text[9]),
            )
        )
    return sorted(found, key=lambda m: (m.data_set, m.period, m.sex, m.key))


def measure(store: Store, name: str | None = None, day: date | None = None) -> Measure:
    """A measure by its key; ``stock`` and ``flow`` are the newest of those that begin no later than a day.

    Without a name, the default (see ``newest``). Raises LamigoError where there is none.
    """
    found = measures(store)
    if not found:
        raise LamigoError(
            "no numbers of corridors are in the graph",
            mend="bring some in: lamigo add un-desa-migrant-stock-2020 FILE (see lamigo add --list)",
        )
    if name is None or name.lower() in NEWEST:
        return newest(store, found, NEWEST[name.lower()] if name else None, day)
    keys = [one.key for one in found]
    if name in keys:
        return found[keys.index(name)]
    near = difflib.get_close_matches(name, keys, n=3) or keys[-3:]
    raise LamigoError(
        f"there is no measure {name!r}",
        mend=f"choose {', '.join(NEWEST)} or one of {len(found)} keys, such as {', '.join(near)}",
    )


def newest(store: Store, found: list[Measure], concept: str | None = None, day: date | None = None) -> Measure:
    """The newest measure of both sexes of the data set that has the most corridors, stocks before others.

    With a day, of those whose period begins no later. Raises LamigoError where none of them counts corridors (of the
    concept, where one is named).
    """
    latest: dict[str, Measure] = {}
    for one in found:
        if day and bounds(one.period)[0] > day:
            continue
        if one.sex in ("both", "") and concept in (None, one.concept):
            latest[one.data_set] = one
    sizes = {key: len(table(store, one)) for key, one in latest.items()}
    have = [one for key, one in latest.items() if sizes[key]]
    if not have:
        what = (concept or "number").replace("-", " ")
        when = f", or none that begins by {day}" if day else ""
        raise LamigoError(f"no {what} of corridors is in the graph{when}", mend="bring one in: lamigo add --list")
    return max(have, key=lambda m: (m.concept == "migrant-stock", sizes[m.data_set], m.period, m.key))


def table(store: Store, one: Measure) -> pd.DataFrame:
    """One measure: columns origin, destination (keys of countries or areas) and weight (its number), sorted.

    Corridors that the data set has no number for are absent: that is no zero.
    """
    import pandas as pd

    text = store.csv(f"SELECT ?corridor ?n WHERE {{ ?corridor <{one.iri}> ?n }}")
    found = pd.read_csv(BytesIO(text), header=0, names=["corridor", "weight"], dtype={"weight": float}, na_filter=False)
    prefix = f"{ID}corridor/"
    found = found[found["corridor"].str.startswith(prefix)]
    ends = [split(key) for key in found["corridor"].str.removeprefix(prefix).tolist()]
    frame = pd.DataFrame(ends, columns=["origin", "destination"]).assign(weight=found["weight"].to_numpy())
    return frame.sort_values(["origin", "destination"], ignore_index=True)


def split(key: str) -> tuple[str, str]:
    """``NPL-KOR`` as a pair; keys of statistical areas hold a hyphen of their own (``M49-830-GBR``)."""
    parts = key.split("-")
    if parts[0] == "M49":
        return "-".join(parts[:2]), "-".join(parts[2:])
    return parts[0], "-".join(parts[1:])
