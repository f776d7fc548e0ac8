"""Who takes part in matchmaking, and whom others may see."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from raceme.access.actor import Actor
from raceme.events.models import Registration, Wording
from raceme.events.queries.wordings import has_agreed
from raceme.meetings import rules
from raceme.meetings.models import FurtherGuest, Matchmaking, MeetingRequest, Profile

READ = ("registration__event__cluster", "registration__quota", "registration__organisation")


def profiles_visible_to(actor: Actor) -> QuerySet[Profile]:
    """All profiles of the actor's cluster organisation; for team and board."""
    if not rules.may_see_meetings(actor):
        return Profile.objects.none()
    return Profile.objects.filter(cluster=actor.cluster).select_related("matchmaking", *READ)


def is_shown() -> Q:
    """A condition: profiles that other participants may see.

    Whoever has a place, has agreed to networking and has not taken it back, unless the office
    hides the profile or the person did not come.
    """
    return Q(
        registration__state=Registration.State.CONFIRMED,
        registration__erased_at__isnull=True,
        hidden_at__isnull=True,
        absent_at__isnull=True,
    ) & Q(has_agreed(Wording.Kind.NETWORKING, way="registration"))


def shown_profiles(matchmaking: Matchmaking) -> QuerySet[Profile]:
    """The participants whom others may see."""
    rows = Profile.objects.filter(is_shown(), matchmaking=matchmaking)
    return rows.select_related("matchmaking", *READ)


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach somebody with whom one has agreed to meet."""

    email: str
    phone: str


def profile_of(registration: Registration) -> Profile | None:
    """The profile of a registration whose event has matchmaking; None for all others."""
    rows = Profile.objects.filter(
        registration=registration, registration__state=Registration.State.CONFIRMED
    )
    return rows.select_related("matchmaking__event__cluster", *READ).first()


def is_seen(profile: Profile) -> bool:
    """Whether other participants see somebody."""
    return Profile.objects.filter(is_shown(), pk=profile.pk).exists()


def read_contact(profile: Profile, other: Profile) -> Contact | None:
    """Give how to reach somebody: only to those with whom they have agreed to meet."""
    if not have_agreed(profile, other):
        return None
    return Contact(other.registration.email, other.registration.phone)


def have_agreed(one: Profile, other: Profile) -> bool:
    """Whether two want to be in the same meeting: as those of its request, or who joins them."""
    agreed = MeetingRequest.objects.filter(state=MeetingRequest.State.ACCEPTED)
    return agreed.filter(_wants(one)).filter(_wants(other)).exists()


def _wants(profile: Profile) -> Q:
    joins = FurtherGuest.objects.filter(profile=profile, state=FurtherGuest.State.ACCEPTED)
    return Q(asking=profile) | Q(asked=profile) | Q(pk__in=joins.values("request"))
