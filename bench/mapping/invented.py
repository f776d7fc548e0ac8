"""Invented panels and firms, the same on every machine, in files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq


def panel(folder: Path, regions: int, industries: int, years: int) -> Path:
    """Write a long panel in which a third of the cells is 0; regions differ in size by far."""
    path = folder / f"panel-{regions}-{industries}-{years}.parquet"
    if path.exists():
        return path
    rng = np.random.default_rng(7)
    places = rng.lognormal(0, 1.5, (regions, 1))
    kinds = rng.lognormal(0, 1, (1, industries))
    base = 100 * places * kinds * rng.lognormal(0, 1.2, (regions, industries))
    region_names = np.array([f"R{code:04}" for code in range(regions)])
    industry_names = np.array([f"I{code:04}" for code in range(industries)])
    n = regions * industries
    with pq.ParquetWriter(path, _SCHEMA) as writer:
        for year in range(2000, 2000 + years):
            values = np.round(base * rng.lognormal(0, 0.2, base.shape))
            values[rng.random(base.shape) < 0.3] = 0
            columns = [
                pa.array(np.full(n, year)),
                pa.array(np.repeat(region_names, industries)),
                pa.array(np.tile(industry_names, regions)),
                pa.array(values.ravel()),
            ]
            writer.write_table(pa.table(columns, schema=_SCHEMA))
    return path


def firms(folder: Path, count: int) -> tuple[Path, Path]:
    """Write firms with their region, industry, year and jobs, as Parquet and as CSV."""
    as_parquet, as_csv = (folder / f"firms-{count}.{kind}" for kind in ("parquet", "csv"))
    if as_parquet.exists() and as_csv.exists():
        return as_parquet, as_csv
    rng = np.random.default_rng(8)
    table = pa.table(
        [
            pa.array(rng.integers(2015, 2020, count)),
            pa.array(np.array([f"R{code:04}" for code in range(300)])[rng.integers(0, 300, count)]),
            pa.array(np.array([f"I{code:04}" for code in range(600)])[rng.integers(0, 600, count)]),
            pa.array(np.ceil(rng.lognormal(1, 1.2, count))),
        ],
        schema=_SCHEMA,
    )
    pq.write_table(table, as_parquet)
    arrow_csv.write_csv(table, as_csv)
    return as_parquet, as_csv


_SCHEMA = pa.schema(
    [
        ("year", pa.int64()),
        ("region", pa.string()),
        ("industry", pa.string()),
        ("value", pa.float64()),
    ]
)
