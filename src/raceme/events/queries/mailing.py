"""How the sending of an event's letters goes."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from raceme.access.actor import Actor
from raceme.events.models import Event, EventLetter
from raceme.events.queries.registrations import registrations_visible_to
from raceme.foundation.mailing import SILENCE


@dataclass(frozen=True, slots=True)
class Mailing:
    """What became of the letters of an event so far."""

    sent: int
    waiting: int  # not sent yet, those being sent now included
    troubled: int
    is_going_on: bool
    trouble: str


def letters_visible_to(actor: Actor) -> QuerySet[EventLetter]:
    """The letters of all events of the actor's cluster organisation; for team and board."""
    rows = EventLetter.objects.filter(
        registration__in=registrations_visible_to(actor).order_by().values("pk")
    )
    return rows.select_related("registration__event__cluster", "registration__quota")


def mailing_of(event: Event, at: datetime) -> Mailing:
    """Count the letters of an event by what became of them."""
    letters = EventLetter.objects.filter(registration__event=event).order_by().values_list("state")
    counts = dict(letters.annotate(number=Count("pk")))
    waiting = sum(counts.get(state, 0) for state in EventLetter.UNDER_WAY)
    is_alive = event.mailing_at is not None and at - event.mailing_at <= SILENCE
    return Mailing(
        sent=counts.get(EventLetter.State.SENT, 0),
        waiting=waiting,
        troubled=sum(counts.get(state, 0) for state in EventLetter.TROUBLED),
        is_going_on=bool(waiting and is_alive) and not event.mail_trouble,
        trouble=event.mail_trouble,
    )
