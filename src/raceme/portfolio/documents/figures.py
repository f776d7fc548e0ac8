"""Figures of a plan as its documents write them, rounded as a plan deserves."""

from __future__ import annotations

from raceme.foundation import figures


def number(value: float, *, decimals: int = 0) -> str:
    """Write a number with the signs of the reader's language: 1,234.5 or 1.234,5."""
    # Plus 0.0: a rounded -0.0 would be written with a minus that means nothing.
    return figures.number(round(value, decimals) + 0.0, decimals)


def money(value: float, currency: str) -> str:
    """Write an amount without cents: a plan is not exact to the cent."""
    return figures.money(round(value) + 0.0, currency)


def days(value: float) -> str:
    """Write person-days, with a decimal only where there is one."""
    return number(value, decimals=0 if float(value).is_integer() else 1)


def percent(share: float | None, *, decimals: int = 0) -> str:
    """Write a share as percent; what is unknown is said to be unknown."""
    return figures.share(share, decimals)
