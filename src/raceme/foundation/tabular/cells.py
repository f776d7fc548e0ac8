"""What stands in a cell becomes a number, a date, a yes or a list of weights.

Each function answers with the value or raises Unclear with a sentence and a remedy. None of them
guesses: where a sign can be read in two ways, the cell is refused and both ways are named.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from raceme.foundation.tabular.values import Cell, text_of


class Decimal(StrEnum):
    """Which sign the writer of a table puts before the fraction of a number."""

    POINT = "."
    COMMA = ","
    UNKNOWN = "?"


class Unclear(ValueError):
    """What stands in the cell cannot be read."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


NOTHING = frozenset({"", "-", "–", "—", "n/a", "k.a.", "k. a."})  # noqa: RUF001  dashes people type
_YES = frozenset(
    "yes y true 1 x ja j wahr oui o vrai sì si sí vero verdadero tak t prawda waar da ano".split()  # noqa: SIM905
)
_NO = frozenset(
    "no n false 0 nein falsch non faux falso nie fałsz nej nee onwaar ne ei".split()  # noqa: SIM905
)

_CURRENCY = re.compile(
    r"^(?:€|£|\$|eur|usd|gbp|chf|euro)\s*|\s*(?:€|£|\$|eur|usd|gbp|chf|euro)$", re.I
)
_SPACES = "\u00a0\u202f\u2009 '’"  # noqa: RUF001  what separates thousands besides point and comma
_GROUPED_BY_SPACE = re.compile(r"^[+-]?\d{1,3}(?:[\u00a0\u202f\u2009 '’]\d{3})+(?:[.,]\d+)?$")  # noqa: RUF001
_PLAIN = re.compile(r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$")
_ONE_SIGN = re.compile(r"^[+-]?(\d*)([.,])(\d+)$")
_BOTH_WAYS = re.compile(r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$")
_THOUSANDS = {
    ".": re.compile(r"^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$"),
    ",": re.compile(r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"),
}

_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.,+Z-]*)?$")
_EUROPEAN = re.compile(r"^(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4})(?: [\d:]+)?$")


def is_nothing(cell: Cell) -> bool:
    """Whether the cell says nothing: empty, a dash, “n/a”. Such a cell is unknown, never zero."""
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in NOTHING)


def decimal_sign_in(text: str) -> Decimal:
    """Tell which decimal sign a written number betrays, if any."""
    bare = _bare(text)
    if _THOUSANDS["."].match(bare) and ("," in bare or bare.count(".") > 1):
        return Decimal.COMMA
    if _THOUSANDS[","].match(bare) and ("." in bare or bare.count(",") > 1):
        return Decimal.POINT
    one = _ONE_SIGN.match(bare)
    if one is None or _BOTH_WAYS.match(bare):
        return Decimal.UNKNOWN
    return Decimal(one.group(2))


def number_in(cell: Cell, decimal: Decimal) -> float:
    """Read a number: 1234.5, 1.234,5, 1,234.5, 1 234,50 €."""
    if isinstance(cell, bool | date | time | timedelta):
        raise _no_number()
    if isinstance(cell, int | float):
        if not math.isfinite(cell):
            raise _no_number()
        return float(cell)
    bare = _bare(text_of(cell))
    if _BOTH_WAYS.match(bare):
        return _number_of_two_readings(bare, decimal)
    if _THOUSANDS["."].match(bare) and ("," in bare or bare.count(".") > 1):
        bare = bare.replace(".", "").replace(",", ".")
    elif _THOUSANDS[","].match(bare) and ("." in bare or bare.count(",") > 1):
        bare = bare.replace(",", "")
    elif _ONE_SIGN.match(bare):
        bare = bare.replace(",", ".")
    if not _PLAIN.match(bare):
        raise _no_number()
    number = float(bare)
    if not math.isfinite(number):
        raise _no_number()
    return number


