"""Dirty statistics: what a hidden cell can be at most, and codes that changed."""

from __future__ import annotations

from collections.abc import Iterable

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from raceme.cores.errors import BadInput
from raceme.cores.mapping.panel import where
from raceme.cores.mapping.values import Step

SLACK = 1e-6


def bounded(children: Table, parents: Table, side: str) -> Table:
    """Add `value_low` and `value_high` from parents of regions (or industries): no guess.

    `children`: a panel. `parents`: region, industry, year, value of the parents, and in the
    column `child` each code on `side` that belongs to the parent. An unknown cell is between 0
    and what its parent has left; if it is the only one unknown, and all children of the parent
    are listed, it is exactly that. A known cell is both its bounds. Null: no parent is known.
    """
    listed = parents.select("child", parent=side).distinct()
    counts = listed.group_by("parent").aggregate(n_children=listed.count())
    other = "industry" if side == "region" else "region"
    known_parents = parents.filter(parents.value.notnull()).select(
        other, "year", parent=side, whole="value"
    )
    known_parents = known_parents.distinct()
    rows = children.join(listed, children[side] == listed.child).join(counts, "parent")
    rows = rows.left_join(known_parents, ["parent", other, "year"])
    rows = rows.drop(*(name for name in rows.columns if name.endswith("_right")))
    family = ibis.window(group_by=["parent", other, "year"])
    rows = rows.mutate(
        known_sum=rows.value.sum().over(family).fill_null(0.0),
        unknown=rows.value.isnull().cast("int64").sum().over(family),
        listed_here=rows.count().over(family),
    )
    # Rounded statistics may leave a little less than nothing.
    left = rows.whole - rows.known_sum
    left = ibis.ifelse(left < 0, 0.0, left)
    is_exact = (rows.unknown == 1) & (rows.listed_here == rows.n_children)
    low = ibis.ifelse(is_exact, left, where(left.notnull(), ibis.literal(0.0)))
    return rows.select(
        "region",
        "industry",
        "year",
        value_low=ibis.coalesce(rows.value, low),
        value_high=ibis.coalesce(rows.value, left),
    )


def narrowest(one: Table, other: Table) -> Table:
    """Keep of two bounds of the same cells what both allow."""
    keys = ["region", "industry", "year"]
    joined = one.outer_join(other, keys, rname="{name}_other")
    low = ibis.greatest(joined.value_low.fill_null(0.0), joined.value_low_other.fill_null(0.0))
    is_known = joined.value_low.notnull() | joined.value_low_other.notnull()
    high = ibis.least(
        ibis.coalesce(joined.value_high, joined.value_high_other),
        ibis.coalesce(joined.value_high_other, joined.value_high),
    )
    return joined.select(
        **{key: ibis.coalesce(joined[key], joined[f"{key}_other"]) for key in keys},
        value_low=where(is_known, ibis.least(low, high)),
        value_high=high,
    )


def rows_of(steps: Iterable[Step]) -> pa.Table:
    """Check a crosswalk and give it as rows. The shares of an old code must add up to 1."""
    rows = list(steps)
    added: dict[str, float] = {}
    seen: set[tuple[str, str]] = set()
    for step in rows:
        if not 0 < step.share <= 1 + SLACK:
            raise BadInput(f"crosswalk: {step.share} of {step.old} to {step.new} is no share")
        if (step.old, step.new) in seen:
            raise BadInput(f"crosswalk: {step.old} to {step.new} is there twice")
        seen.add((step.old, step.new))
        added[step.old] = added.get(step.old, 0.0) + step.share
    for old, share in added.items():
        if abs(share - 1) > 1e-3:
            raise BadInput(f"crosswalk: the shares of {old} add up to {share:.4f} and not to 1")
    return pa.table(
        {
            "old": pa.array([row.old for row in rows], pa.string()),
            "new": pa.array([row.new for row in rows], pa.string()),
            "share": pa.array([row.share for row in rows], pa.float64()),
        }
    )


def converted(panel: Table, steps: Table, side: str) -> Table:
    """Convert codes of regions or industries by a crosswalk; codes not in it stay as they are.

    A new cell to which an unknown old one gives a part is unknown: part of it is missing. Cells
    that were shared out or put together carry the flag "x" beside their own.
    """
    if side not in {"region", "industry"}:
        raise BadInput(f"only regions and industries have codes, not {side}")
    joined = panel.left_join(steps, panel[side] == steps.old)
    code = ibis.coalesce(joined.new, joined[side])
    is_changed = joined.new.notnull() & ((joined.share < 1 - SLACK) | (joined.new != joined[side]))
    share = joined.share.fill_null(1.0)
    other = "industry" if side == "region" else "region"
    rows = joined.select(
        other,
        "year",
        "flag",
        code=code,
        is_changed=is_changed.cast("int64"),
        value=joined.value * share,
        output=joined.output * share,
        units=joined.units * share,
    )
    added = rows.group_by([other, "year", "code"]).aggregate(
        **{
            name: ibis.ifelse(
                rows[name].isnull().cast("int64").sum() > 0, ibis.null("float64"), rows[name].sum()
            )
            for name in ("value", "output", "units")
        },
        flag=rows.flag.max(),
        changed=rows.is_changed.max(),
    )
    flag = ibis.ifelse(added.changed > 0, added.flag.fill_null("") + "x", added.flag)
    return added.select("value", "output", "units", other, "year", flag=flag, **{side: added.code})
