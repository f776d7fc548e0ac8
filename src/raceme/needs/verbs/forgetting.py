"""Forget a person who is erased: letters and answers stay, who it was goes."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Model, Q

from raceme.access.actor import Actor
from raceme.foundation import history
from raceme.foundation.errors import require
from raceme.foundation.models import Change
from raceme.members import rules
from raceme.members.models import Person, Post
from raceme.members.verbs.erasing import ERASED
from raceme.needs.models import Answer, Invitation, Letter, Need, Response

# Rows whose history may name a person, and how they belong to an organisation.
WAYS_TO_ORGANISATION: dict[type[Model], str] = {
    Invitation: "organisation",
    Letter: "invitation__organisation",
    Need: "organisation",
    Response: "organisation",
}


@transaction.atomic
def forget_person(person: Person, words: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Take a person's name and address out of letters, links, notes and the history of all these.

    Not told in the history, which would keep it; that the person was erased is told by members.
    """
    require(rules.may_erase, by, person)
    addresses = [word for word in words if "@" in word]
    is_addressed = reduce(or_, (Q(email__iexact=one) for one in addresses), Q(pk=None))
    for model in (Invitation, Letter):
        model._default_manager.filter(is_addressed, cluster=person.cluster_id).update(email="")
    there = Post.objects.filter(Q(person=person) | Q(person__merged_into=person))
    organisations = list(there.values_list("organisation_id", flat=True))
    _take_out_of_notes(organisations, words)
    _take_out_of_history(person, organisations, words)


def _take_out_of_notes(organisations: list[int], words: Sequence[str]) -> None:
    for answer in Answer.objects.filter(response__organisation__in=organisations):
        text, note = (_without(one, words) for one in (answer.text, answer.note))
        if (text, note) != (answer.text, answer.note):
            Answer.objects.filter(pk=answer.pk).update(text=text, note=note)
    for need in Need.objects.filter(organisation__in=organisations).exclude(note=""):
        note = _without(need.note, words)
        if note != need.note:
            Need.objects.filter(pk=need.pk).update(note=note)


def _take_out_of_history(person: Person, organisations: list[int], words: Sequence[str]) -> None:
    for model, way in WAYS_TO_ORGANISATION.items():
        rows = model._default_manager.filter(**{f"{way}__in": organisations})
        changes = Change.objects.filter(
            kind=model._meta.label_lower, thing_id__in=list(rows.values_list("pk", flat=True))
        )
        history.take_out(changes, words, instead=ERASED)
    # Whoever came by a personal link stands in the history by name, as the author.
    named = reduce(or_, (Q(author__icontains=word) for word in words if word), Q(pk=None))
    by_link = Change.objects.filter(named, cluster_id=person.cluster_id, user_id__isnull=True)
    for author in set(by_link.values_list("author", flat=True)):
        Change.objects.filter(
            cluster_id=person.cluster_id, user_id__isnull=True, author=author
        ).update(author=_without(author, words))


def _without(text: str, words: Sequence[str]) -> str:
    return history.without(text, words, instead=ERASED)
