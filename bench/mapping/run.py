"""Measure the mapping core beside its peers: python bench/mapping/run.py

Each measurement runs in a process of its own, all in one run, in turn. Writes results.md beside
this file. `--quick` leaves out what takes many minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1])]

from bench.mapping import invented

SIZES = ((300, 600, 15), (1300, 600, 15), (250, 5000, 1))
WAYS = ("raceme", "raceme-arrays", "raceme-streamed", "economic-complexity", "ecomplexity")
FIRMS = 10_000_000
Measured = dict[str, float]


def measured(what: str, path: Path, *, times: int) -> Measured:
    """Take the median of the seconds and the largest peak of several processes."""
    return middle([once(what, path) for _ in range(times)])


def once(what: str, path: Path) -> Measured:
    """Measure one process."""
    command = [sys.executable, str(HERE / "once.py"), what, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: Measured = json.loads(done.stdout.strip().splitlines()[-1])
    print(f"{path.name} {what}: {found}", flush=True)
    return found


def middle(found: list[Measured]) -> Measured:
    """Take the median of the seconds and the largest peak."""
    return {
        "wall": statistics.median(one["wall"] for one in found),
        "processor": statistics.median(one["processor"] for one in found),
        "peak_mb": max(one["peak_mb"] for one in found),
    }


HEAD = (
    "| regions x industries x years | | seconds | of processor | peak MB | faster than ecomplexity"
    " | by processor | of its peak |\n|---|---|---|---|---|---|---|---|"
)


def matrices(folder: Path, size: tuple[int, int, int], *, times: int) -> list[str]:
    """Compare the packages on one size; `ecomplexity` once, it is slow."""
    path = invented.panel(folder, *size)
    found = {way: measured(way, path, times=1 if way == "ecomplexity" else times) for way in WAYS}
    slow = found["ecomplexity"]
    lines = []
    for way, one in found.items():
        ratios = (
            f"{slow['wall'] / one['wall']:.1f} | {slow['processor'] / one['processor']:.1f}"
            f" | {one['peak_mb'] / slow['peak_mb']:.2f}"
        )
        figures = f"{one['wall']:.2f} | {one['processor']:.2f} | {one['peak_mb']:.0f}"
        lines.append(f"| {' x '.join(map(str, size))} | {way} | {figures} | {ratios} |")
    return lines


def of_firms(folder: Path, count: int, *, times: int) -> list[str]:
    """Compare firms to location quotients by our expressions and by SQL written by hand."""
    lines = [
        "| firms | file | ours, seconds | SQL by hand | times | ours, of processor | SQL by hand"
        " | times | ours, peak MB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for path in invented.firms(folder, count):
        # In turn, so that what else the machine does falls upon both.
        pairs = [(once("firms-raceme", path), once("firms-sql", path)) for _ in range(times + 2)]
        ours, by_hand = (middle([pair[side] for pair in pairs]) for side in (0, 1))
        compared = (
            f"{ours[clock]:.2f} | {by_hand[clock]:.2f} | {ours[clock] / by_hand[clock]:.2f}"
            for clock in ("wall", "processor")
        )
        kind = path.suffix[1:]
        lines.append(f"| {count:,} | {kind} | {' | '.join(compared)} | {ours['peak_mb']:.0f} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the first size, a million firms")
    parser.add_argument("--firms", type=int, help="how many firms (default: 10 million)")
    parser.add_argument("--times", type=int, default=3, help="processes for each figure")
    parser.add_argument("--folder", type=Path, help="where invented files are kept for next time")
    arguments = parser.parse_args()
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="mapping"))
    folder.mkdir(parents=True, exist_ok=True)
    lines = heading(arguments.times)
    lines += of_firms(
        folder, arguments.firms or (1_000_000 if arguments.quick else FIRMS), times=arguments.times
    )
    lines += ["", HEAD]
    for size in SIZES[:1] if arguments.quick else SIZES:
        lines += matrices(folder, size, times=arguments.times)
        # Written after each size: the largest takes long, and what was measured should stay.
        (HERE / "results.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def heading(times: int) -> list[str]:
    return [
        "# Mapping: measurements",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores,"
        f" Python {platform.python_version()}, load at the start {os.getloadavg()[0]:.1f};"
        f" threads of OpenBLAS: {os.environ.get('OPENBLAS_NUM_THREADS', 'its own choice')}."
        f" ecomplexity {version('ecomplexity')}, economic-complexity"
        f" {version('economic-complexity')}, DuckDB {version('duckdb')},"
        f" Ibis {version('ibis-framework')}.",
        "",
        f"Firms to location quotients (median of {times + 2} processes, in turn); below, panels"
        " from a long frame to a long frame with quotient, specialisation, diversity, ubiquity,"
        " complexity of both sides, density, outlook and gain (raceme-arrays: as matrices;"
        " raceme-streamed: from Parquet to Parquet,"
        f" one year at a time). Median of {times} processes (ecomplexity: one). Peak: of the whole"
        " process, with panel and libraries.",
        "",
    ]


if __name__ == "__main__":
    main()
