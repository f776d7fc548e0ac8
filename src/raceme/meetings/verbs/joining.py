"""Meetings of more than two: others are asked to join, say yes or no, leave, are left out."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor, system_of
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock, remove
from raceme.meetings import rules
from raceme.meetings.models import (
    FurtherGuest,
    Meeting,
    MeetingLetter,
    MeetingRequest,
    Participation,
    Profile,
)
from raceme.meetings.queries.asking import requests_visible_to
from raceme.meetings.queries.diaries import diaries_of, why_busy
from raceme.meetings.queries.joining import guests_of, to_come, why_not_to_invite
from raceme.meetings.queries.slots import Slot
from raceme.meetings.queries.times import ground_of, is_free_for, people_of
from raceme.meetings.verbs.posting import post

State, Kind = FurtherGuest.State, MeetingLetter.Kind


@transaction.atomic
def invite_further(
    request: MeetingRequest,
    guest: Profile,
    *,
    message: str = "",
    tell: bool = True,
    by: Actor,
    at: datetime,
) -> FurtherGuest:
    """Ask somebody to join a meeting, as whoever made the request or on their behalf.

    Whoever said no is not asked a second time by a participant; the team may.
    """
    require(rules.may_act_as, by, request.asking)
    is_own = rules.is_participant(by, request.asking)
    request = _fresh(request)
    if is_own and not request.matchmaking.takes_requests(at):
        raise Refused(_("Meetings cannot be asked for at the moment."))
    row = _row_for(request, guest, at=at, may_ask_again=not is_own)
    values = {"state": State.ASKED, "message": message, "asked_at": at, "settled_at": None}
    row = _keep(row, {**values, "settled_because": ""}, verb="invite_further", by=by, at=at)
    if tell:
        post([guest], Kind.INVITED, request=request, guest=row, at=at)
    return row


@transaction.atomic
def add_further(
    request: MeetingRequest, guest: Profile, *, tell: bool = True, by: Actor, at: datetime
) -> FurtherGuest:
    """Let somebody join a meeting who has told the office that they want to."""
    require(rules.may_arrange, by, request)
    request = _fresh(request)
    row = _row_for(request, guest, at=at, may_ask_again=True)
    values = {"state": State.ACCEPTED, "asked_at": at, "settled_at": at, "settled_because": ""}
    row = _keep(row, values, verb="add_further", by=by, at=at)
    _seat(row, request, tell=tell, by=by, at=at)
    if tell and _planned(request, at=at) is None:
        post([guest], Kind.ACCEPTED, request=request, guest=row, at=at)
    return row


@transaction.atomic
def agree_to_join(row: FurtherGuest, *, tell: bool = True, by: Actor, at: datetime) -> FurtherGuest:
    """Say yes to joining a meeting; a no may become a yes while the meeting is to come.

    If the meeting has a time, whoever joins must be free then, and its place must have room.
    """
    require(rules.may_act_as, by, row.profile)
    request = _fresh(row.request)
    row = lock(row)
    if row.state not in {State.ASKED, State.DECLINED}:
        raise Refused(_("This invitation is settled already."))
    _refuse_unless_to_come(request, at=at)
    values = {"state": State.ACCEPTED, "settled_at": at, "settled_because": ""}
    row = change(row, values, verb="agree_to_join", by=by, at=at)
    _seat(row, request, tell=tell, by=by, at=at)
    return row


@transaction.atomic
def decline_to_join(
    row: FurtherGuest, *, because: str = "", tell: bool = True, by: Actor, at: datetime
) -> FurtherGuest:
    """Say no to joining a meeting, or leave it; it takes place without them."""
    require(rules.may_act_as, by, row.profile)
    request = _fresh(row.request)
    row = lock(row)
    if not row.is_alive:
        raise Refused(_("This invitation is settled already."))
    told = [request.asking]
    if row.is_accepted:
        told = [one for one in people_of(request) if one.pk != row.profile_id]
    meeting = _unseat(row, by=by, at=at)
    values = {"state": State.DECLINED, "settled_at": at, "settled_because": because}
    row = change(row, values, verb="decline_to_join", by=by, at=at)
    if tell:
        post(told, Kind.NOT_JOINED, request=request, meeting=meeting, guest=row, at=at)
    return row


@transaction.atomic
def leave_out_further(
    row: FurtherGuest, *, because: str = "", tell: bool = True, by: Actor, at: datetime
) -> FurtherGuest:
    """Take an invitation back, as whoever made the request or on their behalf."""
    require(rules.may_act_as, by, row.request.asking)
    _fresh(row.request)
    row = lock(row)
    if not row.is_alive:
        raise Refused(_("This invitation is settled already."))
    return _end(row, because, verb="leave_out_further", tell=tell, by=by, at=at)


def end_invitations(request: MeetingRequest, *, because: str, by: Actor, at: datetime) -> None:
    """Tell all who were to join that a request has come to nothing. The matchmaking is locked."""
    require(rules.may_settle, by, request)
    for row in to_come(guests_of(request).filter(state__in=FurtherGuest.ALIVE), at):
        _end(row, because, verb="leave_out_further", tell=True, by=by, at=at)


def _fresh(request: MeetingRequest) -> MeetingRequest:
    """Lock the matchmaking, so that nobody books meanwhile, and read the request as it stands."""
    matchmaking = lock(request.matchmaking)
    row = requests_visible_to(system_of(request.cluster)).get(pk=request.pk)
    row.matchmaking = matchmaking
    return row


def _row_for(
    request: MeetingRequest, guest: Profile, *, at: datetime, may_ask_again: bool
) -> FurtherGuest:
    """Give the row of an invitation, a new one or that of an earlier one; refuse what cannot be."""
    if guest.matchmaking_id != request.matchmaking_id:
        raise Refused(_("These two take part in different events."))
    _refuse_unless_to_come(request, at=at)
    reason = why_not_to_invite(request, guest)
    if reason is not None:
        raise Refused(reason, field="guest")
    row = FurtherGuest.objects.filter(request=request, profile=guest).first()
    if row is None:
        return FurtherGuest(cluster_id=request.cluster_id, request=request, profile=guest)
    if row.state == State.DECLINED and not may_ask_again:
        raise Refused(_("This participant does not want to join."), field="guest")
    return row


def _keep(
    row: FurtherGuest, values: dict[str, object], *, verb: str, by: Actor, at: datetime
) -> FurtherGuest:
    if not row._state.adding:
        return change(row, values, verb=verb, by=by, at=at)
    for name, value in values.items():
        setattr(row, name, value)
    return keep_new(row, verb=verb, by=by, at=at)


def _refuse_unless_to_come(request: MeetingRequest, *, at: datetime) -> None:
    if not request.is_alive:
        raise Refused(_("This request is settled already."))
    _planned(request, at=at)


def _planned(request: MeetingRequest, *, at: datetime) -> Meeting | None:
    """Give the meeting of a request if it has a time; refuse one that has begun."""
    meeting = request.meetings.exclude(state=Meeting.State.CANCELLED).first()
    if meeting is not None and (not meeting.is_planned or meeting.starts_at <= at):
        raise Refused(_("This meeting has begun or is over."))
    return meeting


def _seat(
    row: FurtherGuest, request: MeetingRequest, *, tell: bool, by: Actor, at: datetime
) -> None:
    """Let whoever joins into the meeting, if it has a time, and tell the others."""
    meeting, guest = _planned(request, at=at), row.profile
    if meeting is not None:
        _refuse_unless_free(meeting, request, guest)
        seat = Participation(cluster_id=row.cluster_id, meeting=meeting, profile=guest)
        keep_new(seat, verb="join_meeting", by=by, at=at)
        meeting = _told_anew(meeting, verb="join_meeting", by=by, at=at)
    if not tell:
        return
    others = [one for one in people_of(request) if one.pk != guest.pk]
    post(others, Kind.JOINED, request=request, meeting=meeting, guest=row, at=at)
    if meeting is not None:
        post([guest], Kind.ARRANGED, request=request, meeting=meeting, at=at)


def _refuse_unless_free(meeting: Meeting, request: MeetingRequest, guest: Profile) -> None:
    slot = Slot(meeting.block, meeting.number, meeting.starts_at, meeting.ends_at)
    (own,) = diaries_of([guest], besides=meeting)
    reason = why_busy(own, slot)
    if reason is not None:
        raise Refused(reason)
    ground = ground_of(request.matchmaking, besides=meeting)
    # Whoever joins is among them by now: the answer was written before.
    diaries = diaries_of(people_of(request), besides=meeting)
    if not is_free_for(ground, diaries, slot, meeting.place):
        raise Refused(_("The place has no room for one more, or is too far. Move the meeting."))


def _unseat(row: FurtherGuest, *, by: Actor, at: datetime) -> Meeting | None:
    """Take somebody out of a meeting to come; give the meeting they were in."""
    seat = (
        Participation.objects.filter(meeting__request=row.request_id, profile=row.profile_id)
        .select_related("meeting")
        .order_by("-meeting")
        .first()
    )
    if seat is None:
        return None
    meeting = seat.meeting
    if meeting.is_cancelled:
        return meeting
    if not meeting.is_planned or meeting.starts_at <= at:
        raise Refused(_("This meeting has begun or is over."))
    remove(seat, verb="leave_meeting", by=by, at=at)
    return _told_anew(meeting, verb="leave_meeting", by=by, at=at)


def _told_anew(meeting: Meeting, *, verb: str, by: Actor, at: datetime) -> Meeting:
    edition = {"calendar_edition": meeting.calendar_edition + 1}
    return change(meeting, edition, verb=verb, by=by, at=at)


def _end(
    row: FurtherGuest, because: str, *, verb: str, tell: bool, by: Actor, at: datetime
) -> FurtherGuest:
    meeting = _unseat(row, by=by, at=at)
    guest, request = row.profile, row.request
    values = {"state": State.WITHDRAWN, "settled_at": at, "settled_because": because}
    row = change(row, values, verb=verb, by=by, at=at)
    if tell:
        post([guest], Kind.CALLED_OFF, request=request, meeting=meeting, guest=row, at=at)
    return row
