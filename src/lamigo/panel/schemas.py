"""The types of the base tables, in the words of Ibis; the expression is built on them before any engine is chosen."""

from __future__ import annotations

_PAIR = {"origin": "string", "destination": "string"}
SCHEMAS: dict[str, dict[str, str]] = {
    "corridors": dict(_PAIR),
    "years": {"year": "int32", "day": "date"},
    "measures": {
        "measure": "string",
        "concept": "string",
        "sex": "string",
        "first_year": "int32",
        "until_year": "int32",
    },
    "numbers": {**_PAIR, "measure": "string", "value": "float64"},
    "agreements": {**_PAIR, "agreement": "string", "signed_earliest": "date", "signed_latest": "date"},
    "force": {"agreement": "string", "year": "int32", "in_force": "string"},
    "ties": {
        **_PAIR,
        "layer": "string",
        "record": "string",
        "start_earliest": "date",
        "start_latest": "date",
        "end_earliest": "date",
        "end_latest": "date",
    },
    "binding": {"state": "string", "instrument": "string", "year": "int32", "answer": "string"},
}
