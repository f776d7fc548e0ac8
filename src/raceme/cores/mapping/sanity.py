"""Refuse a panel that makes no sense, with the row and what to do; make the rest numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis
from ibis.expr.types import BooleanValue, Table

from raceme.cores.errors import BadInput

MEASURES = ("value", "output", "units")
TOTAL_NAMES = ("total", "_t", "tot", "all", "totals", "insgesamt", "total - all nace activities")


def as_panel(read: Table) -> Table:
    """Turn the texts that were read into numbers; what is none becomes null."""
    return read.select(
        "row",
        region=read.region,
        industry=read.industry,
        year=read.year.try_cast("int64"),
        flag=read.flag,
        **{name: read[name].try_cast("float64") for name in MEASURES},
    )


def check(read: Table, *, rows_are_firms: bool = False) -> int:
    """Refuse the first row that makes no sense; give the number of rows.

    Not refused: unknown values, zeros, regions without anything, gaps.
    """
    faults = _faults(read)
    counted = _one(
        read.aggregate(
            rows=read.count(),
            known=read.value.count(),
            **{name: fault.cast("int64").sum() for name, fault in faults.items()},
        )
    )
    if not counted["rows"]:
        raise BadInput("the panel has no row")
    for name in faults:
        if counted[name]:
            raise BadInput(_told(name, read, counted[name]))
    if not rows_are_firms:
        _check_once(read)
    if not counted["known"]:
        raise BadInput("no row has a value")
    return int(counted["rows"])


def _faults(read: Table) -> dict[str, BooleanValue]:
    """Name what can be wrong with a row; asked of the texts, so that each is read once."""
    year = read.year.try_cast("int64")
    faults = {
        "no_region": (read.region == ""),
        "no_industry": (read.industry == ""),
        "no_year": year.isnull() | (year < 1) | (year > 9999),
    }
    for name in MEASURES:
        number = read[name].try_cast("float64")
        unreadable = read[name].notnull() & (number.isnull() | number.isnan() | number.isinf())
        faults[f"no_number_{name}"] = unreadable.fill_null(False)
        faults[f"negative_{name}"] = (number < 0).fill_null(False)
    return faults


def _told(fault: str, read: Table, count: int) -> str:
    panel_of_texts = read.mutate(**{"is_wrong": _faults(read)[fault]})
    row = _one(panel_of_texts.filter("is_wrong").order_by("row").limit(1).drop("is_wrong"))
    place = _place(row)
    kind, _, measure = fault.rpartition("_")
    shown = row.get(measure)
    sentences = {
        "no_region": f"{place} has no region; fill it in, or leave the row out",
        "no_industry": f"{place} has no industry; fill it in, or leave the row out",
        "no_year": f"{place}: {row['year'] or 'nothing'!r} is no year; give whole years, one a row",
        "no_number": f"{place}: {shown!r} is no number ({measure}); write 1234.5, or leave it empty"
        " if it is not known",
        "negative": f"{place}: {shown} is negative ({measure}); correct it, or leave it empty if it"
        " is not known",
    }
    more = f" ({count} such rows)" if count > 1 else ""
    return sentences.get(fault, sentences.get(kind, fault)) + more


def _check_once(read: Table) -> None:
    """Refuse two rows of one cell: added up or not, one of both would be wrong."""
    keys = [read.region, read.industry, read.year]
    twice = read.group_by(keys).aggregate(
        times=read.count(), first=read.row.min(), last=read.row.max()
    )
    twice = twice.filter(twice.times > 1).order_by("first").limit(1)
    found = twice.to_pyarrow().to_pylist()
    if not found:
        return
    row = found[0]
    rows = f"rows {row['first']} and {row['last']}: " if row["last"] else ""
    raise BadInput(
        f"{rows}region {row['region']}, industry {row['industry']}, {row['year']} is there"
        f" {row['times']} times; keep one row, choose rows with --only COLUMN=VALUE, or say --firms"
        " if each row is a firm and they are to be added up"
    )


def _place(row: Mapping[str, Any]) -> str:
    where = (
        f"region {row['region'] or '?'}, industry {row['industry'] or '?'}, {row['year'] or '?'}"
    )
    return f"row {row['row']} ({where})" if row["row"] else where


def _one(table: Table) -> dict[str, Any]:
    (row,) = table.to_pyarrow().to_pylist()
    return dict(row)


def totals_among(panel: Table, side: str) -> list[str]:
    """Name the codes on one side that are the sum of all others, and would count all twice.

    By name, or because their value is the sum of the others wherever it is known: in all years,
    for at least three codes, within 0.5 %.
    """
    other = "industry" if side == "region" else "region"
    of_cell = ibis.window(group_by=[other, "year"])
    rows = panel.mutate(
        all_here=panel.value.sum().over(of_cell), known_here=panel.value.count().over(of_cell)
    )
    rows = rows.filter(rows.value.notnull() & (rows.all_here > 0) & (rows.known_here >= 4))
    rest = rows.all_here - rows.value
    is_sum = (rows.value - rest).abs() <= 0.005 * rows.value
    asked = rows.group_by(side).aggregate(
        cells=rows.count(), equal=is_sum.cast("int64").sum(), amount=rows.value.sum()
    )
    by_sum = asked.filter(
        (asked.equal >= 0.95 * asked.cells) & (asked.amount > 0) & (asked.cells >= 2)
    )
    named = panel.filter(panel[side].lower().isin(TOTAL_NAMES)).select(side).distinct()
    codes = {row[side] for row in by_sum.select(side).to_pyarrow().to_pylist()}
    codes |= {row[side] for row in named.to_pyarrow().to_pylist()}
    return sorted(codes)
