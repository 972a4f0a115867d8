"""The command line: each command a thin mirror of the library function that it offers, in a module of its own.

Exit status: 0 all is well, 1 what was looked at is not sound, 2 the command or its input was wrong, 130 interrupted.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import ClassVar

import click

from lamigo import __version__
from lamigo.errors import LamigoError

COMMANDS = {
    "build": "Build the graph from the files of the rooms.",
    "validate": "Check the built graph, or files of your own.",
    "bound": "Whether a state was bound by an instrument on a day, and why.",
    "changes": "What changed between two days in who is bound by what.",
    "query": "Ask a question of the gallery, or one of your own in SPARQL.",
    "search": "Find things by name, slips forgiven.",
    "add": "Bring in a data set of others by its description.",
    "remove": "Take an added data set out again.",
    "corridors": "The network of migration corridors: list it, take it elsewhere.",
    "panel": "Write a row a corridor and year, with every layer's columns, for R or pandas.",
    "assess": "Check what a draft policy or agreement covers of the checklists.",
    "info": "What is in the graph, and what is known to be missing.",
    "doctor": "What is installed, what is missing for which feature, how to get it.",
    "new": "Write the skeleton of a new record.",
    "passages": "Describe and verify the cited lines of the source documents.",
    "authority": "Make the authority of countries and areas again from its packages.",
    "tour": "Build, validate, ask, export: a first look at everything.",
    "completion": "Print the shell's completion script.",
}


class LazyGroup(click.Group):
    """A group that imports a command only when it is called, so that help costs next to nothing."""

    lazy: ClassVar[dict[str, str]] = COMMANDS
    """Each command's name and what it does."""
    modules = "lamigo.cli."
    """What the names of the commands' modules begin with; they end with an underscore."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lazy)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.lazy:
            return None
        command: click.Command = importlib.import_module(f"{self.modules}{name.replace('-', '_')}_").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.lazy.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="lamigo")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but the answer and errors.")
@click.pass_context
def cli(ctx: click.Context, quiet: bool) -> None:
    """Lamigo: a knowledge graph of labour migration governance.

    \b
    Examples:
      lamigo tour                                a first look
      lamigo query --list                        the questions of the gallery
      lamigo query practices-of-country --param country=NPL --evidence
      lamigo corridors export --format gexf --out network/

    Answers go to standard output, everything else to standard error. NO_COLOR is honoured.
    """
    ctx.obj = Voice(quiet)


class Voice:
    """Says what goes on, on standard error, unless it was asked to be quiet."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet

    def __call__(self, text: str) -> None:
        if not self.quiet:
            click.echo(f"lamigo {__version__}: {text}", err=True)


def main() -> None:
    """Run the command line; errors that a user can mend are printed without a traceback."""
    try:
        status = cli.main(prog_name="lamigo", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except LamigoError as error:
        click.echo(f"lamigo: {error}", err=True)
        sys.exit(2)
    except ModuleNotFoundError as error:
        from lamigo.cli.doctor_ import FEATURES

        package = (error.name or "").partition(".")[0]
        ways = [feature.get for feature in FEATURES if package in feature.packages]
        if not ways:
            raise
        click.echo(f"lamigo: {package} is not installed\n  To mend it: {ways[0]}", err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("lamigo: interrupted; no file is left half written", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of a pipe has gone, as in `lamigo query … | head`: nothing is wrong with that.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
