"""Corridors drawn together: by country or area, or by region of M49."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from lamigo.errors import LamigoError
from lamigo.exports.edge_list import number
from lamigo.exports.numbers import NO_REGION, Numbers
from lamigo.plots import sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEADER = ("from", "to", "from_name", "to_name", "weight", "corridors", "measure")
OTHERS = "others"
NO_CONTINENT = "~"
"""Sorts last."""
HATCHES = ("", "////", "....", "\\\\\\\\", "xxxx", "----")


class Pair(NamedTuple):
    """All corridors from one group to another: their sum, and how many they are."""

    start: str
    end: str
    weight: float
    corridors: int


class Groups(NamedTuple):
    """Pairs of groups, the largest first, and each group's name, in the order of continents and regions."""

    pairs: list[Pair]
    names: dict[str, str]
    continents: dict[str, str]
    total: float
    by: str
    looks: dict[str, tuple[str, str]]
    """Each continent's colour and hatching: the same on every plot of a measure. What is no continent is grey."""


def grouped(found: Numbers, by: str = "region", top: int = 12, end: str | None = None) -> Groups:
    """The numbers by ``region`` (sub-regions of M49) or by ``country``: the ``top`` largest, all others in one group.

    ``end`` keeps only the corridors that begin or end in one country or area. Nothing is lost: the sum stays.
    """
    rows = [row for row in found.rows if end is None or end in row[:2]]
    if not rows:
        raise LamigoError(f"no corridor to draw by {found.measure.key}", mend="see: lamigo corridors list --sort stock")
    if by == "region":
        of = {key: place.region for key, place in found.places.items()}
        names = {region: region for region in of.values()}
        continents = {place.region: place.continent for place in found.places.values()}
        if end:
            # The country or area asked for stands for itself, not for its region.
            of[end], names[end], continents[end] = end, found.places[end].label, found.places[end].continent
    elif by == "country":
        totals: dict[str, float] = defaultdict(float)
        for origin, destination, weight in rows:
            totals[origin] += weight
            totals[destination] += weight
        order = sorted(totals, key=lambda key: (-totals[key], key))
        kept = set(order[:top])
        of = {key: key if key in kept else OTHERS for key in order}
        names = {key: found.places[key].label for key in kept}
        continents = {key: found.places[key].continent for key in kept}
        if len(order) > top:
            names[OTHERS], continents[OTHERS] = f"{len(order) - top} others", NO_CONTINENT
    else:
        raise LamigoError(f"no groups by {by!r}", mend="write region or country")
    sums: dict[tuple[str, str], list[float]] = defaultdict(list)
    for origin, destination, weight in rows:
        sums[of[origin], of[destination]].append(weight)
    pairs = [Pair(one, other, sum(weights), len(weights)) for (one, other), weights in sums.items()]
    used = {group for pair in pairs for group in pair[:2]}
    ordered = sorted(used, key=lambda group: (continents[group], names[group]))
    return Groups(
        sorted(pairs, key=lambda pair: (-pair.weight, pair.start, pair.end)),
        {group: names[group] for group in ordered},
        {group: continents[group] for group in ordered},
        sum(row[2] for row in rows),
        by,
        _looks(found, {continents[group] for group in ordered}),
    )


def _looks(found: Numbers, used: set[str]) -> dict[str, tuple[str, str]]:
    all_of_them = sorted({place.continent for place in found.places.values()} - {NO_REGION})
    looks = {
        one: (sheet.COLOURS[i % len(sheet.COLOURS)], HATCHES[i % len(HATCHES)]) for i, one in enumerate(all_of_them)
    }
    return {one: looks.get(one, (sheet.GREY, "")) for one in sorted(used)}


def legend(axes: Axes, groups: Groups) -> None:
    """Which colour and hatching is which continent, in the lower left corner."""
    from matplotlib.patches import Patch

    patches = [
        Patch(facecolor=colour, hatch=hatch, edgecolor=sheet.PAPER, linewidth=0, alpha=0.62, label=one)
        for one, (colour, hatch) in groups.looks.items()
        if one != NO_CONTINENT
    ]
    axes.legend(handles=patches, loc="lower left", title="continent of the origin", fontsize=7, title_fontsize=7,
                frameon=False, alignment="left")  # fmt: skip


def rows(found: Numbers, groups: Groups, pairs: list[Pair]) -> list[tuple[str, ...]]:
    """Pairs as rows of the data that is drawn."""
    return [
        (
            pair.start, pair.end, groups.names[pair.start], groups.names[pair.end],
            str(number(pair.weight)), str(pair.corridors), found.measure.key,
        )
        for pair in pairs
    ]  # fmt: skip
