"""All tables of a panel: `map_panel`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import ibis
import numpy as np
import pyarrow as pa
from ibis.expr.types import Table

from raceme.cores.mapping import complexity, groups, matrices, shifts
from raceme.cores.mapping.cells import STARS, cell_figures, cluster_indices
from raceme.cores.mapping.engine import Engine
from raceme.cores.mapping.intervals import INTERVALS, quotient_bounds
from raceme.cores.mapping.matrices import Long, Year
from raceme.cores.mapping.panel import complete, conformed
from raceme.cores.mapping.renewal import Renewal, renewal
from raceme.cores.mapping.structure import industry_figures, region_figures
from raceme.cores.mapping.values import KEYS, Grouping, Settings

CELL_COLUMNS = (
    *KEYS, "location_quotient", "value", "value_low", "value_high", "flag", "focus", "size_share",
    "region_total", "industry_total", "year_total", "growth", "dynamism", "relative_productivity",
    "is_specialised", "is_small", "stars", *STARS, "relatedness_density", "outlook_gain",
    "cluster_index", *INTERVALS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """What a panel may come with: bounds of unknown cells, places, broad groups, groupings."""

    bounds: Table | None = None  # region, industry, year, value_low, value_high
    places: Table | None = None  # region, area, population
    broad: Table | None = None  # industry, broad
    groupings: tuple[Grouping, ...] = ()


@dataclass(slots=True)
class _Matrices:
    """What is kept of each year while the next is measured."""

    regions: list[pa.Table] = field(default_factory=list)
    industries: list[pa.Table] = field(default_factory=list)
    renewals: list[Renewal] = field(default_factory=list)
    last: tuple[Long, Year] | None = None

    def keep(self, long: Long, year: Year, strength: complexity.Fitness) -> None:
        """Keep the figures of both sides, and what came and went since the year before."""
        self.regions.append(
            pa.table(
                {
                    "region": long.region_names.take(pa.array(year.regions)),
                    "year": np.full(year.regions.size, year.year, dtype=np.int64),
                    "complexity": year.complexity.regions,
                    "outlook": year.opportunities.outlook,
                    "fitness": strength.regions,
                }
            )
        )
        self.industries.append(
            pa.table(
                {
                    "industry": long.industry_names.take(pa.array(year.industries)),
                    "year": np.full(year.industries.size, year.year, dtype=np.int64),
                    "complexity": year.complexity.industries,
                    "fitness_complexity": strength.industries,
                }
            )
        )
        if self.last is not None:
            self.renewals.append(renewal(self.last[1], year))
        self.last = (long, year)


def map_panel(
    engine: Engine, panel: Table, settings: Settings, beside: Beside | None = None
) -> Iterator[tuple[str, Table]]:
    """Give one table after the other, with its name; the cells first.

    `panel`: one row a cell, checked (see `sanity`). Tables are computed when they are read.
    """
    beside = beside or Beside()
    panel = engine.keep(_with_squares(panel))
    cells = engine.keep(cell_figures(engine.keep(complete(panel, settings)), settings))
    found = _Matrices()
    related = engine.pour(_measured(panel, settings, found))
    yield "cells", _cells(cells, related, beside)
    yield (
        "regions",
        _joined(region_figures(cells, settings, beside.broad), engine, found.regions, "region"),
    )
    yield "industries", _joined(industry_figures(cells), engine, found.industries, "industry")
    if related is not None and found.last is not None:
        yield "relatedness", related.select(
            *KEYS, "location_quotient", "is_specialised", "relatedness_density", "outlook_gain",
            "industry_complexity",
        ).order_by(*reversed(KEYS))  # fmt: skip
        yield "pairs", engine.table(_pairs(*found.last))
    if found.renewals and found.last is not None:
        names = found.last[0]
        events = pa.concat_tables(_events(names, one) for one in found.renewals)
        yield "renewal", engine.table(events)
        yield "renewal_years", engine.table(_renewal_years(found.renewals))
    yield from _shifts(engine, cells)
    for grouping in beside.groupings:
        weights = engine.table(groups.rows_of(grouping))
        yield (
            f"groups_{grouping.name}",
            groups.group_figures(cells, weights).order_by("year", "region", "group_name"),
        )


def _with_squares(panel: Table) -> Table:
    """Give a panel its types; firms bring the sum of their squared sizes along."""
    typed = conformed(panel)
    if "squares" not in panel.columns:
        return typed
    return panel.select(*typed.columns, "squares")


def _cells(cells: Table, related: Table | None, beside: Beside) -> Table:
    """Give the cells that have a row in the panel, in order."""
    rows = cells.filter(cells.is_reported)
    if related is not None:
        rows = _beside(rows, related.select(*KEYS, "relatedness_density", "outlook_gain"))
    else:
        rows = rows.mutate(
            relatedness_density=ibis.null("float64"), outlook_gain=ibis.null("float64")
        )
    if beside.bounds is not None:
        rows = _beside(rows, beside.bounds)
        rows = _beside(rows, quotient_bounds(cells, beside.bounds))
    else:
        rows = rows.mutate(value_low=rows.value, value_high=rows.value)
        rows = rows.mutate(**{name: ibis.null("float64") for name in INTERVALS})
    rows = rows.mutate(
        value_low=ibis.coalesce(rows.value_low, rows.value),
        value_high=ibis.coalesce(rows.value_high, rows.value),
    )
    if beside.places is not None:
        rows = _beside(rows, cluster_indices(cells, beside.places))
    else:
        rows = rows.mutate(cluster_index=ibis.null("float64"))
    return rows.select(*CELL_COLUMNS).order_by("year", "region", "industry")


def _beside(rows: Table, more: Table) -> Table:
    joined = rows.left_join(more, list(KEYS))
    return joined.drop(*(name for name in joined.columns if name.endswith("_right")))


def _joined(figures: Table, engine: Engine, found: list[pa.Table], side: str) -> Table:
    """Put what the matrices say of a side beside its figures."""
    if found:
        more = engine.table(pa.concat_tables(found))
        figures = figures.left_join(more, [side, "year"])
        figures = figures.drop(*(name for name in figures.columns if name.endswith("_right")))
    return figures.relocate(side, "year").order_by("year", side)


def _measured(panel: Table, settings: Settings, found: _Matrices) -> Iterator[pa.Table]:
    """Measure year by year; the rows of a year are given away, what is small is kept."""
    for long, year in matrices.streamed(panel, settings):
        if not year.regions.size:
            continue
        strength = complexity.fitness(year.strong, rounds=settings.fitness_rounds)
        found.keep(long, year, strength)
        yield matrices.as_rows(long, year)


def _pairs(long: Long, year: Year) -> pa.Table:
    """Give the proximity of each two industries, once, in the last year; pairs of 0 left out."""
    near = np.nan_to_num(complexity.proximity(year.strong), nan=0.0)
    one, other = np.nonzero(np.triu(near, k=1))
    names = long.industry_names.take(pa.array(year.industries))
    return pa.table(
        {
            "industry_a": names.take(pa.array(one)),
            "industry_b": names.take(pa.array(other)),
            "year": np.full(one.size, year.year, dtype=np.int64),
            "proximity": near[one, other],
        }
    )


def _events(long: Long, one: Renewal) -> pa.Table:
    """Give the specialisations that came or went, with the density they had before."""
    rows, columns = np.nonzero(one.entered | one.left)
    came = one.entered[rows, columns]
    return pa.table(
        {
            "region": long.region_names.take(pa.array(one.regions[rows])),
            "industry": long.industry_names.take(pa.array(one.industries[columns])),
            "year_before": np.full(rows.size, one.year_before, dtype=np.int64),
            "year": np.full(rows.size, one.year, dtype=np.int64),
            "event": pa.array(np.where(came, "entry", "exit").astype(object), pa.string()),
            "density_before": one.density_before[rows, columns],
        }
    )


def _renewal_years(renewals: list[Renewal]) -> pa.Table:
    return pa.table(
        {
            "year_before": np.array([one.year_before for one in renewals], dtype=np.int64),
            "year": np.array([one.year for one in renewals], dtype=np.int64),
            "entries": np.array([one.entered.sum() for one in renewals], dtype=np.int64),
            "exits": np.array([one.left.sum() for one in renewals], dtype=np.int64),
            "entry_auc": np.array([one.entry_auc for one in renewals]),
            "exit_auc": np.array([one.exit_auc for one in renewals]),
        }
    )


def _shifts(engine: Engine, cells: Table) -> Iterator[tuple[str, Table]]:
    """Give shift-share step by step, and by region: classic (ends only) and dynamic (all steps)."""
    years = sorted(cells.select("year").distinct().to_pyarrow().column("year").to_pylist())
    if len(years) < 2:
        return
    steps = engine.keep(shifts.shift_share(cells))
    yield "shift_share", steps.order_by("year", "region", "industry")
    ends: Mapping[str, Table] = {
        "classic": shifts.shift_share(shifts.between(cells, years[0], years[-1])),
        "dynamic": steps,
    }
    parts = [shifts.of_regions(effects, method) for method, effects in ends.items()]
    yield "shift_share_regions", ibis.union(*parts).order_by("method", "region")
