"""One measurement in a process of its own, so that its peak of memory is its own.

python bench/mapping/once.py WHAT FILE  -> a line of JSON: seconds, of processor, peak in MB.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "src")]

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from raceme.cores.mapping.cells import location_quotients
from raceme.cores.mapping.matrices import as_rows, complexity_table, long_of, years_of
from raceme.cores.mapping.matrices import streamed as measured_years
from raceme.cores.mapping.panel import cells_of_firms, conformed
from raceme.cores.mapping.values import Settings

NAMES = {"time": "year", "loc": "region", "prod": "industry", "val": "value"}


def ours(frame: pd.DataFrame) -> object:
    """To the long frame of the peers: from a frame to a frame."""
    table = complexity_table(pa.Table.from_pandas(frame, preserve_index=False))
    return table.to_pandas(split_blocks=True, self_destruct=True)


def ours_as_arrays(frame: pd.DataFrame) -> object:
    """The same figures as matrices of one year each; nothing is put into rows."""
    long = long_of(pa.Table.from_pandas(frame, preserve_index=False))
    return sum(float(year.opportunities.density[0, 0]) for year in years_of(long, Settings()))


def ecomplexity(frame: pd.DataFrame) -> object:
    """Without its check of log-supermodularity, which we do not have either."""
    from ecomplexity import ecomplexity as measure

    return measure(frame, NAMES, verbose=False, check_logsupermodularity=False)


def economic_complexity(frame: pd.DataFrame) -> object:
    """The same figures, year by year, put into a long frame."""
    import economic_complexity as peer

    parts = []
    for year, rows in frame.groupby("year"):
        wide = rows.pivot_table(index="region", columns="industry", values="value", fill_value=0)
        quotients = peer.rca(wide)
        near = _near(quotients)
        eci, pci = peer.complexity(quotients)
        figures = {
            "rca": quotients,
            "density": peer.relatedness(quotients, proximities=near),
            "gain": peer.opportunity_gain(quotients, pci=pci, proximities=near),
        }
        part = pd.DataFrame({name: one.stack() for name, one in figures.items()}).reset_index()
        part["eci"], part["pci"] = part["region"].map(eci), part["industry"].map(pci)
        part["year"] = year
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def streamed(path: Path, out: Path) -> None:
    """The same rows from file to file; only one year is in memory."""
    panel = ibis.duckdb.connect(threads=2).read_parquet(str(path))
    writer = None
    for long, year in measured_years(panel, Settings()):
        rows = as_rows(long, year)
        writer = writer or pq.ParquetWriter(out, rows.schema)
        writer.write_table(rows)
    if writer is not None:
        writer.close()


def _near(quotients: pd.DataFrame) -> pd.DataFrame:
    """Its `proximity`, whose last line (a diagonal of 0) pandas 3 forbids: the same, and that."""
    strong = quotients.ge(1).astype(int)
    ubiquity = strong.sum(axis=0).to_numpy().reshape(1, -1)
    near = strong.T.dot(strong) / np.maximum(ubiquity, ubiquity.T)
    values = near.to_numpy(copy=True)
    np.fill_diagonal(values, 0)
    return pd.DataFrame(values, index=near.index, columns=near.columns)


MATRICES: dict[str, Callable[[pd.DataFrame], object]] = {
    "raceme": ours,
    "raceme-arrays": ours_as_arrays,
    "ecomplexity": ecomplexity,
    "economic-complexity": economic_complexity,
}

BY_HAND = """
copy (
  with cells as (
    select region, industry, year, sum(value) as value
    from {source} group by region, industry, year
  )
  select region, industry, year, value,
    (value / nullif(sum(value) over (partition by region, year), 0))
    / nullif(sum(value) over (partition by industry, year)
             / nullif(sum(value) over (partition by year), 0), 0) as location_quotient
  from cells
) to '{out}' (format parquet)
"""


def firms_by_hand(path: Path, out: Path) -> None:
    connection = ibis.duckdb.connect()
    reader = "read_parquet" if path.suffix == ".parquet" else "read_csv"
    connection.raw_sql(BY_HAND.format(source=f"{reader}('{path}')", out=out))


def firms_by_ibis(path: Path, out: Path) -> None:
    connection = ibis.duckdb.connect()
    read = connection.read_parquet if path.suffix == ".parquet" else connection.read_csv
    location_quotients(cells_of_firms(conformed(read(str(path))), counted=False)).to_parquet(out)


FILES = {
    "raceme-streamed": streamed,
    "firms-raceme": firms_by_ibis,
    "firms-sql": firms_by_hand,
}


def main() -> None:
    what, path = sys.argv[1], Path(sys.argv[2])
    warnings.simplefilter("ignore")
    if what in FILES:
        work = FILES[what]
        out = path.with_name(f"out-{what}.parquet")
        began, used = time.perf_counter(), time.process_time()
        work(path, out)
    else:
        frame = pd.read_parquet(path)
        began, used = time.perf_counter(), time.process_time()
        MATRICES[what](frame)
    wall, processor = time.perf_counter() - began, time.process_time() - used
    print(json.dumps({"wall": wall, "processor": processor, "peak_mb": peak_mb()}))


def peak_mb() -> float:
    """Give the peak of this programme; `getrusage` alone would count whoever started it as well."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (peak,) = (row.split()[1] for row in status.read_text().splitlines() if row[:6] == "VmHWM:")
    return int(peak) / 1024


if __name__ == "__main__":
    main()
