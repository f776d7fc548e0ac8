"""Numbers and addresses that belong to one organisation: VAT number, website."""

from __future__ import annotations

import re
from dataclasses import dataclass

from raceme.cores.linking.lexicon import Lexicon

_NOT_SIGNS = re.compile(r"[^A-Z0-9]+")
_SUFFIX = re.compile(r"(?<=\d)(MWST|TVA|IVA|HR|MVA|VAT)$")  # Swiss and Norwegian habits
_ADDRESS = re.compile(r"^(?://)?(?:[^/@]*@)?([^/?#:@]*)(?::\d*)?(?:/([^?#]*))?")
_HOST = re.compile(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")
_FRONT = re.compile(r"^(www\d?|web|home|m)\.")
_HOME = frozenset({"", "index", "home", "en", "de", "fr", "es", "it", "default", "start", "main"})
DIGITS_MIN = 6
VAT_COUNTRIES = {"EL": "GR", "UK": "GB", "XI": "GB", "CHE": "CH"}


@dataclass(frozen=True, slots=True)
class Vat:
    """A VAT number: of which country (empty where nobody said), and the number itself."""

    country: str
    number: str

    def agrees_with(self, other: Vat) -> bool:
        """The same number, and not of two different countries."""
        same_country = not self.country or not other.country or self.country == other.country
        return self.number == other.number and same_country


@dataclass(frozen=True, slots=True)
class Site:
    """A website: what was registered (`example.org`), the host, and the path below it."""

    domain: str
    host: str
    path: str


def vat_of(text: str, country: str) -> Vat | None:
    """Read a VAT number; None for what is none ("applied for", "000000")."""
    signs = _SUFFIX.sub("", _NOT_SIGNS.sub("", text.upper()))
    letters = re.match(r"^(CHE|[A-Z]{2})(?=[A-Z0-9]*\d)", signs)
    prefix = letters.group() if letters else ""
    number = signs[len(prefix) :]
    digits = [sign for sign in number if sign.isdigit()]
    if len(digits) < DIGITS_MIN or len(set(digits)) == 1:
        return None
    return Vat(VAT_COUNTRIES.get(prefix, prefix) or country, number)


def site_of(text: str, lexicon: Lexicon) -> Site | None:
    """Read the address of a website or an e-mail; None where many share it (facebook.com)."""
    written = text.strip().lower().split(" ")[0].rstrip(".,;")
    scheme, separator, rest = written.partition("://")
    found = _ADDRESS.match(rest if separator else scheme)
    assert found is not None  # all parts of the pattern may be empty
    host = _FRONT.sub("", found[1].rstrip("."))
    domain = domain_of(host, lexicon)
    if not _HOST.match(host) or {domain, host} & lexicon.shared_domains:
        return None
    steps = [step for step in (found[2] or "").split("/") if step.partition(".")[0] not in _HOME]
    return Site(domain, host, "/".join(steps))


def domain_of(host: str, lexicon: Lexicon) -> str:
    """Give the part of a host that somebody registered: `example.org`, `example.co.uk`."""
    labels = host.split(".")
    length = 3 if ".".join(labels[-2:]) in lexicon.second_level else 2
    return ".".join(labels[-length:])
