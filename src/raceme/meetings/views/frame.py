"""What all pages of matchmaking share: the event in its time zone."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from raceme.access.actor import Actor
from raceme.access.http import Request
from raceme.meetings import rules
from raceme.meetings.models import Matchmaking
from raceme.meetings.queries.matchmakings import matchmakings_visible_to

View = Callable[..., HttpResponse]


def of_matchmaking(view: View) -> View:
    """Find the matchmaking of an address, and say and read all times in the event's time zone."""

    @wraps(view)
    def with_matchmaking(request: Request, pk: int, **values: Any) -> HttpResponse:
        matchmaking = get_object_or_404(matchmakings_visible_to(request.actor), pk=pk)
        with timezone.override(matchmaking.event.zone):
            return view(request, matchmaking, **values)

    return with_matchmaking


def of_row(visible: Callable[[Actor], QuerySet[Any]]) -> Callable[[View], View]:
    """Find the row of an address, such as a request, and the time zone of its event."""

    def decorated(view: View) -> View:
        @wraps(view)
        def with_row(request: Request, pk: int, **values: Any) -> HttpResponse:
            row = get_object_or_404(visible(request.actor), pk=pk)
            with timezone.override(matchmaking_of(row).event.zone):
                return view(request, row, **values)

        return with_row

    return decorated


def matchmaking_of(row: Model) -> Matchmaking:
    """The matchmaking to which a row belongs."""
    of: Any = next((getattr(row, name) for name in ("place", "request") if hasattr(row, name)), row)
    found = getattr(row, "matchmaking", None) or of.matchmaking
    assert isinstance(found, Matchmaking)
    return found


def page(
    request: Request,
    matchmaking: Matchmaking,
    template: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    """Show a page about matchmaking, with its tabs."""
    shared = {
        "matchmaking": matchmaking,
        "event": matchmaking.event,
        "may_arrange": rules.may_arrange(request.actor, matchmaking),
        "may_organise": rules.may_arrange(request.actor, matchmaking),
        "may_see": rules.may_see_meetings(request.actor, matchmaking),
    }
    return render(request, template, {**shared, **context}, status=status)
