"""The command line, as its user types it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lamigo import __version__
from lamigo.cli import COMMANDS, cli

ROOT = Path(__file__).resolve().parents[2]
PRACTICE = """\
@base <https://w3id.org/lamigo/> .
@prefix lmg: <https://w3id.org/lamigo/def/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix country: <https://w3id.org/lamigo/id/country/> .

<id/practice/my-practice> a lmg:Practice ;
  rdfs:label "My practice"@en ;
  lmg:position 83 ;
  lmg:summary "A practice for a test."@en ;
  lmg:coverageAsPrinted "Nepal" ;
  lmg:hasCoverageKind <id/concept/coverage-kind/listed> ;
  lmg:coversCountry country:NPL ;
  lmg:hasTheme <id/concept/theme/protection> ;
  lmg:hasPracticeKind <id/concept/practice-kind/service> ;
  lmg:evidence <id/passage/ilo-good-practices/L10-L12> .
"""


def lamigo(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lamigo", *map(str, arguments)],
        cwd=cwd, env=os.environ | {"COLUMNS": "160"} | environment, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def already_built() -> None:
    assert lamigo("build").returncode == 0


def test_help_lists_every_command_and_version_is_said():
    done = lamigo("--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in COMMANDS)
    assert __version__ in lamigo("--version").stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name):
    done = lamigo(name, "--help")
    assert done.returncode == 0
    assert "Example" in done.stdout
    assert f"lamigo {name}" in done.stdout
    # One description in two places would drift: the list shows the command's own first line.
    command = cli.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    assert command.help


def test_build_says_what_it_did_and_that_nothing_changed(tmp_path):
    first = lamigo("build", "--out", tmp_path / "out")
    again = lamigo("build", "--out", tmp_path / "out")
    assert "built:" in first.stderr
    assert "up to date" in again.stderr
    assert first.stdout.strip() == str(tmp_path / "out")
    assert lamigo("--quiet", "build", "--out", tmp_path / "out").stderr == ""


def test_the_built_graph_is_sound(tmp_path):
    done = lamigo("validate", "--report", tmp_path / "report.json")
    assert done.returncode == 0, done.stdout
    assert "The graph is sound." in done.stdout
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["conforms"]
    assert report["version"] == __version__
    assert report["hygiene queries"] >= 15
    assert report["nodes met by shape"]["Practice"] == 82


def test_a_record_of_ones_own_is_validated(tmp_path):
    own = tmp_path / "own.ttl"
    own.write_text(PRACTICE, "utf-8")
    done = lamigo("validate", own)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 things of yours checked" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("lmg:hasTheme", "lmg:hasTeme", "hasTeme"),
        ("country:NPL", "country:NEP", "country:NEP"),
        ('  rdfs:label "My practice"@en ;\n', "", "my-practice"),
        ("L10-L12", "L10-L500", "lines 1 to"),
        ("a lmg:Practice", "a lmg:Practise", "Practise"),
    ],
    ids=["unknown property", "unknown country", "no label", "beyond the end", "unknown class"],
)
def test_a_fault_in_ones_own_record_is_said_with_its_place(tmp_path, old, new, said):
    own = tmp_path / "own.ttl"
    own.write_text(PRACTICE.replace(old, new), "utf-8")
    done = lamigo("validate", own)
    text = done.stdout + done.stderr
    assert done.returncode in (1, 2), text
    assert said in text
    assert "own.ttl:6" in text
    assert "Traceback" not in text


def test_a_question_with_evidence():
    done = lamigo("query", "practices-of-country", "--param", "country=KOR", "--evidence", "--format", "csv")
    assert done.returncode == 0, done.stderr
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert [name for name in rows[0] if name.endswith(" evidence")]
    assert any("ilo-good-practices L" in cell for cell in rows[1])


@pytest.mark.parametrize("form", ["csv", "tsv", "json"])
def test_answers_in_each_text_format(form, tmp_path):
    done = lamigo("query", "practices-of-country", "--format", form, "--out", tmp_path / f"answer.{form}")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"answer.{form}").read_text("utf-8")


def test_an_answer_goes_into_a_pipe_that_stays_one(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True)
    done = lamigo("query", "directed-corridors", "--format", "csv", "--out", pipe)
    text, _ = reader.communicate(timeout=60)
    assert done.returncode == 0, done.stderr
    assert text.startswith("origin,")
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_parquet_answers(tmp_path):
    import pandas as pd

    done = lamigo("query", "practices-per-country", "--out", tmp_path / "answer.parquet")
    assert done.returncode == 0, done.stderr
    frame = pd.read_parquet(tmp_path / "answer.parquet")
    assert "Int64" in {str(kind) for kind in frame.dtypes}


def test_a_cap_is_said():
    done = lamigo("query", "practices-per-country", "--max-rows", "2", "--format", "csv")
    assert "2 of " in done.stderr
    assert "you asked for a cap" in done.stderr


def test_a_query_of_ones_own_runs_as_it_stands(tmp_path):
    (tmp_path / "my.rq").write_text("SELECT (COUNT(?p) AS ?n) WHERE { ?p a lmg:Practice }", "utf-8")
    done = lamigo("query", "--file", tmp_path / "my.rq", "--format", "csv", cwd=tmp_path)
    assert done.stdout == "n\n82\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["query", "practices-of-contry"], "did you mean practices-of-country"),
        (["query", "practices-of-country", "--param", "contry=NPL"], "its parameters: country"),
        (["query", "practices-of-country", "--param", "country="], "is empty"),
        (["query", "practices-of-country", "--param", "country"], "NAME=VALUE"),
        (["query"], "NAME or --file"),
        (["query", "--file", "absent.rq"], "no file"),
        (["query", "directed-corridors", "--format", "parquet"], "add --out"),
        (["query", "directed-corridors", "--out", "/proc/nowhere/x.csv"], "cannot write"),
        (["query", "directed-corridors", "--format", "table", "--out", "x.txt"], "goes to the terminal"),
        (["validate", "--report", "/proc/nowhere/x.json"], "cannot write"),
        (["build", "--out", "/proc/nowhere"], "cannot write"),
        (["build", "--sources", "/nowhere"], "no folder"),
        (["validate", "absent.ttl"], "no file"),
        (["corridors", "export", "--format", "floppy"], "floppy"),
        (["nonsense"], "No such command"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_gets_one_clear_message(arguments, said):
    done = lamigo(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_syntax_error_names_its_line(tmp_path):
    (tmp_path / "bad.rq").write_text("SELECT ?x\nWHERE {\n  ?x a lmg:Practice ,, \n}", "utf-8")
    done = lamigo("query", "--file", tmp_path / "bad.rq")
    assert done.returncode == 2
    assert "at line 4" in done.stderr
    assert "the one before" in done.stderr


def test_corridors_list_and_export(tmp_path):
    listed = lamigo("corridors", "list")
    assert "MLI → FRA" in listed.stdout
    done = lamigo("corridors", "export", "--out", tmp_path / "network")
    assert done.returncode == 0, done.stderr
    assert {path.suffix for path in (tmp_path / "network").iterdir()} >= {".graphml", ".gexf", ".net", ".json", ".csv"}


def test_info_counts_gaps_and_doctor_names_what_is_there():
    done = lamigo("info")
    assert "known gaps" in done.stdout
    counts = json.loads(lamigo("info", "--json").stdout)
    assert len(counts["known gaps"]) >= 8
    doctor = lamigo("doctor")
    assert doctor.returncode == 0
    assert "pyoxigraph" in doctor.stdout


def test_a_new_record_becomes_sound_when_filled_in(tmp_path):
    own = tmp_path / "own.ttl"
    arguments = ["new", "practice", "my-practice", "--source", "ilo-good-practices", "--lines", "10-12"]
    assert lamigo(*arguments, "--append-to", own).returncode == 0
    filled = own.read_text("utf-8")
    for old, new in [
        ("… the title as printed", "My practice"), ("lmg:position 0", "lmg:position 83"),
        ("… one sentence in your own words", "A practice for a test."), ('AsPrinted "…"', 'AsPrinted "Nepal"'),
        ("country:…", "country:NPL"), ("theme/…", "theme/protection"),
        ("topic/…", "topic/remittances"), ("practice-kind/…", "practice-kind/service"),
    ]:  # fmt: skip
        assert old in filled
        filled = filled.replace(old, new)
    own.write_text(filled, "utf-8")
    done = lamigo("validate", own)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["practice", "send-money-home", "--source", "ilo-good-practices", "--lines", "1-2"], "is taken"),
        (["practice", "Bad Key", "--source", "ilo-good-practices", "--lines", "1-2"], "is no id"),
        (["practice", "x", "--source", "nowhere", "--lines", "1-2"], "no source"),
        (["practice", "x", "--source", "ilo-good-practices", "--lines", "5-2"], "are no lines"),
    ],
)
def test_a_skeleton_is_refused_with_a_reason(arguments, said):
    done = lamigo("new", *arguments)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell):
    assert "_LAMIGO_COMPLETE" in lamigo("completion", shell).stdout


def test_no_color_means_none():
    plain = lamigo("query", "directed-corridors", "--format", "table", NO_COLOR="1", FORCE_COLOR="1")
    assert "\x1b[1m" in plain.stdout, "written as for a terminal: bold is no colour"
    assert not re.search(r"\x1b\[[0-9;]*\b(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;]*m", plain.stdout)


def test_a_reader_that_leaves_early_is_no_error(tmp_path):
    """More than a pipe holds, so that the writer is still at it."""
    (tmp_path / "all.rq").write_text("SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 5000", "utf-8")
    writer = subprocess.Popen(
        [sys.executable, "-m", "lamigo", "query", "--file", tmp_path / "all.rq", "--format", "csv"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writer.stdout is not None and writer.stderr is not None
    assert writer.stdout.readline() == "s,p,o\n"
    writer.stdout.close()
    said = writer.stderr.read()
    assert writer.wait(timeout=60) == 0, said
    assert "Traceback" not in said


@pytest.mark.parametrize(("package", "extra"), [("msgspec", "sources"), ("scipy", "networks"), ("pandas", "tables")])
def test_a_missing_extra_is_named(package: str, extra: str, request: pytest.FixtureRequest):
    """As if the package were not installed: one message that says what to install."""
    arguments = {
        "msgspec": ["add", "--list"],
        "scipy": ["corridors", "repair", "NPL", "--side", "origin", "--as-of", "2020-07-01", "--level", "0.7"],
        "pandas": ["corridors", "coverage", "NPL-KOR", "--as-of", "2020-07-01"],
    }[package]
    code = f"import sys; sys.modules[{package!r}] = None; from lamigo.cli import main; main()"
    # A repair reaches its solver only where ratifications are known that could be missing.
    data = {"LAMIGO_BUILD": str(request.getfixturevalue("built_with_data").folder)} if package == "scipy" else {}
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | data, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert f"{package} is not installed" in done.stderr
    assert f"lamigo[{extra}]" in done.stderr
    assert "Traceback" not in done.stderr
