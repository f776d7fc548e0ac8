"""The public pages of an event: no sign-in, its own frame, its own languages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from raceme.access.http import Request, saved
from raceme.events.documents.calendar import calendar_of_event
from raceme.events.documents.times import spoken
from raceme.events.forms.registering import RegistrationForm, companion_forms
from raceme.events.models import Event
from raceme.events.queries.events import agenda_of, quotas_on_offer
from raceme.events.queries.links import event_shown, guest_at
from raceme.events.queries.places import places_by_quota
from raceme.events.verbs.registrations import register
from raceme.events.views.door import (
    LOOKS,
    TRIES,
    counted,
    language_of,
    remember_language,
    who_is_there,
)


@dataclass(frozen=True)
class Look:
    """Somebody who looks at the public page of an event, in a language."""

    event: Event
    language: str

    def address(self, name: str) -> str:
        kwargs = {"whose": self.event.cluster.slug, "code": self.event.code}
        return reverse(f"public:{name}", kwargs=kwargs)


View = Callable[..., HttpResponse]


def of_public_event(view: View) -> View:
    """Find a published event, and speak the language of whoever looks at it."""

    @wraps(view)
    def with_look(request: Request, whose: str, code: str) -> HttpResponse:
        event = event_shown(whose, code)
        if event is None:
            return render(request, "attending/closed.html", {"why": "event"}, status=404)
        look = Look(event, language_of(request, event))
        with timezone.override(event.zone), override(spoken(look.language, event)):
            answer = view(request, look)
        remember_language(request, answer, look.language)
        return answer

    return with_look


@require_safe
@of_public_event
def show_event(request: Request, look: Look) -> HttpResponse:
    """Say what an event is about, when, where, and whether there are places."""
    event, now = look.event, timezone.now()
    quotas = quotas_on_offer(event, is_public=True)
    context = {
        "agenda": agenda_of(event),
        "places": places_by_quota(event, quotas),
        "takes_registrations": event.takes_registrations(now),
        "opens_later": event.is_published
        and event.registration_opens_at is not None
        and event.registration_opens_at > now,
        "is_over": event.is_over(now),
    }
    return _page(request, look, "attending/event.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_public_event
def register_by_oneself(request: Request, look: Look) -> HttpResponse:
    """Take a registration. Whoever is registered already gets the letter again, and sees no more.

    The answer is the same in both cases: the page does not tell who else comes.
    """
    event, now = look.event, timezone.now()
    if not event.takes_registrations(now):
        return redirect(look.address("event"))
    data = request.POST if request.method == "POST" else None
    form = RegistrationForm(data, event=event, language=look.language, is_public=True)
    companions = companion_forms(data, event)
    is_too_often = data is not None and counted(TRIES, who_is_there(request), add=1) > LOOKS
    if is_too_often:
        return render(request, "attending/closed.html", {"why": "often"}, status=429)
    if data is not None and data.get("website"):
        return redirect(look.address("thanks"))  # a program: it may believe that it got through

    def act() -> None:
        name = form.cleaned_data["organisation_name"]
        others = [] if companions is None else companions.people(name)
        register(
            event,
            [form.newcomer(), *others],
            quota=form.cleaned_data["quota"],
            language=look.language,
            wish=form.wish(),
            by=guest_at(event),
            at=now,
        )

    is_whole = companions is None or data is None or companions.is_valid()
    if is_whole and saved(form, act):
        request.session["registered_with"] = form.cleaned_data["email"]
        return redirect(look.address("thanks"))
    context = {
        "form": form,
        "companions": companions,
        "places": places_by_quota(event, quotas_on_offer(event, is_public=True)),
    }
    status = 422 if data is not None else 200
    return _page(request, look, "attending/register.html", context, status=status)


@require_safe
@of_public_event
def thanks(request: Request, look: Look) -> HttpResponse:
    """Thank, and say where the letter has gone."""
    context = {"email": request.session.get("registered_with", "")}
    return _page(request, look, "attending/thanks.html", context)


@require_safe
@of_public_event
def calendar(request: Request, look: Look) -> HttpResponse:
    """Hand out the entry for a calendar."""
    content = calendar_of_event(look.event, look.language, made_at=timezone.now())
    return calendar_answer(content, look.event)


def calendar_answer(content: bytes, event: Event) -> HttpResponse:
    """Hand out a calendar."""
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{event.code}.ics"'
    return answer


def _page(
    request: Request,
    look: Look,
    template: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    event = look.event
    shared = {
        "look": look,
        "event": event,
        "whose": event.cluster,
        "language": look.language,
        "languages": event.languages,
        "title": event.said(event.title, look.language),
        "description": event.said(event.description, look.language),
        "event_address": look.address("event"),
    }
    answer = render(request, template, {**shared, **context}, status=status)
    answer["Content-Language"] = look.language
    return answer
