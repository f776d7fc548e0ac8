"""The pages about events: which there are, how one stands, new, changed, copied, cancelled."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, done, go_to, saved
from raceme.catalogue.queries import services_visible_to
from raceme.events import rules
from raceme.events.documents.letters import address_of_page
from raceme.events.forms.events import CancelForm, CopyForm, EventForm
from raceme.events.models import Event, Question
from raceme.events.queries.events import (
    agenda_of,
    events_found,
    events_visible_to,
    numbers_of,
    questions_of,
    with_numbers,
)
from raceme.events.queries.mailing import mailing_of
from raceme.events.queries.places import places_by_quota
from raceme.events.verbs import copying, feedback, letters
from raceme.events.verbs import events as verbs
from raceme.events.verbs.places import hand_over
from raceme.events.views.frame import of_event, page
from raceme.foundation.errors import require
from raceme.foundation.paging import page_of
from raceme.needs.queries.mailing import is_mail_set_up

SHOWS = ("coming", "over", "all")


@require_safe
def show_events(request: Request) -> HttpResponse:
    """List the events: those to come, those that are over, or all."""
    now = timezone.now()
    visible = events_visible_to(request.actor)
    shown = request.GET.get("show", "")
    if shown not in SHOWS:
        shown = "coming" if events_found(visible, show="coming", at=now).exists() else "all"
    context = {
        "page": page_of(request, with_numbers(events_found(visible, show=shown, at=now))),
        "shown": shown,
        "has_any": visible.exists(),
        "now": now,
        "may_organise": rules.may_organise(request.actor),
        "may_see": rules.may_see_participants(request.actor),
    }
    return render(request, "events/list.html", context)


@require_safe
@of_event
def show_event(request: Request, event: Event) -> HttpResponse:
    """Show how an event stands and what to do next."""
    now = timezone.now()
    context = {
        "numbers": numbers_of(event),
        "places": places_by_quota(event),
        "agenda": agenda_of(event),
        "questions": questions_of(event, Question.Form.REGISTRATION),
        "mailing": mailing_of(event, now),
        "is_mail_set_up": is_mail_set_up(),
        "is_over": event.is_over(now),
        "has_begun": event.starts_at <= now,
        "takes_registrations": event.takes_registrations(now),
        "public_address": address_of_page(event),
        "may_organise": rules.may_organise(request.actor, event),
        "may_see": rules.may_see_participants(request.actor, event),
        "tab": "event",
    }
    return page(request, event, "events/event.html", context)


@require_http_methods(["GET", "POST"])
def draft_event(request: Request) -> HttpResponse:
    """Let the team begin an event."""
    require(rules.may_organise, request.actor)
    user = request.actor.user
    new = Event(cluster=request.here, languages=[request.LANGUAGE_CODE])
    initial = {"reply_to": "" if user is None else user.email}
    services = services_visible_to(request.actor)
    form = EventForm(request.POST or None, instance=new, services=services, initial=initial)
    made: list[Event] = []
    by, at = request.actor, timezone.now()
    if saved(form, lambda: made.append(verbs.draft_event(**form.values(), by=by, at=at))):
        return go_to(request, "events:event", pk=made[0].pk)
    status = 422 if form.errors else 200
    return render(request, "events/edit.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@of_event
def describe_event(request: Request, event: Event) -> HttpResponse:
    """Let the team change an event."""
    require(rules.may_organise, request.actor, event)
    services = services_visible_to(request.actor)
    form = EventForm(request.POST or None, instance=event, services=services)

    def act() -> None:
        tell, by = form.cleaned_data.get("tell", False), request.actor
        verbs.describe_event(event, tell=tell, **form.values(), by=by, at=timezone.now())

    if saved(form, act):
        return go_to(request, "events:event", pk=event.pk)
    status = 422 if form.errors else 200
    return page(request, event, "events/edit.html", {"form": form}, status=status)


@require_POST
@of_event
def publish_event(request: Request, event: Event) -> HttpResponse:
    """Let everybody see the public page."""
    return done(
        request,
        lambda: verbs.publish_event(event, by=request.actor, at=timezone.now()),
        "events:event",
        said=_("Published. Everybody who has the address sees the page."),
        pk=event.pk,
    )


@require_POST
@of_event
def close_event(request: Request, event: Event) -> HttpResponse:
    """End an event."""
    by = request.actor
    return done(
        request,
        lambda: verbs.close_event(event, by=by, at=timezone.now()),
        "events:event",
        pk=event.pk,
    )


@require_POST
@of_event
def reopen_event(request: Request, event: Event) -> HttpResponse:
    """Take back that an event was closed."""
    by = request.actor
    return done(
        request,
        lambda: verbs.reopen_event(event, by=by, at=timezone.now()),
        "events:event",
        pk=event.pk,
    )


@require_http_methods(["GET", "POST"])
@of_event
def cancel_event(request: Request, event: Event) -> HttpResponse:
    """Let the team cancel an event, with a letter to all who wanted to come."""
    require(rules.may_organise, request.actor, event)
    form = CancelForm(request.POST or None)

    def act() -> None:
        because = form.cleaned_data["because"]
        verbs.cancel_event(event, because=because, by=request.actor, at=timezone.now())

    if saved(form, act):
        return go_to(request, "events:event", pk=event.pk)
    numbers = numbers_of(event)
    context = {"form": form, "told": numbers.confirmed + numbers.waiting + numbers.applied}
    status = 422 if form.errors else 200
    return page(request, event, "events/cancel.html", context, status=status)


@require_http_methods(["GET", "POST"])
@of_event
def copy_event(request: Request, event: Event) -> HttpResponse:
    """Let the team begin an event like this one."""
    require(rules.may_organise, request.actor, event)
    initial = {"starts_at": event.starts_at + timedelta(days=364), "code": f"{event.code}-2"}
    form = CopyForm(request.POST or None, initial=initial)
    made: list[Event] = []

    def act() -> None:
        values, by = form.cleaned_data, request.actor
        made.append(copying.copy_event(event, **values, by=by, at=timezone.now()))

    if saved(form, act):
        return go_to(request, "events:event", pk=made[0].pk)
    status = 422 if form.errors else 200
    return page(request, event, "events/copy.html", {"form": form}, status=status)


@require_POST
@of_event
def pass_on_places(request: Request, event: Event) -> HttpResponse:
    """Pass on what is free or was offered in vain, now."""
    by = request.actor
    return done(
        request,
        lambda: hand_over(event, by=by, at=timezone.now()),
        "events:registrations",
        said=_("Free places have been passed on to those who wait and fit."),
        pk=event.pk,
    )


@require_POST
@of_event
def remind(request: Request, event: Event) -> HttpResponse:
    """Remind those who have a place."""
    by = request.actor
    return done(
        request,
        lambda: letters.remind(event, by=by, at=timezone.now()),
        "events:letters",
        pk=event.pk,
    )


@require_POST
@of_event
def ask_for_feedback(request: Request, event: Event) -> HttpResponse:
    """Write to all who were there and have not said yet what they thought."""
    by = request.actor
    return done(
        request,
        lambda: feedback.ask_for_feedback(event, by=by, at=timezone.now()),
        "events:feedback",
        said=_("The letters are on their way."),
        pk=event.pk,
    )
