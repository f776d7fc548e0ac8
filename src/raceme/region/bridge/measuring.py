"""A panel becomes the tables of a mapping run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import pyarrow as pa
from django.utils.translation import gettext as _
from ibis.expr.types import Table
from pyarrow import compute, parquet

from raceme.cores.errors import BadInput
from raceme.cores.mapping import levels, sanity
from raceme.cores.mapping.engine import Engine, engine_of
from raceme.cores.mapping.peers import nearest
from raceme.cores.mapping.values import STAR_RULES, Grouping, Settings
from raceme.cores.mapping.whole import Beside, map_panel
from raceme.region.models import LEVELS, MappingRun
from raceme.region.queries import versions_in
from raceme.vocabulary import groupings, nace

PEERS = 12
ROWS_IN_A_GROUP = 4096  # so that a region's rows are found without reading all others
# Tables that no page shows; pairs alone are as many as the square of industries.
_NOT_KEPT = {"pairs", "relatedness"}
_STEPS = 9  # tables there are, about: how far the work is


@dataclass(frozen=True, slots=True)
class Kept:
    """A table ready to be stored."""

    name: str
    row_count: int
    content: bytes


@dataclass(slots=True)
class Measured:
    """What is known of a run besides its tables; complete when all tables were asked for."""

    counts: dict[str, Any]


def measured(run: MappingRun, panel: bytes, about: Measured) -> Iterator[tuple[float, Kept]]:
    """Give one table after the other, with how far the work is. BadInput: nothing to measure."""
    engine = engine_of("duckdb")
    try:
        rows = engine.table(parquet.read_table(BytesIO(panel)))
        chosen, bounds = _chosen(engine, rows, run, about)
        industries = _codes(chosen, "industry")
        beside = Beside(bounds=bounds, groupings=_groupings(industries, run))
        settings = settings_of(run, industries)
        for step, (name, table) in enumerate(map_panel(engine, chosen, settings, beside)):
            if name in _NOT_KEPT:
                continue
            found = _without_nan(table.to_pyarrow())
            if name == "cells":
                about.counts |= _counts_of(found)
                yield 0.5, _kept("peers", _peers(found))
            yield min(0.95, 0.5 + 0.5 * (step + 1) / _STEPS), _kept(name, found)
    finally:
        engine.close()


def settings_of(run: MappingRun, industries: list[str]) -> Settings:
    """Say how a run measures: growth and dynamism over one year, sections as broad groups."""
    has_sections = all(one[:1].isalpha() and len(one) > 1 for one in industries)
    return Settings(
        stars=STAR_RULES[run.stars],
        absent_is_zero=run.absent_is_zero,
        minimum_region_size=run.minimum_region_size,
        broad_length=1 if has_sections else None,
    )


def _chosen(
    engine: Engine, panel: Table, run: MappingRun, about: Measured
) -> tuple[Table, Table | None]:
    """Set totals aside, keep one level, bound what is hidden."""
    notes = []
    lengths = {"region": run.region_length, "industry": run.industry_length}
    for side in LEVELS:
        totals = sanity.totals_among(levels.at_level(panel, lengths), side)
        if totals:
            panel = panel.filter(~panel[side].isin(totals))
            notes.append({"side": side, "codes": totals})
    bounds = levels.bounds_of(engine, panel, lengths)
    chosen = engine.keep(levels.at_level(panel, lengths))
    if not chosen.count().to_pyarrow().as_py():
        raise BadInput(_("no row is left: no code has the length asked for, or all are totals"))
    for side in LEVELS:
        if lengths[side] is None:
            levels.check_one_level(chosen, side)
    about.counts["totals"] = notes
    for name in ("nuts", "converted"):
        if name in run.dataset.counts:
            about.counts[name] = run.dataset.counts[name]
    about.counts["nuts_version"] = run.dataset.nuts_version
    return chosen, bounds


def _groupings(industries: list[str], run: MappingRun) -> tuple[Grouping, ...]:
    """Say how much of each industry belongs to each group, where both are of the same edition."""
    revision = run.dataset.nace_revision
    known = {nace.code_of(one): one for one in industries if nace.code_of(one)}
    lists = [
        (one.code, str(groupings.VERSION), one.source, one.groups)
        for one in (groupings.groupings() if revision == groupings.REVISION else ())
    ]
    for version in versions_in(run) if run.groupings else ():
        own = tuple(
            groupings.Group(one["code"], one["label"], one["label"], tuple(one["codes"]), revision)
            for one in version.groups
        )
        source = version.grouping.source
        lists.append((own_table(version.pk), str(version.number), source, own))
    found = []
    for code, number, source, groups in lists:
        weights = {
            group.code: {known[one]: share for one, share in group.shares_of(known).items()}
            for group in groups
        }
        kept = {group: shares for group, shares in weights.items() if shares}
        found.append(Grouping(code, version=number, source=source, weights=kept))
    return tuple(one for one in found if one.weights)


def own_table(version: int) -> str:
    """Name a version of an own grouping in tables and addresses."""
    return f"own_{version}"


def _counts_of(cells: pa.Table) -> dict[str, Any]:
    known = compute.sum(compute.is_valid(cells.column("value"))).as_py() or 0
    return {
        "years": sorted(set(cells.column("year").to_pylist())),
        "regions": sorted(set(cells.column("region").to_pylist())),
        "industries": sorted(set(cells.column("industry").to_pylist())),
        "cells": cells.num_rows,
        "known": known,
    }


def _peers(cells: pa.Table) -> pa.Table:
    """List for each region those of the most alike structure, in the last year."""
    last = compute.max(cells.column("year")).as_py()
    rows = cells.filter(compute.equal(cells.column("year"), last))
    regions, industries = (
        sorted(set(rows.column(side).to_pylist())) for side in ("region", "industry")
    )
    at = [{code: place for place, code in enumerate(codes)} for codes in (regions, industries)]
    matrix = np.full((len(regions), len(industries)), np.nan)
    for region, industry, value in zip(
        *(rows.column(name).to_pylist() for name in ("region", "industry", "value")), strict=True
    ):
        if value is not None:
            matrix[at[0][region], at[1][industry]] = value
    found = [
        (regions[one], rank, regions[other], overlap, last)
        for one, peers in enumerate(nearest(matrix, count=PEERS))
        for rank, (other, overlap) in enumerate(peers, start=1)
    ]
    names = ("region", "rank", "peer", "overlap", "year")
    kinds = (pa.string(), pa.int64(), pa.string(), pa.float64(), pa.int64())
    columns = list(zip(*found, strict=True)) or [()] * len(names)
    return pa.table(
        {
            name: pa.array(column, kind)
            for name, column, kind in zip(names, columns, kinds, strict=True)
        }
    )


def _codes(panel: Table, side: str) -> list[str]:
    found: list[str] = panel.select(side).distinct().to_pyarrow().column(side).to_pylist()
    return sorted(found)


def _without_nan(table: pa.Table) -> pa.Table:
    """Let unknown be nothing: nan would be a number to whoever reads the table."""
    columns = {}
    for name in table.column_names:
        column = table.column(name)
        if pa.types.is_floating(column.type):
            column = compute.if_else(compute.is_nan(column), pa.scalar(None, column.type), column)
        columns[name] = column
    return pa.table(columns)


def _kept(name: str, table: pa.Table) -> Kept:
    """Store a table region by region, so that a page reads its own part only."""
    order = [
        one for one in ("region", "group_name", "industry", "year") if one in table.column_names
    ]
    ordered = table.sort_by([(one, "ascending") for one in order]) if order else table
    target = BytesIO()
    parquet.write_table(ordered, target, compression="zstd", row_group_size=ROWS_IN_A_GROUP)
    return Kept(name, table.num_rows, target.getvalue())
