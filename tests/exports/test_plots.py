"""Plots: what is drawn is the data beside it, directions are right, nothing needs colour or sight, same bytes twice."""

from __future__ import annotations

import csv
import itertools
import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from matplotlib.text import Text
from PIL import Image

from lamigo import api, plots
from lamigo.cli import cli
from lamigo.corridors.network import DESIGNATIONS
from lamigo.coverage.cell import NO, NOT_ELIGIBLE, UNKNOWN, YES
from lamigo.errors import LamigoError
from lamigo.exports.arcs import great_circle
from lamigo.plots import groups, labels, land, ribbons, sheet
from lamigo.plots.coverage_barcode import mark
from lamigo.plots.time_series import MOST, look
from lamigo.sources.places import known

SVG = {"s": "http://www.w3.org/2000/svg"}
KEY = "made-yes/2020-both"
DAY = date(2023, 6, 12)
DRAW = {
    "flow-map": lambda g, out: plots.flow_map(g, KEY, folder=out),
    "chord": lambda g, out: plots.chord(g, KEY, folder=out),
    "sankey": lambda g, out: plots.sankey(g, KEY, folder=out),
    "ego": lambda g, out: plots.ego(g, "nzl", KEY, folder=out),
    "heat-matrix": lambda g, out: plots.heat_matrix(g, KEY, folder=out),
    "coverage-barcode": lambda g, out: plots.coverage_barcode(g, ["NPL-KOR", "PHL-HKG"], DAY, folder=out),
    "time-series": lambda g, out: plots.time_series(g, ["NPL-KOR", "COK-NZL", "NPL-MYS"], KEY, folder=out),
}
# What the id of a drawn shape begins with, and how many rows of the data it stands for.
SHAPES = {"flow-map": "corridor-", "chord": "pair-", "sankey": "pair-", "ego": "corridor-", "heat-matrix": "pair-",
          "coverage-barcode": "cell-"}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(numbered, tmp_path_factory):
    """Every kind, drawn once: kind → ending → file."""
    out = tmp_path_factory.mktemp("plots")
    return {kind: {path.suffix: path for path in draw(numbered, out)} for kind, draw in DRAW.items()}


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_every_kind_is_tested():
    assert list(DRAW) == list(plots.KINDS) and len(DRAW) == 7


@pytest.mark.parametrize("kind", DRAW)
def test_the_svg_says_what_it_shows_and_whose_data_it_is(drawn, kind):
    read = etree.parse(drawn[kind][".svg"])
    root = read.getroot()
    assert root.get("role") == "img" and root.get("aria-labelledby") == "title desc"
    title, desc = (read.findtext(f"s:{name}", namespaces=SVG) for name in ("title", "desc"))
    shown = " ".join(" ".join(text.itertext()) for text in read.iterfind(".//s:text", SVG))
    assert title and title in shown
    assert DESIGNATIONS in desc and DESIGNATIONS in shown and "Source:" in shown and "Source:" in desc
    if kind == "coverage-barcode":
        assert "never how people fare" in shown
    else:
        assert "=Nobody & sons: Made up" in shown and "No-Such-Licence" in shown
        assert "not workers" in shown and "refugees are counted in" in shown
    assert not re.search(r"\d{4}-\d\d-\d\dT\d\d:", drawn[kind][".svg"].read_text("utf-8")), "a time of writing"


def test_names_on_a_map_are_words_with_a_halo_in_fonts_that_everybody_has(drawn):
    read = etree.parse(drawn["flow-map"][".svg"])
    held = {text.text: text.get("style") for text in read.iterfind(".//s:g/s:text", SVG) if text.get("style")}
    assert "paint-order: stroke" in held["New Zealand"]
    assert all("sans-serif" in style for style in held.values())


@pytest.mark.parametrize("kind", DRAW)
def test_the_text_and_the_png_say_the_same(drawn, kind):
    text = drawn[kind][".txt"].read_text("utf-8")
    with Image.open(drawn[kind][".png"]) as image:
        assert image.size[0] == 1760 and image.info["Title"] == text.split("\n", 1)[0]
        assert image.info["Description"].startswith(text.split("\n\n")[1])
        grey = np.asarray(image.convert("L"))
        assert (grey < 128).mean() > 0.005, "nothing is drawn"
    assert DESIGNATIONS in text


