"""Figures of a region, of an industry, and of how both change: over complete cells.

Both sides are measured by the same formulas, once by row and once by column: a region's
specialisation over industries, an industry's concentration over regions. Compared is like with
like: what is unknown in a row is left out of what the row is compared with.
"""

from __future__ import annotations

import ibis
from ibis.expr.types import IntegerColumn, StringColumn, Table

from raceme.cores.mapping.panel import positive, ratio, where
from raceme.cores.mapping.values import Settings


def region_figures(cells: Table, settings: Settings, broad: Table | None = None) -> Table:
    """Give one row per region and year: size, coverage, specialisation, variety, change.

    `cells` as from `cell_figures`. `broad`: industry, broad: to which broad group an industry
    belongs (related variety); without it the first `broad_length` characters are the group.
    """
    rows = _beside(cells, "region", "industry")
    rows = _with_broad(rows, settings, broad)
    figures = _unevenness(rows, "region")
    share, group_share = positive(rows.share), positive(rows.broad_share)
    figures |= {
        "region_total": rows.value.sum(),
        "diversity": rows.is_specialised.cast("int64").sum(),
        "entropy": 0.0 - (share * share.log2()).sum(),
        "unrelated_variety": 0.0 - (share * group_share.log2()).sum(),
        "related_variety": (share * ratio(group_share, share).log2()).sum(),
        "is_small": rows.is_small.max(),
    }
    table = rows.group_by(["region", "year"]).aggregate(**figures)
    return (
        _rounded(table)
        .left_join(_change(cells), ["region", "year"])
        .drop("region_right", "year_right")
    )


def industry_figures(cells: Table) -> Table:
    """Give one row per industry and year: size, coverage, concentration.

    With `squares` (firms) also Ellison and Glaeser's index.
    """
    rows = _beside(cells, "industry", "region")
    figures = _unevenness(rows, "industry")
    difference = rows.share - rows.reference
    figures |= {
        "industry_total": rows.value.sum(),
        "ubiquity": rows.is_specialised.cast("int64").sum(),
        "raw_concentration": (difference * difference).sum(),
        "reference_herfindahl": where(rows.value.notnull(), rows.reference * rows.reference).sum(),
    }
    if "squares" in rows.columns:
        total = rows.value.sum()
        figures["plant_herfindahl"] = ratio(rows.squares.sum(), total * total)
    table = _rounded(rows.group_by(["industry", "year"]).aggregate(**figures))
    if "squares" not in rows.columns:
        return table.drop("reference_herfindahl")
    beyond = ratio(table.raw_concentration, 1.0 - table.reference_herfindahl)
    index = ratio(beyond - table.plant_herfindahl, 1.0 - table.plant_herfindahl)
    return table.mutate(ellison_glaeser=index).drop("reference_herfindahl")


def _beside(cells: Table, side: str, other: str) -> Table:
    """Put each cell's share of its row beside the share that would be expected of it."""
    of_row = ibis.window(group_by=[side, "year"])
    known = cells.value.notnull()
    comparable = where(known, cells[f"{other}_total"]).sum().over(of_row)
    rows = cells.mutate(
        share=ratio(cells.value, cells[f"{side}_total"]),
        reference=where(known, ratio(cells[f"{other}_total"], comparable)),
    )
    rows = rows.mutate(quotient=where(rows.reference > 0, ratio(rows.share, rows.reference)))
    is_known = rows.quotient.notnull()
    in_order = ibis.window(group_by=[side, "year", is_known], order_by=["quotient", other])
    so_far = ibis.window(
        group_by=[side, "year", is_known], order_by=["quotient", other], preceding=None, following=0
    )
    return rows.mutate(place=ibis.row_number().over(in_order), curve=rows.share.sum().over(so_far))


