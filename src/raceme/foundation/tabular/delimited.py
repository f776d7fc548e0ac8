"""Text files with separators (CSV and its relatives), in whatever encoding they were saved."""

from __future__ import annotations

import codecs
import csv
import io

SEPARATORS = (",", ";", "\t", "|")
_LOOKED_AT = 50  # records that decide about the separator
_LONGEST_CELL = 1_000_000

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Letters beyond ASCII of the languages written in each of the two Windows code pages. The same
# byte is č in one and è in the other; text of one language uses the letters of one row only.
_LETTERS = {
    "cp1252": (
        "äöüß",
        "àâæçéèêëîïôùûüÿœ",
        "áéíñóúü",
        "àáâãçéêíóôõú",
        "àèéìíîòóùú",
        "åäöæøé",
        "áéëïóöü",
        "áæéðíóöúýþ",
    ),
    "cp1250": (
        "čšžćđ",
        "ąćęłńóśźż",
        "áčďéěíňóřšťúůýž",
        "áäčďéíĺľňóôŕšťúýž",
        "áéíóöőúüű",
        "ăâîşţ",
        "äöüß",
    ),
}


class NotText(ValueError):
    """The bytes are no text in any encoding that spreadsheets write."""


class UnclosedQuote(ValueError):
    """A quotation mark is opened and never closed; `row` is where it begins."""

    def __init__(self, row: int) -> None:
        super().__init__(f"unclosed quotation mark in row {row}")
        self.row = row


def decode(content: bytes) -> str:
    """Turn bytes into text: Unicode with or without mark, else Windows 1250, 1252 or Latin-1."""
    encoding = _unicode_of(content) or _code_page_of(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(encoding) from error
    if any(character < " " and character not in "\t\n\r\f\x1a" for character in text):
        raise NotText("control characters")
    return text.rstrip("\x1a")


def _unicode_of(content: bytes) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding
    start = content[:2000]
    if b"\0" in start:
        # UTF-16 without a mark: nearly every second byte of European text is zero.
        in_first = start[0::2].count(0)
        in_second = start[1::2].count(0)
        return "utf-16-le" if in_second > in_first else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _code_page_of(content: bytes) -> str:
    best, best_share = "latin-1", -1.0
    for encoding, languages in _LETTERS.items():
        try:
            text = content.decode(encoding).lower()
        except UnicodeDecodeError:
            continue
        foreign = [character for character in text if character > "\x7f" and character.isalpha()]
        signs = sum(1 for character in text if character in "³¹²¿¾¼")  # Polish read as Western
        counted = max(1, len(foreign) + signs)
        share = max(
            sum(character in letters for character in foreign) / counted for letters in languages
        )
        if share > best_share:
            best, best_share = encoding, share
    return best


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
    if not widths or widths[0] < 2:
        return (0.0, 0)
    return (sum(width == widths[0] for width in widths) / len(widths), widths[0])
