"""A panel year by year as arrays, and what the matrix methods say of it as rows.

Only one year is in memory as a matrix; what is given back are Arrow tables of one year each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

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


def long_of(table: pa.Table) -> Long:
    """Take a long table (region, industry, year, value) apart, without copying more than needed."""
    regions, region_names = _coded(table.column("region"))
    industries, industry_names = _coded(table.column("industry"))
    values = np.array(table.column("value").cast(pa.float64()).fill_null(np.nan), dtype=float)
    if np.isinf(values).any() or (values < 0).any():
        raise BadInput("values must be finite and not negative")
    years = np.asarray(table.column("year").cast(pa.int64()))
    return Long(region_names, industry_names, regions, industries, years, values)


def years_of(long: Long, settings: Settings) -> Iterator[Year]:
    """Measure one year after the other; regions and industries without anything are left out.

    A region below the minimum size is left out as well.
    """
    order: NDArray[np.intp] | None = None
    if (np.diff(long.years) < 0).any():
        order = np.argsort(long.years, kind="stable")
    years = long.years if order is None else long.years[order]
    starts = np.flatnonzero(np.diff(years, prepend=years[0] - 1 if years.size else 0))
    for start, stop in zip(starts, [*starts[1:], years.size], strict=True):
        rows = slice(start, stop) if order is None else order[start:stop]
        yield _measured(long, rows, int(years[start]), settings)


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
    n_regions, n_industries = year.strong.shape
    regions = pa.DictionaryArray.from_arrays(
        np.repeat(year.regions, n_industries), long.region_names
    )
    industries = pa.DictionaryArray.from_arrays(
        np.tile(year.industries, n_regions), long.industry_names
    )
    found = year.opportunities
    of_regions = {
        "diversity": year.strong.sum(axis=1),
        "complexity": year.complexity.regions,
        "outlook": found.outlook,
    }
    of_industries = {
        "ubiquity": year.strong.sum(axis=0),
        "industry_complexity": year.complexity.industries,
    }
    columns = {
        "region": regions,
        "industry": industries,
        "year": np.full(n_regions * n_industries, year.year, dtype=np.int32),
        "location_quotient": year.quotients.ravel(),
        "is_specialised": year.strong.ravel(),
        "relatedness_density": found.density.ravel(),
        "outlook_gain": found.gain.ravel(),
        **{name: np.repeat(one, n_industries) for name, one in of_regions.items()},
        **{name: np.tile(one, n_regions) for name, one in of_industries.items()},
    }
    return pa.table(columns)


def complexity_table(table: pa.Table, settings: Settings | None = None) -> pa.Table:
    """Measure a long table (region, industry, year, value): one row per region, industry, year."""
    settings = settings or Settings()
    long = long_of(table)
    parts = [as_rows(long, year) for year in years_of(long, settings)]
    if not parts:
        raise BadInput("the panel is empty")
    return pa.concat_tables(parts)


def _coded(column: pa.ChunkedArray) -> tuple[Codes, pa.Array]:
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    coded = column.unify_dictionaries().combine_chunks()
    if isinstance(coded, pa.ChunkedArray):  # an empty column
        raise BadInput("the panel is empty")
    if coded.null_count:
        raise BadInput("a row has no region or no industry")
    names = coded.dictionary
    order = np.argsort(np.asarray(names.cast(pa.string()).to_numpy(zero_copy_only=False)))
    place = np.empty(len(names), dtype=np.int32)
    place[order] = np.arange(len(names), dtype=np.int32)
    return place[np.asarray(coded.indices)], names.take(pa.array(order))
