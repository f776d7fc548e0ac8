"""Rows of clusters become tables of a programme, and what may be shown of them is decided."""

from raceme.programmes.bridge.edition import edition_values

__all__ = ["edition_values"]
