"""Emerging industries, ecosystems and other groupings: cells added up to groups."""

from __future__ import annotations

import pyarrow as pa
from ibis.expr.types import Table

from raceme.cores.mapping.panel import ratio
from raceme.cores.mapping.values import Grouping


def rows_of(grouping: Grouping) -> pa.Table:
    """Give the grouping as rows: group, industry, weight."""
    rows = [
        (group, industry, float(share))
        for group, industries in sorted(grouping.weights.items())
        for industry, share in sorted(industries.items())
    ]
    return pa.table(
        {
            "group_name": pa.array([row[0] for row in rows], pa.string()),
            "industry": pa.array([row[1] for row in rows], pa.string()),
            "weight": pa.array([row[2] for row in rows], pa.float64()),
        }
    )


def group_figures(cells: Table, weights: Table) -> Table:
    """Give one row per region, group and year: value, coverage, focus and location quotient.

    The totals stay those of the whole region: groups overlap, and do not add up to it. A group
    of which no cell is known is unknown.
    """
    joined = cells.join(weights, "industry")
    reported = joined.is_reported.cast("int64").sum()
    known = (joined.is_reported & joined.value.notnull()).cast("int64").sum()
    rows = joined.group_by(["region", "group_name", "year"]).aggregate(
        value=(joined.value * joined.weight).sum(),
        cells_reported=reported,
        cells_known=known,
        coverage=ratio(known.cast("float64"), reported),
        region_total=joined.region_total.max(),
        year_total=joined.year_total.max(),
    )
    industries = cells.select("industry", "year", "industry_total", "year_total").distinct()
    whole = industries.join(weights, "industry")
    whole = whole.group_by(["group_name", "year"]).aggregate(
        everywhere=(whole.industry_total * whole.weight).sum()
    )
    rows = rows.join(whole, ["group_name", "year"])
    focus = ratio(rows.value, rows.region_total)
    return rows.select(
        "region",
        "group_name",
        "year",
        "value",
        "cells_reported",
        "cells_known",
        "coverage",
        focus=focus,
        size_share=ratio(rows.value, rows.everywhere),
        location_quotient=ratio(focus, ratio(rows.everywhere, rows.year_total)),
    )
