"""The pages about scenarios and their plans."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from raceme.access.http import Request, go_to
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal
from raceme.portfolio import queries, rules, verbs
from raceme.portfolio.bridge.comparison import comparison_of
from raceme.portfolio.bridge.crossing import crossing_of
from raceme.portfolio.bridge.page import plan_page
from raceme.portfolio.bridge.papers import paper_of
from raceme.portfolio.forms import CompareForm, ScenarioForm
from raceme.portfolio.models import Scenario


@require_safe
def show_scenarios(request: Request) -> HttpResponse:
    """List the scenarios, and offer to compare two."""
    computed = queries.computed_scenarios(request.actor)
    context = {
        "scenarios": queries.scenarios_visible_to(request.actor),
        "compare": CompareForm(scenarios=computed) if computed.count() > 1 else None,
        "may_plan": rules.may_plan(request.actor),
        "now": timezone.now(),
    }
    return render(request, "portfolio/list.html", context)


@require_safe
def show_plan(request: Request, pk: int) -> HttpResponse:
    """Show a scenario: how far its computation is, and its plan with everything behind it."""
    scenario = _scenario(request, pk)
    is_cut_off = scenario.is_cut_off(timezone.now())
    # While a plan is computed its page asks every other second how far it is. The plan from
    # before stays in the browser meanwhile: drawing it takes time that computing needs.
    if request.htmx and (is_cut_off or not scenario.is_under_way):
        return HttpResponseClientRefresh()
    is_drawn = scenario.answer is not None and not request.htmx
    context = {
        "scenario": scenario,
        "may_plan": rules.may_plan(request.actor, scenario),
        "is_cut_off": is_cut_off,
        "shown": plan_page(scenario, request.actor) if is_drawn else None,
    }
    return render(request, "portfolio/plan.html", context)


@require_http_methods(["GET", "POST"])
def draft_scenario(request: Request) -> HttpResponse:
    """Let the team set up a scenario; its page then offers to compute the plan."""
    require(rules.may_plan, request.actor)
    next_year = timezone.localdate().year + 1
    form = ScenarioForm(request.POST or None, actor=request.actor, initial={"year": next_year})
    if form.is_valid():
        try:
            scenario = verbs.draft_scenario(
                **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "portfolio:plan", pk=scenario.pk)
    context = {"form": form}
    return render(request, "portfolio/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def revise_scenario(request: Request, pk: int) -> HttpResponse:
    """Let the team change what a plan must keep to."""
    scenario = _scenario(request, pk)
    require(rules.may_plan, request.actor, scenario)
    form = ScenarioForm(request.POST or None, actor=request.actor, instance=scenario)
    if form.is_valid():
        try:
            verbs.revise_scenario(
                scenario, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "portfolio:plan", pk=pk)
    context = {"form": form, "scenario": scenario}
    return render(request, "portfolio/edit.html", context, status=422 if form.errors else 200)


@require_POST
def compute_plan(request: Request, pk: int) -> HttpResponse:
    """Have a scenario's plan computed."""
    scenario = _scenario(request, pk)
    try:
        verbs.compute_plan(scenario, by=request.actor, at=timezone.now())
    except Refused as refusal:
        context = {"scenario": scenario, "refusal": refusal.message}
        return render(request, "portfolio/refused.html", context, status=409)
    return go_to(request, "portfolio:plan", said="", pk=pk)


@require_POST
def stop_plan(request: Request, pk: int) -> HttpResponse:
    """Stop a computation."""
    scenario = _scenario(request, pk)
    try:
        verbs.stop_plan(scenario, by=request.actor, at=timezone.now())
    except Refused as refusal:
        context = {"scenario": scenario, "refusal": refusal.message}
        return render(request, "portfolio/refused.html", context, status=409)
    return go_to(request, "portfolio:plan", said="", pk=pk)


@require_safe
def show_crossing(request: Request, pk: int) -> HttpResponse:
    """Show the rows behind a cell of the gap matrix: a topic, a service, or both."""
    scenario = get_object_or_404(_with_answer(request), pk=pk)
    topic, service = request.GET.get("topic", ""), request.GET.get("service", "")
    crossing = crossing_of(scenario, request.actor, topic=topic, service=service)
    context = {"scenario": scenario, "crossing": crossing}
    return render(request, "portfolio/crossing.html", context)


@require_safe
def compare_scenarios(request: Request) -> HttpResponse:
    """Lay the plans of two scenarios side by side."""
    form = CompareForm(request.GET or None, scenarios=queries.computed_scenarios(request.actor))
    comparison = None
    if form.is_valid():
        comparison = comparison_of(form.cleaned_data["first"], form.cleaned_data["second"])
    context = {"form": form, "comparison": comparison}
    status = 422 if form.errors else 200
    return render(request, "portfolio/compare.html", context, status=status)


@require_safe
def download_plan(request: Request, pk: int, kind: str) -> HttpResponse:
    """Hand out a plan as file: for programs (json), spreadsheets (xlsx) or the board (pdf)."""
    scenario = get_object_or_404(_with_answer(request), pk=pk)
    paper = paper_of(scenario, kind)
    answer = HttpResponse(paper.content, content_type=paper.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{paper.file_name}"'
    return answer


def _scenario(request: Request, pk: int) -> Scenario:
    return get_object_or_404(queries.scenarios_visible_to(request.actor).defer(None), pk=pk)


def _with_answer(request: Request) -> QuerySet[Scenario]:
    return queries.computed_scenarios(request.actor).defer(None)
