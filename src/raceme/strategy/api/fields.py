"""Fields of action and their measures."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Schema, Status
from ninja.pagination import paginate

from raceme.access.actor import Actor
from raceme.access.api import ApiRequest
from raceme.foundation.api import RowId
from raceme.strategy import queries, verbs
from raceme.strategy.models import FieldOfAction, Measure, Objective

router = Router(tags=["strategy"])


class FieldIn(Schema):
    """A theme that bundles measures; without a code the next of F1, F2 … is given."""

    name: str
    objective_ids: list[RowId]
    code: str = ""
    description: str = ""
    assumption: str = ""


class FieldOut(Schema):
    """A field of action as it stands in the books."""

    id: int
    strategy_id: int
    code: str
    name: str
    description: str
    assumption: str
    objective_ids: list[int]
    ended_at: datetime | None

    @staticmethod
    def resolve_objective_ids(row: FieldOfAction) -> list[int]:
        return [one.pk for one in row.objectives.all()]


class MeasureIn(Schema):
    """What is done; unknown figures are left out. Without a code the next of F1.1 … is given.

    Without a status a new measure is planned, and a known one stays as far as it is.
    """

    field_id: RowId
    name: str
    code: str = ""
    description: str = ""
    status: str | None = None
    responsible: str = ""
    budget_eur: Decimal | None = None
    person_days: Decimal | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    assumption: str = ""


class MeasureOut(MeasureIn):
    """A measure as it stands in the books."""

    id: int
    status: str


class ReportIn(Schema):
    """How far a measure is: planned, under_way, done or dropped."""

    status: str


@router.get("/fields", response=list[FieldOut], summary="Which fields of action are there?")
@paginate
def list_fields(
    request: ApiRequest, cluster: Path[str], strategy_id: RowId | None = None
) -> QuerySet[FieldOfAction]:
    rows = queries.fields_visible_to(request.auth).prefetch_related("objectives")
    return rows if strategy_id is None else rows.filter(strategy=strategy_id)


@router.post("/fields", response={201: FieldOut}, summary="Open a field of action")
def open_field(request: ApiRequest, cluster: Path[str], values: FieldIn) -> Status[FieldOfAction]:
    facts = values.model_dump()
    objectives = _objectives(request.auth, facts.pop("objective_ids"))
    opened = verbs.open_field(objectives=objectives, **facts, by=request.auth, at=timezone.now())
    return Status(201, opened)


@router.get("/fields/{int:pk}", response=FieldOut, summary="What is this field of action?")
def show_field(request: ApiRequest, cluster: Path[str], pk: int) -> FieldOfAction:
    return get_object_or_404(queries.fields_visible_to(request.auth), pk=pk)


@router.put("/fields/{int:pk}", response=FieldOut, summary="Change a field of action")
def describe_field(
    request: ApiRequest, cluster: Path[str], pk: int, values: FieldIn
) -> FieldOfAction:
    field = get_object_or_404(queries.fields_visible_to(request.auth), pk=pk)
    facts = values.model_dump()
    objectives = _objectives(request.auth, facts.pop("objective_ids"))
    return verbs.describe_field(
        field, objectives=objectives, **facts, by=request.auth, at=timezone.now()
    )


@router.post("/fields/{int:pk}/end", response=FieldOut, summary="End a field of action")
def end_field(request: ApiRequest, cluster: Path[str], pk: int) -> FieldOfAction:
    field = get_object_or_404(queries.fields_visible_to(request.auth), pk=pk)
    return verbs.end_field(field, by=request.auth, at=timezone.now())


@router.post("/fields/{int:pk}/reopen", response=FieldOut, summary="Reopen a field of action")
def reopen_field(request: ApiRequest, cluster: Path[str], pk: int) -> FieldOfAction:
    field = get_object_or_404(queries.fields_visible_to(request.auth), pk=pk)
    return verbs.reopen_field(field, by=request.auth, at=timezone.now())


@router.get("/measures", response=list[MeasureOut], summary="What is done?")
@paginate
def list_measures(
    request: ApiRequest, cluster: Path[str], field_id: RowId | None = None
) -> QuerySet[Measure]:
    rows = queries.measures_visible_to(request.auth)
    return rows if field_id is None else rows.filter(field=field_id)


@router.post("/measures", response={201: MeasureOut}, summary="Plan a measure")
def plan_measure(request: ApiRequest, cluster: Path[str], values: MeasureIn) -> Status[Measure]:
    facts = _facts_of_measure(request.auth, values)
    return Status(201, verbs.plan_measure(**facts, by=request.auth, at=timezone.now()))


@router.get("/measures/{int:pk}", response=MeasureOut, summary="What is this measure?")
def show_measure(request: ApiRequest, cluster: Path[str], pk: int) -> Measure:
    return get_object_or_404(queries.measures_visible_to(request.auth), pk=pk)


@router.put("/measures/{int:pk}", response=MeasureOut, summary="Change a measure")
def describe_measure(
    request: ApiRequest, cluster: Path[str], pk: int, values: MeasureIn
) -> Measure:
    measure = get_object_or_404(queries.measures_visible_to(request.auth), pk=pk)
    facts = _facts_of_measure(request.auth, values)
    return verbs.describe_measure(measure, **facts, by=request.auth, at=timezone.now())


@router.post("/measures/{int:pk}/report", response=MeasureOut, summary="How far is a measure?")
def report_measure(request: ApiRequest, cluster: Path[str], pk: int, values: ReportIn) -> Measure:
    measure = get_object_or_404(queries.measures_visible_to(request.auth), pk=pk)
    return verbs.report_measure(measure, status=values.status, by=request.auth, at=timezone.now())


def _objectives(actor: Actor, numbers: Iterable[int]) -> list[Objective]:
    """Find the objectives that are meant; all of them must be there for whoever asks."""
    wanted = set(numbers)
    found = list(queries.objectives_visible_to(actor).filter(pk__in=wanted))
    if len(found) < len(wanted):
        raise Http404
    return found


def _facts_of_measure(actor: Actor, values: MeasureIn) -> dict[str, Any]:
    facts = values.model_dump()
    if facts["status"] is None:
        del facts["status"]
    fields = queries.fields_visible_to(actor)
    return facts | {"field": get_object_or_404(fields, pk=facts.pop("field_id"))}
