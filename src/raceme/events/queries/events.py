"""Which events there are for whoever asks, and how far each is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from raceme.access.actor import Actor
from raceme.events import rules
from raceme.events.models import Attendance, Event, Question, Quota, Registration, Session

State = Registration.State
OF_STATE = {
    "confirmed": Q(registrations__state=State.CONFIRMED),
    "waiting": Q(registrations__state=State.WAITING),
    "applied": Q(registrations__state=State.APPLIED),
    "there": Q(registrations__checked_in_at__isnull=False),
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many registrations of an event there are, by how they stand."""

    confirmed: int
    waiting: int
    offered: int
    applied: int
    declined: int
    withdrawn: int
    there: int

    @property
    def expected(self) -> int:
        """Who has a place and has not come yet."""
        return self.confirmed - self.there

    @property
    def share_there(self) -> float | None:
        return self.there / self.confirmed if self.confirmed else None


def events_visible_to(actor: Actor) -> QuerySet[Event]:
    """All events of the actor's cluster organisation, the latest first."""
    if not actor.is_seated:
        return Event.objects.none()
    rows = Event.objects.filter(cluster=actor.cluster).select_related("service", "cluster")
    # Said again, because counting along would lose the order of the table.
    return rows.order_by("-starts_at", "-pk")


def with_numbers(events: QuerySet[Event]) -> QuerySet[Event]:
    """Add to each event how many are confirmed, wait, are to be looked at, and were there."""
    counts = {
        name: Count("registrations", filter=which, distinct=True)
        for name, which in OF_STATE.items()
    }
    return events.annotate(**counts)


def events_found(events: QuerySet[Event], *, show: str, at: datetime) -> QuerySet[Event]:
    """Narrow events down: those to come, the next first; those that are over; or all."""
    if show == "coming":
        return events.filter(ends_at__gt=at).order_by("starts_at", "pk")
    return events.filter(ends_at__lte=at) if show == "over" else events


def numbers_of(event: Event) -> Numbers:
    """Count the registrations of an event."""
    rows = Registration.objects.filter(event=event).order_by().values_list("state")
    counts = dict(rows.annotate(number=Count("pk")))
    people = Registration.objects.filter(event=event)
    return Numbers(
        confirmed=counts.get(State.CONFIRMED, 0),
        waiting=counts.get(State.WAITING, 0),
        offered=people.filter(offered_until__isnull=False).count(),
        applied=counts.get(State.APPLIED, 0),
        declined=counts.get(State.DECLINED, 0),
        withdrawn=counts.get(State.WITHDRAWN, 0),
        there=people.filter(checked_in_at__isnull=False).count(),
    )


def sessions_visible_to(actor: Actor) -> QuerySet[Session]:
    """The items of all agendas of the actor's cluster organisation."""
    rows = Session.objects.filter(event__in=events_visible_to(actor).values("pk"))
    return rows.select_related("event__cluster")


def agenda_of(event: Event) -> list[Session]:
    """What stands on the agenda, in order."""
    return list(Session.objects.filter(event=event, dropped_at__isnull=True))


def sessions_to_choose(event: Event) -> list[Session]:
    """The items of the agenda that people choose."""
    return [one for one in agenda_of(event) if one.needs_sign_up]


def quotas_visible_to(actor: Actor) -> QuerySet[Quota]:
    """The kinds of participants of all events of the actor's cluster organisation."""
    rows = Quota.objects.filter(event__in=events_visible_to(actor).values("pk"))
    return rows.select_related("event__cluster")


def quotas_on_offer(event: Event, *, is_public: bool) -> QuerySet[Quota]:
    """The kinds of participants that new ones can be."""
    quotas = Quota.objects.filter(event=event, closed_at__isnull=True).select_related("event")
    return quotas.filter(is_public=True) if is_public else quotas


def questions_visible_to(actor: Actor) -> QuerySet[Question]:
    """The questions of all events of the actor's cluster organisation."""
    rows = Question.objects.filter(event__in=events_visible_to(actor).values("pk"))
    return rows.select_related("event__cluster")


def questions_of(event: Event, form: str) -> list[Question]:
    """What is asked in one of the two forms of an event, in order."""
    return list(Question.objects.filter(event=event, form=form, dropped_at__isnull=True))


def events_without_attendance(actor: Actor, at: datetime) -> QuerySet[Event]:
    """Events that are over, had people coming, and of which nobody noted who came."""
    if not rules.may_see_participants(actor):
        return Event.objects.none()
    came = Registration.objects.filter(event=OuterRef("pk"), checked_in_at__isnull=False)
    noted = Attendance.objects.filter(session__event=OuterRef("pk"))
    confirmed = Registration.objects.filter(event=OuterRef("pk"), state=State.CONFIRMED)
    over = events_visible_to(actor).filter(
        ends_at__lte=at, state__in=[Event.State.PUBLISHED, Event.State.CLOSED]
    )
    return over.filter(Exists(confirmed)).exclude(Exists(came)).exclude(Exists(noted))


def coming_events(actor: Actor, at: datetime) -> QuerySet[Event]:
    """The events to come, the next first."""
    coming = events_visible_to(actor).filter(ends_at__gt=at).exclude(state=Event.State.CANCELLED)
    return coming.order_by("starts_at", "pk")
