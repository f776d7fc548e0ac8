"""From a number in an address to the row it stands for, or to “not found”."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from raceme.access.http import Request
from raceme.portfolio import queries
from raceme.portfolio.models import Scenario, ServicePlan


def scenario_of(request: Request, pk: int) -> Scenario:
    """Give a scenario with its answer, if it has one."""
    return get_object_or_404(queries.scenarios_visible_to(request.actor).defer(None), pk=pk)


def computed_scenario_of(request: Request, pk: int) -> Scenario:
    """Give a scenario that has an answer."""
    return get_object_or_404(with_answers(request), pk=pk)


def with_answers(request: Request) -> QuerySet[Scenario]:
    """Give all scenarios that have been computed, with their answers."""
    return queries.computed_scenarios(request.actor).defer(None)


def service_plan_of(request: Request, pk: int) -> ServicePlan:
    """Give a service plan, whether or not it is in force."""
    return get_object_or_404(queries.service_plans_visible_to(request.actor), pk=pk)
