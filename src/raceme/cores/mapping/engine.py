"""Where tables are computed: the same expressions on DuckDB here, or on Spark elsewhere."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
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
    session: Any = None  # of Spark
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
        return self.connection.create_table(name, expression)  # the database is in memory

    def table(self, rows: pa.Table) -> Table:
        """Make a table of rows that are here."""
        if self.name == "spark":
            name = f"given_{len(self._names)}"
            self._names.append(name)
            self.session.createDataFrame(plain(rows)).createOrReplaceTempView(name)
            return self.connection.table(name)
        return self.keep(ibis.memtable(rows))

    def pour(self, parts: Iterable[pa.Table]) -> Table | None:
        """Make one table of many parts, each given back before the next; None without any."""
        if self.name == "spark":
            rows = list(parts)
            return self.table(pa.concat_tables(plain(one) for one in rows)) if rows else None
        kept: Table | None = None
        name = ""
        for part in parts:
            if kept is None:
                kept = self.table(plain(part))
                name = self._names[-1]
            else:
                self.connection.insert(name, ibis.memtable(plain(part)))
        return kept

    def close(self) -> None:
        """Give back what was kept."""
        self._kept.clear()
        self.connection.disconnect()


def plain(rows: pa.Table) -> pa.Table:
    """Write codes of a dictionary out as texts, for those who know no dictionaries."""
    kinds = [
        (one.name, pa.string() if pa.types.is_dictionary(one.type) else one.type)
        for one in rows.schema
    ]
    return rows.cast(pa.schema(kinds))


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
    on = master or "local[*]"
    builder = (
        sql.SparkSession.builder.appName("raceme")
        .master(on)
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
    )
    if on.startswith("local"):  # a cluster's own configuration knows its size better than we do
        builder = builder.config("spark.sql.shuffle.partitions", "4")
    session = builder.getOrCreate()
    return Engine(name, ibis.pyspark.connect(session), session)
