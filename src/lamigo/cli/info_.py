"""``lamigo info``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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
    from lamigo.sources import added
    from lamigo.store.local import on_disk

    built = build(say=say)
    added.renew(built.folder, say)
    if coverage:
        _coverage(on_disk(built), sources)
        return
    known = gaps.count(on_disk(built))
    brought_in = _added(built.folder)
    if as_json:
        import json

        click.echo(
            json.dumps(
                {"version": __version__, "counts": built.manifest["counts"], "added": brought_in, "known gaps": known},
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
    _show_added(brought_in)
    click.echo("\nknown gaps")
    for gap in known:
        click.echo(f"  {gap['count']:>6,}  {gap['gap']}")
        if "which" in gap:
            click.echo(f"          {gap['which']}")


def _added(folder: Path) -> list[dict[str, Any]]:
    """What was added to a build: a dictionary a data set, those derived from all together without a licence."""
    from lamigo.sources import added, made_with

    found = []
    for data_set in added.listed(folder):
        report = data_set.report
        counts = report.get("counts", {})
        found.append(
            {
                "key": data_set.key,
                "title": report.get("title"),
                "edition": report.get("edition"),
                "licence": report.get("licence"),
                "rows": sum(file["rows"] for file in report.get("files", [])),
                "placed": {name: number for name, number in counts.items() if name.endswith(" placed")},
                "not placed": report.get("not placed"),
                "triples": report["triples"],
                "stale": made_with.stale(data_set),
                "renew": made_with.refresh(data_set),
            }
        )
    return found


def _show_added(found: list[dict[str, Any]]) -> None:
    click.echo("\nadded" + ("" if found else "\n  nothing; see what may be: lamigo add --list"))
    for one in found:
        click.echo(f"  {one['triples']:>9,}  statements of {one['key']}")
        if one["licence"]:
            placed = "".join(f"{number:,} {name}, " for name, number in one["placed"].items())
            click.echo(f"             {one['title']}, edition {one['edition']}")
            click.echo(f"             {one['licence']['name']}; may be passed on: {one['licence']['redistribution']}")
            click.echo(f"             {one['rows']:,} rows; {placed}{one['not placed']:,} rows or cells not placed")
        if one["stale"]:
            click.echo(f"             stale: {' and '.join(one['stale'])} changed since; renew it: {one['renew']}")


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
