"""Values that were measured: recorded, corrected, withdrawn."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import require
from raceme.strategy import queries, rules, verbs
from raceme.strategy.forms import ObservationForm
from raceme.strategy.models import Observation
from raceme.strategy.views.answers import acted, back_to, form_page, tried


@require_safe
def show_observation(request: Request, pk: int) -> HttpResponse:
    """Show one value, where it comes from, and what has become of it."""
    value = _value(request, pk)
    context = {
        "value": value,
        "indicator": queries.latest_indicator_of(request.actor, value),
        "may_report": rules.may_report(request.actor, value),
    }
    return render(request, "strategy/observation.html", context)


@require_http_methods(["GET", "POST"])
def record_observation(request: Request, pk: int) -> HttpResponse:
    """Let the team write down what was measured."""
    indicator = get_object_or_404(queries.indicators_visible_to(request.actor), pk=pk)
    require(rules.may_report, request.actor, indicator)
    initial = {"observed_on": timezone.localdate(), "told_by": request.actor.label}
    form = ObservationForm(request.POST or None, definition=indicator.definition, initial=initial)
    if tried(
        form,
        lambda: verbs.record_observation(
            indicator, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    ):
        return go_to(request, "strategy:indicator", pk=pk)
    title = _("Record a value of “%(name)s”") % {"name": indicator.name}
    back = back_to(request, str(indicator), "strategy:indicator", pk=pk)
    note = indicator.definition.get_adds_up_display()
    return form_page(request, form, title=title, back=back, note=note)


@require_http_methods(["GET", "POST"])
def correct_observation(request: Request, pk: int) -> HttpResponse:
    """Let the team put right what was recorded wrongly."""
    value = _value(request, pk)
    require(rules.may_report, request.actor, value)
    form = ObservationForm(request.POST or None, definition=value.definition, instance=value)
    if tried(
        form,
        lambda: verbs.correct_observation(
            value, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    ):
        return go_to(request, "strategy:observation", pk=pk)
    back = back_to(request, str(value), "strategy:observation", pk=pk)
    return form_page(request, form, title=_("Correct a value"), back=back)


@require_POST
def withdraw_observation(request: Request, pk: int) -> HttpResponse:
    """Let a value count no longer."""
    value = _value(request, pk)
    return acted(
        request,
        lambda: verbs.withdraw_observation(value, by=request.actor, at=timezone.now()),
        "strategy:observation",
        pk=pk,
    )


@require_POST
def restore_observation(request: Request, pk: int) -> HttpResponse:
    """Let a withdrawn value count again."""
    value = _value(request, pk)
    return acted(
        request,
        lambda: verbs.restore_observation(value, by=request.actor, at=timezone.now()),
        "strategy:observation",
        pk=pk,
    )


def _value(request: Request, pk: int) -> Observation:
    return get_object_or_404(queries.observations_visible_to(request.actor), pk=pk)
