"""Make the example panel: persons employed by region and industry, in Eurostat's own form.

    python examples/europe/make.py eurostat_sbs_nuts2_2008_2013.csv.gz examples/europe

The source is a long table (geo, nace_r2, year, persons_employed, persons_employed_flag); where it
comes from stands in README.md. Same input, same bytes.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import defaultdict
from pathlib import Path

NAME = "sbs_persons_employed_2008_2013.tsv.gz"
YEARS = tuple(str(year) for year in range(2008, 2014))


def main(source: Path, to: Path) -> int:
    """Fold years into columns; a cell is a number with its flags, or a colon where unknown."""
    cells: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            value, flags = row["persons_employed"] or ":", row["persons_employed_flag"]
            cells[row["nace_r2"], row["geo"]][row["year"]] = f"{value} {flags}".strip()
    lines = ["nace_r2,geo\\time\t" + "\t".join(f"{year} " for year in YEARS)]
    for (industry, region), known in sorted(cells.items()):
        values = "\t".join(f"{known.get(year, ':')} " for year in YEARS)
        lines.append(f"{industry},{region}\t{values}")
    content = "\n".join(lines) + "\n"
    packed = gzip.compress(content.encode(), 9, mtime=0)
    (to / NAME).write_bytes(packed)
    print(f"{NAME}: {len(lines) - 1} rows, {len(packed)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
