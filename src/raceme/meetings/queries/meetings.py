"""Meetings as participants know them: of one person, of an event."""

from django.db.models import Prefetch, Q, QuerySet

from raceme.access.actor import Actor
from raceme.meetings import rules
from raceme.meetings.models import Meeting, Outcome, Participation, Profile
from raceme.meetings.queries.asking import OF_TWO
from raceme.meetings.queries.diaries import STANDING


def meetings_visible_to(actor: Actor) -> QuerySet[Meeting]:
    """All meetings of the actor's cluster organisation; for team and board."""
    if not rules.may_see_meetings(actor):
        return Meeting.objects.none()
    return with_people(Meeting.objects.filter(cluster=actor.cluster))


def meetings_of(profile: Profile) -> QuerySet[Meeting]:
    """The meetings of whoever shares a timetable with somebody, cancelled ones left out."""
    owner = profile.owner_id
    whose = Q(profile=owner) | Q(profile__timetable_of=owner)
    mine = Participation.objects.filter(whose).values("meeting")
    return with_people(Meeting.objects.filter(pk__in=mine, state__in=STANDING))


def with_people(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Read place, request and people with the meetings."""
    paths = [f"request__{path}" for path in OF_TWO]
    people = Participation.objects.select_related(
        "profile__registration__event__cluster", "profile__registration__quota"
    )
    return rows.select_related(
        "place", "block", "matchmaking__event__cluster", *paths
    ).prefetch_related(Prefetch("participations", people))


def with_outcomes(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Read what came of the meetings with them, the latest last."""
    return rows.prefetch_related(Prefetch("outcomes", Outcome.objects.order_by("months")))


def others_in(meeting: Meeting, profile: Profile) -> list[Participation]:
    """Who else is in a meeting, besides somebody and the colleagues of the same timetable."""
    return [one for one in meeting.participations.all() if one.profile.owner_id != profile.owner_id]
