"""Measure DuckDB and Apache Spark on the generated register of permits; prints rows of the table in docs/figures.md.

    python tests/bench/panel.py [RECORDS… [FOLDER]]

RECORDS: sizes, by default 1 and 10 million; 100 million takes some minutes and 600 MB of disk. FOLDER keeps the
registers for another run. Both engines answer the same expression over the same files, in turns in one process; a
first run of each over the smallest register is thrown away. Their rows must be equal.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from lamigo.panel import engines, register

SIZES = sorted(int(word) for word in sys.argv[1:] if word.isdigit()) or [1_000_000, 10_000_000]
KEPT = next((Path(word) for word in sys.argv[1:] if not word.isdigit()), None)
ENGINES = ("duckdb", "local[2]")


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as passing,
        engines.engine("duckdb") as duckdb,
        engines.engine("local[2]") as spark,
    ):
        folders = {size: (KEPT or Path(passing)) / f"register-{size}" for size in SIZES}
        for size, folder in folders.items():
            if not folder.is_dir():
                register.generate(folder, size)
        for asked in (duckdb, spark):
            register.counted(folders[SIZES[0]], asked)
        print("| permits | DuckDB | permits a second | Spark, `local[2]` | permits a second |")
        print("| --: | --: | --: | --: | --: |")
        for size, folder in folders.items():
            times: dict[str, list[float]] = {name: [] for name in ENGINES}
            for _ in range(3 if size < 50_000_000 else 1):
                found = []
                for asked in (duckdb, spark):
                    start = time.perf_counter()
                    found.append(register.counted(folder, asked))
                    times[asked.name].append(time.perf_counter() - start)
                assert found[0].equals(found[1]), f"the engines differ on {size:,} permits"
            taken = [statistics.median(times[name]) for name in ENGINES]
            cells = (cell for seconds in taken for cell in (f"{seconds:,.1f} s", f"{size / seconds:,.0f}"))
            print(f"| {size:,} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
