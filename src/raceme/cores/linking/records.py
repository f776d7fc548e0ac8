"""Make a record ready to be compared: name taken apart, town, website and VAT number read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from raceme.cores.linking.identity import Site, Vat, site_of, vat_of
from raceme.cores.linking.lexicon import Lexicon
from raceme.cores.linking.names import Name, name_of
from raceme.cores.linking.spelling import words_of
from raceme.cores.linking.values import Record

COUNTRIES = {"UK": "GB", "EL": "GR"}


@dataclass(frozen=True, slots=True)
class Known:
    """A record made ready."""

    id: str
    name: Name
    forms: frozenset[str]
    country: str
    city: frozenset[str]
    postcode: str
    vat: Vat | None
    site: Site | None

    def without_site(self) -> Known:
        """The same record, its website forgotten."""
        return replace(self, site=None)


def known_of(record: Record, lexicon: Lexicon) -> Known:
    """Make a record ready to be compared."""
    country = country_of(record.country)
    name = name_of(record.name, country, lexicon)
    return Known(
        id=record.id,
        name=name,
        forms=frozenset(form.code for form in name.forms),
        country=country,
        city=_city(record.city, lexicon) if record.city else frozenset(),
        postcode="".join(words_of(record.postcode)) if record.postcode else "",
        vat=vat_of(record.vat, country) if record.vat else None,
        site=site_of(record.website, lexicon) if record.website else None,
    )


def country_of(code: str) -> str:
    """Give the ISO code of a country; the EU writes UK and EL for GB and GR."""
    upper = code.strip().upper()
    return COUNTRIES.get(upper, upper)


@lru_cache(maxsize=65_536)
def _city(text: str, lexicon: Lexicon) -> frozenset[str]:
    """The words of a town, in one language (Wien is Vienna), without numbers of districts."""
    found = set()
    for word in words_of(text):
        meaning = lexicon.meaning_of(word)
        if meaning is not None and meaning.kind == "city":
            found.add(f"={meaning.codes[0]}")
        elif len(word) >= 3 and not word.isdigit() and meaning is None:
            found.add(word)
    return frozenset(found)