@pytest.mark.parametrize("kind", SHAPES)
def test_each_row_of_the_data_is_one_shape(drawn, kind):
    read = etree.parse(drawn[kind][".svg"])
    found = [e.get("id") for e in read.iterfind(".//s:g", SVG) if (e.get("id") or "").startswith(SHAPES[kind])]
    data = rows(drawn[kind][".csv"])
    assert len(found) == len(set(found)) == len(data) > 3
    if kind in ("flow-map", "ego"):
        assert set(found) == {f"corridor-{row['origin']}-{row['destination']}" for row in data}


@pytest.mark.parametrize("kind", DRAW)
def test_the_same_data_are_the_same_bytes_whatever_the_user_has_set(numbered, drawn, kind, tmp_path):
    import matplotlib as mpl

    with mpl.rc_context({"font.size": 30, "axes.facecolor": "pink", "savefig.dpi": 30}):
        again = DRAW[kind](numbered, tmp_path)
        assert mpl.rcParams["font.size"] == 30
    for path in again:
        assert path.read_bytes() == drawn[kind][path.suffix].read_bytes(), path.name


def test_the_data_are_the_numbers(drawn, made):
    on_map = {(o, d, n) for o, d, n in made.rows if "M49-830" not in (o, d)}
    assert {(r["origin"], r["destination"], float(r["weight"])) for r in rows(drawn["flow-map"][".csv"])} == on_map
    total = sum(weight for *_, weight in made.rows)
    for kind in ("sankey", "heat-matrix", "chord"):
        assert sum(float(row["weight"]) for row in rows(drawn[kind][".csv"])) == total
        assert sum(int(row["corridors"]) for row in rows(drawn[kind][".csv"])) == len(made.rows)
    assert all("NZL" in (row["origin"], row["destination"]) for row in rows(drawn["ego"][".csv"]))
    series = [(r["corridor"], r["period"], r["weight"]) for r in rows(drawn["time-series"][".csv"])]
    assert series == [("NPL-KOR", "2010", "9000"), ("NPL-KOR", "2020", "30000"), ("COK-NZL", "2010", "12000"),
                      ("COK-NZL", "2020", "13000"), ("NPL-MYS", "2020", "250000")]  # fmt: skip


def test_what_is_left_out_is_said(drawn, numbered, made, tmp_path):
    assert "1 corridor is left out: no point is known for Channel Islands" in drawn["flow-map"][".txt"].read_text(
        "utf-8"
    )
    few = plots.flow_map(numbered, KEY, top=2, folder=tmp_path)
    assert len(rows(few[2])) == 2 and "The 2 largest of 13 corridors" in few[3].read_text("utf-8")
    kept = groups.grouped(made, "country", 3)
    assert kept.names[groups.OTHERS].endswith(" others") and len(kept.names) == 4
    assert sum(pair.weight for pair in kept.pairs) == kept.total


def test_a_part_never_claims_to_be_all():
    assert [sheet.share(part, 1000) for part in (1000, 999, 990, 4, 0)] == [
        "100%", "more than 99%", "99%", "less than 1%", "0%"
    ]  # fmt: skip
    assert sheet.part(3, 3, 20, 20, " of X", "person") == "All 3 corridors of X, with 20 persons."
    assert sheet.part(2, 3, 19, 20, "", "person") == "The 2 largest of 3 corridors, with 95% of 20 persons."


def test_no_two_lines_of_a_time_series_look_alike_even_in_grey():
    looks = [look(order) for order in range(MOST)]
    assert len({(look["marker"], look["linestyle"]) for look in looks}) == len(looks) == 32


def test_a_continent_has_one_colour_on_every_plot_and_others_none(made):
    by_region, by_country = groups.grouped(made, "region"), groups.grouped(made, "country", 3)
    both = by_region.looks.keys() & by_country.looks.keys()
    assert both and all(by_region.looks[one] == by_country.looks[one] for one in both)
    assert by_country.looks[groups.NO_CONTINENT] == (sheet.GREY, "")
    of_one = groups.grouped(made, "region", end="NZL")
    assert of_one.names["NZL"] == "New Zealand"
    assert all("NZL" in pair[:2] for pair in of_one.pairs), "it stands for itself, not for its region"


