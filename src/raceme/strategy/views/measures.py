"""Measures, and the action plan that they make together."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import require
from raceme.strategy import queries, rules, verbs
from raceme.strategy.bridge.whole import totals_of
from raceme.strategy.forms import MeasureForm, MeasureSearchForm
from raceme.strategy.models import Measure
from raceme.strategy.views.answers import acted, back_to, form_page, may_change, tried


@require_safe
def show_action_plan(request: Request, pk: int) -> HttpResponse:
    """Show who does what by when, with what money and people."""
    strategy = get_object_or_404(queries.strategies_visible_to(request.actor), pk=pk)
    search = MeasureSearchForm(request.GET)
    search.is_valid()
    measures = list(queries.measures_among(request.actor, strategy, **search.cleaned_data))
    fields = list(queries.fields_of(request.actor, strategy))
    context = {
        "strategy": strategy,
        "search": search,
        "is_narrowed": any(search.cleaned_data.values()),
        "fields": [(one, [row for row in measures if row.field_id == one.pk]) for one in fields],
        "measures": measures,
        "totals": totals_of(measures),
        "may_change": may_change(request, strategy),
        "page": "action_plan",
    }
    return render(request, "strategy/action_plan.html", context)


@require_safe
def show_measure(request: Request, pk: int) -> HttpResponse:
    """Show one measure, and how far it is."""
    measure = _measure(request, pk)
    is_open = not measure.field.strategy.is_retired
    context = {
        "measure": measure,
        "statuses": Measure.Status,
        "may_change": may_change(request, measure.field.strategy),
        "may_report": is_open and rules.may_report(request.actor, measure),
    }
    return render(request, "strategy/measure.html", context)


@require_http_methods(["GET", "POST"])
def plan_measure(request: Request, pk: int) -> HttpResponse:
    """Let a manager say what is to be done in a field of action."""
    field = get_object_or_404(queries.fields_visible_to(request.actor), pk=pk)
    require(rules.may_steer, request.actor, field)
    form = MeasureForm(
        request.POST or None,
        fields=queries.fields_visible_to(request.actor).filter(pk=pk),
        currency=request.here.currency,
        initial={"code": queries.next_measure_code(field), "field": field},
    )
    planned = tried(
        form,
        lambda: verbs.plan_measure(**form.cleaned_data, by=request.actor, at=timezone.now()),
    )
    if planned is not None:
        return go_to(request, "strategy:measure", pk=planned.pk)
    back = back_to(request, str(field), "strategy:field", pk=pk)
    return form_page(request, form, title=_("Plan a measure"), back=back)


@require_http_methods(["GET", "POST"])
def describe_measure(request: Request, pk: int) -> HttpResponse:
    """Let a manager change what is said about a measure."""
    measure = _measure(request, pk)
    require(rules.may_steer, request.actor, measure)
    strategy = measure.field.strategy
    form = MeasureForm(
        request.POST or None,
        fields=queries.fields_visible_to(request.actor).filter(strategy=strategy),
        currency=request.here.currency,
        instance=measure,
    )
    if tried(
        form,
        lambda: verbs.describe_measure(
            measure, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    ):
        return go_to(request, "strategy:measure", pk=pk)
    title = _("Edit measure %(code)s") % {"code": measure.code}
    back = back_to(request, str(measure), "strategy:measure", pk=pk)
    return form_page(request, form, title=title, back=back)


@require_POST
def report_measure(request: Request, pk: int) -> HttpResponse:
    """Let the team say how far a measure is."""
    measure, status = _measure(request, pk), request.POST.get("status", "")
    return acted(
        request,
        lambda: verbs.report_measure(measure, status=status, by=request.actor, at=timezone.now()),
        "strategy:measure",
        pk=pk,
    )


def _measure(request: Request, pk: int) -> Measure:
    return get_object_or_404(queries.measures_visible_to(request.actor), pk=pk)
