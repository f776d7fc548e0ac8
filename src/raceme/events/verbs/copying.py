"""Make an event from an earlier one, such as last year's."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model

from raceme.access.actor import Actor
from raceme.events import rules
from raceme.events.models import Event, Question, Quota, Session, Wording
from raceme.events.queries.wordings import newest_wordings
from raceme.foundation.errors import require
from raceme.foundation.records import keep_new

# What is an event's own and does not go over to the next.
OWN = {
    "id", "code", "state", "earlier", "published_at", "closed_at", "cancelled_at",
    "cancelled_because", "mailing_at", "mail_trouble", "registration_opens_at",
    "registration_closes_at",
}  # fmt: skip


@transaction.atomic
def copy_event(event: Event, *, code: str, starts_at: datetime, by: Actor, at: datetime) -> Event:
    """Begin an event like an earlier one: agenda, places, questions, wordings and letters.

    All times are moved by as many days and keep the time of the day, also across the change to
    summer time. Nobody is registered, and registration has no dates yet.
    """
    require(rules.may_organise, by, event)
    days = (_local(starts_at, event).date() - _local(event.starts_at, event).date()).days
    values = _values_of(event, without=OWN) | {
        "code": code,
        "earlier": event,
        "starts_at": starts_at,
        "ends_at": starts_at + (event.ends_at - event.starts_at),
    }
    new = keep_new(Event(**values), verb="copy_event", by=by, at=at)
    for quota in event.quotas.filter(closed_at__isnull=True):
        _copy(quota, Quota, {"event": new}, by=by, at=at)
    for session in event.sessions.filter(dropped_at__isnull=True):
        moved = {
            "event": new,
            "starts_at": _moved(session.starts_at, event, days),
            "ends_at": _moved(session.ends_at, event, days),
        }
        _copy(session, Session, moved, by=by, at=at)
    for question in event.questions.filter(dropped_at__isnull=True):
        _copy(question, Question, {"event": new}, by=by, at=at)
    for wording in newest_wordings(event):
        _copy(wording, Wording, {"event": new, "version": 1, "written_at": at}, by=by, at=at)
    return new


def _copy(
    row: Model, table: type[Model], changes: dict[str, Any], *, by: Actor, at: datetime
) -> None:
    values = _values_of(row, without={"id"}) | changes
    keep_new(table(**values), verb="copy_event", by=by, at=at)


def _values_of(row: Model, *, without: set[str]) -> dict[str, Any]:
    return {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if field.name not in without
    }


def _local(when: datetime, event: Event) -> datetime:
    return when.astimezone(event.zone)


def _moved(when: datetime, event: Event, days: int) -> datetime:
    """Move a time by days; nine o'clock stays nine o'clock."""
    return _local(when, event) + timedelta(days=days)
