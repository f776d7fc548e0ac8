"""Forget a person: that somebody was registered stays, who it was goes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Model, Q

from raceme.access.actor import Actor
from raceme.events.models import (
    Attendance,
    Consent,
    EventLetter,
    Feedback,
    FeedbackAnswer,
    Registration,
    RegistrationAnswer,
    SessionChoice,
)
from raceme.events.models.registration import new_nonce, new_ticket
from raceme.events.signals import registration_erased
from raceme.foundation import history
from raceme.foundation.errors import require
from raceme.foundation.models import Change
from raceme.members import rules
from raceme.members.models import Person
from raceme.members.verbs.erasing import ERASED

OF_PERSON = {
    "given_name": "", "family_name": ERASED, "email": "", "phone": "", "organisation_name": "",
    "function": "", "note": "", "settled_because": "",
}  # fmt: skip
NOTHING_SAID: dict[str, Any] = {"text": "", "chosen": [], "number": None, "is_yes": None}
HANGING = (Consent, RegistrationAnswer, SessionChoice, Attendance, EventLetter)


@transaction.atomic
def forget_person(person: Person, words: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Take a person out of all registrations, answers, letters and the history of these.

    Not told in the history, which would keep it; that the person was erased is told by members.
    """
    require(rules.may_erase, by, person)
    addresses = [word for word in words if "@" in word]
    is_addressed = reduce(or_, (Q(email__iexact=one) for one in addresses), Q(pk=None))
    mine = Q(person=person) | Q(person__merged_into=person) | is_addressed
    rows = list(Registration.objects.filter(mine, cluster=person.cluster_id))
    for registration in rows:
        _forget(registration, words, by=by, at=at)


@transaction.atomic
def erase_registration(registration: Registration, *, by: Actor, at: datetime) -> None:
    """Forget who somebody was that stands in no other book, for good."""
    require(rules.may_erase, by, registration)
    reversed_name = f"{registration.family_name}, {registration.given_name}"
    parts = (registration.name, reversed_name, registration.email, registration.phone)
    _forget(registration, [one for one in parts if one.strip(", ")], by=by, at=at)
    registration.refresh_from_db()
    # Told as if nothing else had changed: the values before are what must be forgotten.
    before = history.values_of(registration) | {"erased_at": None}
    history.record("erase_registration", registration, by=by, at=at, before=before)


def _forget(registration: Registration, words: Sequence[str], *, by: Actor, at: datetime) -> None:
    nonce = new_nonce()
    registration.nonce = nonce
    Registration.objects.filter(pk=registration.pk).update(
        **OF_PERSON,
        erased_at=at,
        nonce=nonce,
        digest=Registration.digest_of(registration.secret),
        ticket=new_ticket(),
    )
    RegistrationAnswer.objects.filter(registration=registration).update(**NOTHING_SAID)
    EventLetter.objects.filter(registration=registration).update(
        email="", subject={}, text={}, trouble=""
    )
    _forget_feedback(Feedback.objects.filter(registration=registration))
    _forget_in_history(registration, words)
    registration_erased.send(
        sender=Registration, registration=registration, words=words, by=by, at=at
    )


def _forget_feedback(sheets: Iterable[Feedback]) -> None:
    """An evaluation with a name becomes one without; its rating still counts."""
    for sheet in sheets:
        FeedbackAnswer.objects.filter(feedback=sheet).update(text="")
        Feedback.objects.filter(pk=sheet.pk).update(registration=None, comment="")


def _forget_in_history(registration: Registration, words: Sequence[str]) -> None:
    changes = Change.objects.filter(kind=Registration._meta.label_lower, thing_id=registration.pk)
    columns = {*OF_PERSON, "nonce", "digest", "ticket", "checked_in_by"}
    history.forget(changes, columns=columns, label=ERASED)
    for model in HANGING:
        _forget_rows(model, registration)
    # Whoever came by a personal link stands in the history by name, as the author.
    named = reduce(or_, (Q(author__icontains=word) for word in words if word), Q(pk=None))
    by_link = Change.objects.filter(named, cluster_id=registration.cluster_id, user_id__isnull=True)
    for author in set(by_link.values_list("author", flat=True)):
        by_link.filter(author=author).update(author=history.without(author, words, instead=ERASED))


def _forget_rows(model: type[Model], registration: Registration) -> None:
    """Of answers and choices, those that are gone as well, only that there were some is kept."""
    kept = Change.objects.filter(kind=model._meta.label_lower, cluster_id=registration.cluster_id)
    here = model._default_manager.filter(registration=registration).values_list("pk", flat=True)
    gone = [
        change.thing_id
        for change in kept.filter(effect=Change.Effect.GONE)
        if registration.pk in change.values.get("registration_id", [])
    ]
    history.forget(
        kept.filter(thing_id__in=[*here, *gone]), columns=set(NOTHING_SAID), label=ERASED
    )
