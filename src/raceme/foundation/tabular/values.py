"""What a table is, and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

Cell = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `number` is the row that a spreadsheet program shows, from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """Cells that are merged into one: first and last row and place, rows from 1, places from 0."""

    first_row: int
    first_place: int
    last_row: int
    last_place: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Everything that stands on one sheet of a file; which row is the header is still open.

    `form` is what the file is (CSV, XLSX, XLS, ODS, HTML, XML), whatever its name says. Only rows
    with content are among the rows. `separator` and `encoding` are set for text alone.
    """

    name: str
    form: str
    rows: tuple[Row, ...]
    sheet: str | None = None
    separator: str | None = None
    encoding: str | None = None
    merged: tuple[Covered, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in a file: a header and rows, nothing interpreted yet.

    `separator` is set for text files only: it tells which decimal sign their writer is likely
    to have used. `notes` say what had to be put right to read it.
    """

    name: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]
    sheet: str | None = None
    separator: str | None = None
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file, where it is, and what to do about it."""

    file: str
    message: str
    remedy: str = ""
    row: int | None = None
    column: str | None = None
    value: str | None = None

    @property
    def place(self) -> str:
        """File, row and column in words, for example “needs.csv, row 7, column importance”."""
        known = {"file": self.file, "row": self.row, "column": self.column}
        if self.row is not None and self.column is not None:
            return _("%(file)s, row %(row)s, column %(column)s") % known
        if self.row is not None:
            return _("%(file)s, row %(row)s") % known
        if self.column is not None:
            return _("%(file)s, column %(column)s") % known
        return self.file

    def __str__(self) -> str:
        said = {"place": self.place, "message": self.message, "value": self.value}
        if self.value is None:
            told = f"{self.place}: {self.message}"
        else:
            told = _("%(place)s, value “%(value)s”: %(message)s") % said
        return f"{told} {self.remedy}".strip()


class UnreadableTable(Exception):
    """The file cannot be read as a table at all; `problem` says why in one sentence."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def shown(cell: Cell, *, longest: int = 80) -> str:
    """Show what stands in a cell as a person would read it, cut where it gets long."""
    text = text_of(cell)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def text_of(cell: Cell) -> str:
    """Give a cell as text, without the decimal point that spreadsheets add to whole numbers."""
    if isinstance(cell, str):  # by far the most, so asked first
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        # Spreadsheets store every number as a float: an identifier typed 1007 arrives as 1007.0.
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return str(cell.date() if cell.time() == time() else cell)
    return str(cell)


def is_empty(cells: Sequence[Cell]) -> bool:
    """Whether nothing at all stands in these cells."""
    for cell in cells:  # a plain loop: this is asked of every cell of long lists
        if cell is not None and not (isinstance(cell, str) and not cell.strip()):
            return False
    return True
