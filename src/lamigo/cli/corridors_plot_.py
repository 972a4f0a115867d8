"""``lamigo corridors plot``."""

from __future__ import annotations

from pathlib import Path

import click

from lamigo import api, rooms
from lamigo.cli import Voice, as_of
from lamigo.errors import LamigoError

# What each kind takes besides its names; another option is refused rather than passed over.
_TAKES = {
    "flow-map": {"measure", "day", "top", "centre", "own_use"},
    "chord": {"measure", "day", "top", "by", "own_use"},
    "sankey": {"measure", "day", "top", "by", "own_use"},
    "ego": {"measure", "day", "top", "own_use"},
    "heat-matrix": {"measure", "day", "top", "by", "own_use"},
    "coverage-barcode": {"day", "own_use"},
    "time-series": {"measure", "own_use"},
}
_NAMES = {"flow-map": (0, 99), "chord": (0, 0), "sankey": (0, 1), "ego": (1, 1), "heat-matrix": (0, 0),
          "coverage-barcode": (1, 99), "time-series": (1, 99)}  # fmt: skip


@click.command("plot")
@click.argument("kind", required=False)
@click.argument("names", nargs=-1)
@click.option("--measure", metavar="KEY", help="The number to draw (default: the newest stock).")
@click.option("--top", type=click.IntRange(min=1), help="Only so many of the largest; of how many is said.")
@click.option(
    "--by", type=click.Choice(["region", "country"]), help="Together by region of M49, or by country or area."
)
@click.option("--centre", type=click.FloatRange(-180, 180), help="The meridian in the middle of a flow map.")
@as_of.option
@click.option("--for-own-use", "own_use", is_flag=True, help="Draw data too that is not known to be free to pass on.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to (default: beside the build).")
@click.option("--list", "listing", is_flag=True, help="List the kinds.")
@click.pass_obj
def command(
    say: Voice, /, kind: str | None, names: tuple[str, ...], out: Path | None, listing: bool, **given: object
) -> None:
    """Draw corridors as SVG and PNG, with the data drawn (CSV) and a text for those who do not see it.

    NAMES are keys of countries or areas (flow-map, sankey, ego) or corridors (coverage-barcode, time-series).

    \b
    Examples:
      lamigo corridors plot --list
      lamigo corridors plot flow-map NZL --top 20
      lamigo corridors plot time-series NPL-KOR NPL-MYS
      lamigo corridors plot coverage-barcode NPL-KOR --as-of 2020-07-01
    """
    from lamigo import plots
    from lamigo.corridors.numbers import measure

    if listing:
        for name, shows in plots.KINDS.items():
            click.echo(f"{name:<17} {shows}")
        return
    if kind not in plots.KINDS:
        raise LamigoError(f"no kind of plot {kind!r}", mend=f"use one of {', '.join(plots.KINDS)}")
    options = {name: value for name, value in given.items() if value not in (None, False)}
    if foreign := sorted(options.keys() - _TAKES[kind]):
        option = {"own_use": "for-own-use", "day": "as-of"}.get(foreign[0], foreign[0].replace("_", "-"))
        raise LamigoError(f"{kind} does not take --{option}", mend="leave it out")
    least, most = _NAMES[kind]
    if not least <= len(names) <= most:
        wanted = "no name" if most == 0 else f"{'at least ' if most > 1 else ''}{least} name"
        raise LamigoError(f"{kind} was given {len(names)} names", mend=f"give {wanted}; see lamigo corridors plot -h")
    options["folder"] = out or rooms.build_folder() / "plots"
    graph = api.load(on_disk=True, say=say)
    if day := str(options.pop("day", "")):
        when = as_of.given(day)
        as_of.told(say, day, day)
        if kind == "coverage-barcode":
            options["as_of"] = when
        else:
            options.setdefault("measure", measure(graph.store, None, when).key)
    draw = getattr(plots, kind.replace("-", "_"))
    if kind == "flow-map":
        files = draw(graph, places=names, **options)
    elif kind == "sankey":
        files = draw(graph, place=names[0] if names else None, **options)
    elif kind == "ego":
        files = draw(graph, names[0], **options)
    elif kind in ("coverage-barcode", "time-series"):
        files = draw(graph, names, **options)
    else:
        files = draw(graph, **options)
    for path in files:
        click.echo(path)
