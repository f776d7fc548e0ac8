"""A file that somebody sent becomes a table, by the plain rule that plan folders keep to.

The first row of the table is its header. `understanding` is for files that nobody made for us.
"""

from __future__ import annotations

import statistics
from pathlib import Path

from raceme.foundation.tabular.opening import SUFFIXES, grids_in, no_content
from raceme.foundation.tabular.values import Cell, Grid, Row, Table, is_empty
from raceme.foundation.tabular.values import text_of as cell_text

__all__ = ["SUFFIXES", "read_table"]

_LOOKED_AT = 20  # rows that decide where the header stands


def read_table(source: Path | bytes, name: str, *, sheet: str | None = None) -> Table:
    """Read the table in a CSV, XLSX, XLS or ODS file; its first row with content is the header.

    Titles above the header are left out. `name` is what messages call the file. Of a workbook the
    named sheet is read, else the first visible one with content. Raises UnreadableTable with one
    clear sentence.
    """
    return _table(next(grids_in(source, name, sheet=sheet)))


def _table(grid: Grid) -> Table:
    """Take the first row of the table as header; leave empty rows out, keep numbers true."""
    filled = _without_titles(grid.rows)
    if not filled:
        raise no_content(grid.name)
    first, *others = filled
    header = tuple(" ".join(cell_text(cell).split()) for cell in _without_empty_end(first.cells))
    return Table(
        name=grid.name,
        header=header,
        header_row=first.number,
        rows=tuple(others),
        sheet=grid.sheet,
        separator=grid.separator,
    )


def _without_titles(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Leave out titles above the table: lone cells over rows that fill several."""
    widths = [sum(not is_empty((cell,)) for cell in row.cells) for row in rows[:_LOOKED_AT]]
    if not widths or statistics.median_high(widths) < 2:
        return rows
    first = next((at for at, width in enumerate(widths) if width > 1), 0)
    return rows[first:]


def _without_empty_end(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    end = len(cells)
    while end and is_empty(cells[end - 1 : end]):
        end -= 1
    return cells[:end]
