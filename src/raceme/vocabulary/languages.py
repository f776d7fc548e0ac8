"""The languages people speak to us: those of the EU and its neighbours, by their ISO 639 code."""

from __future__ import annotations

from functools import cache

from raceme.vocabulary.terms import Term, folded, rows_of_reference, words_of

VERSION = 1
REFERENCE = "raceme.vocabulary.reference"


@cache
def languages() -> tuple[Term, ...]:
    """List the languages in the order of their codes."""
    rows = rows_of_reference(REFERENCE, f"languages-{VERSION}.csv")
    return tuple(Term(row["code"], row["label_en"], row["label_de"]) for row in rows)


@cache
def _by_word() -> dict[str, Term]:
    return words_of(languages())


def language_matching(text: str) -> Term | None:
    """Find the language somebody means who wrote its code or its name."""
    return _by_word().get(folded(text))


def codes_of_languages(text: str) -> str:
    """Write several languages as codes with commas between them; what is none stays as it is."""
    parts = (part.strip() for part in text.replace(";", ",").split(","))
    named = ((part, language_matching(part)) for part in parts if part)
    return ", ".join(dict.fromkeys(part if one is None else one.code for part, one in named))


def label_of_language(code: str) -> str:
    """Name a language for people; an unknown one is shown as it is written."""
    language = language_matching(code)
    return code if language is None else language.label
