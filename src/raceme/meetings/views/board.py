"""The organiser's board: versions of the schedule, computed and changed by hand, published."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal
from raceme.meetings import rules
from raceme.meetings.bridge.board import shifts_of, troubles_of
from raceme.meetings.bridge.page import board_page, chosen_meeting, goals_of, shift_sentence
from raceme.meetings.bridge.words import ENDED, STAGES, Words, quality_of, trouble_of
from raceme.meetings.forms.board import ComputeForm
from raceme.meetings.models import Goal, Matchmaking, Place, Timetable
from raceme.meetings.queries.board import (
    computation_of,
    floor_of,
    placings_of,
    published_version,
    shown_version,
)
from raceme.meetings.queries.slots import Slot, blocks_of, slot_named
from raceme.meetings.verbs import board, timetables
from raceme.meetings.verbs.publishing import concerned_by, publish_timetable
from raceme.meetings.views.board_frame import (
    of_matchmaking,
    of_timetable,
    to_board,
    tried,
)
from raceme.meetings.views.frame import page


@require_safe
@of_matchmaking
def show_board(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Show a version of the schedule: places and slots, what is left over, one meeting chosen."""
    version = _version(request, matchmaking)
    under_way = computation_of(matchmaking)
    now = timezone.now()
    context: dict[str, object] = {
        "version": version,
        "under_way": under_way,
        "is_cut_off": under_way is not None and under_way.is_silent(now),
        "stage": STAGES.get(under_way.stage if under_way else "", STAGES[""]),
    }
    # While a schedule is computed the page asks how far it is; the rest need not be sent again.
    if request.htmx and request.htmx.target == "state":
        return page(request, matchmaking, "meetings/board/board.html", context)
    floor = floor_of(matchmaking)
    rows = floor.told if version is None else placings_of(version)
    if request.GET.get("choose", "").isdecimal():
        chosen = int(request.GET["choose"])
        context["chosen"] = chosen_meeting(floor, version, rows, chosen, now=now)
    if not request.htmx or request.htmx.target != "choice":
        context |= {
            "board": board_page(floor, version, rows, now=now),
            "moves": board.moves_of(version) if version and version.is_draft else [],
            "published": published_version(matchmaking),
            "quality": quality_of(version) if version else "",
            "ended": ENDED.get(version.ended, "") if version else "",
            "trouble": _last_trouble(matchmaking, version),
            "is_outdated": version is not None and _is_outdated(matchmaking, version),
        }
    return page(request, matchmaking, "meetings/board/board.html", context)


