"""The pages of requests and meetings behind a personal link."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from raceme.access.actor import Actor
from raceme.access.http import Request, saved
from raceme.events.views.attending import Visit
from raceme.foundation.errors import REFUSALS, sentences_of
from raceme.meetings.forms.participants import (
    OutcomeForm,
    RatingForm,
    ReasonForm,
    TimeForm,
    proposed_codes,
)
from raceme.meetings.models import Meeting, MeetingRequest, Participation, Profile
from raceme.meetings.queries.asking import request_of, requests_of
from raceme.meetings.queries.joining import guests_of, joins_of
from raceme.meetings.queries.meetings import meetings_of, others_in, with_outcomes
from raceme.meetings.queries.profiles import read_contact
from raceme.meetings.queries.times import FreeTime, free_times, people_of
from raceme.meetings.verbs import afterwards, meetings, picking, requests
from raceme.meetings.views.attending import address_in, as_participant, page_of_profile

Act = Callable[[MeetingRequest, Profile, str, Actor, datetime], object]
ACTS: Mapping[str, Act] = {
    "accept": lambda row, _of, _because, by, at: requests.accept(row, by=by, at=at),
    "decline": lambda row, _of, because, by, at: requests.decline(
        row, because=because, by=by, at=at
    ),
    "withdraw": lambda row, of, because, by, at: requests.withdraw(
        row, of=of, because=because, by=by, at=at
    ),
}


@require_safe
@as_participant
def show_inbox(request: Request, visit: Visit, profile: Profile) -> HttpResponse:
    """Show who asks for a meeting, whom one has asked, and what became of it."""
    rows, joins = list(requests_of(profile)), list(joins_of(profile))
    times = {one.request_id: one for one in meetings_of(profile) if one.is_planned}
    # A template cannot look up by the number of a request.
    for one in [*rows, *(join.request for join in joins)]:
        one.told = times.get(one.pk)  # type: ignore[attr-defined]
    context = {
        "to_join": [one for one in joins if one.is_asked and one.request.is_alive],
        "joined": [one for one in joins if one.is_accepted and one.request.is_alive],
        "to_answer": [one for one in rows if one.is_asked and one.asked_id == profile.pk],
        "sent": [one for one in rows if one.is_asked and one.asking_id == profile.pk],
        "agreed": [one for one in rows if one.is_accepted],
        "others": [one for one in rows if not one.is_alive],
        "tab": "inbox",
    }
    return page_of_profile(request, visit, profile, "meeting/inbox.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@as_participant
def show_request(request: Request, visit: Visit, profile: Profile, pk: int) -> HttpResponse:
    """Show one request: answer it, take it back, pick a time for it or another one."""
    row = _own(profile, pk)
    meeting = row.meetings.filter(state=Meeting.State.PLANNED).select_related("place").first()
    free = _free(row, profile, meeting)
    is_posted = request.method == "POST" and "time" in request.POST
    form = TimeForm(request.POST if is_posted else None, free=free, proposed=proposed_codes(row))
    if is_posted and saved(form, lambda: _arrange(row, meeting, profile, form, visit.actor)):
        messages.success(request, _("The time is booked. The others are told."))
        return redirect(address_in(visit, "timetable"))
    other = row.asked if row.asking_id == profile.pk else row.asking
    context = {
        "row": row,
        "other": other,
        "guests": [one for one in guests_of(row) if one.is_alive or row.asking_id == profile.pk],
        "may_invite": row.is_alive and row.asking_id == profile.pk and not _has_begun(meeting),
        "is_mine": row.asking_id == profile.pk,
        "meeting": meeting,
        "contact": read_contact(profile, other),
        "form": form,
        "free": free,
        "proposed": row.proposed.all(),
        "reason": ReasonForm(),
        "tab": "inbox",
    }
    status = 422 if form.errors else 200
    return page_of_profile(request, visit, profile, "meeting/request.html", context, status=status)


@require_http_methods(["POST"])
@as_participant
def act_on_request(
    request: Request, visit: Visit, profile: Profile, pk: int, act: str
) -> HttpResponse:
    """Accept, decline or withdraw a request."""
    if act not in ACTS:
        raise Http404
    row = _own(profile, pk)
    form = ReasonForm(request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else ""
    if act != "withdraw" and row.asked_id != profile.pk:
        raise Http404
    try:
        ACTS[act](row, profile, because, visit.actor, timezone.now())
    except REFUSALS as refusal:
        for sentence in sentences_of(refusal):
            messages.error(request, sentence)
        return redirect(address_in(visit, "request", pk=pk))
    messages.success(request, _("Done. The other is told."))
    return redirect(address_in(visit, "inbox"))


@require_safe
@as_participant
def show_timetable(request: Request, visit: Visit, profile: Profile) -> HttpResponse:
    """Show somebody's meetings, when and where, with whom."""
    rows = list(with_outcomes(meetings_of(profile)))
    feed = request.build_absolute_uri(address_in(visit, "calendar"))
    now = timezone.now()
    context = {
        "rows": [(one, others_in(one, profile), one.is_over(now)) for one in rows],
        "absences": profile.absences.all(),
        "feed": feed,
        "webcal": feed.replace("https://", "webcal://").replace("http://", "webcal://"),
        "tab": "timetable",
    }
    return page_of_profile(request, visit, profile, "meeting/timetable.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@as_participant
def show_meeting(request: Request, visit: Visit, profile: Profile, pk: int) -> HttpResponse:
    """Let somebody say how a meeting was, and what has come of it."""
    meeting = get_object_or_404(with_outcomes(meetings_of(profile)), pk=pk)
    own = get_object_or_404(Participation, meeting=meeting, profile=profile)
    is_rating = request.method == "POST" and "rating" in request.POST
    is_outcome = request.method == "POST" and "kind" in request.POST
    rating = RatingForm(request.POST if is_rating else None, instance=own)
    outcome = OutcomeForm(request.POST if is_outcome else None)
    by, at = visit.actor, timezone.now()
    if (
        is_rating
        and saved(
            rating,
            lambda: afterwards.rate(meeting, profile, **rating.cleaned_data, by=by, at=at),
        )
    ) or (
        is_outcome
        and saved(
            outcome,
            lambda: afterwards.record_outcome(
                meeting, of=profile, **outcome.cleaned_data, by=by, at=at
            ),
        )
    ):
        messages.success(request, _("Thank you!"))
        return redirect(address_in(visit, "meeting", pk=pk))
    context = {
        "meeting": meeting,
        "others": others_in(meeting, profile),
        "join": joins_of(profile).filter(request=meeting.request_id).first(),
        "rating": rating,
        "outcome": outcome,
        "has_begun": meeting.starts_at <= at,
        "tab": "timetable",
    }
    status = 422 if rating.errors or outcome.errors else 200
    return page_of_profile(request, visit, profile, "meeting/meeting.html", context, status=status)


@require_http_methods(["POST"])
@as_participant
def cancel_meeting(request: Request, visit: Visit, profile: Profile, pk: int) -> HttpResponse:
    """Cancel a planned meeting; the request stays accepted, so that another time can be found."""
    meeting = get_object_or_404(meetings_of(profile), pk=pk)
    form = ReasonForm(request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else ""
    by, at = visit.actor, timezone.now()
    try:
        meetings.cancel_meeting(meeting, of=profile, because=because, by=by, at=at)
    except REFUSALS as refusal:
        for sentence in sentences_of(refusal):
            messages.error(request, sentence)
    else:
        messages.success(request, _("Done. The other is told."))
    return redirect(address_in(visit, "timetable"))


def _own(profile: Profile, pk: int) -> MeetingRequest:
    """Find a request of somebody; those of others are not there."""
    row = request_of(profile, pk)
    if row is None:
        raise Http404
    return row


def _has_begun(meeting: Meeting | None) -> bool:
    return meeting is not None and meeting.starts_at <= timezone.now()


def _free(row: MeetingRequest, profile: Profile, meeting: Meeting | None) -> list[FreeTime]:
    """Where people pick times: when all of a request are free, for whoever may pick now."""
    may_pick = row.is_accepted or (row.is_asked and row.asked_id == profile.pk)
    if not profile.matchmaking.is_picked or not may_pick:
        return []
    return free_times(people_of(row), at=timezone.now(), besides=meeting)


def _arrange(
    row: MeetingRequest, meeting: Meeting | None, profile: Profile, form: TimeForm, by: Actor
) -> None:
    """Do with a chosen time what is to be done: accept with it, book it, or move to it."""
    at, slot = timezone.now(), form.slot()
    if meeting is not None:
        picking.move_meeting(meeting, slot, of=profile, by=by, at=at)
    elif row.is_asked:
        picking.accept_at(row, slot, by=by, at=at)
    else:
        picking.pick_time(row, slot, of=profile, by=by, at=at)
