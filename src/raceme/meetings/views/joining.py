"""Meetings of more than two: inviting others, answering, and the office on behalf of both."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.actor import Actor
from raceme.access.http import Request, done, go_to, saved
from raceme.events.views.attending import Visit
from raceme.foundation.errors import REFUSALS, require, sentences_of
from raceme.meetings import rules
from raceme.meetings.forms.joining import AddGuestForm, InviteForm
from raceme.meetings.forms.participants import ReasonForm
from raceme.meetings.models import FurtherGuest, Meeting, MeetingRequest, Profile
from raceme.meetings.queries.asking import request_of, requests_visible_to
from raceme.meetings.queries.joining import (
    guests_of,
    guests_visible_to,
    join_of,
    may_be_invited,
)
from raceme.meetings.queries.profiles import read_contact
from raceme.meetings.verbs import joining
from raceme.meetings.views.attending import address_in, as_participant, page_of_profile
from raceme.meetings.views.frame import of_row, page

Act = Callable[[FurtherGuest, str, Actor, datetime], object]
ANSWERS: Mapping[str, Act] = {
    "accept": lambda row, _because, by, at: joining.agree_to_join(row, by=by, at=at),
    "decline": lambda row, because, by, at: joining.decline_to_join(
        row, because=because, by=by, at=at
    ),
}
ACTS: Mapping[str, Act] = {
    **ANSWERS,
    "leave-out": lambda row, because, by, at: joining.leave_out_further(
        row, because=because, by=by, at=at
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@as_participant
def invite(request: Request, visit: Visit, profile: Profile, pk: int) -> HttpResponse:
    """Let whoever made a request ask somebody else to join."""
    row = request_of(profile, pk)
    if row is None or row.asking_id != profile.pk:
        raise Http404
    form = InviteForm(request.POST or None, people=may_be_invited(row))
    by, at = visit.actor, timezone.now()
    if saved(form, lambda: joining.invite_further(row, **form.cleaned_data, by=by, at=at)):
        messages.success(request, _("The invitation is on its way."))
        return redirect(address_in(visit, "request", pk=pk))
    context = {"form": form, "row": row, "tab": "inbox"}
    status = 422 if form.errors else 200
    return page_of_profile(request, visit, profile, "meeting/invite.html", context, status=status)


@require_safe
@as_participant
def show_invitation(request: Request, visit: Visit, profile: Profile, pk: int) -> HttpResponse:
    """Show a meeting that somebody is asked to join: who meets, when, and what they said."""
    join = _own(profile, pk)
    row = join.request
    people = [row.asking, row.asked]
    people += [one.profile for one in guests_of(row) if one.is_accepted and one.pk != join.pk]
    standing = row.meetings.exclude(state=Meeting.State.CANCELLED)
    meeting = standing.select_related("place").first()
    has_begun = meeting is not None and meeting.starts_at <= timezone.now()
    context = {
        "join": join,
        "row": row,
        "people": [(one, read_contact(profile, one)) for one in people],
        "meeting": meeting,
        "is_open": row.is_alive and not has_begun,
        "reason": ReasonForm(),
        "tab": "inbox",
    }
    return page_of_profile(request, visit, profile, "meeting/joining.html", context)


@require_http_methods(["POST"])
@as_participant
def act_on_invitation(
    request: Request, visit: Visit, profile: Profile, pk: int, act: str
) -> HttpResponse:
    """Say whether one joins, leave again, or take back an invitation that one has made."""
    if act in ANSWERS:
        row, back = _own(profile, pk), address_in(visit, "joining", pk=pk)
    elif act in ACTS:
        row = _made_by(profile, pk)
        back = address_in(visit, "request", pk=row.request_id)
    else:
        raise Http404
    form = ReasonForm(request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else ""
    try:
        ACTS[act](row, because, visit.actor, timezone.now())
    except REFUSALS as refusal:
        for sentence in sentences_of(refusal):
            messages.error(request, sentence)
    else:
        messages.success(request, _("Done. The others are told."))
    return redirect(back)


@require_http_methods(["GET", "POST"])
@of_row(requests_visible_to)
def add_guest(request: Request, row: MeetingRequest) -> HttpResponse:
    """Let the team ask somebody to join on behalf, or note that somebody joins."""
    require(rules.may_arrange, request.actor, row)
    form = AddGuestForm(request.POST or None, people=may_be_invited(row))

    def act() -> None:
        said, by, at = form.cleaned_data, request.actor, timezone.now()
        if said["how"] == "add":
            joining.add_further(row, said["guest"], by=by, at=at)
        else:
            joining.invite_further(row, said["guest"], message=said["message"], by=by, at=at)

    if saved(form, act):
        return go_to(request, "meetings:request", pk=row.pk)
    context = {"form": form, "title": _("Somebody else for %s") % row, "back": "requests"}
    status = 422 if form.errors else 200
    return page(request, row.matchmaking, "meetings/edit.html", context, status=status)


@require_POST
@of_row(guests_visible_to)
def act_on_guest(request: Request, row: FurtherGuest, act: str) -> HttpResponse:
    """Answer on behalf of somebody who is asked to join, or leave them out."""
    if act not in ACTS:
        raise Http404
    require(rules.may_arrange, request.actor, row)
    by, at = request.actor, timezone.now()
    return done(request, lambda: ACTS[act](row, "", by, at), "meetings:request", pk=row.request_id)


def _own(profile: Profile, pk: int) -> FurtherGuest:
    """Find an invitation to somebody; those to others are not there."""
    row = join_of(profile, pk)
    if row is None:
        raise Http404
    return row


def _made_by(profile: Profile, pk: int) -> FurtherGuest:
    """Find an invitation to join a meeting for which somebody asked."""
    rows = FurtherGuest.objects.filter(request__asking=profile, pk=pk)
    row = rows.select_related("request__matchmaking", "request__asking__registration").first()
    if row is None:
        raise Http404
    return row
