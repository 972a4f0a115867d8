"""``lamigo build``."""

from __future__ import annotations

from pathlib import Path

import click

from lamigo.cli import Voice
from lamigo.graph.build import build
from lamigo.names import BASE


@click.command("build")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder to build into (default: exports/build, or your cache).",
)
@click.option(
    "--sources", type=click.Path(path_type=Path), help="Folder of the source documents, to verify every hash."
)
@click.option("--base", default=BASE, show_default=True, help="Base IRI, for a publisher of their own.")
@click.option("--force", is_flag=True, help="Build even where nothing has changed.")
@click.pass_obj
def command(say: Voice, out: Path | None, sources: Path | None, base: str, force: bool) -> None:
    """Build the graph: lamigo.nq, lamigo.nt, lamigo.trig and manifest.json.

    \b
    Example:
      lamigo build --out /tmp/graph
    """
    built = build(out, base=base, sources=sources, force=force, say=say)
    counts = built.manifest["counts"]
    done = "built" if built.fresh else "up to date"
    say(
        f"{done}: {counts['triples']:,} triples in {len(counts['quads by graph'])} graphs, "
        f"{counts['passages cited']:,} passages cited"
    )
    click.echo(built.folder)
