"""A file that somebody sent is opened: what it really is, and what stands in it.

What a file is, is decided by its first bytes and not by its name: spreadsheet programs and
web portals often call text or a web page “.xls”.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import python_calamine
from django.utils.translation import gettext as _

from raceme.foundation.tabular import delimited, markup, packed
from raceme.foundation.tabular.encoding import Decoded, NotText, decode
from raceme.foundation.tabular.values import (
    Cell,
    Covered,
    Grid,
    Problem,
    Row,
    UnreadableTable,
    is_empty,
)

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")
LARGEST_FILE = 100 * 1024 * 1024  # bytes
MOST_CELLS = 5_000_000  # of a text; some 500 MB of memory

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".ods")
_WEB_PAGE = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta", b"<style")
_XML = (b"<?xml", b"<workbook", b"<ss:workbook")
_SHEETS_LOOKED_AT = 30


def grids_in(source: Path | bytes, name: str, *, sheet: str | None = None) -> Iterator[Grid]:
    """Give what stands on each visible sheet with content, in the order of the file.

    A text file has one. A named `sheet` is given alone, hidden or not. `name` is what messages
    call the file. Raises UnreadableTable with one clear sentence; gives at least one grid.
    """
    content = _content_of(source, name)
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf"):
        raise unreadable(name, _("The file is empty."), _again_with_rows())
    if content.startswith((_ZIP, _OLE)):
        yield from _from_workbook(content, name, sheet)
        return
    start = content[:1000].lstrip(b"\xef\xbb\xbf\t\r\n ").lower()
    _refuse_known_strangers(start, name)
    text = _text_of(content, name)
    beginning = text.text[:1000].lstrip("\ufeff\t\r\n ").lower().encode("utf-8", "replace")
    if beginning.startswith((*_WEB_PAGE, *_XML)):
        yield from _from_markup(text, name, sheet, is_xml=beginning.startswith(_XML))
        return
    if Path(name).suffix.lower() in _WORKBOOK_SUFFIXES:
        raise unreadable(name, _("The file is damaged, or it is not a spreadsheet."), save_as())
    yield _from_text(text, name)


def unreadable(name: str, message: str, remedy: str, *, row: int | None = None) -> UnreadableTable:
    """Say in one sentence why a file cannot be read, and in another what to do."""
    return UnreadableTable(Problem(file=name, message=message, remedy=remedy, row=row))


def save_as() -> str:
    """Give the remedy for whatever is no spreadsheet."""
    return _("Open it in a spreadsheet program and save it as XLSX or CSV.")


def no_content(name: str) -> UnreadableTable:
    """Say that nothing stands in the file."""
    return unreadable(name, _("The file has no content."), _again_with_rows())


def _again_with_rows() -> str:
    return _("Save it again with a header row and one row for each record.")


def _content_of(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        if source.stat().st_size > LARGEST_FILE:
            raise unreadable(
                name,
                _("The file is larger than 100 MB."),
                _("Remove what is no table from it, or split it."),
            )
        return source.read_bytes()
    except OSError as error:
        raise unreadable(
            name,
            _("The file cannot be opened."),
            _("Check that it exists, that you may read it, and that no program has locked it."),
        ) from error


def _refuse_known_strangers(start: bytes, name: str) -> None:
    """Say what the file really is when it is something that people mistake for a table."""
    if start.startswith(b"%pdf"):
        raise unreadable(name, _("The file is a PDF, not a table."), save_as())
    if start.startswith((b"{", b"[{")) and b'"' in start[:20]:
        raise unreadable(name, _("The file is JSON, not a table."), save_as())
    if start.startswith(b"begin:vcard"):
        raise unreadable(
            name,
            _("The file holds business cards (vCard), not a table."),
            _("Export the contacts as CSV."),
        )


def _text_of(content: bytes, name: str) -> Decoded:
    try:
        return decode(content)
    except NotText as error:
        if Path(name).suffix.lower() in _WORKBOOK_SUFFIXES:
            message = _("The file is damaged, or it is not a spreadsheet.")
            raise unreadable(name, message, save_as()) from error
        raise unreadable(
            name,
            _("The file is neither text nor a spreadsheet."),
            _("Save the table as XLSX or as CSV (UTF-8)."),
        ) from error


def _from_text(text: Decoded, name: str) -> Grid:
    try:
        separator = delimited.separator_of(text.text)
        if text.text.count(separator) > MOST_CELLS:
            raise _too_large(name)
        lines = delimited.records(text.text, separator)
    except delimited.UnclosedQuote as error:
        raise unreadable(
            name,
            _("A quotation mark is opened here and never closed."),
            _("Close it, or write it twice if it belongs to the text."),
            row=error.row,
        ) from error
    if lines and len(lines[0]) <= 2 and "".join(lines[0]).lower().startswith("sep="):
        lines[0] = []  # a line for the spreadsheet program, not for us; it still counts as a row
    return Grid(
        name=name,
        form="CSV",
        rows=_filled(lines),
        separator=separator,
        encoding=text.encoding,
    )


def _from_markup(text: Decoded, name: str, sheet: str | None, *, is_xml: bool) -> Iterator[Grid]:
    try:
        tables = [table for table in markup.tables_in(text.text) if _is_table(table)]
    except markup.TooLarge as error:
        raise _too_large(name) from error
    if not tables:
        message = (
            _("The file is XML, not a table.")
            if is_xml
            else _("The file is a web page (HTML) without a table of rows and columns.")
        )
        raise unreadable(name, message, save_as())
    named = [table for table in tables if sheet is None or table.name == sheet]
    if not named:
        raise _no_such_sheet(name, sheet or "", [table.name for table in tables])
    for table in named:
        yield Grid(
            name=name,
            form="XML" if is_xml else "HTML",
            rows=_filled(table.rows),
            sheet=table.name or None,
            encoding=text.encoding,
        )


def _is_table(table: markup.FoundTable) -> bool:
    """Tell tables from the frames that old pages put around everything."""
    return sum(sum(bool(cell) for cell in row) > 1 for row in table.rows) > 1


def _from_workbook(content: bytes, name: str, sheet: str | None) -> Iterator[Grid]:
    _refuse_packed_trap(content, name)
    has_any = False
    try:
        with python_calamine.load_workbook(io.BytesIO(content)) as book:
            for title in _sheets_to_try(book, name, sheet):
                grid = _sheet(book.get_sheet_by_name(title), name, _form(content))
                if grid.rows:
                    has_any = True
                    yield grid
    except python_calamine.PasswordError as error:
        raise unreadable(
            name,
            _("The file is protected with a password."),
            _("Save it without a password."),
        ) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise unreadable(
            name, _("The file is damaged, or it is not a spreadsheet."), save_as()
        ) from error
    if not has_any:
        raise unreadable(name, _("The file has no sheet with content."), _again_with_rows())


def _form(content: bytes) -> str:
    if content.startswith(_OLE):
        return "XLS"
    return "ODS" if b"application/vnd.oasis.opendocument" in content[:200] else "XLSX"


def _sheet(sheet: python_calamine.CalamineSheet, name: str, form: str) -> Grid:
    merged = tuple(
        Covered(first[0] + 1, first[1], last[0] + 1, last[1])
        for first, last in sheet.merged_cell_ranges or ()
    )
    rows = _filled(sheet.to_python(skip_empty_area=False))
    return Grid(name=name, form=form, rows=rows, sheet=sheet.name, merged=merged)


def _filled(lines: Iterable[Sequence[Cell]]) -> tuple[Row, ...]:
    """Number the rows as a spreadsheet program shows them, and leave out the empty ones."""
    rows = (Row(at, tuple(cells)) for at, cells in enumerate(lines, start=1))
    return tuple(row for row in rows if not is_empty(row.cells))


def _sheets_to_try(
    book: python_calamine.CalamineWorkbook, name: str, sheet: str | None
) -> list[str]:
    if sheet is None:
        visible = [
            each.name
            for each in book.sheets_metadata
            if each.visible == python_calamine.SheetVisibleEnum.Visible
            and each.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        return visible[:_SHEETS_LOOKED_AT]
    if sheet not in book.sheet_names:
        raise _no_such_sheet(name, sheet, book.sheet_names)
    return [sheet]


def _no_such_sheet(name: str, sheet: str, sheets: list[str]) -> UnreadableTable:
    return unreadable(
        name,
        _("The file has no sheet “%(sheet)s”.") % {"sheet": sheet},
        _("Its sheets are: %(sheets)s.") % {"sheets": ", ".join(sheets)},
    )


def _too_large(name: str) -> UnreadableTable:
    return unreadable(
        name,
        _("The table has far too many cells."),
        _("Remove what is no table from it, or split it."),
    )


def _refuse_packed_trap(content: bytes, name: str) -> None:
    if not content.startswith(_ZIP):
        return
    try:
        packed.refuse_too_large(content)
    except packed.NotPacked as error:
        raise unreadable(
            name, _("The file is damaged, or it is not a spreadsheet."), save_as()
        ) from error
    except packed.TooLarge as error:
        raise unreadable(
            name,
            _("The file is far too large once unpacked, or its cells are very far apart."),
            _("Copy the table into a new file, and save that."),
        ) from error
