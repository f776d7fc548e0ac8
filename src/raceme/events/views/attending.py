"""The pages behind the personal link of a registration: no sign-in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.actor import Actor
from raceme.access.http import Request, kept_private, saved
from raceme.events.columns import state_in_words
from raceme.events.documents.calendar import calendar_of
from raceme.events.documents.letters import address_of_page
from raceme.events.documents.paper import certificates_pdf, pdf_answer
from raceme.events.documents.tickets import qr_picture
from raceme.events.documents.times import spoken
from raceme.events.forms.registering import FeedbackForm, RegistrationForm
from raceme.events.models import Question, Registration, Session
from raceme.events.queries.events import agenda_of, questions_of
from raceme.events.queries.links import guest_on, registration_with
from raceme.events.queries.places import party_of, position_of
from raceme.events.queries.registrations import answers_of, may_have_certificate
from raceme.events.queries.said import label_of, said_in_words
from raceme.events.queries.wordings import consents_of
from raceme.events.verbs import places, registrations
from raceme.events.verbs.feedback import give_feedback
from raceme.events.views.door import (
    CHANGES,
    WRITES,
    WRONG,
    WRONG_LINKS,
    counted,
    language_of,
    remember_language,
    who_is_there,
)
from raceme.events.views.public import calendar_answer
from raceme.foundation.errors import REFUSALS, sentences_of


@dataclass(frozen=True)
class Visit:
    """Somebody who came by a personal link: the registration, whoever acts, the language.

    `secret` is that of the link they came by: under a new secret key of the installation we would
    make another one, and must not lead them there.
    """

    secret: str
    registration: Registration
    actor: Actor
    language: str

    def address(self, name: str, **values: str) -> str:
        """Give the address of another page behind the same link."""
        return reverse(f"attending:{name}", kwargs={"secret": self.secret, **values})


View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """Find whose link it is; say in words what is so where the link opens nothing (any more)."""

    @wraps(view)
    def with_visit(request: Request, secret: str, **values: str) -> HttpResponse:
        return kept_private(_answer(request, secret, lambda visit: view(request, visit, **values)))

    return with_visit


@require_safe
@by_link
def show_registration(request: Request, visit: Visit) -> HttpResponse:
    """Show somebody how the registration stands, the ticket, and what can be done."""
    registration, now = visit.registration, timezone.now()
    event, answers = registration.event, answers_of(registration)
    chosen = set(registration.choices.values_list("session", flat=True))
    feed = request.build_absolute_uri(visit.address("calendar"))
    context = {
        "state": state_in_words(registration),
        "position": position_of(registration),
        "party": [one for one in party_of(registration) if one.pk != registration.pk],
        "qr": qr_picture(registration) if registration.is_confirmed else "",
        "agenda": [(one, one.pk in chosen) for one in agenda_of(event)],
        "answers": [
            (label_of(one, visit.language), said_in_words(one, answers.get(one.pk), visit.language))
            for one in questions_of(event, Question.Form.REGISTRATION)
        ],
        "consents": [
            event.said(one.wording.text, visit.language) for one in consents_of(registration)
        ],
        "missing": _missing(registration, answers),
        "feed": feed,
        "webcal": feed.replace("https://", "webcal://").replace("http://", "webcal://"),
        "is_over": event.is_over(now),
        "may_change": not event.is_over(now) and not event.is_cancelled,
        "may_come_again": event.takes_registrations(now)
        and registration.state == Registration.State.WITHDRAWN,
        "asks_feedback": event.starts_at <= now
        and registration.is_confirmed
        and registration.feedback_on is None,
        "may_have_certificate": may_have_certificate(registration, now),
        "public_address": address_of_page(event),
    }
    return page_of_visit(request, visit, "attending/registration.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def change_registration(request: Request, visit: Visit) -> HttpResponse:
    """Let somebody change answers, sessions and consents."""
    registration = visit.registration
    event = registration.event
    form = RegistrationForm(
        request.POST if request.method == "POST" else None,
        instance=registration,
        event=event,
        language=visit.language,
        is_public=True,
        kept=answers_of(registration),
        agreed=[one.wording.kind for one in consents_of(registration)],
        chosen=list(registration.choices.values_list("session", flat=True)),
    )

    def act() -> None:
        registrations.describe_registration(
            registration,
            wish=form.wish(),
            language=visit.language,
            **form.person(),
            by=visit.actor,
            at=timezone.now(),
        )

    if saved(form, act):
        messages.success(request, _("Saved."))
        return redirect(visit.address("registration"))
    context = {"form": form}
    status = 422 if form.errors else 200
    return page_of_visit(request, visit, "attending/change.html", context, status=status)


Act = Callable[[Registration, Actor, datetime], object]
ACTS: Mapping[str, Act] = {
    "accept": lambda one, by, at: places.accept_offer(one, by=by, at=at),
    "again": lambda one, by, at: registrations.register_again(one, by=by, at=at),
    "separate": lambda one, by, at: registrations.leave_party(one, by=by, at=at),
    "withdraw": lambda one, by, at: registrations.withdraw(one, by=by, at=at),
}


@require_POST
@by_link
def act_on_registration(request: Request, visit: Visit, act: str) -> HttpResponse:
    """Take a place offered, withdraw, come again, or leave a group."""
    if act not in ACTS:
        raise Http404
    try:
        ACTS[act](visit.registration, visit.actor, timezone.now())
    except REFUSALS as refusal:
        for sentence in sentences_of(refusal):
            messages.error(request, sentence)
    return redirect(visit.address("registration"))


@require_safe
@by_link
def ask_whether_to_withdraw(request: Request, visit: Visit) -> HttpResponse:
    """Ask once more before a place is given away."""
    return page_of_visit(request, visit, "attending/withdraw.html", {})


@require_safe
@by_link
def calendar(request: Request, visit: Visit) -> HttpResponse:
    """Hand out the calendar of somebody who comes: a file, or a feed that is asked again."""
    registration = visit.registration
    chosen = Session.objects.filter(choices__registration=registration, dropped_at__isnull=True)
    everybodys = [one for one in agenda_of(registration.event) if not one.needs_sign_up]
    sessions = sorted([*chosen, *everybodys], key=lambda one: (one.starts_at, one.pk))
    content = calendar_of(registration, made_at=timezone.now(), sessions=sessions)
    return calendar_answer(content, registration.event)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def feedback(request: Request, visit: Visit) -> HttpResponse:
    """Ask what somebody thought of the event."""
    registration = visit.registration
    data = request.POST if request.method == "POST" else None
    form = FeedbackForm(data, event=registration.event, language=visit.language)

    def act() -> None:
        give_feedback(registration, **form.values(), by=visit.actor, at=timezone.now())

    if saved(form, act):
        messages.success(request, _("Thank you! Your evaluation has arrived."))
        return redirect(visit.address("registration"))
    context = {"form": form, "is_closed": registration.event.starts_at > timezone.now()}
    status = 422 if form.errors else 200
    return page_of_visit(request, visit, "attending/feedback.html", context, status=status)


@require_safe
@by_link
def certificate(request: Request, visit: Visit) -> HttpResponse:
    """Hand out the certificate of somebody who was there."""
    registration = visit.registration
    if not may_have_certificate(registration, timezone.now()):
        raise Http404
    content = certificates_pdf(registration.event, [registration])
    return pdf_answer(content, f"{registration.event.code}-certificate")


def page_of_visit(
    request: Request,
    visit: Visit,
    template: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    """Show a page behind a personal link, in its own frame."""
    registration = visit.registration
    event = registration.event
    shared = {
        "visit": visit,
        "secret": visit.secret,
        "registration": registration,
        "event": event,
        "whose": event.cluster,
        "language": visit.language,
        "languages": event.languages,
        "title": event.said(event.title, visit.language),
    }
    answer = render(request, template, {**shared, **context}, status=status)
    answer["Content-Language"] = visit.language
    return answer


def _answer(request: Request, secret: str, view: Callable[[Visit], HttpResponse]) -> HttpResponse:
    """Let the view answer, unless the link opens nothing: then say why, and what to do."""
    here = who_is_there(request)
    if counted(WRONG, here) >= WRONG_LINKS:
        return render(request, "attending/closed.html", {"why": "often"}, status=429)
    registration = registration_with(secret)
    if registration is None:
        counted(WRONG, here, add=1)
        return render(request, "attending/closed.html", {"why": "unknown"}, status=404)
    if request.method == "POST" and counted(WRITES, str(registration.pk), add=1) > CHANGES:
        return render(request, "attending/closed.html", {"why": "often"}, status=429)
    event = registration.event
    language = language_of(request, event, registration.language)
    visit = Visit(secret, registration, guest_on(registration), language)
    with timezone.override(event.zone), override(spoken(language, event)):
        answer = view(visit)
    remember_language(request, answer, language)
    return answer


def _missing(registration: Registration, answers: Mapping[int, object]) -> bool:
    """Whether somebody whom another has registered has not said what must be said."""
    agreed = {one.wording.kind for one in consents_of(registration)}
    asked = questions_of(registration.event, Question.Form.REGISTRATION)
    return "data" not in agreed or any(one.is_required and one.pk not in answers for one in asked)