def _number_of_two_readings(bare: str, decimal: Decimal) -> float:
    """Read 1.234 by the decimal sign of the rest of the file, or ask which of the two is meant."""
    sign = "." if "." in bare else ","
    if decimal == Decimal.UNKNOWN:
        readings = {
            "thousands": bare.replace(sign, ""),
            "fraction": bare.replace(sign, "."),
        }
        raise Unclear(
            _("This can mean %(thousands)s or %(fraction)s.") % readings,
            _("Write %(thousands)s, or the fraction as %(fraction)s0.") % readings,
        )
    return float(bare.replace(sign, "." if sign == decimal else ""))


def whole_in(cell: Cell, decimal: Decimal) -> int:
    """Read a whole number; 12.0 counts as one, 12.5 does not."""
    try:
        number = number_in(cell, decimal)
    except Unclear as error:
        if _BOTH_WAYS.match(_bare(text_of(cell))):
            raise
        raise Unclear(
            _("This is not a whole number."), _("Write digits only, such as 12.")
        ) from error
    if not number.is_integer():
        raise Unclear(_("This is not a whole number."), _("Write digits only, such as 12."))
    return int(number)


def share_in(cell: Cell, decimal: Decimal) -> float:
    """Read a share: 0.4 or 40 %."""
    text = text_of(cell)
    if isinstance(cell, str) and text.endswith("%"):
        return number_in(text.removesuffix("%").strip(), decimal) / 100
    return number_in(cell, decimal)


def yes_or_no_in(cell: Cell) -> bool:
    """Yes or no, as a word of many languages, a cross or a digit."""
    if isinstance(cell, bool):
        return cell
    text = text_of(cell).casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise Unclear(_("This is neither yes nor no."), _("Write yes or no."))


def is_written_date(text: str) -> bool:
    """Whether a text is written like a date; there may be no such day."""
    return bool(_ISO.match(text) or _EUROPEAN.match(text))


def date_in(cell: Cell) -> date:
    """Read a date: 2026-03-31, 31.03.2026 or 31/03/2026 (day before month, never reversed)."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    iso, european = _ISO.match(text), _EUROPEAN.match(text)
    remedy = _("Write year-month-day such as 2026-03-31, or day.month.year such as 31.03.2026.")
    if isinstance(cell, bool | int | float) or not (iso or european):
        raise Unclear(_("This is not a date."), remedy)
    written = iso.groups() if iso else tuple(reversed(european.groups() if european else ()))
    year, month, day = (int(part) for part in written)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Unclear(_("There is no such day in the calendar."), remedy) from error


def weights_in(cell: Cell, decimal: Decimal) -> dict[str, float]:
    """Read a list of names with a weight each: `topic:0.8; topic:0.5`."""
    text = text_of(cell)
    remedy = _("Write each name with its weight, separated by semicolons: topic:0.8; topic:0.5")
    by_comma = ";" not in text and "|" not in text and text.count(":") > 1
    parts = re.split(r"," if by_comma else r"[;|\n]", text)
    weights: dict[str, float] = {}
    for part in (part.strip() for part in parts):
        if not part:
            continue
        name, colon, weight = (piece.strip() for piece in part.rpartition(":"))
        if not colon or not name:
            raise Unclear(_("“%(part)s” has no weight.") % {"part": part}, remedy)
        if name in weights:
            raise Unclear(_("“%(name)s” is named twice.") % {"name": name}, _("Name it once."))
        try:
            weights[name] = share_in(weight, decimal)
        except Unclear as error:
            raise Unclear(
                _("“%(weight)s” is no clear weight for “%(name)s”.")
                % {"weight": weight, "name": name},
                remedy,
            ) from error
    return weights


def _bare(text: str) -> str:
    """Strip a written number of its currency and of the spaces between thousands."""
    stripped = _CURRENCY.sub("", text.strip()).strip().replace("\u2212", "-")
    if _GROUPED_BY_SPACE.match(stripped):
        stripped = "".join(character for character in stripped if character not in _SPACES)
    return stripped


def _no_number() -> Unclear:
    return Unclear(_("This is not a number."), _("Write digits only, such as 1234.5."))
