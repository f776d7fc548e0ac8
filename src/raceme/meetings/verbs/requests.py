"""Requests for meetings: asked, accepted, declined, withdrawn, expired, booked on behalf."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from raceme.access.actor import Actor, system_of
from raceme.foundation.errors import Refused, require
from raceme.foundation.records import change, keep_new, lock
from raceme.meetings import rules
from raceme.meetings.models import (
    Matchmaking,
    MeetingLetter,
    MeetingRequest,
    Profile,
    ProposedTime,
)
from raceme.meetings.queries.asking import have_met, requests_visible_to, why_not_to_ask
from raceme.meetings.queries.slots import Slot
from raceme.meetings.verbs.joining import end_invitations
from raceme.meetings.verbs.meetings import cancel_meeting
from raceme.meetings.verbs.posting import post

State, Source, Kind = MeetingRequest.State, MeetingRequest.Source, MeetingLetter.Kind


@transaction.atomic
def ask(
    asking: Profile,
    asked: Profile,
    *,
    message: str = "",
    topic: str = "",
    times: Collection[Slot] = (),
    is_again: bool = False,
    tell: bool = True,
    by: Actor,
    at: datetime,
) -> MeetingRequest:
    """Ask somebody for a meeting. It holds nobody's time until it is accepted.

    `times`: slots that whoever asks proposes. The team may ask on behalf, also outside the dates.
    """
    require(rules.may_act_as, by, asking)
    matchmaking = lock(asking.matchmaking)
    is_own = rules.is_participant(by, asking)
    if is_own and not matchmaking.takes_requests(at):
        raise Refused(_("Meetings cannot be asked for at the moment."))
    _refuse_unless_askable(asking, asked, is_again=is_again)
    source = Source.PARTICIPANT if is_own else Source.OFFICE
    row = _request_of(asking, asked, message=message, topic=topic, source=source, by=by, at=at)
    row.is_again, row.expires_at = is_again, _expiry_of(matchmaking, at)
    request = keep_new(row, verb="ask", by=by, at=at)
    ProposedTime.objects.bulk_create(
        ProposedTime(
            cluster_id=request.cluster_id,
            request=request,
            block=one.block,
            number=one.number,
            starts_at=one.starts_at,
        )
        for one in times
    )
    if tell:
        post([asked], Kind.ASKED, request=request, at=at)
    return request


@transaction.atomic
def book(
    asking: Profile,
    asked: Profile,
    *,
    message: str = "",
    priority: int = 1,
    is_again: bool = False,
    source: MeetingRequest.Source = Source.OFFICE,
    tell: bool = True,
    by: Actor,
    at: datetime,
) -> MeetingRequest:
    """Arrange on behalf of both that two want to meet. The history says who did."""
    require(rules.may_arrange, by, asking)
    lock(asking.matchmaking)
    _refuse_unless_askable(asking, asked, is_again=is_again)
    row = _request_of(asking, asked, message=message, source=source, by=by, at=at)
    row.state, row.settled_at, row.settled_by = State.ACCEPTED, at, by.label
    row.priority, row.is_again = priority, is_again
    request = keep_new(row, verb="book", by=by, at=at)
    if tell:
        post([asking, asked], Kind.ACCEPTED, request=request, at=at)
    return request


@transaction.atomic
def accept(
    request: MeetingRequest, *, tell: bool = True, by: Actor, at: datetime
) -> MeetingRequest:
    """Say yes to a request, as whoever was asked or on their behalf.

    `tell`: write to whoever asked; not needed where a letter with the time follows at once.
    """
    require(rules.may_act_as, by, request.asked)
    request = _settle(request, State.ACCEPTED, verb="accept", by=by, at=at)
    if tell:
        post([request.asking], Kind.ACCEPTED, request=request, at=at)
    return request


@transaction.atomic
def decline(
    request: MeetingRequest, *, because: str = "", tell: bool = True, by: Actor, at: datetime
) -> MeetingRequest:
    """Say no to a request; the reason stands in the letter to whoever asked."""
    require(rules.may_act_as, by, request.asked)
    request = _settle(request, State.DECLINED, verb="decline", because=because, by=by, at=at)
    end_invitations(request, because=because, by=by, at=at)
    if tell:
        post([request.asking], Kind.DECLINED, request=request, at=at)
    return request


@transaction.atomic
def withdraw(
    request: MeetingRequest, *, of: Profile, because: str = "", by: Actor, at: datetime
) -> MeetingRequest:
    """Take a request back; one that was accepted either side may, and its meeting is cancelled."""
    require(rules.may_act_as, by, of)
    request = _locked(request)
    others = [one for one in (request.asking, request.asked) if one.pk != of.pk]
    if len(others) != 1 or (request.is_asked and of.pk != request.asking_id):
        raise Refused(_("Only whoever asked can withdraw a request."))
    if not request.is_alive:
        raise Refused(_("This request is settled already."))
    cancelled = [
        cancel_meeting(meeting, of=of, because=because, tell=False, by=by, at=at)
        for meeting in request.meetings.filter(state="planned")
    ]
    values = {
        "state": State.WITHDRAWN,
        "settled_at": at,
        "settled_by": by.label,
        "settled_because": because,
    }
    request = change(request, values, verb="withdraw", by=by, at=at)
    meeting = next(iter(cancelled), None)
    post(others, Kind.WITHDRAWN, request=request, meeting=meeting, at=at)
    end_invitations(request, because=because, by=by, at=at)
    return request


@transaction.atomic
def weigh(request: MeetingRequest, *, priority: int, by: Actor, at: datetime) -> MeetingRequest:
    """Say how much a request counts when the schedule is made, from 1 to 9."""
    require(rules.may_arrange, by, request)
    return change(request, {"priority": priority}, verb="weigh", by=by, at=at)


@transaction.atomic
def expire(request: MeetingRequest, *, by: Actor, at: datetime) -> MeetingRequest:
    """End a request that nobody has answered in time, and tell whoever asked."""
    require(rules.may_arrange, by, request)
    request = _locked(request)
    if not request.is_asked or request.expires_at is None or request.expires_at > at:
        raise Refused(_("This request is still to be answered."))
    values = {"state": State.EXPIRED, "settled_at": at, "settled_by": by.label}
    request = change(request, values, verb="expire", by=by, at=at)
    post([request.asking], Kind.EXPIRED, request=request, at=at)
    end_invitations(request, because="", by=by, at=at)
    return request


def expire_requests(*, at: datetime) -> int:
    """End all requests whose time is over; run again and again, it finds none twice."""
    late = MeetingRequest.objects.filter(state=State.ASKED, expires_at__lte=at)
    ended = 0
    for request in list(late.select_related("cluster")):
        try:
            expire(request, by=system_of(request.cluster), at=at)
        except Refused:
            continue  # answered in this very moment
        ended += 1
    return ended


def _refuse_unless_askable(asking: Profile, asked: Profile, *, is_again: bool) -> None:
    if asking.matchmaking_id != asked.matchmaking_id:
        raise Refused(_("These two take part in different events."))
    reason = why_not_to_ask(asking, asked)
    if reason is not None:
        raise Refused(reason)
    if not is_again and have_met(asking, asked):
        message = _("You have met before. Say that you want to meet again.")
        raise Refused(message, field="is_again")


def _request_of(
    asking: Profile,
    asked: Profile,
    *,
    message: str,
    source: MeetingRequest.Source,
    topic: str = "",
    by: Actor,
    at: datetime,
) -> MeetingRequest:
    """Make a request that is not kept yet, with the next number. Matchmaking must be locked."""
    rows = MeetingRequest.objects.filter(matchmaking=asking.matchmaking_id)
    return MeetingRequest(
        cluster_id=asking.cluster_id,
        matchmaking_id=asking.matchmaking_id,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        asking=asking,
        asked=asked,
        message=message,
        topic=topic,
        source=source,
        asked_at=at,
        asked_by=by.label,
    )


def _expiry_of(matchmaking: Matchmaking, at: datetime) -> datetime | None:
    """Until when a new request is to be answered; never later than the event ends."""
    if not matchmaking.expiry_days:
        return None
    late = at + timedelta(days=matchmaking.expiry_days)
    return min(late, max(matchmaking.event.ends_at, at + timedelta(minutes=1)))


def _settle(
    request: MeetingRequest,
    state: MeetingRequest.State,
    *,
    verb: str,
    because: str = "",
    by: Actor,
    at: datetime,
) -> MeetingRequest:
    request = _locked(request)
    if not request.is_asked:
        raise Refused(_("This request is settled already."))
    if request.expires_at is not None and request.expires_at <= at:
        raise Refused(_("The time to answer this request is over."))
    values = {
        "state": state,
        "settled_at": at,
        "settled_by": by.label,
        "settled_because": because,
    }
    return change(request, values, verb=verb, by=by, at=at)


def _locked(request: MeetingRequest) -> MeetingRequest:
    """Lock the matchmaking first, then the request, as all verbs do that may touch a meeting."""
    lock(request.matchmaking)
    lock(request)
    rows = requests_visible_to(system_of(request.cluster)).filter(Q(pk=request.pk))
    return rows.get()
