"""`raceme map` on a Spark cluster of two workers writes what it writes on DuckDB."""

import csv
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cores.mapping.cluster import needs_spark, settings_of, two_workers
from tests.cores.mapping.test_engines import firms, same

pytestmark = [pytest.mark.slow, *needs_spark]


def mapped(folder: Path, out: str, *options: str) -> Path:
    command = [sys.executable, "-c", "from raceme.cli.main import main; raise SystemExit(main())"]
    command += ["map", str(folder / "firms.parquet"), "--out", str(folder / out), "--firms"]
    command += ["--output", "output", "--broad", "1", "--no-charts", "--quiet", *options]
    done = subprocess.run(
        command, env=settings_of(folder), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / out


def rows_of(path: Path) -> list[list[object]]:
    with path.open(encoding="utf-8", newline="") as file:
        return sorted([[_number(text) for text in row] for row in csv.reader(file)], key=str)


def _number(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text or None


def test_two_workers_write_what_one_machine_writes(tmp_path: Path) -> None:
    pq.write_table(firms(), tmp_path / "firms.parquet")
    here = mapped(tmp_path, "here")

    with two_workers(tmp_path) as address:
        there = mapped(tmp_path, "there", "--engine", "spark", "--master", address)
        log = (tmp_path / "master.log").read_text()

    assert log.count("Registering worker") == log.count("Launching executor") == 2
    assert "Registered app raceme" in log
    tables = sorted(path.name for path in here.glob("*.csv"))
    assert tables == sorted(path.name for path in there.glob("*.csv"))
    for name in tables:
        expected, found = rows_of(here / name), rows_of(there / name)
        assert len(expected) == len(found) > 1, name
        for row, other in zip(expected, found, strict=True):
            assert all(same(one, another) for one, another in zip(row, other, strict=True)), name
