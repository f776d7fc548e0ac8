"""What all pages of events share: the event in its time zone, and a form that changes it."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from raceme.access.actor import Actor
from raceme.access.http import SAVED, Request, go_to
from raceme.events.models import Event
from raceme.events.queries.events import events_visible_to
from raceme.foundation.errors import REFUSALS, sentences_of, show_refusal

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


def saved(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Do what a form asks for, if it is filled in well and nothing forbids it."""
    if not form.is_valid():
        return False
    try:
        act()
    except REFUSALS as refusal:
        show_refusal(form, refusal)
        return False
    return True


def done(
    request: Request, act: Callable[[], object], name: str, *, said: Any = "", **values: object
) -> HttpResponse:
    """Do something that needs no form, and lead on; say what was refused on the next page."""
    try:
        act()
    except REFUSALS as refusal:
        for sentence in sentences_of(refusal):
            messages.error(request, sentence)
        return go_to(request, name, said="", **values)
    return go_to(request, name, said=said or SAVED, **values)


def row_of(row: Model) -> dict[str, Any]:
    """Say where the page of a row's event is."""
    return {"pk": getattr(row, "event_id", row.pk)}