EIGHT = ["GBR-VEN", "PHL-HKG", "GBR-BOL", "GBR-PRK", "GBR-USA", "GBR-COD", "GBR-IOT", "GBR-UMI"]


@pytest.mark.parametrize(
    ("draw", "apart"),
    [
        (lambda g, out: plots.ego(g, "GBR", top=120, folder=out), True),
        (lambda g, out: plots.ego(g, "GBR", top=5, folder=out), True),
        (lambda g, out: plots.heat_matrix(g, by="country", top=30, folder=out), True),
        (lambda g, out: plots.coverage_barcode(g, EIGHT, DAY, folder=out), True),
        (lambda g, out: plots.coverage_barcode(g, EIGHT[:1], DAY, folder=out), True),
        (lambda g, out: plots.chord(g, by="country", folder=out), False),
        (lambda g, out: plots.flow_map(g, folder=out), False),
    ],
)
def test_no_name_is_cut_and_none_lies_on_another(crowded, tmp_path, monkeypatch, draw, apart):
    seen = []
    write = sheet.write
    monkeypatch.setattr(sheet, "write", lambda drawn, *rest: seen.append(drawn.figure) or write(drawn, *rest))
    draw(crowded, tmp_path)
    (figure,) = seen
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    texts = [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]
    boxes = [(text, text.get_window_extent(renderer)) for text in texts]
    whole = figure.bbox
    for text, box in boxes:
        inside = whole.x0 <= box.x0 and box.x1 <= whole.x1 and whole.y0 <= box.y0 and box.y1 <= whole.y1
        assert inside, text.get_text()
    level = [(text, box.padded(-0.5)) for text, box in boxes if text.get_rotation() == 0]
    for (one, box), (other, beside) in itertools.combinations(level, 2) if apart else ():
        assert not box.overlaps(beside), (one.get_text(), other.get_text())


def test_ribbons_of_an_ego_network_are_as_wide_in_every_direction(crowded, tmp_path, monkeypatch):
    """A unit of the axes is an inch both ways."""
    seen = []
    monkeypatch.setattr(sheet, "write", lambda drawn, *_: seen.append(drawn.figure))
    plots.ego(crowded, "GBR", top=120, folder=tmp_path)
    (axes,) = seen[0].axes
    size = axes.get_window_extent().size / seen[0].dpi
    assert size == pytest.approx([np.ptp(axes.get_xlim()), np.ptp(axes.get_ylim())])


def test_codes_on_a_map_are_explained_on_it(crowded, tmp_path):
    svg, *_ = plots.flow_map(crowded, top=120, folder=tmp_path)
    shown = [" ".join(text.itertext()).strip() for text in etree.parse(svg).iterfind(".//s:text", SVG)]
    codes = [text for text in shown if re.fullmatch("[A-Z]{3}", text)]
    assert codes, "no room for all names"
    assert all(any(f"{code}: {known().labels[code]['en']}" in text for text in shown) for code in codes)
    assert "drawn alike" in " ".join(shown)


def test_a_ribbon_is_wide_at_its_origin_and_thin_at_its_destination():
    way = np.column_stack([np.linspace(0, 10, 20), np.zeros(20)])
    outline = ribbons.tapered(way, np.linspace(0, 1, 20), 2.0)
    widths = np.abs(outline[:20, 1] - outline[::-1][:20, 1])
    assert widths[0] == pytest.approx(2) and widths[-1] == pytest.approx(2 * ribbons.THIN)
    assert (np.diff(widths) < 0).all()


def test_ribbons_bow_to_the_right_of_the_way():
    """Eastwards along the equator right is south, back again it is north; so too on a plane."""
    there, back = great_circle((0, 0), (60, 0), bow=0.1), great_circle((60, 0), (0, 0), bow=0.1)
    assert there[1:-1, 1].max() < 0 < back[1:-1, 1].min()
    assert ribbons.curve(np.array([0.0, 0.0]), np.array([1.0, 0.0]), 0.2)[1:-1, 1].max() < 0


