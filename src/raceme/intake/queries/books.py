"""The books as a list sees them: who is known under which id, VAT number, website and name.

The rule, stated on the page: first the id, then the VAT number, then the website, then the exact
name. A website or name that two organisations share recognises neither of them. What turned out to
be the same as another leads to the one that stayed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from raceme.access.actor import Actor
from raceme.intake.lists.values import Mentioned
from raceme.members.models import Organisation
from raceme.vocabulary.terms import folded

CHUNK = 500
_SITE = re.compile(r"^(?:[a-z]+://)?(?:www\.)?([^/?#]+)([^?#]*)", re.I)
_FRONT_PAGE = re.compile(r"^/?(?:index\.\w+|home|start|[a-z]{2}(?:-[a-z]{2})?)?/?$", re.I)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The organisation meant, by number and name; and the name of one that contradicts it."""

    number: int | None
    name: str = ""
    contradicted_by: str = ""


@dataclass
class Books:
    """All organisations of a cluster by what recognises them; numbers of rows, not the rows."""

    by_code: dict[str, int] = field(default_factory=dict)
    by_vat: dict[str, int] = field(default_factory=dict)
    by_website: dict[str, int | None] = field(default_factory=dict)
    by_name: dict[str, int | None] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    def recognise(self, one: Mentioned) -> Recognised:
        """Find the organisation meant. With an id that nobody has yet, no mere name is enough."""
        by_code, by_vat = self.by_code.get(one.code), self.by_vat.get(one.vat)
        if by_code is not None and by_vat is not None and by_code != by_vat:
            return Recognised(by_code, self.names[by_code], self.names[by_vat])
        number = by_code if by_code is not None else by_vat
        if number is None and not one.code:
            number = self.alike(one)
        return Recognised(number, "" if number is None else self.names[number])

    def mentioned(self, one: Mentioned) -> Recognised:
        """Find the member that a list of needs names; an id may stand in the column of names."""
        found = self.recognise(one)
        if found.number is not None:
            return found
        number = self.alike(one)
        for index, key in ((self.by_code, one.name), (self.by_name, folded(one.code))):
            number = index.get(key) if number is None and key else number
        return Recognised(number, "" if number is None else self.names[number])

    def alike(self, one: Mentioned) -> int | None:
        """Find the one organisation with the same website, else with exactly the same name."""
        by_website = self.by_website.get(site_of(one.website))
        return by_website if by_website is not None else self.by_name.get(folded(one.name))

    def is_ambiguous(self, one: Mentioned) -> bool:
        """Whether several organisations have exactly this name, so that it recognises none."""
        key = folded(one.name)
        return bool(key) and self.by_name.get(key, 0) is None


def books_of(actor: Actor) -> Books:
    """Gather what recognises each organisation; one question, whatever their number."""
    books = Books()
    columns = ("pk", "code", "vat", "website", "name", "merged_into")
    rows = Organisation.objects.filter(cluster=actor.cluster).order_by("pk")
    merged: dict[int, int] = {}
    known = list(rows.values_list(*columns))
    for number, _code, _vat, _website, _name, into in known:
        if into is not None:
            merged[number] = into
    for number, code, vat, website, name, _into in known:
        at = _survivor(number, merged)
        books.by_code[code] = at
        if vat:
            books.by_vat.setdefault(vat, at)
        for index, key in ((books.by_website, site_of(website)), (books.by_name, folded(name))):
            if key:
                # Shared by two that are not the same: it recognises neither.
                index[key] = at if index.get(key, at) == at else None
        if number == at:
            books.names[at] = name
    return books


def organisations_numbered(numbers: Iterable[int]) -> dict[int, Organisation]:
    """Fetch organisations by their numbers, some hundred at a time."""
    wanted = sorted(set(numbers))
    found: dict[int, Organisation] = {}
    for start in range(0, len(wanted), CHUNK):
        found |= Organisation.objects.in_bulk(wanted[start : start + CHUNK])
    return found


def site_of(website: str) -> str:
    """Bring a web address into one form: neither www nor the language of its front page count."""
    found = _SITE.match(website.strip())
    if found is None:
        return ""
    host, path = found.groups()
    return host.casefold() + ("" if _FRONT_PAGE.match(path) else path.rstrip("/").casefold())


def _survivor(number: int, merged: dict[int, int]) -> int:
    seen: set[int] = set()
    while number in merged and number not in seen:
        seen.add(number)
        number = merged[number]
    return number
