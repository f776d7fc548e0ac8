"""Packed spreadsheets (XLSX, ODS) are looked at before they are unpacked into memory.

The library that reads them makes room for the whole rectangle between the first and the last
filled cell. One stray cell in the last corner of a sheet asks for hundreds of gigabytes, and the
program would be stopped by the machine without a word.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

LARGEST_UNPACKED = 1024 * 1024 * 1024  # bytes; more than this is no spreadsheet but a trap
LARGEST_SHEET = 5_000_000  # cells in the rectangle around all filled ones, some 200 MB of memory

_SHEETS = re.compile(r"^xl/worksheets/[^/]+\.xml$")
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_REPEATED_ROW = re.compile(
    rb'<table:table-row\b[^>]*number-rows-repeated="(\d+)"[^>]*(?<!/)>(.*?)</table:table-row>',
    re.DOTALL,
)
_REPEATED_CELL = re.compile(rb'<table:table-cell\b([^>]*)number-columns-repeated="(\d+)"([^>]*)>')
_PIECE = 1024 * 1024  # bytes looked at together
_LONGEST_TAG = 400  # bytes by which pieces overlap, so that no tag is cut


class NotPacked(ValueError):
    """The bytes look like a packed file and are none."""


class TooLarge(ValueError):
    """Unpacking the file would take more memory than a spreadsheet ever should."""


def refuse_too_large(content: bytes) -> None:
    """Raise TooLarge or NotPacked before such a file can do harm."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST_UNPACKED:
                raise TooLarge("unpacked size")
            for name in packed.namelist():
                if _SHEETS.match(name):
                    _refuse_far_cells(packed, name)
                elif name == "content.xml":
                    _refuse_repeated_cells(packed.read(name))
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise NotPacked(str(error)) from error


def _refuse_far_cells(packed: zipfile.ZipFile, name: str) -> None:
    first_row, last_row, first_column, last_column = 1 << 30, 0, 1 << 30, 0
    for piece in _pieces(packed, name):
        for letters, digits in _FILLED_CELL.findall(piece):
            column, row = _column_number(letters), int(digits)
            first_row, last_row = min(first_row, row), max(last_row, row)
            first_column, last_column = min(first_column, column), max(last_column, column)
    if last_row == 0:
        return  # nothing is filled
    if (last_row - first_row + 1) * (last_column - first_column + 1) > LARGEST_SHEET:
        raise TooLarge(name)


def _pieces(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with packed.open(name) as file:
        kept = b""
        while piece := file.read(_PIECE):
            yield kept + piece
            kept = piece[-_LONGEST_TAG:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _refuse_repeated_cells(content: bytes) -> None:
    """Refuse rows with content that are repeated without end; empty ones are usual and harmless."""
    for repeated, row in _REPEATED_ROW.findall(content):
        if b"office:value" in row and int(repeated) * _width(row) > LARGEST_SHEET:
            raise TooLarge("repeated rows")


def _width(row: bytes) -> int:
    repeated = sum(
        int(times)
        for before, times, after in _REPEATED_CELL.findall(row)
        if b"office:value" in before + after
    )
    return repeated + row.count(b"<table:table-cell")
