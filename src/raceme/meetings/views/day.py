"""The day itself: who has met, who is missing, what is closed, who came unannounced; papers."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.events.documents.paper import pdf_answer
from raceme.events.documents.times import clock
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal
from raceme.meetings import rules
from raceme.meetings.bridge.board import troubles_of
from raceme.meetings.documents.papers import signs_pdf, timetables_pdf
from raceme.meetings.forms.board import AbsentForm, WalkInForm
from raceme.meetings.models import Matchmaking, Profile
from raceme.meetings.queries.board import floor_of
from raceme.meetings.queries.day import (
    meetings_at,
    meetings_now,
    missing_people,
    next_meetings,
)
from raceme.meetings.queries.meetings import meetings_visible_to
from raceme.meetings.queries.papers import papers_of
from raceme.meetings.queries.profiles import profiles_visible_to
from raceme.meetings.queries.slots import Slot, blocks_of, slot_named, slots_in
from raceme.meetings.verbs import day
from raceme.meetings.verbs.meetings import mark_held, mark_no_show, reopen_meeting
from raceme.meetings.verbs.timetables import repair_timetable
from raceme.meetings.views.board_frame import of_matchmaking, to_board, tried
from raceme.meetings.views.frame import page


@require_safe
@of_matchmaking
def show_day(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Show who meets at a time, and what can be noted on the day."""
    require(rules.may_arrange, request.actor, matchmaking)
    now, slots = timezone.now(), slots_in(blocks_of(matchmaking))
    slot = _shown_slot(slots, request.GET.get("slot", ""), now)
    floor = floor_of(matchmaking)
    context = {
        "slots": _named(slots, matchmaking),
        "slots_to_come": _named([one for one in slots if one.starts_at > now], matchmaking),
        "slot": slot.code if slot else "",
        "has_begun": slot is not None and slot.starts_at <= now,
        "meetings": meetings_at(matchmaking, slot.starts_at) if slot else [],
        "missing": missing_people(matchmaking),
        "places": matchmaking.places.filter(closed_at__isnull=True),
        "absent_form": AbsentForm(matchmaking=matchmaking, auto_id="absent_%s"),
        "broken": len(troubles_of(floor, floor.told, now=now)),
    }
    return page(request, matchmaking, "meetings/board/day.html", context)


