"""The docs: generated pages are current, everything public stands in them, links lead, shown commands run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from lamigo import reference
from lamigo.cli import COMMANDS
from lamigo.query import gallery

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "exports/README.md"])
COMMAND = re.compile(r"^(?:\.venv/bin/)?lamigo .*$", re.M)


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", path.read_text("utf-8"), re.M | re.S)


def test_the_pages_are_there():
    assert len(PAGES) >= 13


def test_what_is_generated_is_current():
    for path, text in reference.pages(ROOT).items():
        assert path.read_text("utf-8") == text, f"{path.relative_to(ROOT)} is not current: run make docs"


def test_every_command_question_and_class_stands_in_the_docs():
    commands = (ROOT / "docs/reference/commands.md").read_text("utf-8")
    questions = (ROOT / "docs/reference/questions.md").read_text("utf-8")
    terms = (ROOT / "docs/reference/terms.md").read_text("utf-8")
    assert all(f"## lamigo {name}\n" in commands for name in COMMANDS)
    assert all(f"`lamigo query {question.name}`" in questions for question in gallery.questions())
    classes = re.findall(
        r"^lmg:(\w+) a owl:Class", "".join(p.read_text("utf-8") for p in ROOT.glob("ontology/*.ttl")), re.M
    )
    assert len(classes) > 80
    assert [name for name in classes if f"`lmg:{name}`" not in terms] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def shown_commands() -> list[str]:
    """The commands that the pages show, but for those that need what a test can't have."""
    names = ("tutorial", "how-to", "sources", "coverage", "exports-and-plots")
    pages = [ROOT / "README.md", *(ROOT / "docs" / f"{name}.md" for name in names), ROOT / "CONTRIBUTING.md"]
    found = [line for page in pages for block in blocks(page, "sh") for line in COMMAND.findall(block)]
    # A server, the web, documents of the reader's own, or the reader's shell set-up; these have tests of their own.
    return [line for line in dict.fromkeys(found)
            if not re.search(r"~/|http://127|my-practices\.ttl|authority countries|--base"
                             r"|mine\.yaml|undesa_|lamigo remove|--download", line)]  # fmt: skip


def test_commands_were_found():
    assert len(shown_commands()) >= 15


NEEDS_DATA = re.compile(
    r"corridors (list --sort|show|measure|coverage|gaps|what-if|repair|plot)|lamigo (bound|changes|panel)"
)


def environment(line, request):
    """Where a command asks what others published, the build that holds it."""
    if not NEEDS_DATA.search(line):
        return os.environ
    return {**os.environ, "LAMIGO_BUILD": str(request.getfixturevalue("built_with_data").folder)}


@pytest.mark.parametrize("command", shown_commands())
def test_shown_commands_run_as_they_stand(command, tmp_path, request):
    (tmp_path / "mine.rq").write_text(blocks(ROOT / "docs/tutorial.md", "sparql")[0], "utf-8")
    (tmp_path / "draft.yaml").write_text("items:\n  table-5/rights-whatever-status: yes\n", "utf-8")
    (tmp_path / "agreement.yaml").write_text("kind: agreement\nitems:\n  box-11/gender: yes\n", "utf-8")
    arguments = command.partition(" > ")[0]
    done = subprocess.run(
        [sys.executable, "-m", "lamigo", *shlex.split(arguments, comments=True)[1:]],
        cwd=tmp_path, env=environment(command, request), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout or "--out" in command


def test_the_python_of_the_readme_runs():
    (code,) = blocks(ROOT / "README.md", "python")
    done = subprocess.run([sys.executable, "-c", code + "\nprint(len(frame), len(network), len(rows))"],
                          cwd=ROOT, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == "82"
