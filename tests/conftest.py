"""What all tests share: the checkout, the source documents beside it, one build; and no silent skips in CI."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from lamigo.graph.build import Build, build
from lamigo.store.local import LocalStore, in_memory

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with source documents, data and published schemas, which a newcomer's clone does not have."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the checkout: the source documents and schemas are not part of the project")
    return SHARED


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The graph, built once from the checkout into a folder of its own."""
    return build(tmp_path_factory.mktemp("build"))


@pytest.fixture(scope="session")
def store(built: Build) -> LocalStore:
    """The built graph in memory."""
    return in_memory(built)


@pytest.fixture(scope="session")
def built_with_data(shared: Path, built: Build, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The graph with the real data sets that corridor commands ask: a stock, ratifications, agreements."""
    from lamigo.sources import add, derived, shipped

    folder = tmp_path_factory.mktemp("with-data")
    shutil.copytree(built.folder, folder, dirs_exist_ok=True)
    for key in (
        "un-desa-migrant-stock-2020",
        "ilo-normlex-2023-06-12",
        "un-treaty-collection-2023-06-12",
        "ilo-ratifications-partial",
        "chilton-woda-bla-2022",
    ):
        found, path = shipped.find(key)
        add.add(found, path, [shared / "data"], build=folder, then_derive=False)
    derived.derive(folder)
    return Build(folder, built.manifest, fresh=False)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In continuous integration (LAMIGO_NO_SKIPS) a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    # The test command installs a Java runtime where it may (requirements/setup); where it could not, Spark is skipped.
    every = reporter.stats.get("skipped", []) if reporter else []
    skipped = [report for report in every if "Spark needs Java" not in str(report.longrepr)]
    if os.environ.get("LAMIGO_NO_SKIPS") and skipped and exitstatus == 0:
        reporter.write_line(f"{len(skipped)} tests were skipped, and LAMIGO_NO_SKIPS forbids that", red=True)
        session.exitstatus = 1
