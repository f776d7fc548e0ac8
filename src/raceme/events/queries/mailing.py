"""How the sending of an event's letters goes."""

from datetime import datetime

from django.db.models import QuerySet

from raceme.access.actor import Actor
from raceme.events.models import Event, EventLetter
from raceme.events.queries.registrations import registrations_visible_to
from raceme.foundation.mailing import Course, course_of


def letters_visible_to(actor: Actor) -> QuerySet[EventLetter]:
    """The letters of all events of the actor's cluster organisation; for team and board."""
    rows = EventLetter.objects.filter(
        registration__in=registrations_visible_to(actor).order_by().values("pk")
    )
    return rows.select_related("registration__event__cluster", "registration__quota")


def mailing_of(event: Event, at: datetime) -> Course:
    """Say how the sending of the letters of an event goes."""
    letters = EventLetter.objects.filter(registration__event=event)
    return course_of(letters, mailing_at=event.mailing_at, trouble=event.mail_trouble, at=at)
