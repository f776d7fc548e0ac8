"""What all pages of events share: the event in its time zone."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from raceme.access.actor import Actor
from raceme.access.http import Request
from raceme.events.models import Event
from raceme.events.queries.events import events_visible_to

View = Callable[..., HttpResponse]


def of_event(view: View) -> View:
    """Find the event of an address, and say and read all times in its time zone."""

    @wraps(view)
    def with_event(request: Request, pk: int, **values: Any) -> HttpResponse:
        event = get_object_or_404(events_visible_to(request.actor), pk=pk)
        with timezone.override(event.zone):
            return view(request, event, **values)

    return with_event


def of_row(visible: Callable[[Actor], QuerySet[Any]]) -> Callable[[View], View]:
    """Find the row of an address, such as a session, and the time zone of its event."""

    def decorated(view: View) -> View:
        @wraps(view)
        def with_row(request: Request, pk: int, **values: Any) -> HttpResponse:
            row = get_object_or_404(visible(request.actor), pk=pk)
            with timezone.override(row.event.zone):
                return view(request, row, **values)

        return with_row

    return decorated


def page(
    request: Request,
    event: Event,
    template: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    """Show a page about an event."""
    return render(request, template, {"event": event, **context}, status=status)


def row_of(row: Model) -> dict[str, Any]:
    """Say where the page of a row's event is."""
    return {"pk": getattr(row, "event_id", row.pk)}
