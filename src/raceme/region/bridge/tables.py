"""The tables of a run, read by columns and regions."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from pyarrow import parquet

from raceme.region.models import MappingRun, ResultTable

Rows = list[dict[str, Any]]


def rows_of(
    run: MappingRun,
    table: str,
    *,
    columns: Sequence[str] | None = None,
    **only: str | int | Sequence[str],
) -> Rows:
    """Read rows of a table: those whose columns have these values; nothing where there is none.

    A sequence means: one of these. Unknown figures are None.
    """
    kept = ResultTable.objects.filter(run=run, name=table).first()
    if kept is None:
        return []
    filters = [
        (name, "=", value) if isinstance(value, str | int) else (name, "in", list(value))
        for name, value in only.items()
    ]
    found = parquet.read_table(
        BytesIO(bytes(kept.content)),
        columns=list(columns) if columns else None,
        filters=filters or None,
    )
    rows: Rows = found.to_pylist()
    return rows
