"""Erase a person: what happened stays, who it was is forgotten, in the past as well."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.models import Batch, Change
from raceme.foundation.records import lock
from raceme.members import rules
from raceme.members.models import Person, Post, Visit, VisitPerson
from raceme.members.signals import person_erased

ERASED = "erased person"  # as it stands in texts and in history, whatever the language
# What is known of a person, and what is left of it.
OF_PERSON: dict[str, Any] = {
    "given_name": "",
    "family_name": ERASED,
    "title": "",
    "email": "",
    "phone": "",
    "language": "",
    "topics": [],
    "legal_basis": "",
    "consented_on": None,
    "purposes": [],
    "wants_news": False,
    "is_not_to_contact": True,
    "note": "",
}
OF_POST = {"function": "", "department": "", "level": "", "is_main_contact": False}
LONGEST_STEP = 250  # characters of Visit.next_step


@transaction.atomic
def erase_person(person: Person, *, by: Actor, at: datetime, also: Sequence[str] = ()) -> Person:
    """Forget who a person is, for good. That contacts and posts were there stays.

    Records that turned out to be the same person go with it. From the notes of contacts, past
    wordings included, the name, e-mail address and telephone number are taken out as they stand in
    the books, and the words given in `also`.
    """
    require(rules.may_erase, by, person)
    person = lock(person)
    if person.is_erased:
        raise Refused(_("This person has already been erased."))
    everybody = [person, *_the_same_as(person)]
    words = [*(word for one in everybody for word in _words_for(one)), *also]
    posts = Post.objects.filter(person__in=everybody)
    parts = VisitPerson.objects.filter(person__in=everybody)
    visits = _visits_that_may_name(everybody)
    _forget_in_history(everybody, posts, parts, visits, words)
    for one in everybody:
        _erase(one, at=at)
    _end_posts(posts, at=at)
    _take_out_of(visits, words)
    for one in everybody:
        # Told as if nothing else had changed: the values before are what must be forgotten.
        before = history.values_of(one) | {"erased_at": None}
        history.record("erase_person", one, by=by, at=at, before=before)
    person_erased.send(sender=Person, person=person, words=words, by=by, at=at)
    return person


def _the_same_as(person: Person) -> list[Person]:
    """All records that were merged into a person, and into those."""
    found = list(Person.objects.filter(merged_into=person))
    return found + [other for one in found for other in _the_same_as(one)]


def _words_for(person: Person) -> list[str]:
    """How a person is named and reached, as others may have written it down."""
    # A family name alone may be a word of the language: it goes only if nothing else is known.
    full = [f"{person.family_name}, {person.given_name}"] if person.given_name else []
    titled = [f"{person.title} {person.family_name}"] if person.title else []
    return list(filter(None, [person.name, *full, *titled, person.email, person.phone]))


def _visits_that_may_name(people: list[Person]) -> QuerySet[Visit]:
    organisations = Post.objects.filter(person__in=people).values("organisation")
    there = set(Visit.objects.filter(organisation__in=organisations).values_list("pk", flat=True))
    there |= set(Visit.objects.filter(people__person__in=people).values_list("pk", flat=True))
    return Visit.objects.filter(pk__in=there)


def _forget_in_history(
    people: list[Person],
    posts: QuerySet[Post],
    parts: QuerySet[VisitPerson],
    visits: QuerySet[Visit],
    words: list[str],
) -> None:
    own: tuple[tuple[type[Model], list[int], dict[str, Any]], ...] = (
        (Person, [one.pk for one in people], OF_PERSON),
        (Post, list(posts.values_list("pk", flat=True)), OF_POST),
        (VisitPerson, list(parts.values_list("pk", flat=True)), {}),
    )
    batches: set[int] = set()
    for model, numbers, columns in own:
        changes = Change.objects.filter(kind=model._meta.label_lower, thing_id__in=numbers)
        batches |= set(changes.exclude(batch=None).values_list("batch_id", flat=True))
        history.forget(changes, columns=columns, label=ERASED)
    about_visits = Change.objects.filter(
        kind=Visit._meta.label_lower, thing_id__in=list(visits.values_list("pk", flat=True))
    )
    history.take_out(about_visits, words, instead=ERASED)
    for batch in Batch.objects.filter(pk__in=batches):
        batch.label = history.without(batch.label, words, instead=ERASED)
        batch.save(update_fields=["label"])


def _erase(person: Person, *, at: datetime) -> None:
    for name, value in OF_PERSON.items():
        setattr(person, name, value)
    person.erased_at = at
    person.full_clean(exclude=["merged_into"])
    person.save()


def _end_posts(posts: QuerySet[Post], *, at: datetime) -> None:
    posts.update(**OF_POST)
    today = timezone.localdate(at)
    posts.filter(ended_on__isnull=True, starts_on__gt=today).update(starts_on=today)
    posts.filter(ended_on__isnull=True).update(ended_on=today)


def _take_out_of(visits: QuerySet[Visit], words: list[str]) -> None:
    """Take words out of notes. Not told in the history of the contact, which would keep them."""
    for visit in visits.select_for_update():
        visit.note = history.without(visit.note, words, instead=ERASED)
        visit.next_step = history.without(visit.next_step, words, instead=ERASED)[:LONGEST_STEP]
        visit.save(update_fields=["note", "next_step"])
