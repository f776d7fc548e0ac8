"""The pages of one participant, one request and one meeting, for the office; and acts on behalf."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.actor import Actor
from raceme.access.http import Request, done, go_to, saved
from raceme.foundation.errors import require
from raceme.meetings import rules
from raceme.meetings.forms.lists import BookForm, MissingForm, ShareForm, TargetsForm
from raceme.meetings.forms.participants import (
    AbsencesForm,
    OfficeOutcomeForm,
    ProfileForm,
    ReasonForm,
    TimeForm,
    proposed_codes,
)
from raceme.meetings.models import Matchmaking, Meeting, MeetingRequest, Outcome, Profile
from raceme.meetings.queries.asking import requests_of, requests_visible_to
from raceme.meetings.queries.joining import guests_of, joins_of
from raceme.meetings.queries.meetings import meetings_of, meetings_visible_to, with_outcomes
from raceme.meetings.queries.profiles import is_seen, profiles_visible_to
from raceme.meetings.queries.slots import blocks_of, slots_in
from raceme.meetings.queries.times import FreeTime, free_times, people_of
from raceme.meetings.verbs import afterwards, meetings, picking, profiles, requests
from raceme.meetings.views.frame import of_matchmaking, of_row, page


@require_safe
@of_row(profiles_visible_to)
def show_participant(request: Request, profile: Profile) -> HttpResponse:
    """Show one participant: the profile, requests and meetings."""
    context = {
        "profile": profile,
        "is_seen": is_seen(profile),
        "requests": requests_of(profile),
        "joins": joins_of(profile),
        "meetings": with_outcomes(meetings_of(profile)),
        "absences": profile.absences.all(),
        "delegates": profile.delegates.select_related("registration"),
        "tab": "participants",
    }
    return page(request, profile.matchmaking, "meetings/participant.html", context)


def _form_page(
    request: Request, matchmaking: Matchmaking, form: forms.BaseForm, title: object, back: str
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back}
    status = 422 if form.errors else 200
    return page(request, matchmaking, "meetings/edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
@of_row(profiles_visible_to)
def describe_participant(request: Request, profile: Profile) -> HttpResponse:
    """Let the team write a profile on behalf."""
    require(rules.may_arrange, request.actor, profile)
    form = ProfileForm(request.POST or None, instance=profile)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: profiles.write_profile(profile, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "meetings:participant", pk=profile.pk)
    return _form_page(request, profile.matchmaking, form, profile, "participants")


@require_http_methods(["GET", "POST"])
@of_row(profiles_visible_to)
def set_targets(request: Request, profile: Profile) -> HttpResponse:
    """Let the team say how many meetings a participant has."""
    require(rules.may_arrange, request.actor, profile)
    form = TargetsForm(request.POST or None, instance=profile)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: profiles.set_targets(profile, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "meetings:participant", pk=profile.pk)
    title = _("How many meetings: %s") % profile
    return _form_page(request, profile.matchmaking, form, title, "participants")


@require_http_methods(["GET", "POST"])
@of_row(profiles_visible_to)
def share_timetable(request: Request, profile: Profile) -> HttpResponse:
    """Let the team say whose timetable a colleague shares."""
    require(rules.may_arrange, request.actor, profile)
    form = ShareForm(request.POST if request.method == "POST" else None, profile=profile)
    by, at = request.actor, timezone.now()
    if saved(
        form,
        lambda: profiles.share_timetable(profile, form.cleaned_data["owner"], by=by, at=at),
    ):
        return go_to(request, "meetings:participant", pk=profile.pk)
    title = _("Timetable of %s") % profile
    return _form_page(request, profile.matchmaking, form, title, "participants")


@require_http_methods(["GET", "POST"])
@of_row(profiles_visible_to)
def say_absences(request: Request, profile: Profile) -> HttpResponse:
    """Let the team say when a participant cannot meet."""
    require(rules.may_arrange, request.actor, profile)
    form = AbsencesForm(
        request.POST if request.method == "POST" else None,
        slots=slots_in(blocks_of(profile.matchmaking)),
        absences=profile.absences.all(),
    )
    by, at = request.actor, timezone.now()
    if saved(form, lambda: profiles.be_absent(profile, form.spans(), by=by, at=at)):
        return go_to(request, "meetings:participant", pk=profile.pk)
    title = _("When %s cannot meet") % profile
    return _form_page(request, profile.matchmaking, form, title, "participants")


ActOnProfile = Callable[[Profile, Actor, datetime], object]
PROFILE_ACTS: Mapping[str, ActOnProfile] = {
    "hide": lambda one, by, at: profiles.hide_profile(one, by=by, at=at),
    "show": lambda one, by, at: profiles.show_profile(one, by=by, at=at),
}


@require_POST
@of_row(profiles_visible_to)
def act_on_participant(request: Request, profile: Profile, act: str) -> HttpResponse:
    """Hide a profile, or show it again."""
    if act not in PROFILE_ACTS:
        raise Http404
    by, at = request.actor, timezone.now()
    return done(
        request,
        lambda: PROFILE_ACTS[act](profile, by, at),
        "meetings:participant",
        pk=profile.pk,
    )


@require_http_methods(["GET", "POST"])
@of_matchmaking
def book(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Let the team arrange on behalf that two meet, or ask for one of them."""
    require(rules.may_arrange, request.actor, matchmaking)
    form = BookForm(request.POST or None, matchmaking=matchmaking)
    made: list[MeetingRequest] = []

    def act() -> None:
        said = form.cleaned_data
        verb = requests.book if said["how"] == "book" else requests.ask
        values = {name: said[name] for name in ("message", "is_again")}
        by, at = request.actor, timezone.now()
        made.append(verb(said["asking"], said["asked"], **values, by=by, at=at))

    if saved(form, act):
        return go_to(request, "meetings:request", pk=made[0].pk)
    return _form_page(request, matchmaking, form, _("Arrange on behalf"), "requests")


