"""The engines that answer the panel's expression: DuckDB within the process, or Apache Spark, here or on a cluster.

Both read the same Parquet files and give back an Arrow table. A cluster must see the files under the same path.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from lamigo.errors import LamigoError

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table

DUCKDB = "duckdb"
JAVA = 17
"""The oldest Java that Spark 4 runs on."""
_SPARK = re.compile(r"spark://[^/\s]+|local(\[(\d+|\*)\])?")
_MEND_JAVA = (
    f"install a Java {JAVA} runtime (on Debian: sudo apt-get install openjdk-17-jre-headless) and, where it is not on "
    "the path, set JAVA_HOME; or take --engine duckdb"
)


class Engine(Protocol):
    """Where an expression over named tables is answered."""

    name: str

    def see(self, tables: Mapping[str, Path]) -> None:
        """Make Parquet files (or folders of them) known under names."""
        ...

    def answer(self, expression: Table) -> pa.Table:
        """The rows of an expression."""
        ...


@contextmanager
def engine(name: str = DUCKDB) -> Iterator[Engine]:
    """Open an engine: ``duckdb``, ``spark://HOST:PORT``, or Spark within this machine: ``local[2]``.

    Raises LamigoError where the name is none, or where a package or Java is missing, saying how to get it.
    """
    ready(name)
    with _duckdb() if name == DUCKDB else _spark(name) as opened:
        yield opened


def ready(name: str) -> None:
    """See that an engine can be opened, without opening it.

    Raises LamigoError where the name is none, or where a package or Java is missing, saying how to get it.
    """
    if name == DUCKDB:
        _needs({"ibis": "ibis-framework", "duckdb": "duckdb"}, "panel")
    elif _SPARK.fullmatch(name):
        _needs({"ibis": "ibis-framework", "pyspark": "pyspark"}, "panel,spark")
        version = java_version()
        if version is None or version < JAVA:
            found = f"Java {version} is too old" if version else "no Java was found"
            raise LamigoError(f"Apache Spark needs Java {JAVA} or newer, and {found}", mend=_MEND_JAVA)
    else:
        raise LamigoError(f"there is no engine {name!r}", mend="choose duckdb, spark://HOST:PORT, or local[2]")


class _DuckDB:
    name = DUCKDB

    def __init__(self, connection: Any) -> None:  # noqa: ANN401
        self.connection = connection

    def see(self, tables: Mapping[str, Path]) -> None:
        for name, path in tables.items():
            files = str(path / "*.parquet") if path.is_dir() else str(path)
            self.connection.read_parquet(files, table_name=name)

    def answer(self, expression: Table) -> pa.Table:
        return self.connection.to_pyarrow(expression)


@contextmanager
def _duckdb() -> Iterator[Engine]:
    import ibis

    connection = ibis.duckdb.connect()
    try:
        yield _DuckDB(connection)
    finally:
        connection.disconnect()


class _Spark:
    def __init__(self, name: str, connection: Any, session: Any) -> None:  # noqa: ANN401
        self.name, self.connection, self.session = name, connection, session

    def see(self, tables: Mapping[str, Path]) -> None:
        for name, path in tables.items():
            # A folder may hold more than Parquet.
            reader = self.session.read.option("pathGlobFilter", "*.parquet")
            reader.parquet(str(path.absolute())).createOrReplaceTempView(name)

    def answer(self, expression: Table) -> pa.Table:
        # By way of Arrow alone: pandas would turn whole numbers with gaps into floating ones.
        with _quiet():
            return self.session.sql(self.connection.compile(expression)).toArrow()


@contextmanager
def _spark(master: str) -> Iterator[Engine]:
    with _quiet():
        import ibis
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.appName("lamigo panel").master(master)
        for key, value in _settings(master).items():
            builder = builder.config(key, value)
        try:
            session = builder.getOrCreate()
            connection = ibis.pyspark.connect(session)
        except (PySparkException, Py4JError, OSError) as error:
            raise LamigoError(
                f"Spark did not start at {master}: {_first(error)}",
                mend="see that its master is up and runs the Spark that PySpark has; or take local[2] or duckdb",
            ) from error
    try:
        yield _Spark(master, connection, session)
    except (PySparkException, Py4JError) as error:
        raise LamigoError(
            f"Spark at {master} stopped: {_first(error)}",
            mend="see that its workers see the same folder (--work, --keep) and have memory enough; its log says more",
        ) from error
    finally:
        session.stop()


def _first(error: Exception) -> str:
    """The line of an error of Java's that says what is wrong."""
    lines = str(error).splitlines() or [repr(error)]
    if "stopped SparkContext" in str(error):
        return "no master answered"
    return next((line for line in lines if "Exception: " in line), lines[0]).strip(": ")


def _settings(master: str) -> dict[str, str]:
    """Quiet and in UTC. Memory and the number of parts a user sets by Spark's own files or SPARK_CONF_DIR."""
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "8",
        "spark.driver.memory": "3g",
        "spark.driver.maxResultSize": "2g",
    }
    if master.startswith("local"):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return settings


@contextmanager
def _quiet() -> Iterator[None]:
    """PySpark warns of pandas 3 at each step, which is not used here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
        yield


def java_version() -> int | None:
    """The major version of the Java that Spark would start, None where there is none."""
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not program:
        return None
    try:
        said = subprocess.run([program, "-version"], capture_output=True, text=True, check=True, timeout=60).stderr
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else None


def _needs(packages: dict[str, str], extras: str) -> None:
    missing = [package for module, package in packages.items() if find_spec(module) is None]
    if missing:
        raise LamigoError(f"{' and '.join(missing)} is not installed", mend=f"pip install 'lamigo[{extras}]'")
