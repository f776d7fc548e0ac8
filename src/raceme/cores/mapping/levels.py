"""Codes of several levels in one panel (AT, AT1, AT11; C, C10): choose one, use the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyarrow as pa
from ibis.expr.types import Table

from raceme.cores.errors import BadInput
from raceme.cores.mapping.engine import Engine
from raceme.cores.mapping.revision import bounded, narrowest

SIDES = ("region", "industry")


def parents_among(codes: Iterable[str]) -> dict[str, str]:
    """Give for each code the longest other code that it begins with, where there is one."""
    known = set(codes)
    parents = {}
    for code in known:
        beginnings = (code[:length] for length in range(len(code) - 1, 0, -1))
        parent = next((one for one in beginnings if one in known), None)
        if parent is not None:
            parents[code] = parent
    return parents


def check_one_level(panel: Table, side: str) -> None:
    """Refuse a panel in which some codes contain others: everything would count twice.

    They do if codes begin with codes, and hardly any parent has less than its children.
    """
    totals = panel.group_by(side).aggregate(amount=panel.value.sum())
    amounts: dict[str, float] = {
        row[side]: row["amount"] for row in totals.to_pyarrow().to_pylist() if row["amount"]
    }
    parents = parents_among(amounts)
    if not is_nested(amounts, parents):
        return
    child, parent = min(parents.items())
    lengths: dict[int, int] = defaultdict(int)
    for code in amounts:
        lengths[len(code)] += 1
    there = ", ".join(f"{length} ({count} codes)" for length, count in sorted(lengths.items()))
    raise BadInput(
        f"the {side} codes are of several levels ({child} is part of {parent}) and would count"
        f" twice; choose one level with --{side}-length; there are codes of the lengths {there}"
    )


def is_nested(amounts: Mapping[str, float], parents: Mapping[str, str]) -> bool:
    """Tell whether codes that begin with others are parts of them, by what they amount to."""
    shortest = min((len(code) for code in amounts), default=0)
    longer = [code for code in amounts if len(code) > shortest]
    if not parents or len(parents) < 0.5 * len(longer):
        return False
    added: dict[str, float] = defaultdict(float)
    for child, parent in parents.items():
        added[parent] += amounts[child]
    fitting = sum(amount <= 1.02 * amounts[parent] for parent, amount in added.items())
    return fitting >= 0.8 * len(added)


def at_level(panel: Table, lengths: Mapping[str, int | None]) -> Table:
    """Keep the codes of the lengths asked for."""
    for side, length in lengths.items():
        if length is not None:
            panel = panel.filter(panel[side].length() == length)
    return panel


def bounds_of(engine: Engine, panel: Table, lengths: Mapping[str, int | None]) -> Table | None:
    """Bound the unknown cells of the chosen level by the levels above it; None if there is none."""
    found: Table | None = None
    children = at_level(panel, lengths)
    for side in SIDES:
        length = lengths.get(side)
        if length is None:
            continue
        codes = panel.select(side).distinct().to_pyarrow().column(side).to_pylist()
        pairs = [
            (child, parent)
            for child, parent in parents_among(codes).items()
            if len(child) == length
        ]
        if not pairs:
            continue
        listed = engine.table(
            pa.table({"child": [one for one, _ in pairs], "parent": [other for _, other in pairs]})
        )
        others = {one: lengths.get(one) for one in SIDES if one != side}
        rows = at_level(panel, others).join(listed, panel[side] == listed.parent)
        bound = engine.keep(
            bounded(children, rows.select("region", "industry", "year", "value", "child"), side)
        )
        found = bound if found is None else engine.keep(narrowest(found, bound))
    return found
