"""What every plot stands on: title, what is shown, source line, cautions, note on designations; and its files.

Each plot leaves as SVG (its words are words, with title and description for screen readers), PNG, the data that is
drawn (CSV) and alternative text. The same data are the same bytes: no date, no random id, and the fonts that come with
matplotlib.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

from lamigo import __version__
from lamigo.atomic import publish
from lamigo.corridors.network import DESIGNATIONS
from lamigo.delimited import delimited
from lamigo.errors import LamigoError
from lamigo.exports.tables import guarded

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's colours, which people with any colour vision tell apart (jfly.uni-koeln.de/color).
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#B8A800")
INK, FAINT, LAND, SEA, GREY, PAPER = "#222222", "#666666", "#E0DDD3", "#F3F7F9", "#A8A8A8", "#FFFFFF"
WIDTH = 11.0
"""Inches of every sheet."""
_LETTERS = 165
"""How many letters of a note fit into a line of the sheet."""


class Drawn(NamedTuple):
    """A plot before it is written: ``rows`` are the data that is drawn, ``alt`` says in words what is seen."""

    figure: Figure
    title: str
    alt: str
    notes: Sequence[str]
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@contextmanager
def style() -> Iterator[None]:
    """Draw with Lamigo's settings, whatever its user has set; theirs come back afterwards.

    Raises LamigoError where matplotlib is not installed.
    """
    try:
        import matplotlib as mpl
    except ModuleNotFoundError as error:
        raise LamigoError("plots need matplotlib", mend="install it: pip install 'lamigo[plots]'") from error
    ours: dict[Any, Any] = {
        "font.family": ["DejaVu Sans"], "font.size": 8.0, "text.color": INK, "axes.edgecolor": FAINT,
        "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK, "hatch.linewidth": 0.6, "svg.fonttype": "none",
        "svg.hashsalt": "lamigo", "axes.spines.top": False, "axes.spines.right": False, "path.simplify": False,
    }  # fmt: skip
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(ours)
        yield


def sheet(title: str, shown: str, notes: Sequence[str], height: float) -> tuple[Figure, Axes]:
    """A figure with its words, and the axes to draw on: ``height`` inches of them, over the whole width."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    below = [line for note in notes for line in textwrap.wrap(note, _LETTERS)]
    above = textwrap.wrap(shown, 135)
    heading = textwrap.wrap(title, 92)
    top = 0.2 + 0.22 * len(heading)
    head, foot = top + 0.15 + 0.17 * len(above), 0.25 + 0.145 * len(below)
    whole = head + height + foot
    figure = Figure(figsize=(WIDTH, whole), facecolor=PAPER)
    FigureCanvasAgg(figure)
    figure.text(0.25 / WIDTH, 1 - 0.2 / whole, "\n".join(heading), fontsize=12.5, fontweight="bold", va="top")
    if above:
        figure.text(0.25 / WIDTH, 1 - (top + 0.04) / whole, "\n".join(above), fontsize=8.5, va="top", linespacing=1.35)
    figure.text(0.25 / WIDTH, 0.12 / whole, "\n".join(below), fontsize=6.8, color=FAINT, va="bottom", linespacing=1.4)
    axes = figure.add_axes((0.25 / WIDTH, foot / whole, 1 - 0.5 / WIDTH, height / whole))
    return figure, axes


def notes(source: str, *said: str) -> list[str]:
    """The lines below a plot: source, what must be known, and the note on designations."""
    lines = [f"{one[0].upper()}{one[1:].rstrip('.')}." for one in said if one]
    return [f"Source: {source}. Drawn with Lamigo {__version__}.", *lines, DESIGNATIONS]


def write(drawn: Drawn, folder: Path, stem: str) -> list[Path]:
    """Write SVG, PNG, CSV and alternative text; all or none. To be called inside ``style()``."""
    alt = " ".join([drawn.alt, *drawn.notes])
    svg, png = _svg(drawn.figure), io.BytesIO()
    about = {"Title": drawn.title, "Description": alt, "Software": f"Lamigo {__version__}"}
    drawn.figure.savefig(png, format="png", dpi=160, metadata=about)
    rows = [drawn.header, *([guarded(cell) for cell in row] for row in drawn.rows)]
    return publish(
        folder,
        {
            f"{stem}.svg": _described(svg, drawn.title, alt).encode(),
            f"{stem}.png": png.getvalue(),
            f"{stem}.csv": delimited(rows).encode(),
            f"{stem}.txt": ("\n\n".join([drawn.title, drawn.alt, *drawn.notes]) + "\n").encode(),
        },
    )


def _svg(figure: Figure) -> str:
    """The figure as SVG, in which words with a halo are words, too: matplotlib would write their outlines."""
    from matplotlib.text import Text

    out = io.BytesIO()
    haloed = {f"halo-{i}": text for i, text in enumerate(figure.findobj(Text)) if text.get_path_effects()}
    effects = {gid: text.get_path_effects() for gid, text in haloed.items()}
    for gid, text in haloed.items():
        text.set(path_effects=[], gid=gid)
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": f"Lamigo {__version__}"})
    for gid, text in haloed.items():
        text.set(path_effects=effects[gid], gid=None)
    halo = f"paint-order: stroke; stroke: {PAPER}; stroke-width: 1.8px; stroke-linejoin: round; "
    inside = re.compile(r'<g id="halo-\d+">.*?</g>', re.DOTALL)
    svg = inside.sub(lambda found: found[0].replace('<text style="', f'<text style="{halo}'), out.getvalue().decode())
    # Who has not the font sees one as wide, not the browser's serif.
    return svg.replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif")


def _described(svg: str, title: str, alt: str) -> str:
    """The SVG with a title and a description, named as what screen readers say."""
    words = f'\n <title id="title">{escape(title)}</title>\n <desc id="desc">{escape(alt)}</desc>'
    opening = re.search(r"<svg\b[^>]*", svg)
    if opening is None:
        raise LamigoError("matplotlib wrote no SVG", mend="see lamigo doctor for its version")
    end = opening.end()
    return f'{svg[:end]} role="img" aria-labelledby="title desc"{svg[end]}{words}{svg[end + 1 :]}'


def share(part: float, whole: float) -> str:
    """A part in percent that never claims to be all, or nothing, where it is not: 87%, more than 99%, less than 1%."""
    if 0.995 <= part / whole < 1:
        return "more than 99%"
    return "less than 1%" if 0 < part / whole < 0.005 else f"{part / whole:.0%}"


def part(drawn: int, of: int, shown: float, total: float, which: str, unit: str) -> str:
    """A sentence on how many of which corridors are drawn, and which share of their number that is."""
    corridors = f"corridor{'s' * (of != 1)}{which}"
    if drawn == of:
        return f"{'All' if of != 1 else 'The'} {of:,} {corridors}, with {compact(total)} {unit}s."
    return f"The {drawn:,} largest of {of:,} {corridors}, with {share(shown, total)} of {compact(total)} {unit}s."


def compact(value: float) -> str:
    """A number in few letters: 870, 45k, 1.2M."""
    for size, letter in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if value >= size * 0.9995:
            amount = value / size
            return f"{amount:.1f}{letter}" if amount < 9.95 else f"{amount:,.0f}{letter}"
    return f"{value:,.0f}"
