"""Offers and requests, and what comes of them between members."""

from raceme.collaboration.models.notices import Notice
from raceme.collaboration.models.pages import PartnerLetter, PartnerPage
from raceme.collaboration.models.saved import FoundLetter, SavedSearch
from raceme.collaboration.models.searches import PartnerSearch
from raceme.collaboration.models.suggestions import Because, Consent, Side, Step, Suggestion

__all__ = [
    "Because",
    "Consent",
    "FoundLetter",
    "Notice",
    "PartnerLetter",
    "PartnerPage",
    "PartnerSearch",
    "SavedSearch",
    "Side",
    "Step",
    "Suggestion",
]