def test_a_corridor_over_the_antimeridian_is_drawn_in_two_parts_and_never_across_the_map(numbered, tmp_path):
    """With Greenwich in the middle the corridor is cut; by default the map turns so that it is whole."""

    def parts(path: Path, key: str) -> list[np.ndarray]:
        (shape,) = etree.parse(path).xpath(f"//*[@id='{key}']/*[local-name()='path']/@d")
        pieces = [piece for piece in shape.split("M")[1:] if piece.strip()]
        return [np.array(re.findall(r"-?[\d.]+", piece), dtype=float).reshape(-1, 2) for piece in pieces]

    cut = parts(plots.flow_map(numbered, KEY, places=["NZL"], centre=0, folder=tmp_path / "cut")[0], "corridor-COK-NZL")
    assert len(cut) == 2
    sides = sorted(float(part[:, 0].mean()) for part in cut)
    assert sides[1] - sides[0] > 500, "one part is at each side of the map"
    assert all(np.ptp(part[:, 0]) < 100 for part in cut)
    whole = parts(plots.flow_map(numbered, KEY, places=["NZL"], folder=tmp_path / "whole")[0], "corridor-COK-NZL")
    assert len(whole) == 1


@pytest.mark.parametrize("centre", [0, 150, -90])
def test_the_land_stays_within_the_map_and_keeps_its_area(centre):
    """Equal Earth keeps areas: land is 29 % of the sphere (4π), a little less without small islands."""

    def area(ring: np.ndarray) -> float:
        x, y = ring.T
        return abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2

    rings = [ring for polygon in land.land(centre) for ring in polygon]
    assert max(np.abs(ring[:, 0]).max() for ring in rings) <= 2.7067
    areas = sum(area(polygon[0]) - sum(area(hole) for hole in polygon[1:]) for polygon in land.land(centre))
    assert areas / (4 * np.pi) == pytest.approx(0.288, abs=0.01)


def test_the_base_map_is_that_of_the_package(graphology):
    """``graphology`` installs the packages of the lock file."""
    package = Path(__file__).parent / "node_modules/world-atlas"
    assert land.FILE.read_bytes() == (package / "land-110m.json").read_bytes()
    assert json.loads((package / "package.json").read_text("utf-8"))["license"] == "ISC"


def test_four_answers_have_four_shapes():
    """In grey, of the same size: how much ink each has, and how it is spread."""
    with sheet.style():
        looks = {}
        for answer in (YES, NO, UNKNOWN, NOT_ELIGIBLE):
            figure, axes = sheet.sheet("", "", [], 2)
            axes.set_xlim(0, 1)
            axes.set_ylim(0, 1)
            axes.set_axis_off()
            mark(axes, 0, 0, answer, "x")
            figure.canvas.draw()
            grey = np.asarray(figure.canvas.buffer_rgba())[..., :3].mean(axis=2)[60:-60, 200:-200]
            looks[answer] = (round(float((grey < 200).mean()), 3), round(float(grey.std()), 1))
    assert len(set(looks.values())) == 4, looks
    assert looks[YES][0] > 0.9 and looks[NO][0] < 0.05 < looks[UNKNOWN][0] < 0.5


def test_the_answers_of_the_barcode_are_those_of_coverage(drawn, numbered):
    found = numbered.coverage(DAY, [("NPL", "KOR")])
    ours = {(r["item"], r["layer"], r["side"]): r["answer"] for r in rows(drawn["coverage-barcode"][".csv"])
            if r["corridor"] == "NPL-KOR"}  # fmt: skip
    assert ours == {(c["item"], c["layer"], c["side"]): c["answer"] for c in found.cells(("NPL", "KOR"))}


