"""The pages about scenarios and what was computed for them."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from raceme.access.http import Request, go_to
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal
from raceme.foundation.exporting import download
from raceme.portfolio import queries, rules, verbs
from raceme.portfolio.bridge.crossing import crossing_of
from raceme.portfolio.bridge.page import plan_page
from raceme.portfolio.bridge.papers import gaps_of, paper_of
from raceme.portfolio.bridge.point import point_of
from raceme.portfolio.documents.lists import scenarios_sheet
from raceme.portfolio.forms import ScenarioForm, looks_for_services
from raceme.portfolio.models import Scenario
from raceme.portfolio.views.finding import computed_scenario_of, scenario_of


@require_safe
def show_scenarios(request: Request) -> HttpResponse:
    """List the service plans and the scenarios; two scenarios or more can be compared."""
    scenarios = list(queries.scenarios_visible_to(request.actor))
    newest = queries.newest_change_since(request.actor, scenarios)
    context = {
        "rows": [(one, one.is_outdated(newest)) for one in scenarios],
        "can_compare": sum(one.answered_at is not None for one in scenarios) > 1,
        "service_plans": queries.service_plans_visible_to(request.actor),
        "may_plan": rules.may_plan(request.actor),
    }
    return render(request, "portfolio/list.html", context)


@require_safe
def show_plan(request: Request, pk: int) -> HttpResponse:
    """Show a scenario: how far its computation is, and its plan with everything behind it."""
    scenario = scenario_of(request, pk)
    is_cut_off = scenario.is_cut_off(timezone.now())
    # While a plan is computed its page asks every other second how far it is. The plan from
    # before stays in the browser meanwhile: sending it again takes time that computing needs.
    if request.htmx and (is_cut_off or not scenario.is_under_way):
        return HttpResponseClientRefresh()
    is_drawn = scenario.answer is not None and not request.htmx
    context = {
        "scenario": scenario,
        "may_plan": rules.may_plan(request.actor, scenario),
        "may_adopt": rules.may_adopt(request.actor, scenario),
        "is_cut_off": is_cut_off,
        "shown": plan_page(scenario, request.actor) if is_drawn else None,
        "service_plan": queries.service_plan_of(request.actor, scenario.year),
    }
    return render(request, "portfolio/plan.html", context)


@require_http_methods(["GET", "POST"])
def draft_scenario(request: Request) -> HttpResponse:
    """Let the team set up a scenario: a new one, or (`?like=3`) a variation of another."""
    require(rules.may_plan, request.actor)
    like = request.GET.get("like", "")
    origin = scenario_of(request, int(like)) if like.isdecimal() else None
    form = _form(request, like=origin, initial={"year": timezone.localdate().year + 1})
    if form.is_valid():
        try:
            scenario = verbs.draft_scenario(**form.values(), by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return _go_on(request, scenario)
    context = {"form": form, "origin": origin}
    return render(request, "portfolio/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def revise_scenario(request: Request, pk: int) -> HttpResponse:
    """Let the team change what a plan must keep to."""
    scenario = scenario_of(request, pk)
    require(rules.may_plan, request.actor, scenario)
    form = _form(request, instance=scenario)
    if form.is_valid():
        try:
            verbs.revise_scenario(scenario, **form.values(), by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return _go_on(request, scenario)
    context = {"form": form, "scenario": scenario}
    return render(request, "portfolio/edit.html", context, status=422 if form.errors else 200)


@require_POST
def compute_plan(request: Request, pk: int) -> HttpResponse:
    """Have a scenario's plan computed."""
    return _compute(request, scenario_of(request, pk))


