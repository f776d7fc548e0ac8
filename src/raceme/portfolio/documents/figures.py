"""Numbers of a plan as people write them in their language."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


def number(value: float, *, decimals: int = 0) -> str:
    """Write a number with the signs of the reader's language: 1,234.5 or 1.234,5."""
    rounded = round(value, decimals)
    # -0.0 would be written with a minus that means nothing.
    return str(number_format(rounded + 0.0, decimals, force_grouping=True))


def money(value: float, currency: str) -> str:
    """Write an amount without cents, with the currency behind it."""
    sign = _SIGNS.get(currency, currency)
    return f"{number(value)}\u00a0{sign}"


def days(value: float) -> str:
    """Write person-days, with a decimal only where there is one."""
    return number(value, decimals=0 if float(value).is_integer() else 1)


def percent(share: float | None, *, decimals: int = 0) -> str:
    """Write a share as percent; what is unknown is said to be unknown."""
    if share is None:
        return _("unknown")
    return f"{number(100 * share, decimals=decimals)}\u00a0%"
