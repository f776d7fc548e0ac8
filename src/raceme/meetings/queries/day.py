"""Meetings of the day itself: of a slot, and those that come next."""

from datetime import datetime

from django.db.models import Prefetch, QuerySet

from raceme.meetings.models import Matchmaking, Meeting, Participation, Profile
from raceme.meetings.queries.board import STANDING


def meetings_at(matchmaking: Matchmaking, starts_at: datetime) -> list[Meeting]:
    """The meetings that begin at a time, by place, with their people."""
    rows = with_people(Meeting.objects.filter(matchmaking=matchmaking, state__in=STANDING))
    return list(rows.filter(starts_at=starts_at).order_by("place__rank", "pk"))


def meetings_now(matchmaking: Matchmaking, at: datetime) -> list[Meeting]:
    """The meetings that go on."""
    rows = with_people(Meeting.objects.filter(matchmaking=matchmaking, state__in=STANDING))
    return list(rows.filter(starts_at__lte=at, ends_at__gt=at).order_by("place__rank", "pk"))


def next_meetings(matchmaking: Matchmaking, at: datetime) -> list[Meeting]:
    """The meetings that begin next, all at the same time."""
    planned = Meeting.objects.filter(
        matchmaking=matchmaking, state=Meeting.State.PLANNED, starts_at__gt=at
    )
    first = planned.order_by("starts_at").values_list("starts_at", flat=True).first()
    if first is None:
        return []
    return list(with_people(planned.filter(starts_at=first)).order_by("place__rank", "pk"))


def missing_people(matchmaking: Matchmaking) -> list[Profile]:
    """Who was noted as not coming."""
    rows = Profile.objects.filter(matchmaking=matchmaking, absent_at__isnull=False)
    return list(rows.select_related("registration"))


def with_people(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Read place and people with the meetings."""
    people = Participation.objects.select_related("profile__registration").order_by("pk")
    return rows.select_related(
        "place", "request__asking__registration", "request__asked__registration"
    ).prefetch_related(Prefetch("participations", people))
