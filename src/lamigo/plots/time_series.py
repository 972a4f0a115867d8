"""Time series: the numbers of some corridors over all periods that their data set holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lamigo import licences
from lamigo.api import Graph
from lamigo.corridors.numbers import Measure, measures
from lamigo.corridors.numbers import measure as one_measure
from lamigo.coverage.matrix import corridor_of
from lamigo.errors import LamigoError
from lamigo.exports import numbers
from lamigo.exports.edge_list import number
from lamigo.names import ID
from lamigo.plots import labels, sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEADER = ("corridor", "origin_name", "destination_name", "period", "weight", "measure")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
LINES = ("-", "--", "-.", ":")
MOST = len(MARKERS) * len(LINES)
"""So many lines can be told apart."""
_NUMBERS = "SELECT ?corridor ?n WHERE { VALUES ?corridor { %s } ?corridor <%s> ?n }"
Series = dict[str, list[tuple[Measure, float]]]


def time_series(
    graph: Graph,
    corridors: Sequence[str],
    measure: str | None = None,
    *,
    folder: Path = Path(),
    own_use: bool = False,
) -> list[Path]:
    """Draw the numbers of corridors such as ``NPL-KOR`` over the periods of a measure's data set, for the same sex.

    Lines differ by colour, stroke and marker; a period without a number is a gap. Returns the files.
    """
    if not corridors:
        raise LamigoError("no corridor is named", mend="write some, such as NPL-KOR NPL-MYS")
    if len(corridors) > MOST:
        raise LamigoError(f"{len(corridors)} lines could not be told apart", mend=f"name at most {MOST} corridors")
    chosen = one_measure(graph.store, measure)
    data_set = licences.data_sets(graph.store, {chosen.data_set})[0]
    found = numbers.Numbers(chosen, data_set, [], numbers.places(graph.store))
    terms = found.terms(own_use=own_use)
    periods = [
        m for m in measures(graph.store)
        if (m.data_set, m.concept, m.sex) == (chosen.data_set, chosen.concept, chosen.sex)
    ]  # fmt: skip
    keys = ["-".join(corridor_of(name)) for name in dict.fromkeys(corridors)]
    series = _series(graph, keys, periods)
    if not any(series.values()):
        raise LamigoError(f"no corridor named has a number by {chosen.key}", mend="see: lamigo corridors show NPL-KOR")
    names = {key: [found.places[end].label for end in corridor_of(key)] for key in keys}
    title = f"{data_set.title}: {chosen.unit}s over time"
    spans = all("/" in m.period for m in periods)
    if chosen.sex:
        title += f", {'both sexes' if chosen.sex == 'both' else chosen.sex}"
    said = (
        f"{len(keys)} corridor{'s' * (len(keys) != 1)}, {len(periods)} periods"
        f"{' (each point stands in the middle of its period)' if spans else ''}; a period without a number is a gap, "
        "not a zero. The scale begins at zero."
    )
    none = [key for key in keys if not series[key]]
    below = sheet.notes(found.source, chosen.caution, terms, f"Without any number: {', '.join(none)}" if none else "")
    with sheet.style():
        figure, axes = sheet.sheet(title, said, below, 4.8)
        _draw(axes, series, names, periods, chosen.unit)
        told = "; ".join(
            f"{' to '.join(names[key])} {held[0][1]:,.0f} in {held[0][0].period}, {held[-1][1]:,.0f} in "
            f"{held[-1][0].period}"
            for key, held in series.items()
            if held
        )
        rows = [(key, *names[key], m.period, str(number(value)), m.key) for key in keys for m, value in series[key]]
        drawn = sheet.Drawn(figure, title, f"Line chart. {said} {told}.", below, HEADER, rows)
        stem = f"time-series.{chosen.data_set}.{chosen.sex or 'all'}.{'.'.join(keys)}"
        return sheet.write(drawn, folder, stem[:180])


def _series(graph: Graph, keys: list[str], periods: list[Measure]) -> Series:
    named = " ".join(f"<{ID}corridor/{key}>" for key in keys)
    series: Series = {key: [] for key in keys}
    for one in sorted(periods, key=lambda m: m.period):
        for row in graph.store.select(_NUMBERS % (named, one.iri)).rows:
            if row[0] and row[1]:
                series[row[0].value.removeprefix(f"{ID}corridor/")].append((one, float(row[1].value)))
    return series


def _draw(axes: Axes, series: Series, names: dict[str, list[str]], periods: list[Measure], unit: str) -> None:
    years = sorted({_year(m.period) for m in periods})
    ends = []
    for order, (key, held) in enumerate(series.items()):
        if not held:
            continue
        values = {_year(m.period): value for m, value in held}
        (line,) = axes.plot(
            years, [values.get(year, float("nan")) for year in years], linewidth=1.6, markersize=5,
            **look(order),
        )  # fmt: skip
        line.set_gid(f"corridor-{key}")
        last = max(values)
        ends.append((values[last], last, key, line.get_color()))
    axes.set_ylim(0, max(value for held in series.values() for _, value in held) * 1.08)
    top = axes.get_ylim()[1]
    ends.sort(key=lambda end: (-end[0], end[2]))
    texts = [labels.wrapped(" → ".join(names[key]), 48) for _, _, key, _ in ends]
    tall = [top * 0.045 * (1 + text.count("\n")) for text in texts]
    heights = labels.spread([value for value, *_ in ends], tall, 0, top)
    across = (years[-1] - years[0] or 1) * 0.02
    # The axis and its grid end before the names begin.
    axes.set_xlim(years[0] - across, years[-1] + across / 2)
    for text, height, (value, last, _, colour) in zip(texts, heights, ends, strict=True):
        # A hair leads from the end of a line to its name, which may have had to give way.
        axes.annotate(
            text, (last, value), (years[-1] + across, height), va="center", fontsize=7.5, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "relpos": (0, 0.5), "color": colour, "linewidth": 0.6,
                "shrinkA": 1, "shrinkB": 4},
        )  # fmt: skip
    axes.set_xticks(years, [_shown(m.period) for m in sorted(periods, key=lambda m: _year(m.period))])
    axes.yaxis.set_major_formatter(lambda value, _: sheet.compact(value))
    axes.set_ylabel(f"{unit}s")
    axes.grid(axis="y", color="#DDDDDD", linewidth=0.6)
    axes.set_axisbelow(True)
    box = axes.get_position()
    axes.set_position((0.08, box.y0 + 0.06, 0.6, box.height - 0.09))


def look(order: int) -> dict[str, Any]:
    """How a line looks, by its place: no two of ``MOST`` alike, even in grey."""
    again, place = divmod(order, len(MARKERS))
    return {"marker": MARKERS[place], "linestyle": LINES[(place + again) % len(LINES)], "color": sheet.COLOURS[place]}


def _year(period: str) -> float:
    """A period as a year: the middle of one that lasts (``1990/1995``)."""
    years = [int(year) for year in re.findall(r"\d{4}", period)]
    return (years[0] + years[-1]) / 2


def _shown(period: str) -> str:
    return "–".join(dict.fromkeys(re.findall(r"\d{4}", period)))
