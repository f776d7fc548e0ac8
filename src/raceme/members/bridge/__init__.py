"""Rows of organisations into records of `raceme.cores.linking`, and what it finds into rows."""

from raceme.members.bridge.books import Alike, Candidate, candidate_of, forget, likely_duplicates_of
from raceme.members.bridge.pairs import (
    Found,
    LikelyPair,
    facts_from_json,
    found_in_books,
    likely_pairs,
    likely_pairs_with,
    lookalike_of,
    pair_of,
)
from raceme.members.bridge.reasons import Reason, likelihood_in_words, reasons_in_words

__all__ = [
    "Alike",
    "Candidate",
    "Found",
    "LikelyPair",
    "Reason",
    "candidate_of",
    "facts_from_json",
    "forget",
    "found_in_books",
    "likelihood_in_words",
    "likely_duplicates_of",
    "likely_pairs",
    "likely_pairs_with",
    "lookalike_of",
    "pair_of",
    "reasons_in_words",
]
