"""Letters that the office has sent: messages, reminders, one once more."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.events import rules
from raceme.events.models import Event, EventLetter, Registration
from raceme.events.verbs.posting import OUTBOX, post
from raceme.foundation import history
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import lock


@transaction.atomic
def send_waiting(event: Event, *, by: Actor, at: datetime) -> None:
    """Try again to send the letters that still wait, for instance after trouble with the server."""
    require(rules.may_organise, by, event)
    lock(event)
    OUTBOX.retry(event.pk, at=at)


@transaction.atomic
def write_to(
    event: Event,
    registrations: Iterable[Registration],
    *,
    subject: dict[str, str],
    text: dict[str, str],
    by: Actor,
    at: datetime,
) -> list[EventLetter]:
    """Send a message to these people, in the language of each."""
    require(rules.may_organise, by, event)
    event = lock(event)
    people = [one for one in registrations if one.event_id == event.pk]
    kind = EventLetter.Kind.MESSAGE
    letters = post(people, kind, subject=subject, text=text, at=at)
    if not letters:
        raise Refused(_("None of them has an e-mail address."))
    history.record("write_to", event, by=by, at=at, before=history.values_of(event))
    return letters


@transaction.atomic
def remind(event: Event, *, by: Actor, at: datetime) -> list[EventLetter]:
    """Remind those who have a place that the event is near; nobody more than once."""
    require(rules.may_organise, by, event)
    event = lock(event)
    if not event.is_published or event.starts_at <= at:
        raise Refused(_("A reminder is sent before the event."))
    confirmed = Registration.objects.filter(event=event, state=Registration.State.CONFIRMED)
    letters = post(
        confirmed.exclude(letters__kind=EventLetter.Kind.REMINDER),
        EventLetter.Kind.REMINDER,
        at=at,
    )
    if not letters:
        raise Refused(_("Nobody is to be reminded now."))
    history.record("remind", event, by=by, at=at, before=history.values_of(event))
    return letters


@transaction.atomic
def send_again(registration: Registration, *, by: Actor, at: datetime) -> EventLetter:
    """Send the letter about the state of a registration once more, with its personal link."""
    require(rules.may_organise, by, registration)
    lock(registration.event)
    registration = lock(registration)
    kinds = {
        Registration.State.APPLIED: EventLetter.Kind.RECEIVED,
        Registration.State.CONFIRMED: EventLetter.Kind.CONFIRMED,
        Registration.State.WAITING: EventLetter.Kind.WAITING,
    }
    kind = kinds.get(Registration.State(registration.state))
    if kind is None:
        raise Refused(_("This registration has ended."))
    if registration.is_offered:
        kind = EventLetter.Kind.OFFERED
    if not registration.email:
        raise Refused(_("No e-mail address is known."))
    (letter,) = post([registration], kind, at=at)
    before = history.values_of(registration)
    history.record("send_again", registration, by=by, at=at, before=before)
    return letter
