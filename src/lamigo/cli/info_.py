"""``lamigo info``."""

from __future__ import annotations

import click

from lamigo import __version__
from lamigo.cli import Voice
from lamigo.graph.build import build
from lamigo.query import gaps


@click.command("info")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def command(say: Voice, as_json: bool) -> None:
    """What is in the graph, by source and class, and its known gaps, counted.

    \b
    Example:
      lamigo info
    """
    from lamigo.store.local import on_disk

    built = build(say=say)
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
