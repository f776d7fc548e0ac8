"""Offers and requests, and what comes of them between members."""

from raceme.collaboration.models.calls import Call
from raceme.collaboration.models.consortia import (
    Consortium,
    ConsortiumPartner,
    Coverage,
    Requirement,
)
from raceme.collaboration.models.notices import Notice

__all__ = ["Call", "Consortium", "ConsortiumPartner", "Coverage", "Notice", "Requirement"]
