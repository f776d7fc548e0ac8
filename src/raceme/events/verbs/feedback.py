"""The evaluation of an event: asked for, given."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.events import rules
from raceme.events.models import (
    Event,
    EventLetter,
    Feedback,
    FeedbackAnswer,
    Question,
    Registration,
)
from raceme.events.verbs.details import Answered, stored
from raceme.events.verbs.posting import post
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import lock


@transaction.atomic
def give_feedback(
    registration: Registration,
    *,
    rating: int,
    comment: str = "",
    answers: Mapping[Question, Answered] | None = None,
    by: Actor,
    at: datetime,
) -> Feedback:
    """Say what one thought of an event, once. Without names nothing tells who said what.

    The history tells only that the person has answered: else it would give the name away.
    """
    require(rules.may_attend, by, registration)
    registration = lock(registration)
    event = registration.event
    if event.starts_at > at:
        raise Refused(_("The evaluation opens when the event begins."))
    if not registration.is_confirmed:
        raise Refused(_("Only who had a place is asked."))
    if registration.feedback_on is not None:
        raise Refused(_("You have sent your evaluation already. Thank you!"))
    today = timezone.localdate(at, event.zone)
    feedback = Feedback(
        cluster_id=registration.cluster_id,
        event=event,
        registration=None if event.feedback_is_anonymous else registration,
        rating=rating,
        comment=comment,
        given_on=timezone.localdate(event.ends_at, event.zone)
        if event.feedback_is_anonymous
        else today,
    )
    if event.feedback_is_anonymous:
        _hide_order(feedback)
    feedback.full_clean(exclude=["id"])
    feedback.save(force_insert=True)
    for question, said in (answers or {}).items():
        if question.event_id == event.pk and not said.is_empty:
            _keep(feedback, question, said)
    before = history.values_of(registration)
    registration.feedback_on = today
    registration.save(update_fields=["feedback_on"])
    history.record("give_feedback", registration, by=by, at=at, before=before)
    return feedback


@transaction.atomic
def ask_for_feedback(event: Event, *, by: Actor, at: datetime) -> list[EventLetter]:
    """Write to all who were there and have not said yet what they thought."""
    require(rules.may_organise, by, event)
    event = lock(event)
    if not event.is_over(at) or event.is_cancelled:
        raise Refused(_("This can be asked only after the event."))
    people = Registration.objects.filter(
        event=event, checked_in_at__isnull=False, feedback_on__isnull=True
    ).exclude(letters__kind=EventLetter.Kind.FEEDBACK)
    letters = post(people, EventLetter.Kind.FEEDBACK, at=at)
    if not letters:
        raise Refused(_("Everybody who was there has been asked already."))
    history.record("ask_for_feedback", event, by=by, at=at, before=history.values_of(event))
    return letters


def _keep(feedback: Feedback, question: Question, said: Answered) -> None:
    answer = FeedbackAnswer(
        cluster_id=feedback.cluster_id, feedback=feedback, question=question, **stored(said)
    )
    if feedback.registration_id is None:
        _hide_order(answer)
    answer.full_clean(exclude=["id"])
    answer.save(force_insert=True)


def _hide_order(row: Feedback | FeedbackAnswer) -> None:
    """Draw the number of a row: counted on, it would tell in which order people answered."""
    row.pk = secrets.randbits(52)
