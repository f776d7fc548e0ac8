"""What is done to one registration by one press of a button."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from raceme.access.actor import Actor
from raceme.access.http import Request, done, go_to, saved
from raceme.events import rules
from raceme.events.forms.lists import ReasonForm
from raceme.events.models import Registration
from raceme.events.queries.events import quotas_visible_to
from raceme.events.queries.registrations import registrations_visible_to
from raceme.events.verbs import attending, letters, links, places
from raceme.events.verbs import registrations as verbs
from raceme.events.verbs.forgetting import erase_registration
from raceme.events.views.frame import of_row, page
from raceme.foundation.errors import require
from raceme.members.rules import may_erase

Act = Callable[[Registration, Actor, datetime], object]

# By the last part of the address: what is done, and what is said about it.
ACTS: Mapping[str, tuple[Act, object]] = {
    "approve": (lambda one, by, at: verbs.approve([one], by=by, at=at), ""),
    "give-place": (lambda one, by, at: verbs.give_place(one, by=by, at=at), ""),
    "accept-offer": (lambda one, by, at: places.accept_offer(one, by=by, at=at), ""),
    "withdraw": (
        lambda one, by, at: verbs.withdraw(one, by=by, at=at),
        _("Withdrawn. You can take it up again on this page."),
    ),
    "register-again": (lambda one, by, at: verbs.register_again(one, by=by, at=at), ""),
    "leave-party": (lambda one, by, at: verbs.leave_party(one, by=by, at=at), ""),
    "check-in": (lambda one, by, at: attending.check_in(one, by=by, at=at), ""),
    "undo-check-in": (lambda one, by, at: attending.undo_check_in(one, by=by, at=at), ""),
    "excuse": (lambda one, by, at: attending.excuse(one, by=by, at=at), ""),
    "send-again": (
        lambda one, by, at: letters.send_again(one, by=by, at=at),
        _("The letter is on its way."),
    ),
    "renew-link": (
        lambda one, by, at: links.renew_link(one, by=by, at=at),
        _("The link and the ticket before open nothing any more. Send the letter again."),
    ),
}


@require_POST
@of_row(registrations_visible_to)
def act_on_registration(request: Request, registration: Registration, act: str) -> HttpResponse:
    """Do one thing to a registration."""
    if act not in ACTS:
        raise Http404
    verb, said = ACTS[act]
    return done(
        request,
        lambda: verb(registration, request.actor, timezone.now()),
        "events:registration",
        said=said,
        pk=registration.pk,
    )


@require_http_methods(["GET", "POST"])
@of_row(registrations_visible_to)
def decline_registration(request: Request, registration: Registration) -> HttpResponse:
    """Let the team decline somebody, and say why."""
    require(rules.may_organise, request.actor, registration)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        because = form.cleaned_data["because"]
        verbs.decline([registration], because=because, by=request.actor, at=timezone.now())

    if request.method == "POST" and saved(form, act):
        return go_to(request, "events:registration", pk=registration.pk)
    context = {"form": form, "registration": registration}
    status = 422 if form.errors else 200
    return page(request, registration.event, "events/decline.html", context, status=status)


@require_POST
@of_row(registrations_visible_to)
def move_to_quota(request: Request, registration: Registration) -> HttpResponse:
    """Count somebody as another kind of participant."""
    require(rules.may_organise, request.actor, registration)
    number = request.POST.get("quota", "")
    quotas = quotas_visible_to(request.actor).filter(event=registration.event_id)
    quota = quotas.filter(pk=int(number) if number.isdigit() else 0).first()
    if quota is None:
        messages.error(request, _("Choose another kind of participant."))
        return go_to(request, "events:registration", said="", pk=registration.pk)
    by, at = request.actor, timezone.now()
    return done(
        request,
        lambda: verbs.move_to_quota(registration, quota=quota, by=by, at=at),
        "events:registration",
        pk=registration.pk,
    )


@require_http_methods(["GET", "POST"])
@of_row(registrations_visible_to)
def erase_person(request: Request, registration: Registration) -> HttpResponse:
    """Ask once more, then forget who somebody was that stands in no other book."""
    require(may_erase, request.actor, registration)
    if request.method == "POST":
        by, at = request.actor, timezone.now()
        return done(
            request,
            lambda: erase_registration(registration, by=by, at=at),
            "events:registrations",
            pk=registration.event_id,
        )
    context = {"registration": registration}
    return page(request, registration.event, "events/erase.html", context)
