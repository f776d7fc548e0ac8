"""Who comes to a meeting besides the two of its request, who is asked to, and who could be."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.meetings import rules
from raceme.meetings.models import FurtherGuest, Meeting, MeetingRequest, Preference, Profile
from raceme.meetings.queries.asking import (
    OF_TWO,
    kinds_that_may_be_asked,
    profiles_shown_to,
    takes_requests,
    waiting_for,
)
from raceme.meetings.queries.profiles import READ

MOST_TOGETHER = 8  # people at one table who can still talk with each other
READ_GUEST = (
    "request__matchmaking__event__cluster",
    *(f"request__{path}" for path in OF_TWO),
    "profile__matchmaking",
    *(f"profile__{path}" for path in READ),
)


def guests_visible_to(actor: Actor) -> QuerySet[FurtherGuest]:
    """All further guests of the actor's cluster organisation; for team and board."""
    if not rules.may_see_meetings(actor):
        return FurtherGuest.objects.none()
    return FurtherGuest.objects.filter(cluster=actor.cluster).select_related(*READ_GUEST)


def guests_of(request: MeetingRequest) -> QuerySet[FurtherGuest]:
    """Who was asked to join a meeting, whatever became of it, with their profiles."""
    return FurtherGuest.objects.filter(request=request).select_related(*READ_GUEST).order_by("pk")


def joins_of(profile: Profile) -> QuerySet[FurtherGuest]:
    """The meetings that somebody was asked to join, the newest first; none that was taken back."""
    rows = FurtherGuest.objects.filter(profile=profile)
    rows = rows.exclude(state=FurtherGuest.State.WITHDRAWN)
    return rows.select_related(*READ_GUEST).order_by("-asked_at", "-pk")


def join_of(profile: Profile, pk: int) -> FurtherGuest | None:
    """One of these; None for those of others."""
    return joins_of(profile).filter(pk=pk).first()


def waiting_count(profile: Profile) -> int:
    """How many requests and invitations wait for an answer of somebody."""
    return waiting_for(profile).count() + open_invitations().filter(profile=profile).count()


def open_invitations() -> QuerySet[FurtherGuest]:
    """Invitations that can still be answered: the request behind them may become a meeting."""
    return FurtherGuest.objects.filter(
        state=FurtherGuest.State.ASKED, request__state__in=MeetingRequest.ALIVE
    )


def to_come(rows: QuerySet[FurtherGuest], at: datetime) -> QuerySet[FurtherGuest]:
    """Narrow down to those whose meeting has not begun, or has no time yet."""
    begun = Meeting.objects.filter(starts_at__lte=at).exclude(state=Meeting.State.CANCELLED)
    return rows.exclude(request__in=begun.values("request"))


def may_be_invited(request: MeetingRequest) -> QuerySet[Profile]:
    """Whom whoever made a request can choose from: those they see and may ask, not in it yet."""
    asking, asked = request.asking, request.asked
    rows = profiles_shown_to(asking)
    kinds = kinds_that_may_be_asked(asking.matchmaking, asking.registration.quota_id)
    if kinds is not None:
        rows = rows.filter(registration__quota__in=kinds)
    owners = {asking.owner_id, asked.owner_id}
    rows = rows.exclude(Q(pk__in=owners) | Q(timetable_of__in=owners))
    coming = FurtherGuest.objects.filter(request=request, state__in=FurtherGuest.ALIVE)
    return rows.exclude(pk__in=coming.values("profile"))


def why_not_to_invite(request: MeetingRequest, guest: Profile) -> str | Promise | None:
    """Say why somebody cannot be asked to join a meeting; None where nothing speaks against it.

    “No thanks” of anybody about anybody at the table is absolute, and not told.
    """
    people = [request.asking, request.asked]
    coming = guests_of(request).filter(state__in=FurtherGuest.ALIVE)
    people += [one.profile for one in coming]
    if guest.owner_id in {one.owner_id for one in people}:
        return _("This participant, or a colleague with the same timetable, is in it already.")
    if len(people) >= MOST_TOGETHER:
        return _("No more than %(number)d people meet at once.") % {"number": MOST_TOGETHER}
    if not takes_requests(request.asking, guest) or _is_unwanted(guest, people):
        return _("This participant cannot be asked.")
    return None


def _is_unwanted(guest: Profile, people: list[Profile]) -> bool:
    pair = Q(of=guest, about__in=people) | Q(of__in=people, about=guest)
    return Preference.objects.filter(pair, degree=Preference.Degree.NO).exists()
