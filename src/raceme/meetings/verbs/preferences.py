"""Whom participants want to meet, and who has met before."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, keep_several, lock, remove
from raceme.meetings import rules
from raceme.meetings.models import AlreadyMet, Matchmaking, MeetingRequest, Preference, Profile
from raceme.meetings.queries.asking import profiles_shown_to, why_not_to_ask
from raceme.meetings.queries.preferences import pairs_met_earlier, pairs_wanted
from raceme.meetings.verbs.requests import book


@transaction.atomic
def prefer(
    profile: Profile,
    about: Profile,
    degree: str | None,
    *,
    by: Actor,
    at: datetime,
) -> Preference | None:
    """Say how much somebody wants to meet another; None takes it back. Nobody is told."""
    require(rules.may_act_as, by, profile)
    matchmaking = lock(profile.matchmaking)
    is_own = rules.is_participant(by, profile)
    if is_own and (not matchmaking.has_preferences or not matchmaking.takes_requests(at)):
        raise Refused(_("Preferences cannot be said at the moment."))
    known = Preference.objects.filter(of=profile, about=about).first()
    if degree is None:
        if known is not None:
            remove(known, verb="drop_preference", by=by, at=at)
        return None
    if known is not None:
        return change(known, {"degree": degree, "said_at": at}, verb="prefer", by=by, at=at)
    if not profiles_shown_to(profile).filter(pk=about.pk).exists():
        raise Refused(_("This participant cannot be asked."))
    row = Preference(
        cluster_id=profile.cluster_id, of=profile, about=about, degree=degree, said_at=at
    )
    return keep_new(row, verb="prefer", by=by, at=at)


@transaction.atomic
def take_from_preferences(
    matchmaking: Matchmaking, *, one_sided: bool = False, by: Actor, at: datetime
) -> list[MeetingRequest]:
    """Make accepted requests of preferences: where both want to meet, or (`one_sided`) one does.

    Whoever says “no thanks” is left out, and so is a pair that has a request or must not ask. Run
    twice, it makes nothing new.
    """
    require(rules.may_arrange, by, matchmaking)
    lock(matchmaking)
    made: list[MeetingRequest] = []
    for one, other in pairs_wanted(matchmaking, one_sided=one_sided):
        pair = next(
            (pair for pair in ((one, other), (other, one)) if why_not_to_ask(*pair) is None),
            None,
        )
        if pair is None:
            continue
        source = MeetingRequest.Source.PREFERENCES
        try:
            made.append(book(*pair, source=source, tell=False, by=by, at=at))
        except Refused:
            continue  # they have met before, and nobody said that they want to meet again
    return made


@transaction.atomic
def note_already_met(one: Profile, other: Profile, *, by: Actor, at: datetime) -> AlreadyMet:
    """Note that two have met before: no schedule brings them together unless they ask again."""
    require(rules.may_act_as, by, one)
    if one.matchmaking_id != other.matchmaking_id or one.pk == other.pk:
        raise Refused(_("Choose somebody else of the same event."))
    first, second = sorted((one, other), key=lambda profile: profile.pk)
    known = AlreadyMet.objects.filter(one=first, other=second).first()
    if known is not None:
        return known
    said = AlreadyMet.Source.SAID if rules.is_participant(by, one) else AlreadyMet.Source.OFFICE
    row = AlreadyMet(
        cluster_id=one.cluster_id,
        matchmaking_id=one.matchmaking_id,
        one=first,
        other=second,
        source=said,
        noted_at=at,
    )
    return keep_new(row, verb="note_already_met", by=by, at=at)


@transaction.atomic
def forget_already_met(pair: AlreadyMet, *, by: Actor, at: datetime) -> None:
    """Take back that two have met before."""
    require(rules.may_arrange, by, pair)
    remove(pair, verb="forget_already_met", by=by, at=at)


@transaction.atomic
def take_over_earlier_meetings(
    matchmaking: Matchmaking, *, since: datetime, by: Actor, at: datetime
) -> list[AlreadyMet]:
    """Note who has met at earlier events of the house since a day; run twice, nothing is new."""
    require(rules.may_arrange, by, matchmaking)
    lock(matchmaking)
    known = set(matchmaking.already_met.values_list("one", "other"))
    rows = [
        AlreadyMet(
            cluster_id=matchmaking.cluster_id,
            matchmaking=matchmaking,
            one_id=first,
            other_id=second,
            source=AlreadyMet.Source.EARLIER,
            noted_at=at,
        )
        for first, second in sorted(pairs_met_earlier(matchmaking, since=since) - known)
    ]
    return keep_several(rows, verb="note_already_met", by=by, at=at)
