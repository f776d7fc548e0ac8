"""From a panel to complete cells with their totals, as Ibis expressions.

Every other table starts here. Nothing is computed before somebody asks for rows, and it is
computed where the panel lives: DuckDB, Spark, or whatever else Ibis speaks.
"""

from __future__ import annotations

import ibis
from ibis.expr.types import FloatingValue, Table
from ibis.expr.types import Value as Column

from raceme.cores.errors import BadInput
from raceme.cores.mapping.values import KEYS, Settings

OPTIONAL = {"output": "float64", "units": "float64", "flag": "string"}


def conformed(panel: Table) -> Table:
    """Give the panel its columns and types; what is not there becomes unknown, nan too."""
    missing = [name for name in (*KEYS, "value") if name not in panel.columns]
    if missing:
        raise BadInput(f"the panel has no column {missing[0]}")
    typed = {
        "region": panel.region.cast("string"),
        "industry": panel.industry.cast("string"),
        "year": panel.year.cast("int64"),
        "value": _number(panel.value),
    }
    for name, kind in OPTIONAL.items():
        if name not in panel.columns:
            typed[name] = ibis.null(kind)
        elif kind == "string":
            typed[name] = panel[name].cast("string")
        else:
            typed[name] = _number(panel[name])
    return panel.select(**typed)


def cells_of_firms(firms: Table) -> Table:
    """Add up firms (or plants) to cells: one row in, one firm.

    `units` counts the firms; `squares` is the sum of squared sizes, from which Ellison and
    Glaeser's index knows how few big plants an industry has.
    """
    return firms.group_by(list(KEYS)).aggregate(
        value=firms.value.sum(),
        output=firms.output.sum(),
        units=firms.count().cast("float64"),
        squares=(firms.value * firms.value).sum(),
        flag=firms.flag.max(),
    )


def complete(panel: Table, settings: Settings) -> Table:
    """Give every region x industry x year a row, and every row its totals.

    A cell without a row is 0 only if the settings say so and both its region and its industry
    have rows in that year; otherwise it is unknown. Adds `is_reported`, the totals `region_total`,
    `industry_total`, `year_total` (of what is known; null if nothing is), and and
    `value_before`, the value `steps_back` years of the panel earlier, in `year_before`.
    """
    panel = panel.mutate(is_reported=True)
    regions = panel.select("region").distinct()
    industries = panel.select("industry").distinct()
    years = panel.select("year").distinct()
    in_order = ibis.window(order_by="year")
    years = years.mutate(year_before=years.year.lag(settings.steps_back).over(in_order))
    grid = years.cross_join(regions).cross_join(industries)
    joined = grid.left_join(panel, list(KEYS))
    joined = joined.drop(*(name for name in joined.columns if name.endswith("_right")))
    joined = joined.mutate(is_reported=joined.is_reported.fill_null(False))
    if settings.absent_is_zero:
        # Counted, not joined: a window over the same rows is cheaper than another join.
        active = joined.mutate(
            of_region=joined.is_reported.cast("int64").max().over(_by("region")),
            of_industry=joined.is_reported.cast("int64").max().over(_by("industry")),
        )
        is_zero = ~active.is_reported & (active.of_region == 1) & (active.of_industry == 1)
        joined = active.mutate(value=ibis.ifelse(is_zero, 0.0, active.value)).drop(
            "of_region", "of_industry"
        )
    return with_past(with_totals(joined), settings)


def with_totals(cells: Table) -> Table:
    """Add the totals of region, industry and year, of what is known."""
    return cells.mutate(
        region_total=cells.value.sum().over(_by("region")),
        industry_total=cells.value.sum().over(_by("industry")),
        year_total=cells.value.sum().over(ibis.window(group_by="year")),
    )


def with_past(cells: Table, settings: Settings) -> Table:
    """Add the value at `year_before`; cells must be complete, so that a row back is a year back."""
    ordered = ibis.window(group_by=["region", "industry"], order_by="year")
    return cells.mutate(value_before=cells.value.lag(settings.steps_back).over(ordered))


def ratio(part: Column, whole: Column) -> FloatingValue:
    """Divide; null where there is nothing to divide by."""
    return part / whole.nullif(0)


def positive(value: Column) -> FloatingValue:
    """Keep what is above 0, null otherwise: what a logarithm can be taken of."""
    return ibis.ifelse(value > 0, value, ibis.null("float64"))


def where(condition: Column, value: Column) -> FloatingValue:
    """Keep a value where a condition holds, null otherwise."""
    return ibis.ifelse(condition, value, ibis.null("float64"))


def _by(side: str) -> ibis.expr.builders.WindowBuilder:
    return ibis.window(group_by=[side, "year"])


def _number(column: Column) -> FloatingValue:
    number = column.cast("float64")
    return ibis.ifelse(number.isnan(), ibis.null("float64"), number)
