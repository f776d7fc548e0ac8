"""Scenarios, their plans, and scenarios side by side, for programs."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Schema, Status
from ninja.pagination import paginate
from pydantic import FiniteFloat

from raceme.access.api import ApiRequest
from raceme.catalogue.queries import services_offered
from raceme.foundation.api import RowId
from raceme.portfolio import queries, verbs
from raceme.portfolio.api.router import router
from raceme.portfolio.bridge.comparison import Comparison, comparison_of
from raceme.portfolio.models import Scenario


class ScenarioIn(Schema):
    """What a year's plan must keep to; `must` and `must_not` name services by their id.

    `objective_weights`: code of an objective to its weight, where that differs from the strategy.
    """

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
    objective_weights: dict[str, FiniteFloat] = {}


class VariationIn(Schema):
    """What differs from the scenario that is varied; all else is taken over."""

    name: str = ""
    year: int | None = None
    budget_eur: Decimal | None = None
    person_days: Decimal | None = None
    alignment_weight: FiniteFloat | None = None
    own_income_share_min: FiniteFloat | None = None
    cross_sectoral_min: int | None = None
    seed: int | None = None


class SummaryOut(Schema):
    """The main figures of a plan; all but the status are null where no plan keeps all limits."""

    status: str
    value: float | None
    services: int | None
    editions: int | None
    person_days: float | None
    cost_eur: float | None
    income_eur: float | None
    net_cost_eur: float | None
    answered_share: float | None
    alignment_share: float | None
    unmet: int | None


class ScenarioOut(Schema):
    """A scenario, how far its computation is, and the main figures of its plan."""

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
    answered_at: datetime | None
    is_outdated: bool
    summary: SummaryOut | None

    @staticmethod
    def resolve_is_outdated(scenario: Scenario, context: dict[str, Any]) -> bool:
        request = context["request"]
        if not hasattr(request, "newest_change"):  # asked once for all rows of an answer
            request.newest_change = queries.newest_change_behind_plans(request.auth)
        return scenario.is_outdated(request.newest_change)


class ColumnOut(Schema):
    """A scenario that is compared."""

    id: int
    name: str
    year: int
    is_infeasible: bool
    is_outdated: bool


class FigureOut(Schema):
    """A figure in all scenarios, in their order; null where there is none."""

    part: str
    id: str
    label: str
    unit: str
    values: list[float | str | None]
    differs: bool


class ComparisonOut(Schema):
    """Scenarios side by side."""

    scenarios: list[ColumnOut]
    figures: list[FigureOut]

    @classmethod
    def of(cls, comparison: Comparison) -> Self:
        """Write a comparison out."""
        return cls(
            scenarios=[
                ColumnOut(
                    id=one.scenario.pk,
                    name=one.scenario.name,
                    year=one.scenario.year,
                    is_infeasible=one.is_infeasible,
                    is_outdated=one.is_outdated,
                )
                for one in comparison.columns
            ],
            figures=[
                FigureOut(
                    part=section.code,
                    id=row.id,
                    label=row.label,
                    unit=row.unit,
                    values=[cell.value for cell in row.cells],
                    differs=row.differs,
                )
                for section in comparison.sections
                for row in section.rows
            ],
        )


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


@router.post("/{int:pk}/vary", response={201: ScenarioOut}, summary="Set up a variation of it")
def vary_scenario(
    request: ApiRequest, cluster: Path[str], pk: int, values: VariationIn
) -> Status[Scenario]:
    scenario = get_object_or_404(queries.scenarios_visible_to(request.auth), pk=pk)
    changes = values.model_dump(exclude_unset=True)
    return Status(201, verbs.vary_scenario(scenario, **changes, by=request.auth, at=timezone.now()))


@router.get("/compare", response=ComparisonOut, summary="What differs between scenarios?")
def compare_scenarios(
    request: ApiRequest, cluster: Path[str], scenario: Query[list[RowId] | None] = None
) -> ComparisonOut:
    computed = queries.computed_scenarios(request.auth).defer(None)
    chosen = (
        list(computed)
        if scenario is None
        else [get_object_or_404(computed, pk=number) for number in scenario]
    )
    return ComparisonOut.of(comparison_of(chosen, request.auth))


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
