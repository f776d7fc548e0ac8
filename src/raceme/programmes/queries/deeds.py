"""What the cluster organisations of a programme did in a year, firm by firm and as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from raceme.access.models import Cluster
from raceme.events.models import Event, Registration
from raceme.meetings.models import Meeting, Outcome, Participation
from raceme.portfolio.models import PlanLine, ServicePlan

RESULTS = (Outcome.Kind.AGREEMENT, Outcome.Kind.ORDER, Outcome.Kind.PROJECT)
# The lower end of each value band; nobody knows more.
AT_LEAST = {
    Outcome.Band.UP_TO_10K: 0.0,
    Outcome.Band.UP_TO_50K: 10_000.0,
    Outcome.Band.UP_TO_250K: 50_000.0,
    Outcome.Band.UP_TO_1M: 250_000.0,
    Outcome.Band.ABOVE_1M: 1_000_000.0,
}


@dataclass(frozen=True, slots=True)
class Span:
    """From 1 January of a year to the moment at which its figures are frozen."""

    since: datetime
    until: datetime

    @property
    def year(self) -> int:
        return self.since.year


@dataclass(slots=True)
class Deeds:
    """What organisations took part in and what came of it, by their number."""

    reached: set[int] = field(default_factory=set)
    gained: set[int] = field(default_factory=set)
    cost: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    value: dict[int, float] = field(default_factory=lambda: defaultdict(float))


def deeds_of(clusters: Collection[Cluster], span: Span) -> Deeds:
    """Gather what happened in a span of time, for all organisations in the books of clusters."""
    deeds = Deeds()
    _add_events(deeds, clusters, span)
    there = Participation.objects.filter(
        meeting__in=meetings_held(clusters, span), is_missing=False
    )
    deeds.reached |= set(_organisations(there, "profile__registration__organisation_id"))
    _add_results(deeds, clusters, span)
    return deeds


def events_held(clusters: Collection[Cluster], span: Span) -> QuerySet[Event]:
    """The events that were held in a span of time."""
    held = Event.objects.filter(
        cluster__in=clusters, state__in=(Event.State.PUBLISHED, Event.State.CLOSED)
    )
    return held.filter(starts_at__gte=span.since, ends_at__lte=span.until)


def meetings_held(clusters: Collection[Cluster], span: Span) -> QuerySet[Meeting]:
    """The meetings that took place in a span of time."""
    return Meeting.objects.filter(
        cluster__in=clusters,
        state=Meeting.State.HELD,
        starts_at__gte=span.since,
        ends_at__lte=span.until,
    )


def people_there(events: QuerySet[Event]) -> QuerySet[Registration]:
    """Who was checked in at events."""
    return Registration.objects.filter(event__in=events, checked_in_at__isnull=False)


def plan_lines(clusters: Collection[Cluster], year: int) -> QuerySet[PlanLine]:
    """What is offered in a year by the service plans in force."""
    return PlanLine.objects.filter(
        cluster__in=clusters,
        plan__year=year,
        plan__state=ServicePlan.State.IN_FORCE,
        editions__gt=0,
    )


def _add_events(deeds: Deeds, clusters: Collection[Cluster], span: Span) -> None:
    events = events_held(clusters, span)
    there = people_there(events)
    people = dict(there.values_list("event_id").annotate(Count("pk")))
    planned = {line.service_id: float(line.cost_eur) for line in plan_lines(clusters, span.year)}
    cost_each = {
        event.pk: planned.get(event.service.pk, float(event.service.cost_eur)) / people[event.pk]
        for event in events.filter(service__isnull=False).select_related("service")
        if event.service is not None and event.pk in people
    }
    known = there.filter(organisation__isnull=False)
    for organisation_id, event_id in known.values_list("organisation_id", "event_id"):
        assert organisation_id is not None
        deeds.reached.add(organisation_id)
        deeds.cost[organisation_id] += cost_each.get(event_id, 0.0)


def _add_results(deeds: Deeds, clusters: Collection[Cluster], span: Span) -> None:
    """Count a meeting in the year in which something first came of it, by what is told now.

    That year is the meeting's day and the months after it: it stays when a text is corrected, so
    no result counts in two years.
    """
    told: dict[int, list[Outcome]] = defaultdict(list)
    results = Outcome.objects.filter(
        cluster__in=clusters, kind__in=RESULTS, said_at__lte=span.until
    ).exclude(meeting__state=Meeting.State.CANCELLED)
    for outcome in results.select_related("meeting").order_by("months"):
        told[outcome.meeting_id].append(outcome)
    new = {
        meeting: AT_LEAST[Outcome.Band(rows[-1].band)] if rows[-1].band else 0.0
        for meeting, rows in told.items()
        if _year_of(rows[0]) == span.year
    }
    there = Participation.objects.filter(meeting__in=new, is_missing=False)
    heads = dict(there.values_list("meeting_id").annotate(Count("pk")))
    organisation = "profile__registration__organisation_id"
    for meeting_id, one in there.values_list("meeting_id", organisation):
        if one is not None:
            deeds.gained.add(one)
            deeds.value[one] += new[meeting_id] / heads[meeting_id]


def _year_of(outcome: Outcome) -> int:
    day = timezone.localtime(outcome.meeting.starts_at)
    return day.year + (day.month - 1 + outcome.months) // 12


def _organisations(rows: QuerySet[Participation], name: str) -> Iterable[int]:
    return rows.filter(**{f"{name}__isnull": False}).values_list(name, flat=True)
