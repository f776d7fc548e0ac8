"""Scenarios and their plans, for programs."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Schema, Status
from ninja.pagination import paginate
from pydantic import FiniteFloat

from raceme.access.api import ApiRequest
from raceme.catalogue.queries import services_offered
from raceme.portfolio import queries, verbs
from raceme.portfolio.models import Scenario

router = Router(tags=["plan"])


class ScenarioIn(Schema):
    """What a year's plan must keep to; `must` and `must_not` name services by their id."""

    name: str
    year: int
    budget_eur: Decimal
    person_days: Decimal
    alignment_weight: FiniteFloat = 0.4
    own_income_share_min: FiniteFloat | None = None
    cross_sectoral_min: int = 0
    seed: int = 1
    must: list[str] = []
    must_not: list[str] = []


class ScenarioOut(Schema):
    """A scenario, and how far its computation is."""

    id: int
    name: str
    year: int
    budget_eur: Decimal
    person_days: Decimal
    alignment_weight: float
    own_income_share_min: float | None
    cross_sectoral_min: int
    seed: int
    state: str
    stage: str
    share_done: float
    finished_at: datetime | None
    trouble: str


@router.get("", response=list[ScenarioOut], summary="Which scenarios are there?")
@paginate
def list_scenarios(request: ApiRequest, cluster: Path[str]) -> QuerySet[Scenario]:
    return queries.scenarios_visible_to(request.auth)


@router.post("", response={201: ScenarioOut}, summary="Set up a scenario")
def draft_scenario(request: ApiRequest, cluster: Path[str], values: ScenarioIn) -> Status[Scenario]:
    drafted = verbs.draft_scenario(**_facts(request, values), by=request.auth, at=timezone.now())
    return Status(201, drafted)


@router.get("/{int:pk}", response=ScenarioOut, summary="What does a scenario keep to?")
def show_scenario(request: ApiRequest, cluster: Path[str], pk: int) -> Scenario:
    return get_object_or_404(queries.scenarios_visible_to(request.auth), pk=pk)


@router.put("/{int:pk}", response=ScenarioOut, summary="Change what it keeps to")
def revise_scenario(
    request: ApiRequest, cluster: Path[str], pk: int, values: ScenarioIn
) -> Scenario:
    scenario = get_object_or_404(queries.scenarios_visible_to(request.auth), pk=pk)
    return verbs.revise_scenario(
        scenario, **_facts(request, values), by=request.auth, at=timezone.now()
    )


@router.post("/{int:pk}/compute", response={202: ScenarioOut}, summary="Compute its plan")
def compute_plan(request: ApiRequest, cluster: Path[str], pk: int) -> Status[Scenario]:
    scenario = get_object_or_404(queries.scenarios_visible_to(request.auth), pk=pk)
    return Status(202, verbs.compute_plan(scenario, by=request.auth, at=timezone.now()))


@router.post("/{int:pk}/stop", response=ScenarioOut, summary="Stop the computation")
def stop_plan(request: ApiRequest, cluster: Path[str], pk: int) -> Scenario:
    scenario = get_object_or_404(queries.scenarios_visible_to(request.auth), pk=pk)
    return verbs.stop_plan(scenario, by=request.auth, at=timezone.now())


@router.get("/{int:pk}/plan", response=dict[str, Any], summary="The plan, as in plan.json")
def show_plan(request: ApiRequest, cluster: Path[str], pk: int) -> dict[str, Any]:
    scenario = get_object_or_404(queries.computed_scenarios(request.auth).defer(None), pk=pk)
    answer: dict[str, Any] = scenario.answer or {}
    return answer


def _facts(request: ApiRequest, values: ScenarioIn) -> dict[str, Any]:
    facts = values.model_dump()
    offered = services_offered(request.auth)
    for name in ("must", "must_not"):
        facts[name] = [get_object_or_404(offered, code=code) for code in facts[name]]
    return facts
