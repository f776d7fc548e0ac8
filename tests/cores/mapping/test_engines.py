"""The same expressions give the same figures on DuckDB and on a local Spark."""

import math
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from ibis.expr.types import Table

from raceme.cores.mapping.engine import Engine, engine_of
from raceme.cores.mapping.intervals import quotient_bounds
from raceme.cores.mapping.levels import at_level, bounds_of
from raceme.cores.mapping.panel import cells_of_firms, complete, conformed
from raceme.cores.mapping.revision import converted, rows_of
from raceme.cores.mapping.values import Grouping, Settings, Step
from raceme.cores.mapping.whole import Beside, map_panel
from tests.cores.mapping.cluster import needs_spark
from tests.cores.mapping.small import Row
from tests.cores.mapping.small import panel as small_panel

pytestmark = [
    pytest.mark.slow,
    *needs_spark,
    pytest.mark.filterwarnings("ignore"),  # Spark warns of its own insides
]


def firms() -> pa.Table:
    """Some plants in six regions, eight industries and three years; a few of unknown size."""
    rng = np.random.default_rng(11)
    n = 900
    sizes = np.round(rng.lognormal(3, 1, n))
    return pa.table(
        {
            "region": [f"R{code}" for code in rng.integers(0, 6, n)],
            "industry": [f"{code:02}" for code in 11 * rng.integers(0, 8, n)],
            "year": pa.array(2010 + rng.integers(0, 3, n), pa.int64()),
            "value": pa.array([None if size < 5 else float(size) for size in sizes], pa.float64()),
            "output": sizes * rng.lognormal(0, 0.3, n),
        }
    )


def all_tables(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    places = engine.table(
        pa.table(
            {
                "region": [f"R{code}" for code in range(6)],
                "area": [10.0 + code for code in range(6)],
                "population": [100.0 + 7 * code for code in range(6)],
            }
        )
    )
    steps = engine.table(rows_of([Step("11", "12", 0.4), Step("11", "13", 0.6)]))
    panel = engine.keep(cells_of_firms(conformed(engine.table(firms()))))
    old = panel.select("region", "industry", "year", "value", "output", "units", "flag")
    beside = Beside(
        places=places, groupings=(Grouping("own", "1", "", {"g": {"22": 1.0, "33": 0.5}}),)
    )
    found = dict(map_panel(engine, panel, Settings(broad_length=1), beside))
    found["converted"] = converted(old, steps, "industry")
    found |= bounds_and_ends(engine)
    return {name: sorted_rows(table) for name, table in found.items()}


def bounds_and_ends(engine: Engine) -> dict[str, Table]:
    """Two cells are hidden, one of them exactly bounded by its parent."""
    rows: list[Row] = [
        ("AT11", "C", 2010, 30.0), ("AT12", "C", 2010, None), ("AT1", "C", 2010, 45.0),
        ("AT11", "D", 2010, None), ("AT12", "D", 2010, None), ("AT1", "D", 2010, 70.0),
    ]  # fmt: skip
    panel = engine.keep(conformed(engine.table(small_panel(rows))))
    lengths = {"region": 4, "industry": None}
    bounds = bounds_of(engine, panel, lengths)
    assert bounds is not None
    cells = engine.keep(complete(at_level(panel, lengths), Settings()))
    return {"bounds": bounds, "ends": quotient_bounds(cells, bounds)}


def sorted_rows(table: Table) -> list[dict[str, Any]]:
    rows = table.to_pyarrow().to_pylist()
    keys = [name for name in table.columns if table[name].type().is_string() or name == "year"]
    return sorted(rows, key=lambda row: [str(row[key]) for key in keys])


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        if one is None or other is None or math.isnan(one) or math.isnan(other):
            return (one is None or math.isnan(one)) and (other is None or math.isnan(other))
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return bool(one == other)


def test_every_table_is_the_same_on_spark() -> None:
    here, there = engine_of("duckdb"), engine_of("spark", master="local[2]")
    try:
        expected, found = all_tables(here), all_tables(there)
    finally:
        here.close()
        there.close()

    assert list(expected) == list(found)
    for name, rows in expected.items():
        assert len(rows) == len(found[name]), name
        different = [
            (name, column, row, other[column])
            for row, other in zip(rows, found[name], strict=True)
            for column in row
            if not same(row[column], other[column])
        ]
        assert different == []
