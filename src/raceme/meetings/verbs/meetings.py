"""Meetings that people were told of: cancelled, held, not held because somebody did not come."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, lock
from raceme.meetings import rules
from raceme.meetings.models import Meeting, MeetingLetter, Participation, Profile
from raceme.meetings.verbs.posting import post

State = Meeting.State


@transaction.atomic
def cancel_meeting(
    meeting: Meeting,
    *,
    of: Profile,
    because: str = "",
    tell: bool = True,
    by: Actor,
    at: datetime,
) -> Meeting:
    """Cancel a meeting as one of the two who agreed (`of`) or for them; all others are told."""
    require(rules.may_act_as, by, of)
    meeting = lock(meeting)
    people = [one.profile for one in people_in(meeting)]
    if of.pk not in {meeting.request.asking_id, meeting.request.asked_id}:
        raise Refused(_("Only the two who agreed to meet can cancel it. Others can stay away."))
    if not meeting.is_planned:
        raise Refused(_("This meeting is not planned any more."))
    meeting = _cancel(meeting, because, by=by, at=at)
    if tell:
        others = [one for one in people if one.pk != of.pk]
        post(others, MeetingLetter.Kind.CANCELLED, meeting=meeting, at=at)
    return meeting


@transaction.atomic
def cancel_for_all(
    meeting: Meeting, *, because: str = "", tell: bool = True, by: Actor, at: datetime
) -> Meeting:
    """Cancel a meeting as the office, for all its people."""
    require(rules.may_arrange, by, meeting)
    meeting = lock(meeting)
    if not meeting.is_planned:
        raise Refused(_("This meeting is not planned any more."))
    meeting = _cancel(meeting, because, by=by, at=at)
    if tell:
        people = [one.profile for one in people_in(meeting)]
        post(people, MeetingLetter.Kind.CANCELLED, meeting=meeting, at=at)
    return meeting


@transaction.atomic
def mark_held(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Note that a meeting took place: all have come."""
    return _settle(meeting, missing=(), verb="mark_held", by=by, at=at)


@transaction.atomic
def mark_no_show(
    meeting: Meeting, missing: Collection[Profile], *, by: Actor, at: datetime
) -> Meeting:
    """Note who did not come to a meeting; all of them may be missing."""
    if not missing:
        raise Refused(_("Say who did not come."))
    return _settle(meeting, missing=missing, verb="mark_no_show", by=by, at=at)


@transaction.atomic
def reopen_meeting(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Take back what was noted of a meeting: it is planned again."""
    require(rules.may_arrange, by, meeting)
    meeting = lock(meeting)
    if meeting.state not in {State.HELD, State.NO_SHOW}:
        raise Refused(_("Nothing was noted of this meeting."))
    Participation.objects.filter(meeting=meeting).update(is_missing=False)
    values = {"state": State.PLANNED, "settled_at": None}
    return change(meeting, values, verb="reopen_meeting", by=by, at=at)


def people_in(meeting: Meeting) -> list[Participation]:
    """Who is in a meeting, with registrations read."""
    rows = Participation.objects.filter(meeting=meeting)
    return list(rows.select_related("profile__registration__event", "profile__matchmaking"))


def _cancel(meeting: Meeting, because: str, *, by: Actor, at: datetime) -> Meeting:
    values = {
        "state": State.CANCELLED,
        "settled_at": at,
        "cancelled_because": because,
        "cancelled_by": by.label,
        "calendar_edition": meeting.calendar_edition + 1,
    }
    return change(meeting, values, verb="cancel_meeting", by=by, at=at)


def _settle(
    meeting: Meeting, *, missing: Collection[Profile], verb: str, by: Actor, at: datetime
) -> Meeting:
    require(rules.may_arrange, by, meeting)
    meeting = lock(meeting)
    if meeting.is_cancelled:
        raise Refused(_("This meeting is cancelled."))
    if meeting.starts_at > at:
        raise Refused(_("This meeting has not begun yet."))
    gone = {one.pk for one in missing}
    for one in people_in(meeting):
        change(one, {"is_missing": one.profile_id in gone}, verb=verb, by=by, at=at)
    state = State.NO_SHOW if gone else State.HELD
    return change(meeting, {"state": state, "settled_at": at}, verb=verb, by=by, at=at)
