"""Offers and requests, and what comes of them between members."""

from raceme.collaboration.models.notices import Notice

__all__ = ["Notice"]
