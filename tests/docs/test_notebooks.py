"""The notebooks, one a user: each runs in a kernel of its own, with data of others and without."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

import nbformat
import pytest
from ipykernel.kernelspec import write_kernel_spec
from nbclient import NotebookClient
from traitlets.config import Config

import lamigo
from lamigo.graph.build import Build

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs/notebooks").glob("*.ipynb"))
NAMES = [page.stem for page in PAGES]
NEEDS = re.compile(r"needs \w+.*not added|No data of others was added")
"""What a cell says that lacks the data of others."""
WITHOUT = {
    "researcher": [
        "ilo-good-practices L202-L204",
        "unknown – no source on ICRMW was added",
        "data sets of others: none",
    ],
    "analyst": ["of corridors", "To mend it: bring", "co-participation"],
    "publisher": [
        "The graph is sound.",
        "CC-BY-3.0-IGO",
        "to publish: Lamigo's own\nto withhold: none",
        "lamigo.nq",
        "the same bytes both times",
        "graphml: GraphML",
    ],
}
WITH = {
    "researcher": [
        "ilo-good-practices L202-L204",
        "yes – by un-treaty-collection-2023-06-12, bound since 2003-07-01",
        "X-24.csv",
        "Philippines; 5 Jul 1995",
        "country:SYR  country:TUR  3792505",
        "with International Migrant Stock 2020 (edition 2020; CC-BY-3.0-IGO)",
    ],
    "analyst": [
        "11,537 corridors have a number; norms are asked for 2023-06-12",
        "MEX→USA    10,853,105",
        "Image object",
        "counts persons, not workers",
        "144,345,823.0000  267,940,954.0000",
        "binding_obligation_origin_low",
        "answers about 11,537 corridors are not known",
        "table-5/safe-return, 74 corridors from MYS on 2023-06-12: no → yes",
        "NPL ratifies ICRMW",
        "Nepal → Republic of Korea on 2023-06-12",
    ],
    "publisher": [
        "The graph is sound.",
        "MEX→USA 2020-both is 10,853,105",
        "concept:answer/yes",
        "to withhold: ilo-normlex-2023-06-12, ilo-ratifications-partial, un-treaty-collection-2023-06-12",
        "the same bytes both times",
    ],
}


@pytest.fixture
def executed(monkeypatch):
    """Runs a notebook on a build, in a kernel of this interpreter, and returns what its cells say, in order."""
    # A short name: the kernel is spoken to through sockets in this folder, whose paths must be short.
    with tempfile.TemporaryDirectory(prefix="lamigo-") as name:
        folder = Path(name)
        write_kernel_spec(str(folder / "kernels" / "lamigo-test"))
        for variable in ("JUPYTER_PATH", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            monkeypatch.setenv(variable, name)
        # The kernel starts elsewhere and must import what is tested, not another lamigo that is installed.
        monkeypatch.setenv("PYTHONPATH", str(Path(lamigo.__file__).parents[1]), prepend=os.pathsep)
        sockets = Config({"KernelManager": {"transport": "ipc", "ip": str(folder / "k")}})

        def run(page: Path, build: Build) -> str:
            monkeypatch.setenv("LAMIGO_BUILD", str(build.folder))
            notebook = nbformat.read(page, as_version=4)
            NotebookClient(
                notebook,
                kernel_name="lamigo-test",
                config=sockets,
                timeout=300,
                resources={"metadata": {"path": name}},
            ).execute()
            return "\n".join(said(cell, output) for cell in notebook.cells for output in cell.get("outputs", []))

        yield run


def said(cell: nbformat.NotebookNode, output: nbformat.NotebookNode) -> str:
    """What one output shows as text; warnings and errors are none that a notebook should show."""
    assert output.output_type != "error", output
    assert output.get("name") != "stderr", f"{cell.id}: {output.text}"
    return output.text if output.output_type == "stream" else output.data["text/plain"]


def expect(text: str, results: list[str]) -> None:
    missing = [result for result in results if result not in text]
    assert not missing, f"{missing} not in:\n{text}"


def test_there_is_one_for_each_user():
    assert NAMES == ["analyst", "publisher", "researcher"]


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_it_runs_in_a_checkout_without_data_of_others(page, built, executed):
    text = executed(page, built)
    expect(text, WITHOUT[page.stem])
    assert NEEDS.search(text)
    assert "NOT AS STATED" not in text


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_it_runs_with_data_of_others(page, built_with_data, executed):
    text = executed(page, built_with_data)
    expect(text, WITH[page.stem])
    assert not NEEDS.search(text)
    assert "NOT AS STATED" not in text


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_what_is_committed_is_clean(page):
    text = page.read_text("utf-8")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert text == nbformat.writes(notebook) + "\n", "write it with nbformat, or save it in Jupyter"
    assert not re.search(r"/(home|root|work|Users|tmp)/", text), "a path of some machine"
    kinds = [cell.cell_type for cell in notebook.cells]
    assert kinds == ["markdown", "code"] * (len(kinds) // 2), "words before each cell of code"
    assert kinds.count("code") <= 15
    for cell in notebook.cells:
        assert re.fullmatch(rf"{page.stem}-\d\d-(says|asks)", cell.id), cell.id
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None), f"{cell.id}: clear its outputs"