@require_safe
@of_matchmaking
def show_screen(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Show what goes on and what comes next, in large letters; the page refreshes itself."""
    now = timezone.now()
    coming, going_on = next_meetings(matchmaking, now), meetings_now(matchmaking, now)
    parts = []
    if coming:
        begins = clock(coming[0].starts_at, matchmaking.event)
        parts.append((_("Next, at %(time)s") % {"time": begins}, coming))
    if going_on:
        parts.append((_("Now"), going_on))
    context = {"parts": parts, "now": now}
    return page(request, matchmaking, "meetings/board/screen.html", context)


@require_POST
@of_matchmaking
def act_on_day(request: Request, matchmaking: Matchmaking, act: str) -> HttpResponse:
    """Note something of the day, and have the schedule repaired where that may change it."""
    require(rules.may_arrange, request.actor, matchmaking)
    doing = NOTED.get(act)
    if doing is None:
        raise Http404
    if not tried(request, lambda: doing(request, matchmaking), said=_("Noted.")):
        return go_to(request, "meetings:day", said="", pk=matchmaking.pk)
    if act == "all-held":
        return go_to(request, "meetings:day", said="", pk=matchmaking.pk)
    return _repaired(request, matchmaking)


@require_POST
def mark(request: Request, pk: int, what: str) -> HttpResponse:
    """Note of a meeting that it took place, or who did not come; or take that back."""
    meeting = get_object_or_404(meetings_visible_to(request.actor), pk=pk)
    require(rules.may_arrange, request.actor, meeting)
    said = request.POST.get("missing", "")
    missing = Profile.objects.filter(participations__meeting=meeting, pk=int(said or 0))
    verbs: dict[str, Callable[..., object]] = {
        "held": partial(mark_held, meeting),
        "no-show": partial(mark_no_show, meeting, list(missing)),
        "reopen": partial(reopen_meeting, meeting),
    }
    if what not in verbs:
        raise Http404
    tried(request, partial(verbs[what], by=request.actor, at=timezone.now()), said=_("Noted."))
    matchmaking = meeting.matchmaking
    answer = go_to(request, "meetings:day", said="", pk=matchmaking.pk)
    answer["Location"] += f"?slot={meeting.block_id}.{meeting.number}"
    return answer


@require_http_methods(["GET", "POST"])
@of_matchmaking
def walk_in(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Register whoever stands at the desk, note whom they want to meet, and find a time at once."""
    require(rules.may_arrange, request.actor, matchmaking)
    form = WalkInForm(request.POST or None, matchmaking=matchmaking)
    if form.is_valid():
        at = timezone.now()
        try:
            day.serve_walk_in(
                matchmaking,
                form.cleaned_data["known"] or form.newcomer(),
                asked=form.cleaned_data["asked"],
                quota=form.cleaned_data["quota"],
                by=request.actor,
                at=at,
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return _repaired(request, matchmaking)
    status = 422 if form.errors else 200
    return page(request, matchmaking, "meetings/board/desk.html", {"form": form}, status=status)


@require_safe
@of_matchmaking
def download_papers(request: Request, matchmaking: Matchmaking, kind: str) -> HttpResponse:
    """Hand out the timetables of all participants, or the signs of all tables, as PDF."""
    code = matchmaking.event.code
    if kind == "timetables":
        return pdf_answer(timetables_pdf(papers_of(matchmaking)), f"{code}-timetables")
    if kind == "signs":
        return pdf_answer(signs_pdf(papers_of(matchmaking)), f"{code}-signs")
    raise Http404


@require_safe
def download_timetable(request: Request, pk: int) -> HttpResponse:
    """Hand out the timetable of one participant as PDF."""
    profile = get_object_or_404(profiles_visible_to(request.actor), pk=pk)
    papers = papers_of(profile.matchmaking, only=profile)
    code = profile.matchmaking.event.code
    return pdf_answer(timetables_pdf(papers), f"{code}-timetable-{profile.pk}")


def _note_absent(request: Request, matchmaking: Matchmaking) -> None:
    form = AbsentForm(request.POST, matchmaking=matchmaking)
    if not form.is_valid():
        raise Refused(_("Choose who does not come."))
    profile, until = form.cleaned_data["profile"], form.until_today()
    if until is None:
        day.mark_absent(profile, by=request.actor, at=timezone.now())
    else:
        day.come_late(profile, until=until, by=request.actor, at=timezone.now())


def _note_present(request: Request, matchmaking: Matchmaking) -> None:
    said = request.POST.get("profile", "")
    rows = profiles_visible_to(request.actor).filter(matchmaking=matchmaking)
    profile = get_object_or_404(rows, pk=int(said) if said.isdecimal() else 0)
    day.mark_present(profile, by=request.actor, at=timezone.now())


def _close_place(request: Request, matchmaking: Matchmaking) -> None:
    said = request.POST.get("place", "")
    place = matchmaking.places.filter(pk=int(said) if said.isdecimal() else 0).first()
    if place is None:
        raise Refused(_("Choose a place."))
    day.close_place_now(place, by=request.actor, at=timezone.now())


def _close_slot(request: Request, matchmaking: Matchmaking) -> None:
    slot = _named_slot(request, matchmaking)
    day.close_slot_now(slot.block, slot.number, by=request.actor, at=timezone.now())


def _all_held(request: Request, matchmaking: Matchmaking) -> None:
    slot = _named_slot(request, matchmaking)
    day.mark_all_held(matchmaking, slot.starts_at, by=request.actor, at=timezone.now())


NOTED: dict[str, Callable[[Request, Matchmaking], None]] = {
    "absent": _note_absent,
    "present": _note_present,
    "close-place": _close_place,
    "close-slot": _close_slot,
    "all-held": _all_held,
    "repair": lambda _request, _matchmaking: None,
}


def _repaired(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Have the schedule repaired, and lead to what would change, or to how far that is."""
    try:
        made = repair_timetable(matchmaking, by=request.actor, at=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        return go_to(request, "meetings:day", said="", pk=matchmaking.pk)
    made.refresh_from_db()
    if made.is_draft:
        return go_to(request, "meetings:publish", said="", pk=made.pk)
    return to_board(request, matchmaking)


def _named_slot(request: Request, matchmaking: Matchmaking) -> Slot:
    slot = slot_named(blocks_of(matchmaking), request.POST.get("slot", ""))
    if slot is None:
        raise Refused(_("Choose a time."))
    return slot


def _shown_slot(slots: list[Slot], code: str, now: datetime) -> Slot | None:
    """The slot that was asked for, else the last that has begun, else the first."""
    begun = [one for one in slots if one.starts_at <= now]
    usual = begun[-1] if begun else next(iter(slots), None)
    return next((one for one in slots if one.code == code), usual)


def _named(slots: list[Slot], matchmaking: Matchmaking) -> list[tuple[str, str]]:
    event = matchmaking.event
    days = {timezone.localdate(one.starts_at, event.zone) for one in slots}
    return [
        (
            one.code,
            clock(one.starts_at, event)
            if len(days) == 1
            else f"{date_format(timezone.localtime(one.starts_at, event.zone), 'D j.n.')} "
            f"{clock(one.starts_at, event)}",
        )
        for one in slots
    ]
