"""What the pages of the schedule share beyond those of matchmaking: acts that need no form."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from raceme.access.http import Request, address_of
from raceme.foundation.errors import REFUSALS, require, sentences_of
from raceme.meetings import rules
from raceme.meetings.models import Matchmaking, Timetable
from raceme.meetings.queries.board import timetables_visible_to
from raceme.meetings.views import frame
from raceme.meetings.views.frame import View


def of_matchmaking(view: View) -> View:
    """Find the matchmaking of an address, as all its pages do, for team and board only."""

    @frame.of_matchmaking
    @wraps(view)
    def for_the_office(request: Request, matchmaking: Matchmaking, **values: Any) -> HttpResponse:
        require(rules.may_see_meetings, request.actor, matchmaking)
        return view(request, matchmaking, **values)

    return for_the_office


of_timetable = frame.of_row(timetables_visible_to)


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
