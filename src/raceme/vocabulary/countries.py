"""The countries of ISO 3166, with their names in English and German."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from raceme.vocabulary.classifications import plain
from raceme.vocabulary.terms import Term, rows_of_reference

VERSION = 1
REFERENCE = "raceme.vocabulary.reference"


@dataclass(frozen=True, slots=True)
class Country(Term):
    """A country by its two letters, and other words people write for it."""

    also_written: tuple[str, ...]


@cache
def countries() -> tuple[Country, ...]:
    """List all countries in the order of their codes."""
    rows = rows_of_reference(REFERENCE, f"countries-{VERSION}.csv")
    return tuple(
        Country(
            row["code"],
            row["label_en"],
            row["label_de"],
            tuple(filter(None, row["also_written"].split(";"))),
        )
        for row in rows
    )


@cache
def _by_code() -> dict[str, Country]:
    return {country.code: country for country in countries()}


@cache
def _by_word() -> dict[str, Country]:
    found: dict[str, Country] = {}
    for country in countries():
        for word in (country.code, country.label_en, country.label_de, *country.also_written):
            found.setdefault(plain(word), country)
    return found


def country_named(code: str) -> Country | None:
    """Find the country with exactly this code; None where there is none."""
    return _by_code().get(code)


def country_matching(text: str) -> Country | None:
    """Find the country somebody means: its code (EL and UK of the EU, too) or its name."""
    return _by_word().get(plain(text))


def label_of_country(code: str) -> str:
    """Name a country for people; an unknown one is shown as it is written."""
    country = country_named(code)
    return code if country is None else country.label
