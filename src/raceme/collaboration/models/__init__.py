"""Offers and requests, and what comes of them between members."""

from raceme.collaboration.models.calls import Call
from raceme.collaboration.models.chains import ValueChain
from raceme.collaboration.models.consortia import (
    Consortium,
    ConsortiumPartner,
    Coverage,
    Requirement,
)
from raceme.collaboration.models.notices import Notice
from raceme.collaboration.models.pages import PartnerLetter, PartnerPage
from raceme.collaboration.models.saved import FoundLetter, SavedSearch
from raceme.collaboration.models.searches import PartnerSearch
from raceme.collaboration.models.suggestions import Because, Consent, Side, Step, Suggestion

__all__ = [
    "Because",
    "Call",
    "Consent",
    "Consortium",
    "ConsortiumPartner",
    "Coverage",
    "FoundLetter",
    "Notice",
    "PartnerLetter",
    "PartnerPage",
    "PartnerSearch",
    "Requirement",
    "SavedSearch",
    "Side",
    "Step",
    "Suggestion",
    "ValueChain",
]
