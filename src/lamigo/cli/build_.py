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
    _renewed(built.folder, say)
    counts = built.manifest["counts"]
    done = "built" if built.fresh else "up to date"
    say(
        f"{done}: {counts['triples']:,} triples in {len(counts['quads by graph'])} graphs, "
        f"{counts['passages cited']:,} passages cited"
    )
    click.echo(built.folder)


def _renewed(folder: Path, say: Voice) -> None:
    """Derive anew what added data implies, where the law has changed since; name what only its files can renew."""
    from lamigo.sources import added, made_with

    added.renew(folder, say)
    old = [data_set for data_set in added.listed(folder) if made_with.stale(data_set)]
    if any(data_set.key.startswith(added.DERIVED) for data_set in old):
        from lamigo.sources.derived import derive

        say("what is derived from added data is of an older state; deriving it anew")
        derive(folder, say)
    for data_set in old:
        if not data_set.key.startswith(added.DERIVED):
            changed = " and ".join(made_with.stale(data_set))
            say(f"{data_set.key} is stale, {changed} changed since it was added")
            say(f"add it again: {made_with.refresh(data_set)}")
