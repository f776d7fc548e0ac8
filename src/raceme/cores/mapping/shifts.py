"""Why a region grew: the nation, its mix of industries, or its own performance (shift-share).

All effects are in the unit of the value, over cells known at both times; national + mix +
competitive is the whole change of a cell, exactly.
"""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from raceme.cores.mapping.panel import ratio, where

EFFECTS = ("change", "national", "mix", "competitive", "homothetic_competitive", "allocation")


def shift_share(cells: Table) -> Table:
    """Take the change of each cell since `year_before` apart, one row per cell.

    national = e0 g; mix = e0 (g_i - g); competitive = e1 - e0 (1 + g_i), which is e0 (g_ir - g_i).
    Esteban and Marquillas (1972) divide the last: with e0' = what the cell had if the region's
    industries were those of the nation, homothetic_competitive = e0' (g_ir - g_i) and
    allocation = (e0 - e0')(g_ir - g_i); unknown for a cell that begins with nothing.
    """
    both = cells.value.notnull() & cells.value_before.notnull()
    rows = cells.filter(both).select(
        "region", "industry", "year", "year_before", now="value", before="value_before"
    )
    of_industry = ibis.window(group_by=["industry", "year"])
    of_year = ibis.window(group_by="year")
    of_region = ibis.window(group_by=["region", "year"])
    rows = rows.mutate(
        industry_before=rows.before.sum().over(of_industry),
        industry_now=rows.now.sum().over(of_industry),
        all_before=rows.before.sum().over(of_year),
        all_now=rows.now.sum().over(of_year),
        region_before=rows.before.sum().over(of_region),
    )
    growth = ratio(rows.all_now - rows.all_before, rows.all_before)
    # An industry that begins now, everywhere, grew from nothing: all of it is competitive.
    of_its_industry = ibis.ifelse(
        rows.industry_before > 0,
        ratio(rows.industry_now - rows.industry_before, rows.industry_before),
        growth,
    )
    own = where(rows.before > 0, ratio(rows.now - rows.before, rows.before))
    homothetic = rows.region_before * ratio(rows.industry_before, rows.all_before)
    lead = own - of_its_industry
    return rows.select(
        "region",
        "industry",
        "year",
        "year_before",
        change=rows.now - rows.before,
        national=rows.before * growth,
        mix=rows.before * (of_its_industry - growth),
        competitive=rows.now - rows.before * (1.0 + of_its_industry),
        homothetic_competitive=homothetic * lead,
        allocation=(rows.before - homothetic) * lead,
    )


def between(cells: Table, first: int, last: int) -> Table:
    """Give cells of the last year whose past is the first: for the classic comparison."""
    old = cells.filter(cells.year == first).select("region", "industry", value_before="value")
    new = cells.filter(cells.year == last).drop("value_before", "year_before")
    joined = new.join(old, ["region", "industry"]).mutate(year_before=ibis.literal(first, "int64"))
    return joined


def of_regions(effects: Table, method: str) -> Table:
    """Add up the effects of all industries of a region; `method` names where they come from.

    Of steps of a year each this is the dynamic shift-share (Barff and Knight 1988): rates change
    with the mix. Esteban and Marquillas' parts leave out cells that begin with nothing.
    """
    added = effects.group_by("region").aggregate(
        year_before=effects.year_before.min(),
        year=effects.year.max(),
        **{name: effects[name].sum() for name in EFFECTS},
    )
    return added.mutate(method=ibis.literal(method)).select(
        "region", "method", "year_before", "year", *EFFECTS
    )
