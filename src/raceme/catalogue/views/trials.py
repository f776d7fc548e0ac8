"""The pages about pilots and reviews."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.actor import Actor
from raceme.access.http import Request, go_to
from raceme.catalogue import queries, rules, verbs
from raceme.catalogue.forms.choosing import suggestions
from raceme.catalogue.forms.trials import PilotPage, ReviewForm, pilot_page
from raceme.catalogue.models import Pilot, Review, Service
from raceme.catalogue.views.services import context_of, service_at
from raceme.foundation.errors import REFUSALS, require, show_refusal
from raceme.members.queries import members_of, organisations_visible_to


@require_safe
def show_trials(request: Request, pk: int) -> HttpResponse:
    """Show the pilots and the reviews of a service."""
    service = service_at(request, pk)
    context = {
        **context_of(request, service, "trials"),
        "pilots": queries.pilots_visible_to(request.actor).filter(service=service),
        "reviews": queries.reviews_visible_to(request.actor).filter(service=service),
    }
    return render(request, "catalogue/trials.html", context)


@require_http_methods(["GET", "POST"])
def record_pilot(request: Request, pk: int) -> HttpResponse:
    """Let the team record that a service is tried with a few members."""
    service = service_at(request, pk)
    require(rules.may_edit, request.actor, service)
    page = _pilot_page(request, None)
    if page.is_valid():
        try:
            verbs.record_pilot(service, **page.values(), by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(page.form, refusal)
        else:
            return go_to(request, "catalogue:trials", pk=pk)
    return _show_pilot(request, page, service, None)


@require_http_methods(["GET", "POST"])
def correct_pilot(request: Request, pk: int) -> HttpResponse:
    """Let the team complete a pilot, or put right what was recorded."""
    pilot = _pilot(request, pk)
    require(rules.may_edit, request.actor, pilot)
    page = _pilot_page(request, pilot)
    if page.is_valid():
        try:
            verbs.correct_pilot(pilot, **page.values(), by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(page.form, refusal)
        else:
            return go_to(request, "catalogue:trials", pk=pilot.service_id)
    return _show_pilot(request, page, pilot.service, pilot)


@require_POST
def withdraw_pilot(request: Request, pk: int) -> HttpResponse:
    """Let a pilot count no longer."""
    return _do(request, verbs.withdraw_pilot, _pilot(request, pk))


@require_POST
def restore_pilot(request: Request, pk: int) -> HttpResponse:
    """Let a withdrawn pilot count again."""
    return _do(request, verbs.restore_pilot, _pilot(request, pk))


@require_http_methods(["GET", "POST"])
def record_review(request: Request, pk: int) -> HttpResponse:
    """Let the team record the yearly review of a service."""
    service = service_at(request, pk)
    require(rules.may_edit, request.actor, service)
    form = ReviewForm(request.POST or None, initial={"reviewed_on": timezone.localdate()})
    if form.is_valid():
        try:
            verbs.record_review(service, **form.cleaned_data, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "catalogue:trials", pk=pk)
    return _show_review(request, form, service, None)


@require_http_methods(["GET", "POST"])
def correct_review(request: Request, pk: int) -> HttpResponse:
    """Let the team put right what was recorded of a review."""
    review = _review(request, pk)
    require(rules.may_edit, request.actor, review)
    form = ReviewForm(request.POST or None, instance=review)
    if form.is_valid():
        try:
            verbs.correct_review(review, **form.cleaned_data, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "catalogue:trials", pk=review.service_id)
    return _show_review(request, form, review.service, review)


@require_POST
def withdraw_review(request: Request, pk: int) -> HttpResponse:
    """Let a review count no longer."""
    return _do(request, verbs.withdraw_review, _review(request, pk))


@require_POST
def restore_review(request: Request, pk: int) -> HttpResponse:
    """Let a withdrawn review count again."""
    return _do(request, verbs.restore_review, _review(request, pk))


def _do(request: Request, verb: Callable[..., Any], thing: Pilot | Review) -> HttpResponse:
    actor: Actor = request.actor
    now: datetime = timezone.now()
    verb(thing, by=actor, at=now)
    return go_to(request, "catalogue:trials", pk=thing.service_id)


def _pilot(request: Request, pk: int) -> Pilot:
    return get_object_or_404(queries.pilots_visible_to(request.actor), pk=pk)


def _review(request: Request, pk: int) -> Review:
    return get_object_or_404(queries.reviews_visible_to(request.actor), pk=pk)


def _pilot_page(request: Request, pilot: Pilot | None) -> PilotPage:
    return pilot_page(request.POST or None, pilot, organisations_visible_to(request.actor))


def _show_pilot(
    request: Request, page: PilotPage, service: Service, pilot: Pilot | None
) -> HttpResponse:
    context = {
        "page": page,
        "form": page.form,
        "service": service,
        "pilot": pilot,
        "organisations": suggestions(members_of(request.actor)),
    }
    status = 422 if page.form.errors else 200
    return render(request, "catalogue/edit_pilot.html", context, status=status)


def _show_review(
    request: Request, form: ReviewForm, service: Service, review: Review | None
) -> HttpResponse:
    context = {"form": form, "service": service, "review": review}
    status = 422 if form.errors else 200
    return render(request, "catalogue/edit_review.html", context, status=status)
