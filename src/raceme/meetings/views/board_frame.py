"""What the pages of the schedule share: its event and time zone, and acts that need no form."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from raceme.access.http import Request, address_of
from raceme.foundation.errors import REFUSALS, require, sentences_of
from raceme.meetings import rules
from raceme.meetings.models import Matchmaking, Timetable
from raceme.meetings.queries.board import timetables_visible_to
from raceme.meetings.queries.matchmakings import matchmakings_visible_to

View = Callable[..., HttpResponse]


def of_matchmaking(view: View) -> View:
    """Find the matchmaking of an address, for team and board, in the time zone of its event."""

    @wraps(view)
    def with_matchmaking(request: Request, pk: int, **values: Any) -> HttpResponse:
        matchmaking = get_object_or_404(matchmakings_visible_to(request.actor), pk=pk)
        require(rules.may_see_meetings, request.actor, matchmaking)
        with timezone.override(matchmaking.event.zone):
            return view(request, matchmaking, **values)

    return with_matchmaking


def of_timetable(view: View) -> View:
    """Find the version of an address, in the time zone of its event."""

    @wraps(view)
    def with_timetable(request: Request, pk: int, **values: Any) -> HttpResponse:
        timetable = get_object_or_404(timetables_visible_to(request.actor), pk=pk)
        with timezone.override(timetable.matchmaking.event.zone):
            return view(request, timetable, **values)

    return with_timetable


def page(
    request: Request,
    matchmaking: Matchmaking,
    template: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    """Show a page about the schedule of an event."""
    shared = {
        "matchmaking": matchmaking,
        "event": matchmaking.event,
        "may_arrange": rules.may_arrange(request.actor, matchmaking),
        "may_see": True,
    }
    return render(request, template, {**shared, **context}, status=status)


def tried(request: Request, act: Callable[[], object], *, said: Any = "") -> bool:
    """Do something that needs no form; say on the next page what was done, or refused."""
    try:
        act()
    except REFUSALS as refusal:
        for sentence in sentences_of(refusal):
            messages.error(request, sentence)
        return False
    if said:
        messages.success(request, str(said))
    return True


def to_board(
    request: Request,
    matchmaking: Matchmaking,
    version: Timetable | None = None,
    choose: str = "",
) -> HttpResponse:
    """Lead to the board: of a version, with a meeting chosen."""
    address = address_of(request.actor, "meetings:board", pk=matchmaking.pk)
    said = [f"version={version.number}"] if version is not None else []
    said += [f"choose={choose}"] if choose.isdecimal() else []
    return redirect(f"{address}?{'&'.join(said)}" if said else address)
