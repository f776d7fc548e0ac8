"""The service plans of years, and their lines, for programs."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Schema, Status
from ninja.pagination import paginate
from pydantic import FiniteFloat

from raceme.access.api import ApiRequest
from raceme.catalogue.queries import services_visible_to
from raceme.foundation.api import RowId
from raceme.portfolio import queries, verbs
from raceme.portfolio.api.router import router
from raceme.portfolio.models import PlanLine, ServicePlan


class AdoptionIn(Schema):
    """Who adopts a plan, when; `why_outdated` is needed where what it rests on has changed."""

    adopted_on: date
    adopted_by: str
    note: str = ""
    why_outdated: str = ""


class ServicePlanOut(Schema):
    """The service plan of a year, without its lines."""

    id: int
    year: int
    state: str
    name: str
    scenario_id: int
    adopted_on: date
    adopted_by: str
    note: str
    why_outdated: str
    budget_eur: Decimal
    person_days: Decimal
    computed_at: datetime
    ended_at: datetime | None
    superseded_by_id: int | None


class LineOut(Schema):
    """A service of a service plan. Figures are of one edition."""

    id: int
    service: str
    name: str
    editions: int
    person_days: Decimal
    cost_eur: Decimal
    income_eur: Decimal
    reach: float
    computed: dict[str, float] | None
    reason: str
    topics: list[str]
    objectives: list[str]
    responsible_id: int | None
    responsible: str | None
    months: list[int]

    @staticmethod
    def resolve_service(line: PlanLine) -> str:
        return line.service.code

    @staticmethod
    def resolve_responsible(line: PlanLine) -> str | None:
        return str(line.responsible.user) if line.responsible else None


class WholePlanOut(ServicePlanOut):
    """The service plan of a year with its lines; those taken out have no editions."""

    lines: list[LineOut]


class LineIn(Schema):
    """What is changed in a line; what is left out stays. `responsible_id`: the id of a seat."""

    editions: int | None = None
    person_days: Decimal | None = None
    cost_eur: Decimal | None = None
    income_eur: Decimal | None = None
    reach: FiniteFloat | None = None
    reason: str | None = None
    responsible_id: RowId | None = None
    months: list[int] | None = None


class NewLineIn(Schema):
    """A service, named by its id, that the computation left out."""

    service: str
    editions: int = 1
    reason: str
    responsible_id: RowId | None = None
    months: list[int] = []


@router.get("/adopted", response=list[ServicePlanOut], summary="Which service plans are there?")
@paginate
def list_service_plans(request: ApiRequest, cluster: Path[str]) -> QuerySet[ServicePlan]:
    return queries.service_plans_visible_to(request.auth)


@router.get("/adopted/{int:pk}", response=WholePlanOut, summary="What does a year offer?")
def show_service_plan(request: ApiRequest, cluster: Path[str], pk: int) -> dict[str, Any]:
    plan = get_object_or_404(queries.service_plans_visible_to(request.auth), pk=pk)
    lines = queries.lines_visible_to(request.auth).filter(plan=plan)
    return {name: getattr(plan, name) for name in ServicePlanOut.model_fields} | {
        "lines": list(lines)
    }


@router.post("/{int:pk}/adopt", response={201: ServicePlanOut}, summary="Adopt it for its year")
def adopt_plan(
    request: ApiRequest, cluster: Path[str], pk: int, values: AdoptionIn
) -> Status[ServicePlan]:
    scenario = get_object_or_404(queries.scenarios_visible_to(request.auth), pk=pk)
    adopted = verbs.adopt_plan(scenario, **values.model_dump(), by=request.auth, at=timezone.now())
    return Status(201, adopted)


@router.post("/adopted/{int:pk}/take-back", response=ServicePlanOut, summary="Take it back")
def take_back_adoption(request: ApiRequest, cluster: Path[str], pk: int) -> ServicePlan:
    plan = get_object_or_404(queries.service_plans_visible_to(request.auth), pk=pk)
    return verbs.take_back_adoption(plan, by=request.auth, at=timezone.now())


@router.post("/adopted/{int:pk}/put-in-force", response=ServicePlanOut, summary="In force again")
def put_in_force(request: ApiRequest, cluster: Path[str], pk: int) -> ServicePlan:
    plan = get_object_or_404(queries.service_plans_visible_to(request.auth), pk=pk)
    return verbs.put_in_force(plan, by=request.auth, at=timezone.now())


@router.post("/adopted/{int:pk}/lines", response={201: LineOut}, summary="Add a service by hand")
def add_line(
    request: ApiRequest, cluster: Path[str], pk: int, values: NewLineIn
) -> Status[PlanLine]:
    plan = get_object_or_404(queries.service_plans_visible_to(request.auth), pk=pk)
    facts = _facts(request, values.model_dump())
    service = get_object_or_404(services_visible_to(request.auth), code=facts.pop("service"))
    return Status(201, verbs.add_line(plan, service, **facts, by=request.auth, at=timezone.now()))


@router.patch("/adopted/lines/{int:pk}", response=LineOut, summary="Change a service by hand")
def change_line(request: ApiRequest, cluster: Path[str], pk: int, values: LineIn) -> PlanLine:
    line = get_object_or_404(queries.lines_visible_to(request.auth), pk=pk)
    facts = _facts(request, values.model_dump(exclude_unset=True))
    return verbs.change_line(line, **facts, by=request.auth, at=timezone.now())


def _facts(request: ApiRequest, facts: dict[str, Any]) -> dict[str, Any]:
    """Turn the id of a seat into the seat."""
    if "responsible_id" in facts:
        number = facts.pop("responsible_id")
        seats = queries.seats_for_lines(request.auth)
        facts["responsible"] = None if number is None else get_object_or_404(seats, pk=number)
    return facts
