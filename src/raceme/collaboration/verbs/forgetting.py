"""Forget a person who is erased: what came of suggestions stays, who it was goes."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from raceme.access.actor import Actor
from raceme.collaboration.models import (
    Consent,
    FoundLetter,
    Notice,
    PartnerLetter,
    PartnerPage,
    Step,
    Suggestion,
)
from raceme.foundation import history
from raceme.foundation.errors import require
from raceme.foundation.models import Change
from raceme.members import rules
from raceme.members.models import Person, Post
from raceme.members.verbs.erasing import ERASED

# Free text in which a person may be named.
TEXTS: dict[type[Model], tuple[str, ...]] = {
    Consent: ("note", "answered_by"),
    Notice: ("title", "text"),
    Step: ("note", "said_by"),
    Suggestion: ("word",),
}


@transaction.atomic
def forget_person(person: Person, words: Sequence[str], *, by: Actor, at: datetime) -> None:
    """End a person's links, and take name and address out of letters, notes and their history.

    Not told in the history, which would keep it; that the person was erased is told by members.
    """
    require(rules.may_erase, by, person)
    is_person = Q(person=person) | Q(person__merged_into=person)
    addresses = [word for word in words if "@" in word]
    is_addressed = reduce(or_, (Q(email__iexact=one) for one in addresses), Q(pk=None))
    pages = PartnerPage.objects.filter(is_person | is_addressed, cluster=person.cluster_id)
    pages.filter(ended_at__isnull=True).update(ended_at=at)
    letters = PartnerLetter.objects.filter(is_addressed | Q(page__in=pages))
    letters.filter(cluster=person.cluster_id).update(email="", trouble="")
    FoundLetter.objects.filter(is_addressed, cluster=person.cluster_id).update(email="", trouble="")
    numbers = list(pages.values_list("pk", flat=True))
    PartnerPage.objects.filter(pk__in=numbers).update(email="", mail_trouble="")
    _forget_in_history(PartnerPage, numbers, words)
    there = Post.objects.filter(is_person).values_list("organisation_id", flat=True)
    for rows in _rows_of(list(there)):
        _take_out(rows, words)


def _rows_of(organisations: list[int]) -> list[QuerySet[Any]]:
    """All that was written about suggestions and notices of some members."""
    suggestions = Suggestion.objects.filter(Q(one__in=organisations) | Q(other__in=organisations))
    return [
        suggestions,
        Consent.objects.filter(suggestion__in=suggestions),
        Step.objects.filter(suggestion__in=suggestions),
        Notice.objects.filter(organisation__in=organisations),
    ]


def _take_out(rows: QuerySet[Any], words: Sequence[str]) -> None:
    for row in rows:
        before = {name: getattr(row, name) for name in TEXTS[rows.model]}
        after = {
            name: history.without(text, words, instead=ERASED) for name, text in before.items()
        }
        if after != before:
            rows.model._default_manager.filter(pk=row.pk).update(**after)
    _forget_in_history(rows.model, [row.pk for row in rows], words)


def _forget_in_history(model: type[Model], numbers: list[int], words: Sequence[str]) -> None:
    changes = Change.objects.filter(kind=model._meta.label_lower, thing_id__in=numbers)
    history.take_out(changes, words, instead=ERASED)
    # Whoever came by a personal link stands there by name, as the author.
    for change in changes.filter(user_id__isnull=True):
        author = history.without(change.author, words, instead=ERASED)
        if author != change.author:
            Change.objects.filter(pk=change.pk).update(author=author)
