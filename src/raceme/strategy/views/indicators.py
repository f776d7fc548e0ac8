"""Indicators: their reference sheets, definitions and targets."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import require
from raceme.strategy import queries, rules, verbs
from raceme.strategy.bridge.indicator import indicator_page
from raceme.strategy.bridge.standing import IndicatorStanding, standings_of
from raceme.strategy.forms import (
    IndicatorForm,
    IndicatorSearchForm,
    RedefiningForm,
    TargetForm,
)
from raceme.strategy.models import Indicator, Target
from raceme.strategy.views.answers import acted, back_to, form_page, may_change, tried


@require_safe
def show_indicators(request: Request, pk: int) -> HttpResponse:
    """List what a version measures: where each indicator stands, and whose value is due."""
    strategy = get_object_or_404(queries.strategies_visible_to(request.actor), pk=pk)
    search = IndicatorSearchForm(request.GET)
    search.is_valid()
    indicators = queries.indicators_of(request.actor, strategy)
    everything = list(standings_of(indicators, timezone.localdate()).values())
    context = {
        "strategy": strategy,
        "search": search,
        "standings": _wanted(everything, search.cleaned_data.get("show", "")),
        "has_any": bool(everything),
        "may_change": may_change(request, strategy),
        "may_report": rules.may_report(request.actor, strategy),
        "page": "indicators",
    }
    return render(request, "strategy/indicator_list.html", context)


@require_safe
def show_indicator(request: Request, pk: int) -> HttpResponse:
    """Show the reference sheet of an indicator, and actual against target."""
    indicator = _indicator(request, pk)
    context = {
        "indicator": indicator,
        "objective": indicator.objective,
        "shown": indicator_page(indicator, request.actor, timezone.localdate()),
        "may_change": may_change(request, indicator.objective.strategy),
        "may_report": rules.may_report(request.actor, indicator),
    }
    return render(request, "strategy/indicator.html", context)


@require_http_methods(["GET", "POST"])
def add_indicator(request: Request, pk: int) -> HttpResponse:
    """Let a manager say by what one will see whether an objective is reached."""
    objective = get_object_or_404(queries.objectives_visible_to(request.actor), pk=pk)
    require(rules.may_steer, request.actor, objective)
    form = IndicatorForm(
        request.POST or None,
        fields=objective.fields.filter(ended_at__isnull=True),
        initial={
            "code": queries.next_indicator_code(request.actor),
            "field": request.GET.get("field"),
        },
    )
    added = tried(
        form,
        lambda: verbs.add_indicator(
            objective, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    )
    if added is not None:
        return go_to(request, "strategy:indicator", pk=added.pk)
    back = back_to(request, str(objective), "strategy:objective", pk=pk)
    return form_page(request, form, title=_("Add an indicator"), back=back)


@require_http_methods(["GET", "POST"])
def describe_indicator(request: Request, pk: int) -> HttpResponse:
    """Let a manager change what is said about an indicator."""
    indicator = _indicator(request, pk)
    require(rules.may_steer, request.actor, indicator)
    is_measured = queries.observations_of(request.actor, indicator).exists()
    form = IndicatorForm(
        request.POST or None,
        instance=indicator,
        fields=queries.fields_visible_to(request.actor).filter(
            strategy=indicator.objective.strategy
        ),
        is_measured=is_measured,
    )
    if tried(
        form,
        lambda: verbs.describe_indicator(
            indicator, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    ):
        return go_to(request, "strategy:indicator", pk=pk)
    title = _("Edit “%(name)s”") % {"name": indicator.name}
    back = back_to(request, str(indicator), "strategy:indicator", pk=pk)
    fixed = _("Values were measured: to change the definition, use “Change the definition”.")
    return form_page(request, form, title=title, back=back, note=fixed if is_measured else "")


@require_http_methods(["GET", "POST"])
def redefine_indicator(request: Request, pk: int) -> HttpResponse:
    """Let a manager change what exactly is measured, openly."""
    indicator = _indicator(request, pk)
    require(rules.may_steer, request.actor, indicator)
    form = RedefiningForm(request.POST or None, indicator=indicator)
    if tried(form, lambda: _redefine(request, indicator, form)):
        return go_to(request, "strategy:indicator", pk=pk)
    title = _("Change the definition of “%(name)s”") % {"name": indicator.name}
    back = back_to(request, str(indicator), "strategy:indicator", pk=pk)
    note = _("Values measured so far keep the definition they were measured by.")
    return form_page(request, form, title=title, back=back, note=note)


@require_POST
def end_indicator(request: Request, pk: int) -> HttpResponse:
    """Stop measuring something."""
    indicator = _indicator(request, pk)
    return acted(
        request,
        lambda: verbs.end_indicator(indicator, by=request.actor, at=timezone.now()),
        "strategy:indicator",
        pk=pk,
    )


@require_POST
def reopen_indicator(request: Request, pk: int) -> HttpResponse:
    """Measure again what had ended."""
    indicator = _indicator(request, pk)
    return acted(
        request,
        lambda: verbs.reopen_indicator(indicator, by=request.actor, at=timezone.now()),
        "strategy:indicator",
        pk=pk,
    )


@require_http_methods(["GET", "POST"])
def set_target(request: Request, pk: int) -> HttpResponse:
    """Let a manager say which value is to be reached by which day."""
    indicator = _indicator(request, pk)
    require(rules.may_steer, request.actor, indicator)
    form = TargetForm(request.POST or None)
    if tried(
        form,
        lambda: verbs.set_target(
            indicator, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    ):
        return go_to(request, "strategy:indicator", pk=pk)
    back = back_to(request, str(indicator), "strategy:indicator", pk=pk)
    return form_page(request, form, title=_("Set a target"), back=back)


@require_http_methods(["GET", "POST"])
def change_target(request: Request, pk: int) -> HttpResponse:
    """Let a manager change the value or the day of a target."""
    target = _target(request, pk)
    require(rules.may_steer, request.actor, target)
    form = TargetForm(request.POST or None, instance=target)
    if tried(
        form,
        lambda: verbs.change_target(
            target, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    ):
        return go_to(request, "strategy:indicator", pk=target.indicator_id)
    back = back_to(request, str(target.indicator), "strategy:indicator", pk=target.indicator_id)
    return form_page(request, form, title=_("Change a target"), back=back, about=target)


@require_POST
def withdraw_target(request: Request, pk: int) -> HttpResponse:
    """Let a target count no longer."""
    target = _target(request, pk)
    return acted(
        request,
        lambda: verbs.withdraw_target(target, by=request.actor, at=timezone.now()),
        "strategy:indicator",
        pk=target.indicator_id,
    )


@require_POST
def restore_target(request: Request, pk: int) -> HttpResponse:
    """Let a withdrawn target count again."""
    target = _target(request, pk)
    return acted(
        request,
        lambda: verbs.restore_target(target, by=request.actor, at=timezone.now()),
        "strategy:indicator",
        pk=target.indicator_id,
    )


def _redefine(request: Request, indicator: Indicator, form: RedefiningForm) -> Indicator:
    if form.is_only_words:
        words = form.cleaned_data["definition"]
        return verbs.reword_definition(
            indicator, definition=words, by=request.actor, at=timezone.now()
        )
    return verbs.redefine_indicator(
        indicator, **form.redefinition(), by=request.actor, at=timezone.now()
    )


def _wanted(everything: list[IndicatorStanding], show: str) -> list[IndicatorStanding]:
    if show == "due":
        return [one for one in everything if one.is_due]
    if show == "behind":
        return [one for one in everything if one.tone in {"notice", "bad"}]
    return everything


def _indicator(request: Request, pk: int) -> Indicator:
    return get_object_or_404(queries.indicators_visible_to(request.actor), pk=pk)


def _target(request: Request, pk: int) -> Target:
    return get_object_or_404(queries.targets_visible_to(request.actor), pk=pk)
