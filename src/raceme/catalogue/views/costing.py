"""The pages about what a service costs and brings."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.catalogue import bridge, rules, verbs
from raceme.catalogue.documents.break_even import picture_of
from raceme.catalogue.documents.figures import break_even_in_words, rows_of
from raceme.catalogue.forms.costing import RateForm, WhatIfForm, costing_page
from raceme.catalogue.gates.telling import LACKING
from raceme.catalogue.models import Service
from raceme.catalogue.queries.costing import day_rate_of, house_rate, terms_of
from raceme.catalogue.views.services import context_of, service_at
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal


@require_safe
def show_costing(request: Request, pk: int) -> HttpResponse:
    """Show what one edition costs and brings, and let anybody try other values."""
    service = service_at(request, pk)
    case = bridge.case_of(service, house_rate(request.actor))
    context = {**context_of(request, service, "costing"), "terms": terms_of(service)}
    if case is None:
        return render(request, "catalogue/costing.html", context)
    form = WhatIfForm(request.GET if request.GET else None, known=bridge.inputs_of(case))
    tried = bridge.what_if(case, form.cleaned_data) if form.is_valid() else None
    context |= {"form": form, "is_tried": tried is not None}
    context |= _as_stored(request, service, case) | _as_tried(request, case, tried)
    return render(request, "catalogue/costing.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def cost_service(request: Request, pk: int) -> HttpResponse:
    """Let the team say how one edition of a service is costed."""
    service = service_at(request, pk)
    require(rules.may_edit, request.actor, service)
    page = costing_page(request.POST or None, service)
    if page.is_valid():
        try:
            verbs.cost_service(service, **page.values(), by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(page.form, refusal)
        else:
            return go_to(request, "catalogue:costing", pk=pk)
    context = {
        "service": service,
        "page": page,
        "form": page.form,
        "house_rate": house_rate(request.actor),
    }
    status = 422 if page.form.errors else 200
    return render(request, "catalogue/edit_costing.html", context, status=status)


@require_POST
def use_costing(request: Request, pk: int) -> HttpResponse:
    """Take the figures of a service from its costing."""
    try:
        verbs.use_costing(service_at(request, pk), by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return go_to(request, "catalogue:costing", pk=pk)
    said = _("The figures of the service are now those of its costing.")
    return go_to(request, "catalogue:costing", said=said, pk=pk)


@require_http_methods(["GET", "POST"])
def set_day_rate(request: Request) -> HttpResponse:
    """Let the team say what a day of its work costs."""
    require(rules.may_edit, request.actor)
    form = RateForm(request.POST or None, instance=day_rate_of(request.actor))
    if form.is_valid():
        try:
            verbs.set_day_rate(**form.cleaned_data, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "catalogue:list")
    return render(
        request, "catalogue/day_rate.html", {"form": form}, status=422 if form.errors else 200
    )


def _as_stored(request: Request, service: Service, case: Any) -> dict[str, Any]:
    """Give what the page says of the costing as it is stored, and of the figures of the service."""
    costing = bridge.costed(case)
    figures = bridge.figures_from(service, house_rate(request.actor))
    return {
        "costing": costing,
        "break_even": _("pays for itself: %(when)s")
        % {"when": break_even_in_words(costing.break_even)},
        "lacking": [LACKING[one] for one in bridge.lacking_in(case)],
        "differing": _differing(service, figures),
        "has_figures": figures is not None,
    }


def _as_tried(request: Request, case: Any, tried: Any) -> dict[str, Any]:
    """Give the sheet, with what is tried beside it, and what fewer or more would change."""
    currency, shown = request.here.currency, tried or case
    result = None if tried is None else bridge.costed(tried)
    return {
        "rows": rows_of(bridge.costed(case), result, currency),
        "points": bridge.points_around(shown),
        "picture": picture_of(shown, currency),
    }


def _differing(service: Service, figures: Mapping[str, Decimal] | None) -> list[tuple[Any, ...]]:
    """Name the figures that the costing has otherwise: label, ours, there, whether it is money."""
    found = bridge.differing(service, figures)
    return [
        (
            Service._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
            getattr(service, name),
            there,
            name != "person_days",
        )
        for name, there in found.items()
    ]
