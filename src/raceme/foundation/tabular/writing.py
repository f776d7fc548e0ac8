"""Tables that we hand out: workbooks that open cleanly in a spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import xlsxwriter
from django.utils.translation import gettext as _

from raceme.foundation.tabular.values import Cell, text_of

ACCENT = "#0b7285"
_NARROWEST, _WIDEST = 8, 60  # characters
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class Style(StrEnum):
    """How the cells of a column are shown."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    MONEY = "money"
    SHARE = "share"
    DATE = "date"


NUMBER_FORMATS = {
    Style.TEXT: "@",
    Style.WHOLE: "#,##0",
    Style.DECIMAL: "#,##0.00",
    Style.MONEY: "#,##0",
    Style.SHARE: "0.0%",
    Style.DATE: "yyyy-mm-dd",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one column, and how its cells are shown."""

    title: str
    style: Style = Style.TEXT
    width: int | None = None  # characters; None: as wide as its content


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: headings, and rows with one cell for each of them."""

    name: str
    headings: tuple[Heading, ...]
    rows: Sequence[Sequence[Cell]]


def workbook(sheets: Sequence[Sheet], *, title: str, made_on: date) -> bytes:
    """Make an XLSX file with real numbers and dates, a frozen header and a filter on every sheet.

    Same input, same bytes: `made_on` is the only date in the file.
    """
    target = io.BytesIO()
    # Text stays text: a member called “=HYPERLINK(…)” must not become a formula.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    created = datetime(made_on.year, made_on.month, made_on.day)  # noqa: DTZ001  a day, no instant
    book.set_properties({"title": title, "author": "Raceme", "created": created})
    header = book.add_format(
        {
            "bold": True,
            "font_color": "#ffffff",
            "bg_color": ACCENT,
            "text_wrap": True,
            "valign": "top",
        }
    )
    formats = {
        style: book.add_format(
            {"num_format": shape, "valign": "top", "text_wrap": style == Style.TEXT}
        )
        for style, shape in NUMBER_FORMATS.items()
    }
    for sheet in sheets:
        page = book.add_worksheet(sheet_name(sheet.name))
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for place, heading in enumerate(sheet.headings):
            page.write_string(0, place, heading.title, header)
            page.set_column(place, place, _width(sheet, place), formats[heading.style])
        for at, row in enumerate(sheet.rows, start=1):
            for place, (heading, cell) in enumerate(zip(sheet.headings, row, strict=True)):
                _write(page, at, place, cell, formats[heading.style])
        if sheet.rows and sheet.headings:
            page.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)
    book.close()
    return target.getvalue()


def csv_bytes(sheet: Sheet) -> bytes:
    """Make a CSV file in UTF-8 that spreadsheet programs open with all letters right.

    A text that such a program would take for a formula (=, +, -, @ first) gets an apostrophe
    in front: a member called “=HYPERLINK(…)” must stay a name.
    """
    target = io.StringIO()
    lines = csv.writer(target, lineterminator="\r\n")
    lines.writerow([heading.title for heading in sheet.headings])
    lines.writerows([[_harmless(cell) for cell in row] for row in sheet.rows])
    return target.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> str:
    text = text_of(cell)
    return f"'{text}" if isinstance(cell, str) and text[:1] in _FORMULA_SIGNS else text


def sheet_name(name: str) -> str:
    """Make a name that spreadsheet programs accept: 31 characters, no reserved signs."""
    kept = "".join(" " if character in r"[]:*?/\'" else character for character in name)
    return kept.strip()[:31] or _("Sheet")


def _write(
    page: xlsxwriter.worksheet.Worksheet,
    at: int,
    place: int,
    cell: Cell,
    shape: xlsxwriter.format.Format,
) -> None:
    if cell is None:
        page.write_blank(at, place, None, shape)
    elif isinstance(cell, bool):
        page.write_boolean(at, place, cell, shape)
    elif isinstance(cell, int | float):
        page.write_number(at, place, cell, shape)
    elif isinstance(cell, datetime | date):
        page.write_datetime(at, place, cell, shape)
    else:
        page.write_string(at, place, text_of(cell), shape)


def _width(sheet: Sheet, place: int) -> int:
    heading = sheet.headings[place]
    if heading.width is not None:
        return heading.width
    longest = max((len(text_of(row[place])) for row in sheet.rows), default=0)
    if heading.style != Style.TEXT:
        longest = min(longest, 12)  # shown rounded, however many digits are stored
    return max(_NARROWEST, min(_WIDEST, max(longest, len(heading.title)) + 2))
