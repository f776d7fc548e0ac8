"""Text files with separators: CSV and its relatives."""

from __future__ import annotations

import csv
import io

SEPARATORS = (",", ";", "\t", "|")
_LOOKED_AT = 50  # records that decide about the separator
_LONGEST_CELL = 1_000_000


class UnclosedQuote(ValueError):
    """A quotation mark is opened and never closed; `row` is where it begins."""

    def __init__(self, row: int) -> None:
        super().__init__(f"unclosed quotation mark in row {row}")
        self.row = row


def records(text: str, separator: str) -> list[list[str]]:
    """Give all records of the text; blank lines count, so that places are row numbers."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[list[str]] = []
    try:
        found.extend(reader)
    except csv.Error as error:
        if "unexpected end of data" in str(error) or "field larger" in str(error):
            raise UnclosedQuote(len(found) + 1) from error
        # A quotation mark inside a cell, as in «"Alpha" Ltd»: read it as spreadsheets do.
        lenient = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return list(lenient)
    return found


def separator_of(text: str) -> str:
    """Find the separator that cuts the records into equally many cells, and into most."""
    announced = text[:6].lower()
    if announced.startswith("sep=") and announced[4:5] in SEPARATORS:
        return announced[4]
    scores = {separator: _evenness(text, separator) for separator in SEPARATORS}
    return max(SEPARATORS, key=lambda separator: (scores[separator], text.count(separator)))


def _evenness(text: str, separator: str) -> tuple[float, int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    widths: list[int] = []
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                widths.append(len(record))
            if len(widths) >= _LOOKED_AT:
                break
    except csv.Error:
        return (0.0, 0)
    if not widths:
        return (0.0, 0)
    # Titles above the table are narrower than it: the width that most records have counts.
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    if usual < 2:
        return (0.0, 0)
    return (widths.count(usual) / len(widths), usual)
