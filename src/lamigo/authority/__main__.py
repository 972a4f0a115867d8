"""``python -m lamigo.authority [--out DIR]`` makes the package-given part of the authority again."""

from __future__ import annotations

import argparse
from pathlib import Path

from lamigo import rooms
from lamigo.authority.countries import write_countries


def main(arguments: list[str] | None = None) -> None:
    """Write the files and say how many things each holds."""
    parser = argparse.ArgumentParser(prog="python -m lamigo.authority", description=__doc__)
    parser.add_argument("--out", type=Path, help="where to write (default: graph/authority)")
    out: Path = parser.parse_args(arguments).out or rooms.room("graph") / "authority"
    for name, count in write_countries(out).items():
        print(f"{rooms.shown(out.resolve() / name)}: {count}")


if __name__ == "__main__":
    main()
