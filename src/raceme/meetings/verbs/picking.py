"""Times of meetings: picked by participants, moved, each time looked at anew."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor, system_of
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.meetings import rules
from raceme.meetings.models import (
    Meeting,
    MeetingLetter,
    MeetingRequest,
    Participation,
    Place,
    Profile,
)
from raceme.meetings.queries.asking import requests_visible_to
from raceme.meetings.queries.diaries import Diary, diaries_of
from raceme.meetings.queries.slots import Slot
from raceme.meetings.queries.times import (
    Ground,
    ground_of,
    is_free_for,
    people_of,
    place_for,
    why_not_at,
)
from raceme.meetings.verbs.posting import post
from raceme.meetings.verbs.requests import accept

Kind = MeetingLetter.Kind


@transaction.atomic
def accept_at(request: MeetingRequest, slot: Slot, *, by: Actor, at: datetime) -> Meeting:
    """Say yes to a request and pick the time: one the other proposed, or another."""
    require(rules.may_act_as, by, request.asked)
    accept(request, tell=False, by=by, at=at)
    return pick_time(request, slot, of=request.asked, by=by, at=at)


@transaction.atomic
def pick_time(
    request: MeetingRequest,
    slot: Slot,
    *,
    place: Place | None = None,
    of: Profile,
    tell: bool = True,
    by: Actor,
    at: datetime,
) -> Meeting:
    """Arrange a meeting of an accepted request, as one of its people (`of`) or for them.

    Who picks first gets the time: whether people and place are free is looked at here, while
    nobody else can pick. The team may pick in both modes, and say the place.
    """
    require(rules.may_act_as, by, of)
    matchmaking = lock(request.matchmaking)
    _refuse_others(request, of)
    if rules.is_participant(by, of) and not matchmaking.is_picked:
        raise Refused(_("The organiser arranges the times."))
    request = requests_visible_to(system_of(request.cluster)).get(pk=request.pk)
    if not request.is_accepted:
        raise Refused(_("This request is not accepted."))
    if request.meetings.exclude(state=Meeting.State.CANCELLED).exists():
        raise Refused(_("This request has a meeting already."))
    people = people_of(request)
    where = _place_free(ground_of(matchmaking), diaries_of(people), slot, place, at=at)
    row = Meeting(
        cluster_id=request.cluster_id,
        matchmaking=matchmaking,
        request=request,
        block=slot.block,
        number=slot.number,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place=where,
        made_at=at,
    )
    meeting = keep_new(row, verb="pick_time", by=by, at=at)
    rows = [
        Participation(cluster_id=request.cluster_id, meeting=meeting, profile=one) for one in people
    ]
    Participation.objects.bulk_create(rows)
    if tell:
        post(people, Kind.ARRANGED, request=request, meeting=meeting, at=at)
    return meeting


@transaction.atomic
def move_meeting(
    meeting: Meeting,
    slot: Slot,
    *,
    place: Place | None = None,
    of: Profile,
    by: Actor,
    at: datetime,
) -> Meeting:
    """Give a planned meeting another time, and tell all its people."""
    require(rules.may_act_as, by, of)
    matchmaking = lock(meeting.matchmaking)
    _refuse_others(meeting.request, of)
    if rules.is_participant(by, of) and not matchmaking.is_picked:
        raise Refused(_("The organiser arranges the times."))
    meeting = lock(meeting)
    if not meeting.is_planned or meeting.starts_at <= at:
        raise Refused(_("Only a meeting that is still to come can be moved."))
    if meeting.is_locked and rules.is_participant(by, of):
        raise Refused(_("The organiser has fixed this meeting. Please ask there."))
    request = requests_visible_to(system_of(meeting.cluster)).get(pk=meeting.request_id)
    people = people_of(request)
    ground = ground_of(matchmaking, besides=meeting)
    where = _place_free(ground, diaries_of(people, besides=meeting), slot, place, at=at)
    values = {
        "block": slot.block,
        "number": slot.number,
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "place": where,
        "calendar_edition": meeting.calendar_edition + 1,
    }
    meeting = change(meeting, values, verb="move_meeting", by=by, at=at)
    post(people, Kind.MOVED, request=request, meeting=meeting, at=at)
    return meeting


def _refuse_others(request: MeetingRequest, of: Profile) -> None:
    if of.pk not in {request.asking_id, request.asked_id}:
        raise Refused(_("Only the two who agreed to meet can arrange it."))


def _place_free(
    ground: Ground, diaries: Sequence[Diary], slot: Slot, place: Place | None, *, at: datetime
) -> Place:
    """Give the place for a slot, or refuse with the reason why nobody can meet there then."""
    if slot.is_closed or slot.starts_at <= at:
        raise Refused(_("Nobody can meet at this time."), field="time")
    reason = why_not_at(ground, diaries, slot)
    if reason is not None:
        raise Refused(reason, field="time")
    if place is not None:
        here = next((one for one in ground.places if one.pk == place.pk), None)
        if here is None or not is_free_for(ground, diaries, slot, here):
            raise Refused(_("This place is not free for them then."), field="place")
        return here
    free = place_for(ground, diaries, slot)
    assert free is not None  # why_not_at has looked
    return free
