"""``lamigo info``."""

from __future__ import annotations

from pathlib import Path

import click

from lamigo import __version__, rooms
from lamigo.cli import Voice
from lamigo.curation.looked_at import looked_at, runs
from lamigo.graph.build import build, document_hashes, gather
from lamigo.graph.passages import find_documents
from lamigo.query import gaps
from lamigo.store import Store


@click.command("info")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--coverage", is_flag=True, help="How many lines of each document are cited, left out, not looked at.")
@click.option("--sources", type=click.Path(path_type=Path), help="Folder of the source documents, for --coverage.")
@click.pass_obj
def command(say: Voice, as_json: bool, coverage: bool, sources: Path | None) -> None:
    """What is in the graph, by source and class, and its known gaps, counted.

    \b
    Examples:
      lamigo info
      lamigo info --coverage --sources ~/documents
    """
    from lamigo.store.local import on_disk

    built = build(say=say)
    if coverage:
        _coverage(on_disk(built), sources)
        return
    known = gaps.count(on_disk(built))
    if as_json:
        import json

        click.echo(
            json.dumps(
                {"version": __version__, "counts": built.manifest["counts"], "known gaps": known},
                indent=1,
                ensure_ascii=False,
            )
        )
        return
    counts = built.manifest["counts"]
    click.echo(f"Lamigo {__version__}: {counts['triples']:,} triples; {counts['passages cited']:,} passages cited")
    for graph, classes in counts["things by graph and class"].items():
        if graph == "ontology":
            continue
        click.echo(f"\n{graph}")
        for name, number in classes.items():
            click.echo(f"  {number:>6,}  {name}")
    click.echo("\nderived")
    for graph, number in counts["quads by graph"].items():
        if graph.startswith("derived/"):
            click.echo(f"  {number:>6,}  statements about {graph.removeprefix('derived/')}")
    click.echo("\nknown gaps")
    for gap in known:
        click.echo(f"  {gap['count']:>6,}  {gap['gap']}")


def _coverage(store: Store, folder: Path | None) -> None:
    """Print what was looked at of each document; the runs of lines that were not, where the documents are at hand."""
    documents = find_documents(folder, document_hashes(gather(rooms.root())[0])) if folder else {}
    for source in looked_at(store, documents):
        click.echo(f"{source.source}: {source.lines:,} lines")
        click.echo(f"  {source.cited:>6,}  cited\n  {source.left_out:>6,}  left out, each with a reason")
        if source.unseen is None:
            rest = source.lines - source.cited - source.left_out
            click.echo(f"  {rest:>6,}  blank or not looked at (--sources tells them apart)")
        else:
            click.echo(f"  {source.blank:>6,}  blank\n  {len(source.unseen):>6,}  not looked at")
            for run in runs(source.source, source.unseen):
                click.echo(f"          {run}")
