"""``lamigo assess``."""

from __future__ import annotations

from pathlib import Path

import click

from lamigo import api, assess
from lamigo.atomic import write
from lamigo.cli import Voice


@click.command("assess")
@click.argument("draft", required=False, type=click.Path(path_type=Path))
@click.option("--template", is_flag=True, help="Print the file to fill in.")
@click.option("--kind", type=click.Choice(assess.KINDS), default="policy", help="Of the template.")
@click.option("--compare", "other", type=click.Path(path_type=Path), help="Another draft: say what differs.")
@click.option("--format", "form", type=click.Choice(list(assess.FORMATS)), default="terminal", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to a file.")
@click.pass_obj
def command(
    say: Voice, draft: Path | None, template: bool, kind: str, other: Path | None, form: str, out: Path | None
) -> None:
    """Check what a DRAFT policy or bilateral agreement covers of the guide's checklists and what these cite.

    An agreement is also held against what the documents give of the model agreement of R086, and against box 11.

    \b
    Examples:
      lamigo assess --template > draft.yaml
      lamigo assess --template --kind agreement > agreement.yaml
      lamigo assess draft.yaml --format html --out report.html
      lamigo assess draft.yaml --compare revised.yaml
    """
    guide = assess.guide(api.load(on_disk=True, say=say).store)
    if template:
        text = assess.template(guide.items, kind)
    elif draft is None:
        raise click.UsageError("give a DRAFT, or --template for the file to fill in")
    else:
        held = assess.assess(assess.read_draft(draft, guide.items), guide)
        if other:
            revised = assess.assess(assess.read_draft(other, guide.items), guide)
            text = assess.FORMATS[form](assess.compare(held, revised))
        else:
            text = assess.FORMATS[form](held)
    if out is None:
        click.echo(text, nl=False)
        return
    write(out, text.encode())
    say(f"{'template' if template else 'report'} written to {out}")
