"""``lamigo tour``, which ``make run`` runs."""

from __future__ import annotations

import click

from lamigo import rooms
from lamigo.api import Graph
from lamigo.cli import Voice
from lamigo.cli.shown import print_table
from lamigo.cli.validate_ import tell
from lamigo.graph.build import build
from lamigo.query import gallery
from lamigo.store.local import in_memory
from lamigo.validation import validate_build

QUESTION = "directed-corridors"


@click.command("tour")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Build the graph, validate it, answer a question with its evidence, write the corridor network.

    \b
    Example:
      lamigo tour
    """
    from lamigo.exports import write_all

    say: Voice = ctx.obj
    say("building the graph from ontology/, graph/ and queries/rules/")
    built = build(say=say)
    counts = built.manifest["counts"]
    say(
        f"{'built' if built.fresh else 'up to date'}: {counts['triples']:,} triples, "
        f"{counts['passages cited']:,} passages cited, in {rooms.shown(built.folder)}"
    )
    say("validating it")
    report = validate_build(built)
    tell(report, say)
    asked = gallery.question(QUESTION)
    click.echo(f"\n{asked.question}\n")
    graph = Graph(in_memory(built), built)
    answer = graph.query(QUESTION, evidence=True)
    print_table(answer)
    click.echo(f"\n{answer.total} rows. Each value names the document and the lines that say it.\n")
    folder = built.folder / "network"
    network = graph.corridors()
    paths = write_all(network, folder)
    click.echo(
        f"The corridor network ({network.number_of_nodes()} countries and areas, {network.number_of_edges()} edges):"
    )
    for path in paths:
        click.echo(f"  {rooms.shown(path)}")
    click.echo(
        "\nWhat to try next:\n"
        "  open the .gexf file in Gephi, or the .graphml in R or Python with igraph\n"
        "  .venv/bin/lamigo query --list\n"
        "  .venv/bin/lamigo query practices-of-country --param country=NPL --evidence\n"
        "  .venv/bin/lamigo info"
        if rooms.in_checkout()
        else "\nWhat to try next: lamigo query --list; lamigo info"
    )
    ctx.exit(0 if report.conforms else 1)
