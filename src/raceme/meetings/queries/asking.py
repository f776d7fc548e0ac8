"""Who may ask whom, who has asked whom, and who has met before."""

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.meetings import rules
from raceme.meetings.models import AlreadyMet, Matchmaking, MeetingRequest, Preference, Profile
from raceme.meetings.queries.profiles import READ, shown_profiles

State = MeetingRequest.State
TWO = ("asking", "asked")
OF_TWO = tuple(f"{one}__{path}" for one in TWO for path in READ)


def requests_visible_to(actor: Actor) -> QuerySet[MeetingRequest]:
    """All requests of the actor's cluster organisation; for team and board."""
    if not rules.may_see_meetings(actor):
        return MeetingRequest.objects.none()
    return MeetingRequest.objects.filter(cluster=actor.cluster).select_related(
        "matchmaking__event__cluster", *OF_TWO
    )


def requests_of(profile: Profile) -> QuerySet[MeetingRequest]:
    """What a participant asked and was asked; what it was asked to join is in `joining`."""
    rows = MeetingRequest.objects.filter(Q(asking=profile) | Q(asked=profile))
    return rows.select_related("matchmaking__event__cluster", *OF_TWO)


def kinds_that_may_be_asked(matchmaking: Matchmaking, quota_id: int) -> set[int] | None:
    """The kinds of participants that one kind may ask; None: all."""
    if matchmaking.everybody_may_ask:
        return None
    rows = matchmaking.ask_rules.filter(asking=quota_id)
    return set(rows.values_list("asked", flat=True))


def profiles_shown_to(profile: Profile) -> QuerySet[Profile]:
    """The others whom a participant sees. Whoever does not want to be seen sees nobody."""
    matchmaking = profile.matchmaking
    shown = shown_profiles(matchmaking)
    if not shown.filter(pk=profile.pk).exists():
        return shown.none()
    others = shown.exclude(pk=profile.pk)
    kinds = kinds_that_may_be_asked(matchmaking, profile.registration.quota_id)
    if matchmaking.shown == Matchmaking.Shown.ASKABLE and kinds is not None:
        others = others.filter(registration__quota__in=kinds)
    return others


def request_between(one: Profile, other: Profile) -> MeetingRequest | None:
    """The request of two participants that may still become a meeting, whoever asked."""
    pair = Q(asking=one, asked=other) | Q(asking=other, asked=one)
    return MeetingRequest.objects.filter(pair, state__in=MeetingRequest.ALIVE).first()


def have_met(one: Profile, other: Profile) -> bool:
    """Whether two have met before this event."""
    first, second = sorted((one.pk, other.pk))
    return AlreadyMet.objects.filter(one=first, other=second).exists()


def does_not_want(one: Profile, other: Profile) -> bool:
    """Whether the first has said “no thanks” about the second."""
    return Preference.objects.filter(of=one, about=other, degree=Preference.Degree.NO).exists()


def why_not_to_ask(asking: Profile, asked: Profile) -> str | Promise | None:
    """Say why somebody cannot ask somebody for a meeting; None where nothing speaks against it."""
    if asking.owner_id == asked.owner_id:
        return _("Colleagues who share a timetable do not meet each other.")
    if not shown_profiles(asking.matchmaking).filter(pk=asking.pk).exists():
        return _("Whoever asks must agree to be seen by other participants.")
    if not takes_requests(asking, asked):
        return _("This participant cannot be asked.")
    if request_between(asking, asked) is not None:
        return _("There is a request of these two already.")
    return _why_enough(asking, asked)


def takes_requests(asking: Profile, asked: Profile) -> bool:
    """Whether somebody is there to be asked by such a participant.

    “No thanks” is answered as if the person took no requests: nobody learns what others said.
    """
    kinds = kinds_that_may_be_asked(asking.matchmaking, asking.registration.quota_id)
    is_askable = kinds is None or asked.registration.quota_id in kinds
    is_there = shown_profiles(asking.matchmaking).filter(pk=asked.pk).exists()
    return is_askable and is_there and not does_not_want(asked, asking)


def _why_enough(asking: Profile, asked: Profile) -> str | Promise | None:
    """Say whether somebody, or a colleague, has asked enough."""
    matchmaking = asking.matchmaking
    if matchmaking.one_of_organisation and _have_colleagues_asked(asking, asked):
        return _("A colleague has a request with this organisation already.")
    if _has_asked_enough(asking):
        message = _("No more than %(number)d requests at a time. Withdraw one first.")
        return message % {"number": matchmaking.most_asked}
    return None


def _has_asked_enough(asking: Profile) -> bool:
    most = asking.matchmaking.most_asked
    made = MeetingRequest.objects.filter(asking=asking, state__in=MeetingRequest.ALIVE)
    return most is not None and made.count() >= most


def _have_colleagues_asked(one: Profile, other: Profile) -> bool:
    """Whether the organisations of two have a request already, by whatever people."""
    mine, theirs = (_of_organisation(profile) for profile in (one, other))
    if mine is None or theirs is None:
        return False
    alive = MeetingRequest.objects.filter(
        matchmaking=one.matchmaking, state__in=MeetingRequest.ALIVE
    )
    ours, yours = (Profile.objects.filter(which).values("pk") for which in (mine, theirs))
    there = Q(asking__in=ours, asked__in=yours) | Q(asking__in=yours, asked__in=ours)
    return alive.filter(there).exists()


def _of_organisation(profile: Profile) -> Q | None:
    """A condition: profiles of the same organisation; None where somebody comes for none."""
    registration = profile.registration
    here = Q(matchmaking=profile.matchmaking_id)
    if registration.organisation_id is not None:
        return here & Q(registration__organisation=registration.organisation_id)
    if registration.organisation_name:
        return here & Q(registration__organisation_name__iexact=registration.organisation_name)
    return None


def waiting_for(profile: Profile) -> QuerySet[MeetingRequest]:
    """The requests that wait for an answer of somebody."""
    return MeetingRequest.objects.filter(asked=profile, state=State.ASKED)


def request_of(profile: Profile, pk: int) -> MeetingRequest | None:
    """A request that somebody made or got; None for those of others."""
    mine = Q(asking=profile) | Q(asked=profile)
    rows = MeetingRequest.objects.filter(mine, pk=pk)
    return rows.select_related("matchmaking__event__cluster", *OF_TWO).first()
