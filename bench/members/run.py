"""Measure the pages about members at 10,000 and 100,000: python bench/members/run.py

Serves the product under granian with two workers, on SQLite and, where PostgreSQL is installed or
DATABASE_URL leads to one, on that; asks for each kind of page over the loopback address; asks the
same of a plain list (plain.py) in the same run. Writes results.md beside this file.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "src"), str(HERE.parents[1])]

from bench.members.asking import LIST, OTHERS, Browser, Kind, Taken, percentile
from bench.members.servers import environment_of, granian, postgresql

SIZES = (10_000, 100_000)
GOAL_MS = 50
SLOW_MS = 400  # what takes longer is asked less often: it is far from the goal anyway
SELDOM = 10


@dataclass(frozen=True)
class Line:
    """A kind of page: what it took us, and the plain list."""

    kind: Kind
    ours: Taken
    plain: Taken | None


@dataclass(frozen=True)
class Measured:
    """What was measured with one database at one size."""

    database: str
    members: int
    filled_s: float
    lines: tuple[Line, ...]


def main() -> int:
    """Measure everything, print it, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--databases", nargs="*", default=["SQLite", "PostgreSQL"])
    parser.add_argument("--home", type=Path, help="keep the filled databases there for next time")
    parser.add_argument("--out", type=Path, default=HERE / "results.md")
    arguments = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="raceme-bench-") as temporary:
        # The user that PostgreSQL runs as must be able to enter.
        Path(temporary).chmod(0o755)
        home = arguments.home or Path(temporary)
        measured = list(_measure_all(home, arguments.databases, arguments.sizes))
    text = "\n".join([*_head(load), *(line for one in measured for line in _table(one))]) + "\n"
    arguments.out.write_text(text, encoding="utf-8")
    print(text)
    return 0


def _measure_all(home: Path, databases: list[str], sizes: list[int]) -> Iterator[Measured]:
    if "SQLite" in databases:
        for size in sizes:
            folder = home / f"sqlite-{size}"
            folder.mkdir(parents=True, exist_ok=True)
            yield _measure("SQLite", size, environment_of(folder))
    if "PostgreSQL" in databases:
        with postgresql(home / "postgresql") as server:
            if server is None:
                print("PostgreSQL is not installed, and DATABASE_URL leads to none: left out.")
                return
            for size in sizes:
                name = f"raceme_bench_{size}"
                _make_database(server, name)
                folder = home / f"postgresql-{size}"
                folder.mkdir(parents=True, exist_ok=True)
                yield _measure("PostgreSQL", size, environment_of(folder, f"{server}/{name}"))
                _vacuum(server, name)


def _measure(database: str, size: int, environment: dict[str, str]) -> Measured:
    print(f"{database}, {size} members: filling", flush=True)
    prepare = [sys.executable, str(HERE / "prepare.py"), str(size)]
    told = subprocess.run(
        prepare, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.split()
    members, filled_s, session = int(told[0]), float(told[1]), told[2]
    if database == "PostgreSQL":
        server, _, name = environment["DATABASE_URL"].rpartition("/")
        _vacuum(server, name)
    with granian(environment) as port:
        browser = Browser(port, session, members)
        lines = tuple(_take(browser, kind) for kind in (*LIST, *OTHERS))
    return Measured(database, members, filled_s, lines)


def _take(browser: Browser, kind: Kind) -> Line:
    ours = browser.take(kind, "/c/bench/members/", kind.times)
    plain = _take_plain(browser, kind) if kind.is_list else None
    ratio = f", plain {plain.p50:.0f} ms" if plain else ""
    print(f"  {kind.name}: p50 {ours.p50:.0f} ms, p95 {ours.p95:.0f} ms{ratio}", flush=True)
    return Line(kind, ours, plain)


def _take_plain(browser: Browser, kind: Kind) -> Taken:
    first = browser.take(kind, "/c/bench/plain/", 2)
    times = SELDOM if first.p50 > SLOW_MS else kind.times
    return browser.take(kind, "/c/bench/plain/", times)


def _make_database(server: str, name: str) -> None:
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if known.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{name}"')


def _vacuum(server: str, name: str) -> None:
    """Do what a server in use does by itself after thousands of rows were written."""
    import psycopg

    with psycopg.connect(f"{server}/{name}", autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _head(load: float) -> list[str]:
    return [
        "# Members: measured",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({_processor()}),"
        f" {platform.system()}, Python {platform.python_version()}, Django {version('django')},"
        f" granian {version('granian')} with 2 workers, SQLite {sqlite3.sqlite_version}."
        f" Load average at the start {load:.1f} (other work on the machine lengthens wall time,"
        " that of the plain list as well).",
        "",
        "Server time in milliseconds: from the outermost middleware in to the outermost middleware"
        " out; CPU: processor time of that thread alone (with SQLite, the database included)."
        " *Plain* is the same page by `icontains` and Django's paginator (plain.py), in the same"
        " run; it finds less, because accents count for it.",
        "Made again by `python bench/members/run.py`.",
    ]


def _table(one: Measured) -> list[str]:
    goal = [line.ours.wall for line in one.lines if line.kind.counts]
    together = percentile([value for values in goal for value in values], 95)
    return [
        "",
        f"## {one.database}, {one.members:,} members",
        "",
        "| page | p50 | p95 | CPU p50 | plain p50 | plain / ours |",
        "|---|---|---|---|---|---|",
        *(_row(line) for line in one.lines),
        "",
        f"List and search together (all rows down to *last page*): p95 {together:.0f} ms;"
        f" the goal at 100,000 is below {GOAL_MS} ms. A word that stands in every row does not"
        " count: it narrows nothing down, and its number is exact, so that every row must be looked"
        " at (decision 14); it is measured all the same.",
    ]


def _row(line: Line) -> str:
    ours = line.ours
    figures = f"| {line.kind.name} | {ours.p50:.0f} | {ours.p95:.0f} | {ours.cpu_p50:.0f} |"
    if line.plain is None:
        return f"{figures} | |"
    return f"{figures} {line.plain.p50:.0f} | {line.plain.p50 / ours.p50:.1f} |"


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text().splitlines() if known.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    sys.exit(main())
