"""Figures of a cell: how much of an industry a region has, beside everybody else."""

from __future__ import annotations

import ibis
from ibis.expr.types import BooleanValue, FloatingValue, Table

from raceme.cores.mapping.panel import ratio, where
from raceme.cores.mapping.values import Settings

STARS = ("star_size", "star_specialisation", "star_focus", "star_productivity", "star_dynamism")


def cell_figures(cells: Table, settings: Settings) -> Table:
    """Add quotient, shares, productivity, dynamism and stars to complete cells.

    A figure that cannot be known is null: nobody's cell becomes unknown because another's is.
    """
    with_shares = cells.mutate(
        focus=ratio(cells.value, cells.region_total),
        size_share=ratio(cells.value, cells.industry_total),
    )
    reference = ratio(with_shares.industry_total, with_shares.year_total)
    measured = with_shares.mutate(
        location_quotient=ratio(with_shares.focus, reference),
        is_small=with_shares.region_total.fill_null(0.0) < settings.minimum_region_size,
        **_growth(with_shares),
        relative_productivity=_relative_productivity(with_shares),
    )
    return _with_stars(
        measured.mutate(is_specialised=measured.location_quotient >= settings.cutoff), settings
    )


def _growth(cells: Table) -> dict[str, FloatingValue]:
    """Growth of a cell, less that of its industry in all regions known at both times."""
    both = cells.value.notnull() & cells.value_before.notnull()
    side = ibis.window(group_by=["industry", "year"])
    now = where(both, cells.value).sum().over(side)
    before = where(both, cells.value_before).sum().over(side)
    growth = ratio(cells.value - cells.value_before, cells.value_before)
    return {"growth": growth, "dynamism": growth - ratio(now - before, before)}


def _relative_productivity(cells: Table) -> FloatingValue:
    """Output per unit of value here, divided by the same over all cells where both are known."""
    both = cells.value.notnull() & cells.output.notnull() & (cells.value > 0)
    side = ibis.window(group_by=["industry", "year"])
    everywhere = ratio(
        where(both, cells.output).sum().over(side), where(both, cells.value).sum().over(side)
    )
    return ratio(ratio(where(both, cells.output), cells.value), everywhere)


def _with_stars(cells: Table, settings: Settings) -> Table:
    """Give a star for each rule that a cell meets; null where the rule cannot be asked."""
    rules = settings.stars
    by_quotient = None
    if rules.quotient_min is not None:
        by_quotient = cells.location_quotient >= rules.quotient_min
    elif rules.quotient_top is not None:
        by_quotient = _is_top(cells, "location_quotient", rules.quotient_top)
    asked = {
        "star_size": _is_top(cells, "value", rules.size_top),
        "star_specialisation": by_quotient,
        "star_focus": _is_top(cells, "focus", rules.focus_top),
        "star_productivity": _is_top(cells, "relative_productivity", rules.productivity_top),
        "star_dynamism": _is_top(cells, "dynamism", rules.dynamism_top),
    }
    given = {
        name: ibis.null("boolean")
        if star is None
        else ibis.ifelse(cells.is_small, ibis.null("boolean"), star)
        for name, star in asked.items()
    }
    starred = cells.mutate(**given)
    count = sum((starred[name].fill_null(False).cast("int64") for name in STARS), ibis.literal(0))
    is_known = starred.location_quotient.notnull() & ~starred.is_small
    return starred.mutate(stars=ibis.ifelse(is_known, count, ibis.null("int64")))


def _is_top(cells: Table, figure: str, share: float | None) -> BooleanValue | None:
    """Tell whether fewer than that share of the industry's known cells are above this one.

    Cells without activity do not compete.
    """
    if share is None:
        return None
    competes = (cells[figure].notnull() & (cells.value > 0)).fill_null(False)
    among = ibis.window(group_by=[cells.industry, cells.year, competes])
    ranked = ibis.window(
        group_by=[cells.industry, cells.year, competes], order_by=ibis.desc(cells[figure])
    )
    above = ibis.rank().over(ranked)
    competing = competes.cast("int64").sum().over(among)
    is_top = above < competing.cast("float64") * share
    return ibis.ifelse(competes, is_top, ibis.ifelse(cells[figure].isnull(), None, False))


def cluster_indices(cells: Table, places: Table) -> Table:
    """Give Litzenberger and Sternberg's cluster index of each cell with `units` (firms).

    `places`: region, area, population (of all regions of the panel; one row each). Returned:
    region, industry, year, cluster_index; null where one of the figures is unknown or 0.
    """
    known = cells.filter(cells.units.notnull() & cells.value.notnull())
    joined = known.join(places.select("region", "area", "population"), "region")
    of_industry = ibis.window(group_by=["industry", "year"])
    # Areas and people of every region count once, whatever industries it has.
    wholes = places.aggregate(all_area=places.area.sum(), all_people=places.population.sum())
    joined = joined.cross_join(wholes)
    units = joined.units.sum().over(of_industry)
    share = ratio(joined.value, joined.value.sum().over(of_industry))
    by_area = ratio(share, ratio(joined.area, joined.all_area))
    by_people = ratio(share, ratio(joined.population, joined.all_people))
    by_units = ratio(ratio(joined.units, units), share)
    return joined.select("region", "industry", "year", cluster_index=by_area * by_people * by_units)
