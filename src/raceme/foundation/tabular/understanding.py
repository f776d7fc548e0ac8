"""A list that nobody made for us is understood: its sheet, its header, and which rows are records.

Member lists of associations, exports of other programs, official lists: with titles above, two
header rows, headings and sums between the rows, damaged letters. What was done to it is told in
notes; nothing is left aside in silence, and sheet and header row can be said by whoever knows
better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from raceme.foundation.tabular.asides import Aside, Why, without_asides
from raceme.foundation.tabular.heading import (
    LOOKED_AT,
    Header,
    Knows,
    find_header,
    letter,
    no_header,
)
from raceme.foundation.tabular.mending import mended
from raceme.foundation.tabular.opening import grids_in, no_content, unreadable
from raceme.foundation.tabular.values import Cell, Grid, Problem, Row, Table, is_empty

_WIDEST = 1_000  # columns
_LOOKED_AT = 200  # rows that say whether a sheet holds a list
_HEADER_AT_MOST = 20_000  # the last row that may be pointed at as header


@dataclass(frozen=True, slots=True)
class Understood:
    """A table, and everything that was understood about the file it stands in.

    `sheets` are those with content. `letters` name the columns as the spreadsheet does.
    `header_rows` are rows as the spreadsheet counts them; none where the table has no header.
    `repeated`: rows that are exactly like an earlier one, with that one.
    """

    table: Table
    form: str
    encoding: str | None
    sheets: tuple[str, ...]
    letters: tuple[str, ...]
    header_rows: tuple[int, ...]
    asides: tuple[Aside, ...]
    repeated: dict[int, int]

    @property
    def notes(self) -> tuple[Problem, ...]:
        return self.table.notes


def understand(
    source: Path | bytes,
    name: str,
    *,
    knows: Knows,
    sheet: str | None = None,
    header_row: int | None = None,
    with_asides: bool = False,
) -> Understood:
    """Read a list as a person would; `knows` tells whether a word is a usual heading.

    `header_row` is the row somebody has pointed at, 0 for a table without header. `with_asides`
    takes headings, sums and notes between the rows for records, too. Raises UnreadableTable.
    """
    grids = list(islice(grids_in(source, name, sheet=sheet), 30))
    grid = max(grids, key=lambda one: _promise(one, knows))  # of equals the first
    understood = _of_grid(grid, knows, header_row, with_asides=with_asides)
    return replace(understood, sheets=tuple(one.sheet for one in grids if one.sheet))


def _promise(grid: Grid, knows: Knows) -> tuple[int, bool]:
    """How much a sheet looks like the one meant: known headings, and rows of several cells."""
    known = max(
        (
            sum(isinstance(cell, str) and knows(cell) for cell in row.cells)
            for row in grid.rows[:LOOKED_AT]
        ),
        default=0,
    )
    first = grid.rows[:_LOOKED_AT]
    wide = sum(sum(not is_empty((cell,)) for cell in row.cells) > 1 for row in first)
    return (min(known, 2), wide > 1)


def _of_grid(grid: Grid, knows: Knows, header_row: int | None, *, with_asides: bool) -> Understood:
    grid, notes = mended(grid)
    rows = grid.rows
    if not rows:
        raise no_content(grid.name)
    header = _header(grid, knows, header_row)
    first = header.rows[-1] + 1 if header.rows else 0
    if len(header.labels) > _WIDEST:
        message = _("The table has more than %(most)d columns.") % {"most": _WIDEST}
        raise unreadable(grid.name, message, _("Turn rows into columns, or remove some."))
    body = rows[first:]
    records, asides = (body, ()) if with_asides else without_asides(body, header.labels)
    places = [place for place in range(len(header.labels)) if _is_used(place, header, records)]
    table = Table(
        name=grid.name,
        header=tuple(header.labels[place] or _unnamed(place) for place in places),
        header_row=rows[header.rows[0]].number if header.rows else 0,
        rows=tuple(Row(row.number, _at(row, places)) for row in records),
        sheet=grid.sheet,
        separator=grid.separator,
        notes=notes,
    )
    understood = Understood(
        table=table,
        form=grid.form,
        encoding=grid.encoding,
        sheets=(),
        letters=tuple(letter(place) for place in places),
        header_rows=tuple(rows[at].number for at in header.rows),
        asides=asides,
        repeated=_repeated(table.rows),
    )
    return _with_headings(understood)


def _header(grid: Grid, knows: Knows, header_row: int | None) -> Header:
    if header_row == 0:
        return no_header(grid.rows)
    at = None
    if header_row is not None:
        places = {row.number: place for place, row in enumerate(grid.rows[:_HEADER_AT_MOST])}
        if header_row not in places:
            raise unreadable(
                grid.name,
                _("Row %(row)d cannot be the header: nothing stands in it.") % {"row": header_row},
                _("Name another row, or 0 for a table without header."),
            )
        at = places[header_row]
    return find_header(grid.rows, knows=knows, merged=grid.merged, at=at)


def _is_used(place: int, header: Header, records: Sequence[Row]) -> bool:
    has_label = bool(header.labels[place]) and bool(header.rows)
    return has_label or any(
        place < len(row.cells) and not is_empty((row.cells[place],)) for row in records
    )


def _unnamed(place: int) -> str:
    return _("Column %(letter)s") % {"letter": letter(place)}


def _at(row: Row, places: Sequence[int]) -> tuple[Cell, ...]:
    return tuple(row.cells[place] if place < len(row.cells) else None for place in places)


def _repeated(rows: Sequence[Row]) -> dict[int, int]:
    first: dict[tuple[Cell, ...], int] = {}
    repeated: dict[int, int] = {}
    for row in rows:
        same = first.setdefault(row.cells, row.number)
        if same != row.number:
            repeated[row.number] = same
    return repeated


def _with_headings(understood: Understood) -> Understood:
    """Let the headings between the rows become a column: they often say which kind of members."""
    headings = [aside for aside in understood.asides if aside.why == Why.HEADING]
    if not headings:
        return understood
    table = understood.table
    rows = tuple(Row(row.number, (*row.cells, _above(headings, row.number))) for row in table.rows)
    label = _("Heading above the rows")
    return replace(
        understood,
        table=replace(table, header=(*table.header, label), rows=rows),
        letters=(*understood.letters, ""),
    )


def _above(headings: Sequence[Aside], number: int) -> str | None:
    """Give the heading a row stands under; of several directly above each other, all."""
    above = [aside for aside in headings if aside.row < number]
    if not above:
        return None
    texts = [above[-1].text]
    for lower, upper in zip(reversed(above), reversed(above[:-1]), strict=False):
        if lower.row - upper.row != 1:
            break
        texts.insert(0, upper.text)
    return " – ".join(texts)  # noqa: RUF001
