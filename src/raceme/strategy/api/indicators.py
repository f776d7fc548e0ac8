"""Indicators with their definitions and targets."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Schema, Status
from ninja.pagination import paginate

from raceme.access.actor import Actor
from raceme.access.api import ApiRequest
from raceme.foundation.api import RowId
from raceme.strategy import queries, verbs
from raceme.strategy.models import Definition, FieldOfAction, Indicator, Target

router = Router(tags=["strategy"])


class SheetIn(Schema):
    """What can be said about an indicator whose definition stands. Unknown figures are left out."""

    name: str
    field_id: RowId | None = None
    direction: str = Indicator.Direction.INCREASE
    level: str = ""
    source: str = ""
    frequency: str = Indicator.Frequency.YEAR
    responsible: str = ""
    assumption: str = ""
    baseline: Decimal | None = None
    baseline_on: date | None = None


class IndicatorIn(SheetIn):
    """The whole reference sheet. The definition changes this way only until something is measured.

    `adds_up`: sum, distinct, mean or last. `evidence`: counted, reported or causal.
    """

    unit: str
    code: str = ""
    definition: str = ""
    adds_up: str = Definition.AddsUp.LAST
    evidence: str = ""


class NewIndicatorIn(IndicatorIn):
    """An indicator, the objective of which it tells, and a first target."""

    objective_id: RowId
    target: Decimal | None = None
    target_on: date | None = None


class TargetIn(Schema):
    """A value to be reached by a day, or some time."""

    value: Decimal
    due_on: date | None = None


class NewTargetIn(TargetIn):
    """A target, and the indicator it is set for."""

    indicator_id: RowId


class TargetOut(NewTargetIn):
    """A target as it stands in the books."""

    id: int
    withdrawn_at: datetime | None


class RedefiningIn(Schema):
    """What is measured from a day on, and why: values measured before keep their definition."""

    definition: str
    unit: str
    adds_up: str
    evidence: str = ""
    valid_from: date
    why: str
    baseline: Decimal | None = None
    baseline_on: date | None = None


class WordsIn(Schema):
    """The definition in better words that mean the same."""

    definition: str


class IndicatorOut(SheetIn):
    """An indicator as it stands in the books, with its definition and the targets that count."""

    id: int
    objective_id: int
    code: str
    definition_number: int
    definition: str
    unit: str
    adds_up: str
    evidence: str
    targets: list[TargetOut]
    ended_at: datetime | None

    @staticmethod
    def resolve_definition_number(row: Indicator) -> int:
        return row.definition.number

    @staticmethod
    def resolve_definition(row: Indicator) -> str:
        return row.definition.text

    @staticmethod
    def resolve_unit(row: Indicator) -> str:
        return row.definition.unit

    @staticmethod
    def resolve_adds_up(row: Indicator) -> str:
        return row.definition.adds_up

    @staticmethod
    def resolve_evidence(row: Indicator) -> str:
        return row.definition.evidence

    @staticmethod
    def resolve_targets(row: Indicator) -> list[Target]:
        return [one for one in row.targets.all() if one.withdrawn_at is None]


@router.get("/indicators", response=list[IndicatorOut], summary="What is measured?")
@paginate
def list_indicators(
    request: ApiRequest, cluster: Path[str], objective_id: RowId | None = None
) -> QuerySet[Indicator]:
    targets = Prefetch("targets", queries.targets_visible_to(request.auth))
    indicators = queries.indicators_visible_to(request.auth).prefetch_related(targets)
    return indicators if objective_id is None else indicators.filter(objective=objective_id)


@router.post("/indicators", response={201: IndicatorOut}, summary="Add an indicator")
def add_indicator(
    request: ApiRequest, cluster: Path[str], values: NewIndicatorIn
) -> Status[Indicator]:
    facts = _facts(request.auth, values)
    objectives = queries.objectives_visible_to(request.auth)
    objective = get_object_or_404(objectives, pk=facts.pop("objective_id"))
    added = verbs.add_indicator(objective, **facts, by=request.auth, at=timezone.now())
    return Status(201, added)


@router.get("/indicators/{int:pk}", response=IndicatorOut, summary="What is this indicator?")
def show_indicator(request: ApiRequest, cluster: Path[str], pk: int) -> Indicator:
    return get_object_or_404(queries.indicators_visible_to(request.auth), pk=pk)


@router.put("/indicators/{int:pk}", response=IndicatorOut, summary="Change an indicator")
def describe_indicator(
    request: ApiRequest, cluster: Path[str], pk: int, values: IndicatorIn
) -> Indicator:
    indicator = get_object_or_404(queries.indicators_visible_to(request.auth), pk=pk)
    facts = _facts(request.auth, values)
    return verbs.describe_indicator(indicator, **facts, by=request.auth, at=timezone.now())


@router.post(
    "/indicators/{int:pk}/redefine", response=IndicatorOut, summary="Measure something else"
)
def redefine_indicator(
    request: ApiRequest, cluster: Path[str], pk: int, values: RedefiningIn
) -> Indicator:
    indicator = get_object_or_404(queries.indicators_visible_to(request.auth), pk=pk)
    return verbs.redefine_indicator(
        indicator, **values.model_dump(), by=request.auth, at=timezone.now()
    )


@router.post(
    "/indicators/{int:pk}/reword", response=IndicatorOut, summary="Say the definition better"
)
def reword_definition(
    request: ApiRequest, cluster: Path[str], pk: int, values: WordsIn
) -> Indicator:
    indicator = get_object_or_404(queries.indicators_visible_to(request.auth), pk=pk)
    return verbs.reword_definition(
        indicator, definition=values.definition, by=request.auth, at=timezone.now()
    )


@router.post("/indicators/{int:pk}/end", response=IndicatorOut, summary="End an indicator")
def end_indicator(request: ApiRequest, cluster: Path[str], pk: int) -> Indicator:
    indicator = get_object_or_404(queries.indicators_visible_to(request.auth), pk=pk)
    return verbs.end_indicator(indicator, by=request.auth, at=timezone.now())


@router.post("/indicators/{int:pk}/reopen", response=IndicatorOut, summary="Reopen an indicator")
def reopen_indicator(request: ApiRequest, cluster: Path[str], pk: int) -> Indicator:
    indicator = get_object_or_404(queries.indicators_visible_to(request.auth), pk=pk)
    return verbs.reopen_indicator(indicator, by=request.auth, at=timezone.now())


@router.get("/targets", response=list[TargetOut], summary="What is to be reached by when?")
@paginate
def list_targets(
    request: ApiRequest, cluster: Path[str], indicator_id: RowId | None = None
) -> QuerySet[Target]:
    rows = queries.targets_visible_to(request.auth)
    return rows if indicator_id is None else rows.filter(indicator=indicator_id)


@router.post("/targets", response={201: TargetOut}, summary="Set a target")
def set_target(request: ApiRequest, cluster: Path[str], values: NewTargetIn) -> Status[Target]:
    indicators = queries.indicators_visible_to(request.auth)
    indicator = get_object_or_404(indicators, pk=values.indicator_id)
    target = verbs.set_target(
        indicator, value=values.value, due_on=values.due_on, by=request.auth, at=timezone.now()
    )
    return Status(201, target)


@router.put("/targets/{int:pk}", response=TargetOut, summary="Change a target")
def change_target(request: ApiRequest, cluster: Path[str], pk: int, values: TargetIn) -> Target:
    target = get_object_or_404(queries.targets_visible_to(request.auth), pk=pk)
    return verbs.change_target(target, **values.model_dump(), by=request.auth, at=timezone.now())


@router.post("/targets/{int:pk}/withdraw", response=TargetOut, summary="Withdraw a target")
def withdraw_target(request: ApiRequest, cluster: Path[str], pk: int) -> Target:
    target = get_object_or_404(queries.targets_visible_to(request.auth), pk=pk)
    return verbs.withdraw_target(target, by=request.auth, at=timezone.now())


@router.post("/targets/{int:pk}/restore", response=TargetOut, summary="Restore a target")
def restore_target(request: ApiRequest, cluster: Path[str], pk: int) -> Target:
    target = get_object_or_404(queries.targets_visible_to(request.auth), pk=pk)
    return verbs.restore_target(target, by=request.auth, at=timezone.now())


def _facts(actor: Actor, values: IndicatorIn) -> dict[str, Any]:
    facts = values.model_dump()
    number = facts.pop("field_id")
    field: FieldOfAction | None = None
    if number is not None:
        field = get_object_or_404(queries.fields_visible_to(actor), pk=number)
    return facts | {"field": field}
