"""``lamigo corridors export``."""

from __future__ import annotations

from pathlib import Path

import click

from lamigo import api, rooms
from lamigo.cli import Voice


@click.command("export")
@click.option("--format", "formats", multiple=True, help="A format's name; may be repeated (default: all).")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to (default: beside the build).")
@click.option("--list", "listing", is_flag=True, help="List the formats.")
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL endpoint instead of the embedded store.")
@click.pass_obj
def command(say: Voice, formats: tuple[str, ...], out: Path | None, listing: bool, endpoint: str | None) -> None:
    """Write the corridor network for Gephi, igraph, Pajek, a spreadsheet or a notebook.

    \b
    Examples:
      lamigo corridors export --list
      lamigo corridors export --format gexf --out network/
    """
    from lamigo.exports import FORMATS, write_all

    if listing:
        for form in FORMATS.values():
            click.echo(f"{form.name:<10} {form.description}")
        return
    graph = api.load(endpoint, on_disk=True, say=say).corridors()
    folder = out or rooms.build_folder() / "network"
    for path in write_all(graph, folder, list(formats) or None):
        click.echo(path)
    say(f"{graph.number_of_nodes()} countries and areas, {graph.number_of_edges()} edges")
