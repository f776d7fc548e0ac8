"""A panel year by year as arrays, and what the matrix methods say of it as rows.

Only one year is in memory as a matrix; what is given back are Arrow tables of one year each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from ibis.expr.types import Table
from numpy.typing import NDArray
from pyarrow import compute
from threadpoolctl import ThreadpoolController

from raceme.cores.errors import BadInput
from raceme.cores.mapping import complexity as method
from raceme.cores.mapping.values import Settings

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Year:
    """One year: regions x industries, and all that is computed from who is strong in what."""

    year: int
    regions: Codes  # places in the list of all regions; only those with anything known
    industries: Codes
    quotients: Floats
    strong: Bools
    complexity: method.Complexity
    opportunities: method.Opportunities


@dataclass(frozen=True, slots=True, eq=False)
class Long:
    """A panel as columns: places of codes in lists, years, values (nan unknown)."""

    region_names: pa.Array
    industry_names: pa.Array
    regions: Codes
    industries: Codes
    years: NDArray[np.int64]
    values: Floats


Names = tuple[pa.Array, pa.Array]


def long_of(table: pa.Table, names: Names | None = None) -> Long:
    """Take a long table (region, industry, year, value) apart, without copying more than needed.

    `names`: all regions and all industries in order, where the table is a part of a panel.
    """
    of_regions, of_industries = names or (None, None)
    regions, region_names = _coded(table.column("region"), of_regions)
    industries, industry_names = _coded(table.column("industry"), of_industries)
    values = np.asarray(table.column("value").cast(pa.float64()).fill_null(np.nan), dtype=float)
    if np.isinf(values).any() or (values < 0).any():
        raise BadInput("values must be finite and not negative")
    years = np.asarray(table.column("year").cast(pa.int64()))
    return Long(region_names, industry_names, regions, industries, years, values)


def streamed(panel: Table, settings: Settings) -> Iterator[tuple[Long, Year]]:
    """Fetch and measure one year of an Ibis panel after the other; places mean the same in all."""
    names = (_names(panel, "region"), _names(panel, "industry"))
    years = sorted(panel.select("year").distinct().to_pyarrow().column("year").to_pylist())
    for one in years:
        rows = panel.filter(panel.year == one).select("region", "industry", "year", "value")
        long = long_of(rows.to_pyarrow(), names)
        for year in years_of(long, settings):
            yield long, year


def _names(panel: Table, side: str) -> pa.Array:
    found = panel.select(side).distinct().to_pyarrow().column(side).to_pylist()
    return pa.array(sorted(found), pa.string())


def years_of(long: Long, settings: Settings) -> Iterator[Year]:
    """Measure one year after the other; regions and industries without anything are left out.

    A region below the minimum size is left out as well.
    """
    order: NDArray[np.intp] | None = None
    if (np.diff(long.years) < 0).any():
        order = np.argsort(long.years, kind="stable")
    years = long.years if order is None else long.years[order]
    starts = np.flatnonzero(np.diff(years, prepend=years[0] - 1 if years.size else 0))
    algebra = ThreadpoolController()
    for start, stop in zip(starts, [*starts[1:], years.size], strict=True):
        rows = slice(start, stop) if order is None else order[start:stop]
        # Threads of linear algebra wait for each other by spinning: with matrices of this size that
        # costs more than it brings, and many times as much on a machine that others use too.
        with algebra.limit(limits=1, user_api="blas"):
            measured = _measured(long, rows, int(years[start]), settings)
        yield measured


def _measured(long: Long, rows: slice | NDArray[np.intp], year: int, settings: Settings) -> Year:
    shape = (len(long.region_names), len(long.industry_names))
    matrix = np.zeros(shape)
    # Unknown cells add nothing and are strong in nothing; coverage says how many there are.
    matrix[long.regions[rows], long.industries[rows]] = np.nan_to_num(long.values[rows], nan=0.0)
    by_region = matrix.sum(axis=1)
    here = np.flatnonzero((by_region > 0) & (by_region >= settings.minimum_region_size))
    there = np.flatnonzero(matrix[here].sum(axis=0) > 0)
    quotients = method.location_quotients(matrix[np.ix_(here, there)])
    strong = method.specialised(quotients, cutoff=settings.cutoff)
    measured = method.complexity(strong)
    return Year(
        year,
        here.astype(np.int32),
        there.astype(np.int32),
        quotients,
        strong,
        measured,
        method.opportunities(strong, measured=measured),
    )


def as_rows(long: Long, year: Year) -> pa.Table:
    """Give a year as one row per region and industry, also those without activity."""
    rows = _Rows(year.strong.size)
    rows.put(year)
    return rows.table(long)


def complexity_table(table: pa.Table, settings: Settings | None = None) -> pa.Table:
    """Measure a long table (region, industry, year, value): one row per region, industry, year.

    Each figure is written once, where it stays: the table is all that is held besides one year.
    """
    long = long_of(table)
    most = np.unique(long.years).size * len(long.region_names) * len(long.industry_names)
    rows = _Rows(most)
    for year in years_of(long, settings or Settings()):
        rows.put(year)
    return rows.table(long)


class _Rows:
    """Columns with room for a number of rows; what is not used costs no memory."""

    KINDS: Mapping[str, type[np.generic]] = {
        "region": np.int32,
        "industry": np.int32,
        "year": np.int32,
        "location_quotient": np.float64,
        "is_specialised": np.bool_,
        "relatedness_density": np.float64,
        "outlook_gain": np.float64,
        "diversity": np.int32,
        "ubiquity": np.int32,
        "complexity": np.float64,
        "outlook": np.float64,
        "industry_complexity": np.float64,
    }

    def __init__(self, room: int) -> None:
        self._used = 0
        self._columns = {name: np.empty(room, dtype=kind) for name, kind in self.KINDS.items()}

    def put(self, year: Year) -> None:
        """Write the rows of a year behind the others."""
        n_regions, n_industries = year.strong.shape
        place = slice(self._used, self._used + n_regions * n_industries)
        self._used = place.stop
        figures = {
            "region": year.regions[:, None],
            "industry": year.industries[None, :],
            "year": year.year,
            "location_quotient": year.quotients,
            "is_specialised": year.strong,
            "relatedness_density": year.opportunities.density,
            "outlook_gain": year.opportunities.gain,
            "diversity": year.strong.sum(axis=1)[:, None],
            "ubiquity": year.strong.sum(axis=0)[None, :],
            "complexity": year.complexity.regions[:, None],
            "outlook": year.opportunities.outlook[:, None],
            "industry_complexity": year.complexity.industries[None, :],
        }
        for name, figure in figures.items():
            self._columns[name][place].reshape(year.strong.shape)[...] = figure

    def table(self, long: Long) -> pa.Table:
        """Give what was written, without copying it."""
        columns: dict[str, object] = {
            name: column[: self._used] for name, column in self._columns.items()
        }
        for side, names in (("region", long.region_names), ("industry", long.industry_names)):
            columns[side] = pa.DictionaryArray.from_arrays(pa.array(columns[side]), names)
        return pa.table(columns)


def _coded(column: pa.ChunkedArray, names: pa.Array | None) -> tuple[Codes, pa.Array]:
    """Give the place of each code in the list of all codes, in order, and the list."""
    if column.null_count:
        raise BadInput("a row has no region or no industry")
    if names is not None:
        places = compute.index_in(column.cast(pa.string()), value_set=names)
        return np.asarray(places).astype(np.int32, copy=False), names
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    if not len(column):
        raise BadInput("the panel is empty")
    coded = column.unify_dictionaries()
    found = coded.chunk(0).dictionary.cast(pa.string())
    order = compute.sort_indices(found)
    place = np.empty(len(found), dtype=np.int32)
    place[np.asarray(order)] = np.arange(len(found), dtype=np.int32)
    parts = [place[np.asarray(chunk.indices)] for chunk in coded.chunks]
    return parts[0] if len(parts) == 1 else np.concatenate(parts), found.take(order)
