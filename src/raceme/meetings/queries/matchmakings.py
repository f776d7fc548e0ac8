"""Matchmaking of events, as whoever acts may see it, and how its letters go."""

from datetime import datetime

from django.db.models import QuerySet

from raceme.access.actor import Actor
from raceme.events.models import Event
from raceme.foundation.mailing import Course, course_of
from raceme.meetings import rules
from raceme.meetings.models import (
    Matchmaking,
    MeetingBlock,
    MeetingLetter,
    Place,
    PlaceClosing,
)


def matchmakings_visible_to(actor: Actor) -> QuerySet[Matchmaking]:
    """Matchmaking of the actor's cluster organisation: rules and numbers are for all its seats."""
    if not actor.is_seated:
        return Matchmaking.objects.none()
    return Matchmaking.objects.filter(cluster=actor.cluster).select_related("event__cluster")


def matchmaking_of(event: Event) -> Matchmaking | None:
    """The matchmaking of an event; None where it has none."""
    return Matchmaking.objects.filter(event=event).select_related("event__cluster").first()


def blocks_visible_to(actor: Actor) -> QuerySet[MeetingBlock]:
    """The blocks of meetings of the actor's cluster organisation."""
    rows = MeetingBlock.objects.filter(matchmaking__in=matchmakings_visible_to(actor).values("pk"))
    return rows.select_related("matchmaking__event__cluster")


def places_visible_to(actor: Actor) -> QuerySet[Place]:
    """The places to meet of the actor's cluster organisation."""
    rows = Place.objects.filter(matchmaking__in=matchmakings_visible_to(actor).values("pk"))
    return rows.select_related("matchmaking__event__cluster")


def closings_visible_to(actor: Actor) -> QuerySet[PlaceClosing]:
    """The hours in which places are closed, of the actor's cluster organisation."""
    rows = PlaceClosing.objects.filter(place__in=places_visible_to(actor).values("pk"))
    return rows.select_related("place__matchmaking__event__cluster")


def letters_visible_to(actor: Actor) -> QuerySet[MeetingLetter]:
    """The letters of matchmaking; for team and board."""
    if not rules.may_see_meetings(actor):
        return MeetingLetter.objects.none()
    rows = MeetingLetter.objects.filter(cluster=actor.cluster)
    return rows.select_related("profile__registration")


def mailing_of(matchmaking: Matchmaking, at: datetime) -> Course:
    """Say how the sending of the letters goes."""
    letters = MeetingLetter.objects.filter(profile__matchmaking=matchmaking)
    return course_of(
        letters, mailing_at=matchmaking.mailing_at, trouble=matchmaking.mail_trouble, at=at
    )
