"""Where tables are computed: the same expressions on DuckDB here, or on Spark elsewhere."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from raceme.cores.errors import BadInput

ENGINES = ("duckdb", "spark")


@dataclass(slots=True)
class Engine:
    """A connection, and a shelf for tables that several others are made of.

    Without the shelf every figure would compute all it stands on once more.
    """

    name: str
    connection: Any
    _names: list[str] = field(default_factory=list)
    _kept: list[Any] = field(default_factory=list)

    def keep(self, expression: Table) -> Table:
        """Compute a table once, and give it back for use in others."""
        if self.name == "spark":
            kept = expression.cache()
            self._kept.append(kept)
            return kept
        name = f"kept_{len(self._names)}"
        self._names.append(name)
        return self.connection.create_table(name, expression, temp=True)

    def table(self, rows: pa.Table) -> Table:
        """Make a table of rows that are here."""
        if self.name == "spark":
            name = f"given_{len(self._names)}"
            self._names.append(name)
            return self.connection.create_table(name, rows.to_pandas(), temp=True)
        return self.keep(ibis.memtable(rows))

    def close(self) -> None:
        """Give back what was kept."""
        self._kept.clear()
        self.connection.disconnect()


def engine_of(name: str, *, master: str | None = None) -> Engine:
    """Open an engine. `master`: address of the Spark cluster, `local[2]` for this machine."""
    if name == "duckdb":
        return Engine(name, ibis.duckdb.connect())
    if name != "spark":
        raise BadInput(f"there is no engine {name}; there are {', '.join(ENGINES)}")
    try:
        sql = importlib.import_module("pyspark.sql")
    except ImportError as error:
        raise BadInput("Spark is not installed: pip install 'raceme[spark]'") from error
    session = (
        sql.SparkSession.builder.appName("raceme")
        .master(master or "local[*]")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    return Engine(name, ibis.pyspark.connect(session))
