"""The panel as one Ibis expression over the base tables: built before an engine is chosen, and the same for each.

What is not known stays NULL or the level ``unknown``. A count of things that lists do not claim to hold completely is
NULL where none is known, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from lamigo.panel.schemas import SCHEMAS

if TYPE_CHECKING:
    from ibis.expr.types import Table

ANSWERS = ("yes", "no", "unknown", "not-eligible")
SEXES = ("both", "female", "male")
KEYS = ["origin", "destination", "year"]


def name(*parts: str) -> str:
    """A column's name: lower case, underscores, such as ``c097_origin`` or ``practice_running``."""
    return "_".join(part.lower().replace("-", "_") for part in parts if part)


def number(column: str, sex: str) -> str:
    """Such as ``stock`` (both sexes) or ``stock_female``."""
    return name(column, "" if sex == "both" else sex)


def panel(instruments: Iterable[str], layers: Iterable[str], *, whole_numbers: bool = True, prefix: str = "") -> Table:
    """The expression. ``prefix`` stands before the name of each base table."""
    import ibis

    schemas = {key: dict(schema) for key, schema in SCHEMAS.items()}
    schemas["numbers"]["value"] = "int64" if whole_numbers else "float64"
    tables: dict[str, Any] = {key: ibis.table(schema, name=prefix + key) for key, schema in schemas.items()}
    grid = tables["corridors"].cross_join(tables["years"])
    codes = list(instruments)
    joined = grid
    for part in (_numbers(tables), _agreements(tables), _ties(tables, list(layers))):
        values = [column for column in part.columns if column not in KEYS]
        right = part.rename({f"{column}_": column for column in KEYS})
        joined = joined.left_join(right, [joined[column] == right[f"{column}_"] for column in KEYS]).select(
            *joined.columns, *values
        )
    for side in KEYS[:2]:
        bound = _binding(tables, codes, side)
        values = [column for column in bound.columns if column not in ("state_", "year_")]
        joined = joined.left_join(bound, [joined[side] == bound["state_"], joined["year"] == bound["year_"]]).select(
            *joined.columns, *values
        )
    known = joined["agreements_in_force"].notnull()
    joined = joined.mutate(agreement_in_force=ibis.ifelse(known, "yes", "unknown"))
    result: Table = joined.drop("day").order_by(KEYS)
    return result


def _numbers(tables: dict[str, Any]) -> Any:  # noqa: ANN401
    """A number goes to every year for which its measure stands."""
    measures, years = tables["measures"], tables["years"].select("year")
    covering = measures.cross_join(years).filter(lambda t: (t.first_year <= t.year) & (t.year < t.until_year))
    joined = tables["numbers"].join(covering, "measure")
    found = {
        number(column, sex): joined.value.max(where=(joined.concept == column) & (joined.sex == sex))
        for column in ("stock", "flow")
        for sex in SEXES
    }
    flow = joined.concept == "flow"
    return joined.group_by(KEYS).aggregate(
        **found, flow_from=joined.first_year.max(where=flow), flow_until=joined.until_year.max(where=flow)
    )


def _agreements(tables: dict[str, Any]) -> Any:  # noqa: ANN401
    joined = tables["agreements"].join(tables["force"], "agreement").join(tables["years"], "year")
    # A comparison with an unknown day is unknown: neither signed nor not yet signed.
    surely = (joined.signed_latest <= joined.day).fill_null(False)
    possibly = (joined.signed_earliest <= joined.day).fill_null(True) & ~surely
    signed = surely | possibly
    return joined.group_by(KEYS).aggregate(
        agreements_signed=_some(surely),
        agreements_perhaps_signed=_some(possibly),
        agreements_in_force=_some(signed & (joined.in_force == "yes")),
        agreements_force_unknown=_some(signed & (joined.in_force == "unknown")),
        agreements_ended=_some(signed & (joined.in_force == "no")),
    )


def _ties(tables: dict[str, Any], layers: list[str]) -> Any:  # noqa: ANN401
    joined = tables["ties"].cross_join(tables["years"])
    outside = (joined.start_earliest > joined.day).fill_null(False) | (joined.end_latest < joined.day).fill_null(False)
    inside = (joined.start_latest <= joined.day).fill_null(False) & (joined.day <= joined.end_earliest).fill_null(False)
    found = {}
    for layer in layers:
        of_layer = joined.layer == layer
        found[name(layer, "running")] = _some(of_layer & inside)
        found[name(layer, "perhaps", "running")] = _some(of_layer & ~inside & ~outside)
    return joined.group_by(KEYS).aggregate(**found)


def _binding(tables: dict[str, Any], codes: list[str], side: str) -> Any:  # noqa: ANN401
    binding = tables["binding"]
    found = {name(code, side): binding.answer.max(where=binding.instrument == code) for code in codes}
    counts = {name("instruments", answer, side): tally(binding.answer == answer).cast("int32") for answer in ANSWERS}
    return binding.group_by(["state", "year"]).aggregate(**found, **counts).rename(state_="state", year_="year")


def tally(where: Any) -> Any:  # noqa: ANN401
    """How many rows meet a condition. Ibis's own ``count(where=…)`` is 0 on DuckDB and NULL on Spark where the
    condition is unknown for every row.
    """
    return where.fill_null(False).ifelse(1, 0).sum()


def _some(where: Any) -> Any:  # noqa: ANN401
    """How many; NULL where none is known."""
    return tally(where).nullif(0).cast("int32")
