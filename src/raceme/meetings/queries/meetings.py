"""Meetings as participants know them: of one person, of an event; and whether a time is free."""

from django.db.models import Q, QuerySet

from raceme.access.actor import Actor
from raceme.meetings import rules
from raceme.meetings.models import (
    Meeting,
    Participation,
    Profile,
)
from raceme.meetings.queries.asking import OF_TWO

State = Meeting.State
STANDING = (State.PLANNED, State.HELD, State.NO_SHOW)


def meetings_visible_to(actor: Actor) -> QuerySet[Meeting]:
    """All meetings of the actor's cluster organisation; for team and board."""
    if not rules.may_see_meetings(actor):
        return Meeting.objects.none()
    return with_people(Meeting.objects.filter(cluster=actor.cluster))


def meetings_of(profile: Profile) -> QuerySet[Meeting]:
    """The meetings of whoever shares a timetable with somebody, cancelled ones left out."""
    owner = profile.owner_id
    mine = Participation.objects.filter(Q(profile=owner) | Q(profile__timetable_of=owner)).values(
        "meeting"
    )
    return with_people(Meeting.objects.filter(pk__in=mine, state__in=STANDING))


def with_people(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Read place, request and people with the meetings."""
    paths = [f"request__{path}" for path in OF_TWO]
    return rows.select_related("place", "block", "matchmaking__event__cluster", *paths)