@require_http_methods(["GET", "POST"])
@of_row(requests_visible_to)
def show_request(request: Request, row: MeetingRequest) -> HttpResponse:
    """Show one request, and let the team give it a time."""
    meeting = row.meetings.exclude(state=Meeting.State.CANCELLED).select_related("place").first()
    free = _free(request, row, meeting)
    form = TimeForm(request.POST or None, free=free, proposed=proposed_codes(row))
    by, at = request.actor, timezone.now()
    of = row.asking

    def act() -> None:
        if meeting is None:
            picking.pick_time(row, form.slot(), of=of, by=by, at=at)
        else:
            picking.move_meeting(meeting, form.slot(), of=of, by=by, at=at)

    if request.method == "POST":
        require(rules.may_arrange, request.actor, row)
        if saved(form, act):
            return go_to(request, "meetings:request", pk=row.pk)
    context = {
        "row": row,
        "meeting": meeting,
        "people": list(meeting.participations.select_related("profile__registration"))
        if meeting is not None
        else [],
        "outcomes": list(meeting.outcomes.all()) if meeting is not None else [],
        "has_begun": meeting is not None and meeting.starts_at <= at,
        "guests": guests_of(row),
        "form": form,
        "free": free,
        "reason": ReasonForm(),
        "tab": "requests",
    }
    status = 422 if form.errors else 200
    return page(request, row.matchmaking, "meetings/request.html", context, status=status)


ActOnRequest = Callable[[MeetingRequest, str, Actor, datetime], object]
REQUEST_ACTS: Mapping[str, ActOnRequest] = {
    "accept": lambda row, _because, by, at: requests.accept(row, by=by, at=at),
    "decline": lambda row, because, by, at: requests.decline(row, because=because, by=by, at=at),
    "withdraw": lambda row, because, by, at: requests.withdraw(
        row, of=row.asking, because=because, by=by, at=at
    ),
}


@require_POST
@of_row(requests_visible_to)
def act_on_request(request: Request, row: MeetingRequest, act: str) -> HttpResponse:
    """Accept, decline or withdraw on behalf; the history says who did."""
    if act not in REQUEST_ACTS:
        raise Http404
    require(rules.may_arrange, request.actor, row)
    form = ReasonForm(request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else ""
    by, at = request.actor, timezone.now()
    return done(
        request, lambda: REQUEST_ACTS[act](row, because, by, at), "meetings:request", pk=row.pk
    )


@require_safe
@of_row(meetings_visible_to)
def show_meeting(request: Request, meeting: Meeting) -> HttpResponse:
    """Lead to the page of the request, where everything about a meeting stands."""
    return go_to(request, "meetings:request", said="", pk=meeting.request_id)


ActOnMeeting = Callable[[Meeting, Actor, datetime], object]
MEETING_ACTS: Mapping[str, ActOnMeeting] = {
    "held": lambda one, by, at: meetings.mark_held(one, by=by, at=at),
    "reopen": lambda one, by, at: meetings.reopen_meeting(one, by=by, at=at),
    "cancel": lambda one, by, at: meetings.cancel_for_all(one, by=by, at=at),
}


@require_POST
@of_row(meetings_visible_to)
def act_on_meeting(request: Request, meeting: Meeting, act: str) -> HttpResponse:
    """Note that a meeting took place, take that back, or cancel it."""
    if act not in MEETING_ACTS:
        raise Http404
    by, at, pk = request.actor, timezone.now(), meeting.request_id
    return done(request, lambda: MEETING_ACTS[act](meeting, by, at), "meetings:request", pk=pk)


@require_http_methods(["GET", "POST"])
@of_row(meetings_visible_to)
def mark_no_show(request: Request, meeting: Meeting) -> HttpResponse:
    """Let the team note who did not come."""
    require(rules.may_arrange, request.actor, meeting)
    form = MissingForm(request.POST or None, meeting=meeting)
    by, at = request.actor, timezone.now()
    if saved(form, lambda: meetings.mark_no_show(meeting, form.missing(), by=by, at=at)):
        return go_to(request, "meetings:request", pk=meeting.request_id)
    return _form_page(request, meeting.matchmaking, form, _("Who did not come?"), "meetings")


@require_http_methods(["GET", "POST"])
@of_row(meetings_visible_to)
def record_outcome(request: Request, meeting: Meeting) -> HttpResponse:
    """Let the team write what has come of a meeting, and how it knows."""
    require(rules.may_arrange, request.actor, meeting)
    form = OfficeOutcomeForm(request.POST or None, instance=Outcome())
    by, at = request.actor, timezone.now()
    if saved(form, lambda: afterwards.record_outcome(meeting, **form.cleaned_data, by=by, at=at)):
        return go_to(request, "meetings:request", pk=meeting.request_id)
    return _form_page(request, meeting.matchmaking, form, _("What has come of it?"), "meetings")


def _free(request: Request, row: MeetingRequest, meeting: Meeting | None) -> list[FreeTime]:
    """The times that the team can give a request."""
    is_open = row.is_accepted and (meeting is None or meeting.is_planned)
    if not is_open or not rules.may_arrange(request.actor, row):
        return []
    return free_times(people_of(row), at=timezone.now(), besides=meeting)
