"""``lamigo validate``."""

from __future__ import annotations

from pathlib import Path

import click

from lamigo.atomic import write
from lamigo.cli import Voice
from lamigo.graph.build import build
from lamigo.validation import Report, validate_build, validate_files


@click.command("validate")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a machine-readable report (JSON).",
)
@click.option(
    "--sources", type=click.Path(path_type=Path), help="Folder of the source documents, to verify every hash."
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the build to validate.")
@click.pass_context
def command(
    ctx: click.Context, files: tuple[Path, ...], report: Path | None, sources: Path | None, out: Path | None
) -> None:
    """Check the built graph, or FILES of your own (Turtle) against the same shapes and hygiene.

    Exit status 1 where something is wrong.

    \b
    Examples:
      lamigo validate
      lamigo validate my-practices.ttl --report report.json
    """
    say: Voice = ctx.obj
    if files:
        result = validate_files(files)
    else:
        from lamigo.sources import added

        built = build(out, sources=sources, say=say)
        added.renew(built.folder, say)
        say("validating")
        result = validate_build(built)
    if report:
        write(report, result.to_json().encode())
        say(f"report written to {report}")
    tell(result, say)
    ctx.exit(0 if result.conforms else 1)


def tell(result: Report, say: Voice) -> None:
    """Print findings as sentences, then what was looked at."""
    for finding in result.findings:
        click.echo(finding.sentence())
    for note in result.notes:
        say(note)
    if result.untouched:
        shown = ", ".join(result.untouched[:5]) + (" …, all named by --report" if len(result.untouched) > 5 else "")
        say(f"{len(result.untouched)} shapes met no node and so checked nothing: {shown}")
    say(result.summary())
    click.echo("The graph is sound." if result.conforms else f"{result.violations} violations.")
