"""Organisations of a list that are likely one of the books although nothing proves it.

By the same website or exact name under another id; else by what `members` finds alike, with its
reasons. A person decides; nothing is merged by likeness alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from raceme.access.actor import Actor
from raceme.intake.lists.values import MemberDraft, Mentioned
from raceme.intake.queries.books import Books
from raceme.members.bridge import Alike, Candidate, likely_duplicates_of, reasons_in_words

_ASKED = ("vat", "website", "country", "city", "postcode")


@dataclass(frozen=True, slots=True)
class LikeInBooks:
    """The organisation of the books that it may be, by number and name, and why."""

    number: int
    name: str
    reasons: tuple[str, ...] = ()


def alike_in_books(
    asked: Mapping[int, tuple[MemberDraft, Mentioned]], books: Books, actor: Actor
) -> dict[int, LikeInBooks]:
    """Give for each of these drafts the likeliest organisation of the books, if there is any."""
    if not asked or not books.names:
        return {}
    found: dict[int, LikeInBooks] = {}
    open_: list[Candidate] = []
    for at, (draft, one) in asked.items():
        number = books.alike(one)
        if number is not None:
            found[at] = LikeInBooks(number, books.names[number])
        elif draft.name:
            said = {name: str(draft.values.get(name, "")) for name in _ASKED}
            open_.append(Candidate(id=str(at), name=draft.name, **said))
    best: dict[int, Alike] = {}
    for likely in likely_duplicates_of(actor, open_) if open_ else ():
        at = int(likely.candidate_id)
        if at not in best or likely.score > best[at].score:
            best[at] = likely
    for at, likely in best.items():
        number = likely.organisation_id
        if number in books.names:
            reasons = tuple(reason.text for reason in reasons_in_words(likely.facts))
            found[at] = LikeInBooks(number, books.names[number], reasons)
    return found
