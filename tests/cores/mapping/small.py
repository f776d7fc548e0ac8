"""Small panels, as Ibis tables on an engine of their own."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
from ibis.expr.types import Table

from raceme.cores.mapping.cells import cell_figures
from raceme.cores.mapping.engine import Engine, engine_of
from raceme.cores.mapping.panel import complete, conformed
from raceme.cores.mapping.values import Settings

Row = tuple[str, str, int, float | None]

# A harbour town and a farming valley, in two years; the harbour grows, farming shrinks.
TWO_AREAS: list[Row] = [
    ("town", "shipping", 2010, 30.0), ("town", "food", 2010, 10.0),
    ("valley", "shipping", 2010, 10.0), ("valley", "food", 2010, 50.0),
    ("town", "shipping", 2015, 40.0), ("town", "food", 2015, 10.0),
    ("valley", "shipping", 2015, 10.0), ("valley", "food", 2015, 45.0),
]  # fmt: skip


@contextmanager
def engine(name: str = "duckdb") -> Iterator[Engine]:
    one = engine_of(name, master="local[2]" if name == "spark" else None)
    try:
        yield one
    finally:
        one.close()


def panel(rows: Iterable[Row], **more: list[Any]) -> pa.Table:
    columns = list(zip(*rows, strict=True))
    return pa.table(
        {
            "region": pa.array(columns[0], pa.string()),
            "industry": pa.array(columns[1], pa.string()),
            "year": pa.array(columns[2], pa.int64()),
            "value": pa.array(columns[3], pa.float64()),
            **more,
        }
    )


def cells_of(on: Engine, rows: pa.Table, settings: Settings | None = None) -> Table:
    settings = settings or Settings()
    return on.keep(cell_figures(on.keep(complete(conformed(on.table(rows)), settings)), settings))


def one(table: Table, **keys: object) -> dict[str, Any]:
    for name, value in keys.items():
        table = table.filter(table[name] == value)
    (row,) = table.to_pyarrow().to_pylist()
    return dict(row)
