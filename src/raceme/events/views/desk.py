"""The desk at the door: found by name or QR code, checked in, walk-ins, attendance of sessions."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, address_of, go_to, saved
from raceme.events import rules
from raceme.events.documents.attendance import attendance_file
from raceme.events.documents.paper import badges_pdf, certificates_pdf, pdf_answer
from raceme.events.forms.lists import DeskForm
from raceme.events.forms.registering import RegistrationForm
from raceme.events.models import Attendance, Event, Registration, Session
from raceme.events.queries.events import numbers_of, sessions_visible_to
from raceme.events.queries.registrations import (
    certified,
    found_at_the_desk,
    latest_arrivals,
    people_of_session,
    registration_with_ticket,
    registrations_visible_to,
)
from raceme.events.verbs import attending as verbs
from raceme.events.views.frame import of_event, of_row, page
from raceme.foundation.errors import REFUSALS, require, sentences_of

AT_ONCE = 20  # people the desk shows
FILES = ("pdf", "xlsx", "csv")


@require_safe
@of_event
def show_desk(request: Request, event: Event) -> HttpResponse:
    """Find whoever stands at the door, and show how many are there."""
    require(rules.may_check_in, request.actor, event)
    form = DeskForm(request.GET)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    context = {
        "form": form,
        "text": text,
        "found": found_at_the_desk(event, text, limit=AT_ONCE) if text.strip() else [],
        "numbers": numbers_of(event),
        "latest": latest_arrivals(event, limit=5),
        "may_organise": rules.may_organise(request.actor, event),
        "may_see": True,
        "tab": "desk",
    }
    return page(request, event, "events/desk.html", context)


@require_http_methods(["GET", "POST"])
def check_in(request: Request, ticket: str) -> HttpResponse:
    """Show whose ticket was scanned; check in with one press, or take it back."""
    require(rules.may_check_in, request.actor)
    registration = registration_with_ticket(request.actor, ticket)
    if registration is None:
        return render(request, "events/unknown_ticket.html", {"ticket": ticket}, status=404)
    with timezone.override(registration.event.zone):
        if request.method == "POST":
            return _checked_in(request, registration)
        context = {
            "registration": registration,
            "numbers": numbers_of(registration.event),
            "is_another_day": _is_another_day(registration.event),
        }
        return page(request, registration.event, "events/check_in.html", context)


@require_POST
@of_row(registrations_visible_to)
def check_in_at_the_desk(request: Request, registration: Registration) -> HttpResponse:
    """Check in somebody who was found by name, and stay at the desk."""
    require(rules.may_check_in, request.actor, registration)
    _try(request, registration)
    address = address_of(request.actor, "events:desk", pk=registration.event_id)
    return redirect(address)


@require_http_methods(["GET", "POST"])
@of_event
def walk_in(request: Request, event: Event) -> HttpResponse:
    """Register somebody who stands at the desk, and check them in."""
    require(rules.may_check_in, request.actor, event)
    form = RegistrationForm(
        request.POST or None, event=event, language=request.LANGUAGE_CODE, is_public=False
    )

    def act() -> None:
        verbs.walk_in(
            event,
            form.newcomer(),
            quota=form.cleaned_data["quota"],
            wish=form.wish(),
            by=request.actor,
            at=timezone.now(),
        )

    if saved(form, act):
        return go_to(request, "events:desk", said=_("Registered and checked in."), pk=event.pk)
    context = {"form": form, "is_walk_in": True}
    status = 422 if form.errors else 200
    return page(request, event, "events/register.html", context, status=status)


@require_http_methods(["GET", "POST"])
@of_row(sessions_visible_to)
def note_attendance(request: Request, session: Session) -> HttpResponse:
    """Write down who was in a session."""
    require(rules.may_check_in, request.actor, session)
    people = people_of_session(session)
    if request.method == "POST":
        known = {"", *Attendance.Outcome.values}
        said = {one.pk: request.POST.get(f"r{one.pk}", "") for one, _noted, _chosen in people}
        outcomes = {pk: outcome for pk, outcome in said.items() if outcome in known}
        verbs.note_attendance(session, outcomes, by=request.actor, at=timezone.now())
        return go_to(request, "events:attendance", pk=session.pk)
    context = {
        "session": session,
        "people": people,
        "outcomes": Attendance.Outcome.choices,
        "noted": sum(noted is not None for _one, noted, _chosen in people),
    }
    return page(request, session.event, "events/attendance.html", context)


@require_safe
@of_row(sessions_visible_to)
def download_attendance(request: Request, session: Session, kind: str) -> HttpResponse:
    """Hand out who was in a session, or the paper to sign."""
    require(rules.may_see_participants, request.actor, session)
    if kind not in FILES:
        raise Http404
    return attendance_file(session.event, session, kind, on=timezone.localdate())


@require_safe
@of_event
def download_list(request: Request, event: Event, kind: str) -> HttpResponse:
    """Hand out who came to the event, or the paper to sign."""
    require(rules.may_see_participants, request.actor, event)
    if kind not in FILES:
        raise Http404
    return attendance_file(event, None, kind, on=timezone.localdate())


@require_safe
@of_event
def download_badges(request: Request, event: Event) -> HttpResponse:
    """Hand out the badges of all who have a place."""
    require(rules.may_see_participants, request.actor, event)
    people = Registration.objects.filter(
        event=event, state=Registration.State.CONFIRMED, erased_at__isnull=True
    )
    ordered = people.select_related("quota").order_by("family_name", "given_name", "pk")
    return pdf_answer(badges_pdf(event, list(ordered)), f"{event.code}-badges")


@require_safe
@of_event
def download_certificates(request: Request, event: Event) -> HttpResponse:
    """Hand out the certificates of all who were there."""
    require(rules.may_see_participants, request.actor, event)
    people = list(certified(event))
    if not people:
        messages.error(request, _("Nobody is checked in: there is nobody to certify."))
        return go_to(request, "events:event", said="", pk=event.pk)
    return pdf_answer(certificates_pdf(event, people), f"{event.code}-certificates")


def _checked_in(request: Request, registration: Registration) -> HttpResponse:
    if request.POST.get("undo"):
        _try(request, registration, undo=True)
    else:
        _try(request, registration)
    return redirect(request.path)


def _try(request: Request, registration: Registration, *, undo: bool = False) -> None:
    verb = verbs.undo_check_in if undo else verbs.check_in
    try:
        verb(registration, by=request.actor, at=timezone.now())
    except REFUSALS as refusal:
        for sentence in sentences_of(refusal):
            messages.error(request, sentence)
    else:
        said = _("Taken back: %(name)s.") if undo else _("Checked in: %(name)s.")
        messages.success(request, said % {"name": registration})


def _is_another_day(event: Event) -> bool:
    today = timezone.localdate()
    return not timezone.localdate(event.starts_at) <= today <= timezone.localdate(event.ends_at)
