"""A file that somebody sent becomes a table, whatever it was saved as.

What a file is, is decided by its first bytes and not by its name: spreadsheet programs and
web portals often call text or a web page “.xls”.
"""

from __future__ import annotations

import io
import statistics
from pathlib import Path

import python_calamine
from django.utils.translation import gettext as _

from raceme.foundation.tabular import delimited, packed
from raceme.foundation.tabular.values import Cell, Problem, Row, Table, UnreadableTable, is_empty
from raceme.foundation.tabular.values import text_of as cell_text

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")
LARGEST_FILE = 100 * 1024 * 1024  # bytes

_LOOKED_AT = 20  # rows that decide where the header stands

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".ods")


def read_table(source: Path | bytes, name: str, *, sheet: str | None = None) -> Table:
    """Read the table in a CSV, XLSX, XLS or ODS file; its first row with content is the header.

    Titles above the header are left out. `name` is what messages call the file. Of a workbook the
    named sheet is read, else the first visible one with content. Raises UnreadableTable with one
    clear sentence.
    """
    content = _content_of(source, name)
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf"):
        raise _unreadable(
            name,
            _("The file is empty."),
            _("Save it again with a header row and one row for each record."),
        )
    if content.startswith((_ZIP, _OLE)):
        return _from_workbook(content, name, sheet)
    _refuse_known_strangers(content, name)
    return _from_text(content, name)


def _content_of(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        if source.stat().st_size > LARGEST_FILE:
            raise _unreadable(
                name,
                _("The file is larger than 100 MB."),
                _("Remove what is no table from it, or split it."),
            )
        return source.read_bytes()
    except OSError as error:
        raise _unreadable(
            name,
            _("The file cannot be opened."),
            _("Check that it exists, that you may read it, and that no program has locked it."),
        ) from error


def _refuse_known_strangers(content: bytes, name: str) -> None:
    """Say what the file really is when it is something that people mistake for a table."""
    start = content[:1000].lstrip(b"\xef\xbb\xbf\t\r\n ").lower()
    save_as = _("Open it in a spreadsheet program and save it as XLSX or CSV.")
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta")):
        raise _unreadable(name, _("The file is a web page (HTML), not a table."), save_as)
    if start.startswith((b"<?xml", b"<workbook")):
        raise _unreadable(name, _("The file is XML, not a table."), save_as)
    if start.startswith(b"%pdf"):
        raise _unreadable(name, _("The file is a PDF, not a table."), save_as)
    if Path(name).suffix.lower() in _WORKBOOK_SUFFIXES:
        raise _unreadable(name, _("The file is damaged, or it is not a spreadsheet."), save_as)


def _from_text(content: bytes, name: str) -> Table:
    try:
        text = delimited.decode(content)
        separator = delimited.separator_of(text)
        lines = delimited.records(text, separator)
    except delimited.NotText as error:
        raise _unreadable(
            name,
            _("The file is neither text nor a spreadsheet."),
            _("Save the table as XLSX or as CSV (UTF-8)."),
        ) from error
    except delimited.UnclosedQuote as error:
        raise _unreadable(
            name,
            _("A quotation mark is opened here and never closed."),
            _("Close it, or write it twice if it belongs to the text."),
            row=error.row,
        ) from error
    if lines and len(lines[0]) <= 2 and "".join(lines[0]).lower().startswith("sep="):
        lines[0] = []  # a line for the spreadsheet program, not for us; it still counts as a row
    rows = [Row(at, tuple(cells)) for at, cells in enumerate(lines, start=1)]
    return _table(name, rows, separator=separator)


def _from_workbook(content: bytes, name: str, sheet: str | None) -> Table:
    _refuse_packed_trap(content, name)
    try:
        with python_calamine.load_workbook(io.BytesIO(content)) as book:
            for title in _sheets_to_try(book, name, sheet):
                found = book.get_sheet_by_name(title)
                cells = found.to_python(skip_empty_area=False)
                rows = [Row(at, tuple(row)) for at, row in enumerate(cells, start=1)]
                if any(not is_empty(row.cells) for row in rows):
                    return _table(name, rows, sheet=title)
    except python_calamine.PasswordError as error:
        raise _unreadable(
            name,
            _("The file is protected with a password."),
            _("Save it without a password."),
        ) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _unreadable(
            name,
            _("The file is damaged, or it is not a spreadsheet."),
            _("Open it in a spreadsheet program and save it as XLSX or CSV."),
        ) from error
    raise _unreadable(
        name,
        _("The file has no sheet with content."),
        _("Save it again with a header row and one row for each record."),
    )


def _sheets_to_try(
    book: python_calamine.CalamineWorkbook, name: str, sheet: str | None
) -> list[str]:
    if sheet is None:
        return [
            each.name
            for each in book.sheets_metadata
            if each.visible == python_calamine.SheetVisibleEnum.Visible
            and each.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    if sheet not in book.sheet_names:
        raise _unreadable(
            name,
            _("The file has no sheet “%(sheet)s”.") % {"sheet": sheet},
            _("Its sheets are: %(sheets)s.") % {"sheets": ", ".join(book.sheet_names)},
        )
    return [sheet]


def _refuse_packed_trap(content: bytes, name: str) -> None:
    if not content.startswith(_ZIP):
        return
    try:
        packed.refuse_too_large(content)
    except packed.NotPacked as error:
        raise _unreadable(
            name,
            _("The file is damaged, or it is not a spreadsheet."),
            _("Open it in a spreadsheet program and save it as XLSX or CSV."),
        ) from error
    except packed.TooLarge as error:
        raise _unreadable(
            name,
            _("The file is far too large once unpacked, or its cells are very far apart."),
            _("Copy the table into a new file, and save that."),
        ) from error


def _table(
    name: str, rows: list[Row], *, sheet: str | None = None, separator: str | None = None
) -> Table:
    """Take the first row of the table as header; leave empty rows out, keep numbers true."""
    filled = _without_titles([row for row in rows if not is_empty(row.cells)])
    if not filled:
        raise _unreadable(
            name,
            _("The file has no content."),
            _("Save it again with a header row and one row for each record."),
        )
    first, *others = filled
    header = tuple(" ".join(cell_text(cell).split()) for cell in _without_empty_end(first.cells))
    return Table(
        name=name,
        header=header,
        header_row=first.number,
        rows=tuple(others),
        sheet=sheet,
        separator=separator,
    )


def _without_titles(rows: list[Row]) -> list[Row]:
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


def _unreadable(name: str, message: str, remedy: str, *, row: int | None = None) -> UnreadableTable:
    return UnreadableTable(Problem(file=name, message=message, remedy=remedy, row=row))