def _unevenness(rows: Table, side: str) -> dict[str, ibis.Expr]:
    """Measure how uneven the shares of a row are, alone and beside what is expected."""
    known = rows.quotient.notnull()
    n = known.cast("int64").sum()
    place = rows.place.cast("float64") + 1.0
    share = positive(rows.share)
    herfindahl = (rows.share * rows.share).sum()
    gini = ratio(2.0 * where(known, place * rows.quotient).sum(), n * rows.quotient.sum())
    reported = rows.is_reported.cast("int64").sum()
    covered = (rows.is_reported & rows.value.notnull()).cast("int64").sum()
    area = where(known, rows.reference * (2.0 * rows.curve - rows.share)).sum()
    word = "specialisation" if side == "region" else "concentration"
    return {
        "cells_reported": reported,
        "cells_known": covered,
        "coverage": ratio(covered.cast("float64"), reported),
        "herfindahl": herfindahl,
        "equivalent_number": ratio(ibis.literal(1.0), herfindahl),
        f"krugman_{word}": (rows.share - rows.reference).abs().sum(),
        f"gini_{word}": gini - ratio(n + 1.0, n),
        f"gini_locational_{word}" if side == "industry" else f"gini_lorenz_{word}": 1.0 - area,
        f"theil_{word}": (share * positive(rows.quotient).ln()).sum(),
    }


def _rounded(table: Table) -> Table:
    """Call nothing what is nothing but the rounding of the last digit."""
    figures = [name for name in table.columns if table[name].type().is_floating()]
    clean = {
        name: ibis.ifelse(table[name].abs() < 1e-14, 0.0, table[name])
        for name in figures
        if name.startswith(("gini", "theil", "krugman", "entropy", "related", "unrelated"))
    }
    return table.mutate(**clean)


def _with_broad(rows: Table, settings: Settings, broad: Table | None) -> Table:
    """Add the share of the broad group of an industry; null where the groups are not known."""
    if broad is not None:
        rows = rows.left_join(broad.select("industry", "broad"), "industry").drop("industry_right")
    else:
        rows = rows.mutate(broad=_beginning(rows.industry, settings.broad_length))
    shares = rows.share.sum().over(ibis.window(group_by=["region", "year", "broad"]))
    return rows.mutate(broad_share=where(rows.broad.notnull(), shares))


def _beginning(code: StringColumn, length: int | None) -> StringColumn:
    return ibis.null("string") if length is None else code.substr(0, length)


def _change(cells: Table) -> Table:
    """Measure how much a region's structure moved since the year before and since the first."""
    here = ibis.window(group_by=["region", "industry"])
    first = cells.year.min().over(ibis.window(group_by=[]))
    with_first = cells.mutate(first_year=first)
    is_first: IntegerColumn = with_first.year == with_first.first_year
    with_first = with_first.mutate(value_first=where(is_first, with_first.value).max().over(here))
    rows = _paired(_paired(with_first, "before"), "first")
    both_positive = positive(rows.now_before).notnull() & positive(rows.old_before).notnull()
    speed = positive(rows.now_before).ln() - positive(rows.old_before).ln()
    whole = positive(rows.total_now_before).ln() - positive(rows.total_old_before).ln()
    moved = where(
        both_positive, ratio(rows.now_before, rows.total_now_before) * (speed - whole) ** 2
    )
    aggregated = rows.group_by(["region", "year"]).aggregate(
        year_before=rows.year_before.max(),
        structural_change=_moved(rows, "before"),
        structural_change_since_first=_moved(rows, "first"),
        lilien=moved.sum().sqrt(),
    )
    is_later = aggregated.year > cells.year.min().as_scalar()
    return aggregated.mutate(
        structural_change_since_first=where(is_later, aggregated.structural_change_since_first)
    )


def _paired(cells: Table, past: str) -> Table:
    """Keep of both times only what is known at both, with the totals of that."""
    both = cells.value.notnull() & cells[f"value_{past}"].notnull()
    here = ibis.window(group_by=["region", "year"])
    now, old = where(both, cells.value), where(both, cells[f"value_{past}"])
    return cells.mutate(
        **{
            f"now_{past}": now,
            f"old_{past}": old,
            f"total_now_{past}": now.sum().over(here),
            f"total_old_{past}": old.sum().over(here),
        }
    )


def _moved(rows: Table, past: str) -> ibis.Expr:
    share = ratio(rows[f"now_{past}"], rows[f"total_now_{past}"])
    share_old = ratio(rows[f"old_{past}"], rows[f"total_old_{past}"])
    return 0.5 * (share - share_old).abs().sum()
