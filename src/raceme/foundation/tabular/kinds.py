"""What kind of thing stands in a cell: text, a number, a date, an address on the net, nothing."""

from __future__ import annotations

import re
from enum import StrEnum

from raceme.foundation.tabular import cells
from raceme.foundation.tabular.values import Cell


class CellKind(StrEnum):
    """What a cell looks like, whatever its column is called."""

    NOTHING = "nothing"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    LINK = "link"  # an e-mail or web address
    YES_NO = "yes or no"


MAIL = re.compile(r"^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}$")
WEB = re.compile(r"^(?:https?://\S+|www\.\S+\.\S+)$", re.I)
_STARTS_LIKE_A_NUMBER = re.compile(r"^[\d+\-.,(€£$]")
_NUMBER = re.compile(r"^[+-]?\(?[\d.,\u00a0\u202f ']*\d[\d.,\u00a0\u202f ']*\)?\s?[%€£$]?$")
_POSTCODE_OR_PHONE = re.compile(r"^[+(]?\d[\d\s()/.+-]*\d$")


def kind_of(cell: Cell) -> CellKind:
    """Say what a cell looks like; what starts with a digit but has words in it is text."""
    if cells.is_nothing(cell):
        return CellKind.NOTHING
    if isinstance(cell, str):
        return _kind_of_text(cell.strip())
    if isinstance(cell, bool):
        return CellKind.YES_NO
    return CellKind.NUMBER if isinstance(cell, int | float) else CellKind.DATE


def _kind_of_text(text: str) -> CellKind:
    if MAIL.match(text) or WEB.match(text):
        return CellKind.LINK
    return _kind_of_digits(text) if _STARTS_LIKE_A_NUMBER.match(text) else CellKind.TEXT


def _kind_of_digits(text: str) -> CellKind:
    if cells.is_written_date(text):
        return CellKind.DATE
    is_number = _NUMBER.match(text) or _POSTCODE_OR_PHONE.match(text)
    return CellKind.NUMBER if is_number else CellKind.TEXT
