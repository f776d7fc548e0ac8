"""How `raceme map` writes tables and the codebook: each file as a whole or not at all."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import pyarrow.csv as arrow_csv
from ibis.expr.types import Table
from pyarrow import parquet

from raceme.cores.mapping.codebook import described
from raceme.cores.mapping.engine import Engine, plain
from raceme.cores.mapping.values import Settings

UNQUOTED = arrow_csv.WriteOptions(quoting_style="needed")  # as DuckDB writes


def write_table(engine: Engine, table: Table, stem: Path) -> list[Path]:
    """Write a table as Parquet and as CSV; unknown is empty, and nan is unknown."""
    clean = table.mutate(
        **{
            name: table[name].isnan().ifelse(None, table[name])
            for name in table.columns
            if table[name].type().is_floating()
        }
    )
    as_parquet, as_csv = stem.with_suffix(".parquet"), stem.with_suffix(".csv")
    if engine.name == "duckdb":
        kept = engine.keep(clean)
        _whole(as_parquet, kept.to_parquet)
        _whole(as_csv, kept.to_csv)
        return [as_parquet, as_csv]
    rows = clean.to_pyarrow()
    _whole(as_parquet, lambda path: parquet.write_table(rows, path))
    _whole(as_csv, lambda path: arrow_csv.write_csv(plain(rows), path, UNQUOTED))
    return [as_parquet, as_csv]


def write_codebook(
    out: Path, tables: Mapping[str, Sequence[str]], *, source: str, settings: Settings
) -> Path:
    """Write what every column of every table means, where it comes from, and the settings."""
    path = out / "codebook.csv"

    def write(to: Path) -> None:
        with to.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["table", "column", "meaning", "unit", "formula", "source"])
            for table, columns in tables.items():
                for column in columns:
                    one = described(table, column)
                    rows.writerow(
                        [table, column, one.meaning, one.unit, one.formula, one.source or source]
                    )
            for name, value in _flat(settings).items():
                rows.writerow(["settings", name, str(value), "", "", settings.stars.source])

    _whole(path, write)
    return path


def _flat(settings: Settings) -> dict[str, object]:
    told = asdict(settings)
    stars = told.pop("stars")
    return {**told, **{f"stars_{name}": value for name, value in stars.items()}}


def _whole(path: Path, write: Callable[[Path], object]) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write(beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