@require_http_methods(["GET", "POST"])
@of_matchmaking
def compute(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Have a version computed: all anew, or only what has no time yet."""
    require(rules.may_arrange, request.actor, matchmaking)
    version = _version(request, matchmaking)
    initial = {"scope": "rest" if version is not None else "all"}
    form = ComputeForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            timetables.compute_timetable(
                matchmaking,
                scope=Timetable.Scope(form.cleaned_data["scope"]),
                based_on=version,
                seed=form.cleaned_data["seed"],
                seconds=form.cleaned_data["seconds"],
                by=request.actor,
                at=timezone.now(),
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return to_board(request, matchmaking)
    goals = [Goal(code).label for code in matchmaking.goals]
    context = {"form": form, "version": version, "goals": goals}
    status = 422 if form.errors else 200
    return page(request, matchmaking, "meetings/board/compute.html", context, status=status)


@require_POST
@of_matchmaking
def draft_by_hand(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """Begin a draft to change by hand: a copy of the version on the board, or of what is known."""
    version = _version(request, matchmaking)
    act = partial(timetables.draft_by_hand, matchmaking, version)
    tried(request, partial(act, by=request.actor, at=timezone.now()), said=_("This is your draft."))
    return to_board(request, matchmaking)


@require_safe
@of_matchmaking
def show_versions(request: Request, matchmaking: Matchmaking) -> HttpResponse:
    """List the versions of the schedule, with what each reaches."""
    rows = list(matchmaking.timetables.order_by("-number")[:100])
    context = {"rows": [(one, goals_of(one), quality_of(one), trouble_of(one)) for one in rows]}
    return page(request, matchmaking, "meetings/board/versions.html", context)


@require_http_methods(["GET", "POST"])
@of_timetable
def publish(request: Request, timetable: Timetable) -> HttpResponse:
    """Show what is different from what people know, and who must be told; sent, publish it."""
    matchmaking = timetable.matchmaking
    require(rules.may_arrange, request.actor, timetable)
    if request.method == "POST":
        tell = request.POST.get("tell") != "no"
        act = partial(publish_timetable, timetable, tell=tell, by=request.actor, at=timezone.now())
        if tried(request, act, said=_("Published.")):
            return to_board(request, matchmaking)
        return to_board(request, matchmaking, timetable)
    floor, rows, now = floor_of(matchmaking), placings_of(timetable), timezone.now()
    words = Words(floor)
    shifts = shifts_of(floor, rows, now=now)
    told = {one.request: shift_sentence(words, one) for one in shifts}
    context = {
        "version": timetable,
        "shifts": [(words.names(one.request), told[one.request], one) for one in shifts],
        "people": [
            (profile, [told[one.request] for one in own])
            for profile, own in concerned_by(floor, shifts)
        ],
        "troubles": [
            (words.names(one.request), one.sentence) for one in troubles_of(floor, rows, now=now)
        ],
        "is_first": published_version(matchmaking) is None,
    }
    return page(request, matchmaking, "meetings/board/publish.html", context)


@require_POST
@of_timetable
def act(request: Request, timetable: Timetable, act: str) -> HttpResponse:
    """Do something on the board of a draft, or with a version as a whole."""
    request_id = request.POST.get("request", "")
    doing = ACTS.get(act)
    if doing is None:
        raise Http404
    require(rules.may_arrange, request.actor, timetable)
    tried(request, lambda: doing(request, timetable))
    timetable.refresh_from_db()
    is_shown = timetable.is_draft or timetable.is_published
    choose = request_id if act in {"place", "lock", "unlock"} else ""
    return to_board(request, timetable.matchmaking, timetable if is_shown else None, choose)


def _place(request: Request, timetable: Timetable) -> None:
    slot, place = _cell(request, timetable.matchmaking)
    board.place_meeting(
        timetable, _request_id(request), slot, place, by=request.actor, at=timezone.now()
    )


def _swap(request: Request, timetable: Timetable) -> None:
    cell = request.POST.get("slot", ""), request.POST.get("place", "")
    rows = placings_of(timetable).values()
    other = next((one.request for one in rows if (one.slot, str(one.place)) == cell), 0)
    board.swap_meetings(timetable, _request_id(request), other, by=request.actor, at=timezone.now())


def _on_request(
    verb: Callable[..., object], request: Request, timetable: Timetable, **values: object
) -> None:
    verb(timetable, _request_id(request), **values, by=request.actor, at=timezone.now())


def _whole(verb: Callable[..., object], request: Request, timetable: Timetable) -> None:
    verb(timetable, by=request.actor, at=timezone.now())


ACTS: dict[str, Callable[[Request, Timetable], None]] = {
    "place": _place,
    "swap": _swap,
    "lift": partial(_on_request, board.lift_meeting),
    "lock": partial(_on_request, board.lock_meeting, is_locked=True),
    "unlock": partial(_on_request, board.lock_meeting, is_locked=False),
    "undo": partial(_whole, board.undo_move),
    "drop": partial(_whole, timetables.drop_timetable),
    "restore": partial(_whole, timetables.restore_timetable),
    "stop": partial(_whole, timetables.stop_timetable),
}


def _request_id(request: Request) -> int:
    said = request.POST.get("request", "")
    return int(said) if said.isdecimal() else 0


def _cell(request: Request, matchmaking: Matchmaking) -> tuple[Slot, Place]:
    """Read where a meeting is to go: slot and place, as in `12.3|45`."""
    code, _bar, number = request.POST.get("cell", "").partition("|")
    slot = slot_named(blocks_of(matchmaking), code)
    places = matchmaking.places.filter(pk=number) if number.isdecimal() else ()
    place = next(iter(places), None)
    if slot is None or place is None:
        raise Refused(_("Choose a time and a place."))
    return slot, place


def _version(request: Request, matchmaking: Matchmaking) -> Timetable | None:
    """The version that an address names, else the newest that has been computed."""
    said = request.GET.get("version", "")
    if not said:
        return shown_version(matchmaking)
    found = shown_version(matchmaking, int(said)) if said.isdecimal() else None
    if found is None or found.is_going_on:
        raise Http404
    return found


def _last_trouble(matchmaking: Matchmaking, version: Timetable | None) -> str:
    """Say why the last computation gave nothing, until another version has come."""
    last = matchmaking.timetables.order_by("-number").first()
    if last is None or last.state != Timetable.State.FAILED or last == version:
        return ""
    return trouble_of(last)


def _is_outdated(matchmaking: Matchmaking, version: Timetable) -> bool:
    """Whether times, places or rules were changed since this version was asked for."""
    return matchmaking.moved_at is not None and matchmaking.moved_at > version.asked_at