def test_numbers_that_may_not_be_passed_on_are_not_drawn_but_for_own_use(numbered, tmp_path):
    for draw in (plots.flow_map, plots.chord, plots.sankey, plots.heat_matrix):
        with pytest.raises(LamigoError, match="does not allow to pass its numbers on"):
            draw(numbered, "made-no/2020-both", folder=tmp_path)
    with pytest.raises(LamigoError, match="does not allow"):
        plots.ego(numbered, "NPL", "made-no/2020-both", folder=tmp_path)
    with pytest.raises(LamigoError, match="does not allow"):
        plots.time_series(numbered, ["NPL-KOR"], "made-no/2020-both", folder=tmp_path)
    assert not list(tmp_path.iterdir())
    files = plots.ego(numbered, "NPL", "made-no/2020-both", folder=tmp_path, own_use=True)
    assert "For own use only" in files[3].read_text("utf-8")


def test_what_cannot_be_drawn_is_said(numbered, tmp_path):
    with pytest.raises(LamigoError, match="no corridor"):
        plots.ego(numbered, "AUT", KEY, folder=tmp_path)
    with pytest.raises(LamigoError, match="has a number"):
        plots.time_series(numbered, ["AUT-CHE"], KEY, folder=tmp_path)
    with pytest.raises(LamigoError, match="0 corridors"):
        plots.coverage_barcode(numbered, [], DAY, folder=tmp_path)


def test_the_command_mirrors_the_functions(numbered, drawn, tmp_path, monkeypatch):
    monkeypatch.setattr(api, "load", lambda *_, **__: numbered)

    def run(*arguments: str):
        return CliRunner().invoke(cli, ["corridors", "plot", *arguments, "--out", str(tmp_path)])

    done = run("ego", "nzl", "--measure", KEY)
    assert done.exit_code == 0, done.output
    assert (tmp_path / drawn["ego"][".svg"].name).read_bytes() == drawn["ego"][".svg"].read_bytes()
    assert run("coverage-barcode", "NPL-KOR", "PHL-HKG", "--as-of", str(DAY)).exit_code == 0
    assert (tmp_path / drawn["coverage-barcode"][".csv"].name).is_file()
    listed = run("--list").output
    assert all(name in listed for name in plots.KINDS)
    for wrong, said in (
        (("pie",), "no kind of plot 'pie'"),
        (("ego",), "was given 0 names"),
        (("ego", "NPL", "--by", "region"), "ego does not take --by"),
    ):
        assert said in str(run(*wrong).exception)


def test_every_kind_and_format_stands_in_the_docs(root):
    from lamigo.exports import FORMATS, NUMBERS

    text = (root / "docs/exports-and-plots.md").read_text("utf-8")
    assert [name for name in (*FORMATS, *NUMBERS, *plots.KINDS) if f"| `{name}` |" not in text] == []


@given(
    wanted=st.lists(st.floats(0, 1, allow_nan=False), max_size=12).map(lambda some: sorted(some, reverse=True)),
    tall=st.lists(st.sampled_from([0.02, 0.04]), min_size=12, max_size=12),
)
def test_names_give_way_no_further_than_they_must(wanted: list[float], tall: list[float]) -> None:
    tall = tall[: len(wanted)]
    found = labels.spread(wanted, tall, 0.0, 1.0)
    needed = [(a + b) / 2 for a, b in itertools.pairwise(tall)]
    assert all(a - b >= gap - 1e-9 for (a, b), gap in zip(itertools.pairwise(found), needed, strict=True))
    assert all(-1e-9 <= at <= 1 + 1e-9 for at in found)
    if all(a - b >= gap for (a, b), gap in zip(itertools.pairwise(wanted), needed, strict=True)):
        assert found == pytest.approx(wanted)


def test_plots_of_a_country_name_it(numbered, tmp_path):
    for files in (plots.flow_map(numbered, KEY, places=["NZL"], folder=tmp_path),
                  plots.sankey(numbered, KEY, place="NZL", folder=tmp_path),
                  plots.ego(numbered, "NZL", KEY, folder=tmp_path)):  # fmt: skip
        text = next(path for path in files if path.suffix == ".txt").read_text("utf-8")
        assert "New Zealand" in text.split("\n", 1)[0] and "NZL" not in text
    with pytest.raises(LamigoError, match="no country or area XXX"):
        plots.flow_map(numbered, KEY, places=["NZL", "XXX"], folder=tmp_path)
