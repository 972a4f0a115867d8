"""``lamigo search``."""

from __future__ import annotations

import json

import click

from lamigo import __version__, api
from lamigo.cli import Voice
from lamigo.names import short


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", help="Only things of this kind, such as project or convention.")
@click.option("--lang", "language", default="en", show_default=True, help="Language of the labels (then en, fr, es).")
@click.option("--max-rows", type=click.IntRange(min=1), default=20, show_default=True, help="Show that many.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def command(say: Voice, words: tuple[str, ...], kind: str | None, language: str, max_rows: int, as_json: bool) -> None:
    """Find things by name: labels, other spellings, acronyms, summaries.

    \b
    Examples:
      lamigo search "domestic workers" --kind project
      lamigo search philipines
      lamigo search trabajo forzoso --lang es
    """
    from lamigo.query.search import Index

    found = Index(api.load(on_disk=True, say=say).store).search(" ".join(words), kind=kind, language=language)
    if as_json:
        hits = [hit._asdict() for hit in found[:max_rows]]
        click.echo(
            json.dumps({"version": __version__, "found": len(found), "hits": hits}, indent=1, ensure_ascii=False)
        )
        return
    for hit in found[:max_rows]:
        other = f"  ({hit.matched})" if hit.matched != hit.label and len(hit.matched) < 80 else ""
        click.echo(f"{hit.kind:<24} {hit.label}{other}\n{'':<24} {short(hit.iri)}")
    say(f"{min(len(found), max_rows)} of {len(found)} found")
