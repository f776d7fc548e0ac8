"""Numbers, money and shares in the words of the reader, the same on pages, in files and print.

Unknown (`None`, not a number) is always said as “unknown”, never as 0.
"""

import math
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

Amount = int | float | Decimal

TOO_LARGE = Decimal("1E15")
NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
# Signs that stand for exactly one currency in Europe; all others are said by their code.
SIGNS = {"EUR": "€", "GBP": "£"}
# Languages that write the currency in front of the amount (Unicode CLDR 47).
CURRENCY_FIRST = {"en", "nl", "ga", "mt"}
NO_SPACE_AFTER_SIGN = {"en", "ga", "mt"}


def number(value: Amount | None, decimals: int | None = None) -> str:
    """Write a number in the reader's format; without `decimals`, as many as it needs (≤ 2)."""
    known = known_amount(value)
    if known is None:
        return _("unknown")
    if abs(known) >= TOO_LARGE:
        return f"{known:.3E}"  # no figure of ours; shown as it is, so that somebody mends it
    if decimals is None:
        known = known.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
        # normalize() turns 100 into 1E+2, which would be written as such.
        known = known.quantize(Decimal(1)) if known == known.to_integral_value() else known
    else:
        known = known.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return _signed(known)


def money(value: Amount | None, currency: str = "EUR") -> str:
    """Write an amount of money: whole if it is whole, else with two decimals."""
    known = known_amount(value)
    if known is None:
        return _("unknown")
    if abs(known) >= TOO_LARGE:
        return f"{number(known)}{NO_BREAK}{currency}"
    cents = known.quantize(Decimal("0.01"), ROUND_HALF_UP)
    whole = cents == cents.to_integral_value()
    digits = number(abs(cents), 0 if whole else 2)
    minus = MINUS if cents < 0 else ""
    sign = SIGNS.get(currency, currency)
    language = (get_language() or "en").split("-")[0]
    if language not in CURRENCY_FIRST:
        return f"{minus}{digits}{NO_BREAK}{sign}"
    close = sign != currency and language in NO_SPACE_AFTER_SIGN
    return f"{minus}{sign}{'' if close else NO_BREAK}{digits}"


def share(value: Amount | None, decimals: int = 0) -> str:
    """Write a share between 0 and 1 as a percentage."""
    known = known_amount(value)
    if known is None:
        return _("unknown")
    return _("%(number)s%%") % {"number": number(known * 100, decimals)}


def is_unknown(value: object) -> bool:
    if value is None or value == "":
        return True
    return isinstance(value, float | Decimal) and math.isnan(value)


def known_amount(value: Amount | None) -> Decimal | None:
    """Take a number as an exact decimal, or `None` where it is unknown or not finite."""
    if value is None or is_unknown(value):
        return None
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact if exact.is_finite() else None


def _signed(value: Decimal) -> str:
    """Write a number with separators and, if negative, with a real minus sign."""
    digits = number_format(abs(value), use_l10n=True, force_grouping=True)
    return f"{MINUS if value < 0 else ''}{digits}"
