"""The pages about the strategy: its versions, objectives and indicators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal
from raceme.strategy import queries, rules, verbs
from raceme.strategy.forms import AdoptingForm, IndicatorForm, ObjectiveForm, StrategyForm
from raceme.strategy.models import Strategy
from raceme.vocabulary.categories import label_of_category


@require_safe
def show_strategy(request: Request) -> HttpResponse:
    """Show the version in force, or say how to begin."""
    return _page_of(request, queries.strategy_in_force(request.actor))


@require_safe
def show_version(request: Request, pk: int) -> HttpResponse:
    """Show one version, be it in force or not."""
    versions = queries.strategies_visible_to(request.actor)
    return _page_of(request, get_object_or_404(versions, pk=pk))


@require_POST
def draft_strategy(request: Request) -> HttpResponse:
    """Begin the next version with what is still wanted of the one in force."""
    try:
        verbs.draft_strategy(by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "strategy:page")


@require_http_methods(["GET", "POST"])
def describe_strategy(request: Request, pk: int) -> HttpResponse:
    """Let a manager change title and vision."""
    strategy = get_object_or_404(queries.strategies_visible_to(request.actor), pk=pk)
    require(rules.may_steer, request.actor, strategy)
    form = StrategyForm(request.POST or None, instance=strategy)
    if form.is_valid():
        try:
            verbs.describe_strategy(
                strategy, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "strategy:version", pk=pk)
    context = {"form": form, "strategy": strategy}
    return render(request, "strategy/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def adopt_strategy(request: Request, pk: int) -> HttpResponse:
    """Let a manager write down that the board has adopted a version."""
    strategy = get_object_or_404(queries.strategies_visible_to(request.actor), pk=pk)
    require(rules.may_steer, request.actor, strategy)
    form = AdoptingForm(request.POST or None, initial={"adopted_on": timezone.localdate()})
    if form.is_valid():
        try:
            verbs.adopt_strategy(strategy, **form.cleaned_data, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "strategy:page")
    context = {"form": form, "strategy": strategy}
    return render(request, "strategy/adopt.html", context, status=422 if form.errors else 200)


@require_safe
def show_objective(request: Request, pk: int) -> HttpResponse:
    """Show one objective, what it weighs, and how one will see that it is reached."""
    objective = get_object_or_404(queries.objectives_visible_to(request.actor), pk=pk)
    indicators = queries.indicators_visible_to(request.actor).filter(objective=objective)
    context = {
        "objective": objective,
        "share": queries.weight_share_of(objective),
        "categories": [label_of_category(code) for code in objective.categories],
        "indicators": indicators.order_by("ended_at", "name", "pk"),
        "may_change": _may_change(request, objective.strategy),
    }
    return render(request, "strategy/objective.html", context)


@require_http_methods(["GET", "POST"])
def state_objective(request: Request) -> HttpResponse:
    """Let a manager say what the cluster organisation wants."""
    require(rules.may_steer, request.actor)
    initial = {"code": queries.next_objective_code(request.actor)}
    form = ObjectiveForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            objective = verbs.state_objective(
                **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "strategy:objective", pk=objective.pk)
    context = {"form": form}
    status = 422 if form.errors else 200
    return render(request, "strategy/edit_objective.html", context, status=status)


@require_http_methods(["GET", "POST"])
def describe_objective(request: Request, pk: int) -> HttpResponse:
    """Let a manager change what is said about an objective."""
    objective = get_object_or_404(queries.objectives_visible_to(request.actor), pk=pk)
    require(rules.may_steer, request.actor, objective)
    form = ObjectiveForm(request.POST or None, instance=objective)
    if form.is_valid():
        try:
            verbs.describe_objective(
                objective, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "strategy:objective", pk=pk)
    context = {"form": form, "objective": objective}
    status = 422 if form.errors else 200
    return render(request, "strategy/edit_objective.html", context, status=status)


@require_POST
def end_objective(request: Request, pk: int) -> HttpResponse:
    """Stop wanting something."""
    objective = get_object_or_404(queries.objectives_visible_to(request.actor), pk=pk)
    try:
        verbs.end_objective(objective, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "strategy:objective", pk=pk)


@require_POST
def reopen_objective(request: Request, pk: int) -> HttpResponse:
    """Want again what had ended."""
    objective = get_object_or_404(queries.objectives_visible_to(request.actor), pk=pk)
    try:
        verbs.reopen_objective(objective, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "strategy:objective", pk=pk)


@require_http_methods(["GET", "POST"])
def add_indicator(request: Request, pk: int) -> HttpResponse:
    """Let a manager say by what one will see whether an objective is reached."""
    objective = get_object_or_404(queries.objectives_visible_to(request.actor), pk=pk)
    require(rules.may_steer, request.actor, objective)
    form = IndicatorForm(request.POST or None)
    if form.is_valid():
        try:
            verbs.add_indicator(objective, **form.cleaned_data, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "strategy:objective", pk=pk)
    context = {"form": form, "objective": objective}
    status = 422 if form.errors else 200
    return render(request, "strategy/edit_indicator.html", context, status=status)


@require_http_methods(["GET", "POST"])
def describe_indicator(request: Request, pk: int) -> HttpResponse:
    """Let a manager change what is said about an indicator."""
    indicator = get_object_or_404(queries.indicators_visible_to(request.actor), pk=pk)
    require(rules.may_steer, request.actor, indicator)
    form = IndicatorForm(request.POST or None, instance=indicator)
    if form.is_valid():
        try:
            verbs.describe_indicator(
                indicator, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "strategy:objective", pk=indicator.objective_id)
    context = {"form": form, "indicator": indicator, "objective": indicator.objective}
    status = 422 if form.errors else 200
    return render(request, "strategy/edit_indicator.html", context, status=status)


@require_POST
def end_indicator(request: Request, pk: int) -> HttpResponse:
    """Stop measuring something."""
    indicator = get_object_or_404(queries.indicators_visible_to(request.actor), pk=pk)
    try:
        verbs.end_indicator(indicator, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "strategy:objective", pk=indicator.objective_id)


@require_POST
def reopen_indicator(request: Request, pk: int) -> HttpResponse:
    """Measure again what had ended."""
    indicator = get_object_or_404(queries.indicators_visible_to(request.actor), pk=pk)
    try:
        verbs.reopen_indicator(indicator, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "strategy:objective", pk=indicator.objective_id)


def _may_change(request: Request, strategy: Strategy | None) -> bool:
    """Whether the page shows the buttons: for managers, except at a version that is retired."""
    if strategy is None:
        return rules.may_steer(request.actor)
    is_retired = strategy.status == Strategy.Status.RETIRED
    return rules.may_steer(request.actor, strategy) and not is_retired


def _page_of(request: Request, strategy: Strategy | None) -> HttpResponse:
    objectives = [] if strategy is None else list(queries.objectives_of(request.actor, strategy))
    open_ones = [objective for objective in objectives if objective.ended_at is None]
    total = sum(objective.weight for objective in open_ones)
    context = {
        "strategy": strategy,
        "objectives": [
            {
                "row": objective,
                "share": objective.weight / total if total > 0 else None,
                "categories": [label_of_category(code) for code in objective.categories],
            }
            for objective in open_ones
        ],
        "ended": [objective for objective in objectives if objective.ended_at is not None],
        "versions": queries.strategies_visible_to(request.actor),
        "may_steer": rules.may_steer(request.actor),
        "may_change": _may_change(request, strategy),
    }
    return render(request, "strategy/page.html", context)
