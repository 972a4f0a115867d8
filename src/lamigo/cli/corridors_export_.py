"""``lamigo corridors export``."""

from __future__ import annotations

from pathlib import Path

import click

from lamigo import api, licences, rooms
from lamigo.cli import Voice, as_of
from lamigo.errors import LamigoError


@click.command("export")
@click.option("--format", "formats", multiple=True, help="A format's name; may be repeated (default: all).")
@click.option(
    "--measure", metavar="KEY", help="The numbers of a measure instead of the ties (see corridors list --sort)."
)
@click.option("--layer", "layers", multiple=True, help="Only ties of this layer, such as practice; may be repeated.")
@as_of.option
@click.option("--for-own-use", is_flag=True, help="Write data too that is not known to be free to pass on.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to (default: beside the build).")
@click.option("--list", "listing", is_flag=True, help="List the formats.")
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL endpoint instead of the embedded store.")
@click.pass_obj
def command(
    say: Voice,
    formats: tuple[str, ...],
    measure: str | None,
    layers: tuple[str, ...],
    day: str | None,
    for_own_use: bool,
    out: Path | None,
    listing: bool,
    endpoint: str | None,
) -> None:
    """Write the corridor network, or the numbers of corridors, for Gephi, igraph, QGIS, a spreadsheet or a web map.

    Formats that hold only numbers take the newest stock where no measure is named.

    \b
    Examples:
      lamigo corridors export --list
      lamigo corridors export --format gexf --out network/
      lamigo corridors export --layer bilateral-agreement --layer practice --as-of 2020-07-01
      lamigo corridors export --measure un-desa-migrant-stock-2020/2020-both --format geojson
    """
    from lamigo.corridors.network import data_sets_behind, of_layers
    from lamigo.exports import FORMATS, NUMBERS, known, write_all, write_numbers

    if listing:
        described = {name: form.description for name, form in FORMATS.items()}
        for name, description in (described | {name: form.description for name, form in NUMBERS.items()}).items():
            click.echo(f"{name:<12} {description}")
        return
    known(formats)
    if layers and (measure is not None or set(formats) & NUMBERS.keys()):
        raise LamigoError("layers are of ties, and numbers have none", mend="leave out --layer, or ask for ties only")
    graph = api.load(endpoint, on_disk=True, say=say)
    folder = out or rooms.build_folder() / "network"
    of_ties = list(formats or FORMATS) if measure is None else []
    of_numbers = [name for name in of_ties if name in NUMBERS]
    if of_ties and len(of_numbers) < len(of_ties):
        network = as_of.ties(say, graph, day)
        if layers:
            network = of_layers(network, layers)
        sets = licences.data_sets(graph.store, data_sets_behind(network))
        names = [name for name in of_ties if name not in of_numbers]
        for path in write_all(network, folder, names, sets=sets, own_use=for_own_use):
            click.echo(path)
        licences.warn(sets, say)
        say(f"{network.number_of_nodes()} countries and areas, {network.number_of_edges()} edges")
    if measure is not None or of_numbers:
        from lamigo.corridors.numbers import measure as measure_of
        from lamigo.exports import numbers

        one = measure_of(graph.store, measure, as_of.given(day))
        if not measure:
            as_of.told(say, day or one.period, day)
        found = numbers.of(graph.store, one.key)
        for path in write_numbers(found, folder, of_numbers or list(formats) or None, own_use=for_own_use):
            click.echo(path)
        say(f"{len(found.rows):,} corridors by {found.measure.label}; {found.terms(own_use=for_own_use)}")
        if left_out := found.off_map():
            say(f"maps leave out {left_out}")
