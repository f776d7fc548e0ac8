"""The pages about the service plan of a year: adopting it, reading it, changing it by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raceme.access.http import Request, go_to
from raceme.foundation.errors import REFUSALS, Refused, require, show_refusal
from raceme.portfolio import queries, rules, verbs
from raceme.portfolio.bridge.page import plan_in_short
from raceme.portfolio.documents.service_plan import service_plan_file
from raceme.portfolio.forms import AddLineForm, AdoptForm, LineForm
from raceme.portfolio.views.finding import computed_scenario_of, service_plan_of


@require_http_methods(["GET", "POST"])
def adopt_plan(request: Request, pk: int) -> HttpResponse:
    """Let a manager make what was computed for a scenario the service plan of its year."""
    scenario = computed_scenario_of(request, pk)
    require(rules.may_adopt, request.actor, scenario)
    is_outdated = scenario.is_outdated(queries.newest_change_since(request.actor, [scenario]))
    initial = {"adopted_on": timezone.localdate(), "adopted_by": request.actor.label}
    form = AdoptForm(request.POST or None, is_outdated=is_outdated, initial=initial)
    if form.is_valid():
        try:
            plan = verbs.adopt_plan(
                scenario, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            said = _("Adopted. Now say who is responsible for each service, and when it happens.")
            return go_to(request, "portfolio:service_plan", said=said, pk=plan.pk)
    context = {
        "form": form,
        "scenario": scenario,
        "is_outdated": is_outdated,
        "in_short": plan_in_short(scenario),
        "earlier": queries.service_plan_of(request.actor, scenario.year),
    }
    return render(request, "portfolio/adopt.html", context, status=422 if form.errors else 200)


@require_safe
def show_service_plan(request: Request, pk: int) -> HttpResponse:
    """Show the service plan of a year: who does what, how often, when, and what it takes."""
    plan = service_plan_of(request, pk)
    others = queries.service_plans_visible_to(request.actor).filter(year=plan.year)
    context = {
        "plan": plan,
        "year_plan": queries.year_plan(plan, request.actor),
        "others": others.exclude(pk=plan.pk),
        "may_adopt": rules.may_adopt(request.actor, plan),
        "may_arrange": plan.is_in_force and rules.may_arrange(request.actor, plan),
    }
    return render(request, "portfolio/service_plan.html", context)


@require_safe
def download_service_plan(request: Request, pk: int, kind: str) -> HttpResponse:
    """Hand out a service plan for the board (pdf), or as a list (xlsx, csv)."""
    plan = service_plan_of(request, pk)
    return service_plan_file(
        queries.year_plan(plan, request.actor), kind, here=request.here, on=timezone.localdate()
    )


@require_POST
def take_back_adoption(request: Request, pk: int) -> HttpResponse:
    """Take an adoption back; the plan before it is in force again."""
    plan = service_plan_of(request, pk)
    try:
        verbs.take_back_adoption(plan, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "portfolio:service_plan", said=_("Taken back."), pk=pk)


@require_POST
def put_in_force(request: Request, pk: int) -> HttpResponse:
    """Let a plan of before be in force again."""
    plan = service_plan_of(request, pk)
    try:
        verbs.put_in_force(plan, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return go_to(request, "portfolio:service_plan", said=_("In force again."), pk=pk)


@require_http_methods(["GET", "POST"])
def change_line(request: Request, pk: int) -> HttpResponse:
    """Let the team say who does a service when, and change how much of it there is."""
    line = get_object_or_404(queries.lines_visible_to(request.actor), pk=pk)
    require(rules.may_arrange, request.actor, line)
    form = LineForm(request.POST or None, instance=line, actor=request.actor)
    if form.is_valid():
        try:
            verbs.change_line(line, **form.cleaned_data, by=request.actor, at=timezone.now())
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "portfolio:service_plan", pk=line.plan_id)
    context = {"form": form, "line": line}
    return render(request, "portfolio/line.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def add_line(request: Request, pk: int) -> HttpResponse:
    """Let the team take a service into a plan that the computation left out."""
    plan = service_plan_of(request, pk)
    require(rules.may_arrange, request.actor, plan)
    form = AddLineForm(request.POST or None, plan=plan, actor=request.actor)
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            verbs.add_line(
                plan, values.pop("service"), **values, by=request.actor, at=timezone.now()
            )
        except REFUSALS as refusal:
            show_refusal(form, refusal)
        else:
            return go_to(request, "portfolio:service_plan", pk=pk)
    context = {"form": form, "plan": plan}
    return render(request, "portfolio/add_line.html", context, status=422 if form.errors else 200)
