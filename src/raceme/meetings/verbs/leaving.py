"""What happens to requests and meetings when somebody does not come, or the event is called off."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from raceme.access.actor import Actor
from raceme.foundation.errors import require
from raceme.foundation.records import lock
from raceme.meetings import rules
from raceme.meetings.models import FurtherGuest, Matchmaking, Meeting, MeetingRequest, Profile
from raceme.meetings.queries.joining import to_come
from raceme.meetings.verbs.joining import decline_to_join
from raceme.meetings.verbs.meetings import cancel_for_all
from raceme.meetings.verbs.requests import decline, withdraw
from raceme.meetings.verbs.setup import close_matchmaking


@transaction.atomic
def leave_matchmaking(profile: Profile, *, by: Actor, at: datetime) -> None:
    """Withdraw all requests of somebody who does not come; the others are told."""
    require(rules.may_arrange, by, profile)
    lock(profile.matchmaking)
    because = _("%(name)s does not come to the event.") % {"name": profile}
    mine = Q(asking=profile) | Q(asked=profile)
    rows = MeetingRequest.objects.filter(mine, state__in=MeetingRequest.ALIVE)
    for row in rows.select_related("matchmaking", "asking__registration", "asked__registration"):
        is_late = row.expires_at is not None and row.expires_at <= at
        if row.is_asked and row.asked_id == profile.pk:
            if not is_late:  # else it expires by itself
                decline(row, because=because, by=by, at=at)
        else:
            withdraw(row, of=profile, because=because, by=by, at=at)
    joins = FurtherGuest.objects.filter(profile=profile, state__in=FurtherGuest.ALIVE)
    for join in to_come(joins, at).select_related("request__matchmaking", "profile__registration"):
        decline_to_join(join, because=because, by=by, at=at)


@transaction.atomic
def call_off_meetings(matchmaking: Matchmaking, *, by: Actor, at: datetime) -> None:
    """Cancel all meetings to come of an event that does not take place; the event tells people."""
    require(rules.may_arrange, by, matchmaking)
    matchmaking = lock(matchmaking)
    if matchmaking.is_open:
        close_matchmaking(matchmaking, by=by, at=at)
    for meeting in Meeting.objects.filter(matchmaking=matchmaking, state=Meeting.State.PLANNED):
        cancel_for_all(meeting, tell=False, by=by, at=at)