@require_POST
def stop_plan(request: Request, pk: int) -> HttpResponse:
    """Stop a computation."""
    scenario = scenario_of(request, pk)
    try:
        verbs.stop_plan(scenario, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return _refused(request, scenario, refusal)
    return go_to(request, "portfolio:plan", said="", pk=pk)


@require_safe
def show_crossing(request: Request, pk: int) -> HttpResponse:
    """Show the rows behind a cell of the gap matrix: a topic, a service, or both."""
    scenario = computed_scenario_of(request, pk)
    topic, service = request.GET.get("topic", ""), request.GET.get("service", "")
    crossing = crossing_of(scenario, request.actor, topic=topic, service=service)
    context = {"scenario": scenario, "crossing": crossing}
    return render(request, "portfolio/crossing.html", context)


@require_http_methods(["GET", "POST"])
def show_point(request: Request, pk: int) -> HttpResponse:
    """Show what a point of the frontier stands for; sent, set up the scenario of its budget."""
    scenario = computed_scenario_of(request, pk)
    point = point_of(scenario, request.actor, _budget(request))
    if request.method == "POST":
        name = str(point.proposed_name)
        varied = point.scenario or verbs.vary_scenario(
            scenario, name=name, budget_eur=point.budget_eur, by=request.actor, at=timezone.now()
        )
        return _compute(request, varied)
    context = {
        "scenario": scenario,
        "point": point,
        "may_plan": rules.may_plan(request.actor, scenario),
    }
    return render(request, "portfolio/point.html", context)


@require_safe
def download_plan(request: Request, pk: int, kind: str) -> HttpResponse:
    """Hand out a plan as file: for programs (json), spreadsheets (xlsx) or the board (pdf)."""
    paper = paper_of(computed_scenario_of(request, pk), kind)
    answer = HttpResponse(paper.content, content_type=paper.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{paper.file_name}"'
    return answer


@require_safe
def download_gaps(request: Request, pk: int, kind: str) -> HttpResponse:
    """Hand out the gap matrix as a list: which service gives how much to which topic."""
    scenario = computed_scenario_of(request, pk)
    gaps = gaps_of(scenario)
    today = timezone.localdate()
    return download(
        gaps.sheet, kind, file_name=gaps.file_stem, title=gaps.sheet.name, made_on=today
    )


@require_safe
def download_scenarios(request: Request, kind: str) -> HttpResponse:
    """Hand out the list of scenarios with their limits and figures."""
    scenarios = list(queries.scenarios_visible_to(request.actor))
    newest = queries.newest_change_since(request.actor, scenarios)
    sheet = scenarios_sheet(scenarios, newest, currency=request.here.currency)
    name = f"scenarios-{request.here.slug}"
    today = timezone.localdate()
    return download(sheet, kind, file_name=name, title=sheet.name, made_on=today)


def _form(request: Request, **origin: Any) -> ScenarioForm:
    """Give the form; as it was typed, if somebody only looks for services in it."""
    data = request.POST or None
    if data is not None and looks_for_services(data):
        return ScenarioForm(actor=request.actor, typed=data, **origin)
    return ScenarioForm(data, actor=request.actor, **origin)


def _go_on(request: Request, scenario: Scenario) -> HttpResponse:
    if "compute" in request.POST:
        return _compute(request, scenario)
    return go_to(request, "portfolio:plan", pk=scenario.pk)


def _compute(request: Request, scenario: Scenario) -> HttpResponse:
    try:
        verbs.compute_plan(scenario, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return _refused(request, scenario, refusal)
    return go_to(request, "portfolio:plan", said="", pk=scenario.pk)


def _refused(request: Request, scenario: Scenario, refusal: Refused) -> HttpResponse:
    context = {"scenario": scenario, "refusal": refusal.message}
    return render(request, "portfolio/refused.html", context, status=409)


def _budget(request: Request) -> Decimal | None:
    """Read the budget that an address asks for, if it does."""
    if "budget" not in request.GET:
        return None
    try:
        budget = Decimal(request.GET["budget"])
    except InvalidOperation as error:
        raise Http404 from error
    if not budget.is_finite():
        raise Http404
    return budget
