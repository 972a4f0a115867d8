"""``lamigo query``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from lamigo import api
from lamigo.cli import Voice
from lamigo.errors import LamigoError
from lamigo.graph.read import decoded
from lamigo.query import gallery, table
from lamigo.store import Store

FORMATS = ("table", *table.TEXT_FORMATS, "parquet")


def names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The gallery's names, for shell completion."""
    return [q.name for q in gallery.questions() if q.name.startswith(incomplete)]


@click.command("query")
@click.argument("name", required=False, shell_complete=names)
@click.option(
    "--param", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter's value; may be repeated."
)
@click.option("--file", "file", type=click.Path(path_type=Path), help="A SPARQL query of your own instead of NAME.")
@click.option("--list", "listing", is_flag=True, help="List the questions of the gallery.")
@click.option("--show", is_flag=True, help="Print the query itself instead of asking it.")
@click.option("--evidence", is_flag=True, help="Give the document and lines, or the file and row, behind each value.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default=None,
    help="Default: table on a terminal, csv elsewhere.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the answer to a file.")
@click.option("--max-rows", type=click.IntRange(min=0), help="Keep that many rows; how many there were is said.")
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL endpoint instead of the embedded store.")
@click.option("--in-memory/--on-disk", "memory", default=False, help="Which embedded store (default: on disk).")
@click.pass_obj
def command(
    say: Voice,
    name: str | None,
    parameters: tuple[str, ...],
    file: Path | None,
    listing: bool,
    show: bool,
    evidence: bool,
    form: str | None,
    out: Path | None,
    max_rows: int | None,
    endpoint: str | None,
    memory: bool,
) -> None:
    """Ask a question of the gallery by NAME, or one of your own with --file.

    \b
    Examples:
      lamigo query --list
      lamigo query practices-of-country --param country=NPL
      lamigo query practices-of-country --param country=NPL --evidence --format csv
      lamigo query --file my.rq --format parquet --out answer.parquet
    """
    if listing:
        _list()
        return
    if (name is None) == (file is None):
        raise click.UsageError("give either a question's NAME or --file (see --list for the names)")
    text = _text(name, file, _pairs(parameters))
    if show:
        click.echo(text, nl=not text.endswith("\n"))
        return
    form = form or (
        "parquet" if out and out.suffix == ".parquet" else "table" if sys.stdout.isatty() and not out else "csv"
    )
    if form == "parquet" and out is None:
        raise click.UsageError("Parquet goes to a file: add --out")
    if form == "table" and out:
        raise click.UsageError("a table goes to the terminal: leave --out out, or choose another --format")
    graph = api.load(endpoint, on_disk=not memory, say=say)
    start = time.perf_counter()
    answer = graph.sparql(text, cap=max_rows, evidence=evidence)
    seconds = time.perf_counter() - start
    if out:
        _write(answer, form, out, graph.store, say)
    else:
        _print(answer, form)
    rows = (
        f"{len(answer.rows)} of {answer.total} rows (you asked for a cap)" if answer.capped else f"{answer.total} rows"
    )
    say(f"{rows} in {seconds:.3f} s from {graph.store.name}")
    if name and not answer.total and (needs := gallery.question(name).needs):
        say(f"this question needs {needs}; what was added is listed by: lamigo add --list")


def _pairs(parameters: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for parameter in parameters:
        key, equals, given = parameter.partition("=")
        if not equals:
            raise click.UsageError(f"--param {parameter}: write NAME=VALUE")
        pairs[key] = given
    return pairs


def _text(name: str | None, file: Path | None, values: dict[str, str]) -> str:
    if name:
        return gallery.question(name).with_values(values)
    assert file is not None
    if not file.exists() or file.is_dir():  # a pipe is welcome
        raise LamigoError(f"no file {file}", mend="check the path of the query")
    if values:
        raise click.UsageError("--param belongs to questions of the gallery; write the values into your own query")
    return decoded(file)


def _print(answer: table.Table, form: str) -> None:
    if form == "table":
        from lamigo.cli.shown import print_table

        print_table(answer)
    else:
        click.echo(table.TEXT_FORMATS[form](answer), nl=False)


def _write(answer: table.Table, form: str, out: Path, store: Store, say: Voice) -> None:
    """Beside an answer stand the data sets that its evidence names; without evidence, all that it may rest on."""
    from lamigo import licences
    from lamigo.cli.written import beside, put

    data = table.to_parquet(answer) if form == "parquet" else table.TEXT_FORMATS[form](answer).encode()
    sets = licences.data_sets(store)
    if answer.evidence is not None:
        named = {text.split(" ")[0] for row in answer.evidence for cell in row for text in cell}
        sets = [one for one in sets if one.key in named]
    reading = "its evidence names these" if answer.evidence is not None else "it may hold data of any of these"
    put(out, data, beside(out.name, sets, reading=reading))
    if not out.is_file():  # beside a pipe stands nothing
        licences.warn(sets, say)
    elif any(one.redistribution != "yes" for one in sets):
        say(f"see {out.name}{licences.ABOUT} before you pass it on: {reading}")


def _list() -> None:
    for question in gallery.questions():
        given = " ".join(f"--param {p.name}={p.default}" for p in question.parameters)
        click.echo(f"{question.name}  [{question.user}]\n    {question.question}{'  ' + given if given else ''}")
