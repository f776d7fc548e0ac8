"""What follows for shares and quotients from what hidden cells can be at least and at most."""

from __future__ import annotations

import ibis
from ibis.expr.types import FloatingValue, Table

from raceme.cores.mapping.panel import ratio, where
from raceme.cores.mapping.values import KEYS

INTERVALS = (
    "location_quotient_low", "location_quotient_high", "focus_low", "focus_high",
    "size_share_low", "size_share_high",
)  # fmt: skip


def quotient_bounds(cells: Table, bounds: Table) -> Table:
    """Bound focus, size share and location quotient of every cell, known ones too.

    `cells`: complete cells. `bounds`: region, industry, year, value_low, value_high of hidden
    cells. Given: the keys and `INTERVALS`. A cell is bounded by what it can be itself and by what
    the rest of its region, of its industry and of all can be, each taken for itself: the truth is
    within, and may be in less. An end is null where nothing bounds it; a cell unknown without
    bounds leaves the ends open of all that it is part of.
    """
    known = cells.select(*KEYS, "value").left_join(bounds, list(KEYS))
    rows = known.select(
        *KEYS,
        low=ibis.coalesce(known.value, known.value_low, 0.0),
        high=ibis.coalesce(known.value, known.value_high),
    )
    rows = rows.mutate(
        region_low=rows.low.sum().over(_by("region")), region_high=_most(rows, "region"),
        industry_low=rows.low.sum().over(_by("industry")), industry_high=_most(rows, "industry"),
        all_low=rows.low.sum().over(_by()), all_high=_most(rows),
    )  # fmt: skip
    # The rest of the region (a), of the industry (b), and what is in neither (c).
    rest = rows.select(
        *KEYS, "low", "high",
        a_low=_rest(rows.region_low - rows.low), a_high=_rest(rows.region_high - rows.high),
        b_low=_rest(rows.industry_low - rows.low), b_high=_rest(rows.industry_high - rows.high),
        c_low=_rest(rows.all_low - rows.region_low - rows.industry_low + rows.low),
        c_high=_rest(rows.all_high - rows.region_high - rows.industry_high + rows.high),
    )  # fmt: skip
    return rest.select(
        *KEYS,
        location_quotient_low=_least(rest),
        location_quotient_high=_greatest(rest),
        focus_low=ratio(rest.low, rest.low + rest.a_high),
        focus_high=ratio(rest.high, rest.high + rest.a_low),
        size_share_low=ratio(rest.low, rest.low + rest.b_high),
        size_share_high=ratio(rest.high, rest.high + rest.b_low),
    )


def _least(rest: Table) -> FloatingValue:
    """Give the least quotient: at one of both ends of the cell.

    It falls with a and b, rises with c, and over the cell itself first rises, then falls.
    """
    ends = (_quotient(v, rest.a_high, rest.b_high, rest.c_low) for v in (rest.low, rest.high))
    return ibis.least(*ends)


def _greatest(rest: Table) -> FloatingValue:
    """Give the greatest quotient: at an end of the cell, or at its peak between them.

    The derivative of v (v+a+b+c) / ((v+a)(v+b)) is 0 where c v² - 2ab v - ab(a+b+c) = 0.
    """
    a, b, c = rest.a_low, rest.b_low, rest.c_high
    product = a * b
    peak = ratio(product + (product * product + product * c * (a + b + c)).sqrt(), c)
    inside = ibis.least(ibis.greatest(peak, rest.low), rest.high)
    found = ibis.greatest(*(_quotient(v, a, b, c) for v in (rest.low, inside, rest.high)))
    is_endless = (rest.low == 0) & (a == 0) & (b == 0)
    is_bounded = c.notnull() & rest.high.notnull() & ~is_endless
    return ibis.ifelse(rest.high == 0, 0.0, where(is_bounded, found))


def _quotient(
    v: FloatingValue, a: FloatingValue, b: FloatingValue, c: FloatingValue
) -> FloatingValue:
    """Give the quotient of a cell; at 0, what it comes close to if the cell is hardly above 0."""
    total = v + a + b + c
    close_to_0 = ibis.ifelse(
        a == 0, ratio(total, v + b), ibis.ifelse(b == 0, ratio(total, v + a), 0.0)
    )
    return ibis.ifelse(v > 0, ratio(v * total, (v + a) * (v + b)), close_to_0)


def _most(rows: Table, *sides: str) -> FloatingValue:
    """Add up what all can be at most; null if one of them has no end."""
    open_ends = rows.high.isnull().cast("int64").sum().over(_by(*sides))
    return where(open_ends == 0, rows.high.sum().over(_by(*sides)))


def _by(*sides: str) -> ibis.expr.builders.WindowBuilder:
    return ibis.window(group_by=[*sides, "year"])


def _rest(value: FloatingValue) -> FloatingValue:
    """Sums less their parts: rounding may leave a little less than nothing."""
    return ibis.ifelse(value < 1e-9, 0.0, value)
