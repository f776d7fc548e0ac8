"""Words for codes in many languages, as they stand in lists from anywhere in Europe.

The names of countries and languages come from the Unicode CLDR, with a few that people use
besides; their codes are those of ISO.
"""

from __future__ import annotations

from functools import cache

from raceme.vocabulary import countries, languages
from raceme.vocabulary.terms import folded, rows_of_reference

VERSION = 1
REFERENCE = "raceme.vocabulary.reference"


@cache
def _words(name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows_of_reference(REFERENCE, f"{name}-{VERSION}.csv"):
        for word in (row["code"], *row["also_written"].split(";")):
            found.setdefault(folded(word), row["code"])
    return found


def country_matching(text: str) -> str | None:
    """Find the country somebody means who wrote its code or its name; None if there is none."""
    known = countries.country_matching(text)
    return _words("country_names").get(folded(text)) if known is None else known.code


def language_matching(text: str) -> str | None:
    """Find the language somebody means who wrote its code or its name; None if there is none."""
    known = languages.language_matching(text)
    return _words("language_names").get(folded(text)) if known is None else known.code


def standing_matching(text: str) -> str | None:
    """Find where an organisation stands by the word people use for it; None if it is not known."""
    return _words("standings").get(folded(text))
