"""The strategy, its objectives and indicators, for programs."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Schema, Status
from ninja.pagination import paginate
from pydantic import FiniteFloat

from raceme.access.api import ApiRequest
from raceme.foundation.api import RowId
from raceme.strategy import queries, verbs
from raceme.strategy.models import Indicator, Objective, Strategy

router = Router(tags=["strategy"])


class StrategyIn(Schema):
    """What can be said about a version of the strategy."""

    title: str
    vision: str = ""


class StrategyOut(StrategyIn):
    """A version of the strategy as it stands in the books."""

    id: int
    version: int
    status: str
    adopted_on: date | None


class AdoptingIn(Schema):
    """When the board decided."""

    adopted_on: date


class ObjectiveIn(Schema):
    """What can be said about an objective; without a code the next of O1, O2 … is given."""

    name: str
    code: str = ""
    description: str = ""
    weight: FiniteFloat = 1.0
    full: FiniteFloat = 3.0
    categories: list[str] = []


class ObjectiveOut(ObjectiveIn):
    """An objective as it stands in the books."""

    id: int
    strategy_id: int
    ended_at: datetime | None


class IndicatorIn(Schema):
    """What can be said about an indicator. Unknown figures are left out."""

    name: str
    unit: str
    baseline: Decimal | None = None
    target: Decimal | None = None
    target_on: date | None = None
    source: str = ""


class NewIndicatorIn(IndicatorIn):
    """An indicator, and the objective of which it tells."""

    objective_id: RowId


class IndicatorOut(NewIndicatorIn):
    """An indicator as it stands in the books."""

    id: int
    ended_at: datetime | None


@router.get("", response=list[StrategyOut], summary="Which versions of the strategy are there?")
@paginate
def list_strategies(request: ApiRequest, cluster: Path[str]) -> QuerySet[Strategy]:
    return queries.strategies_visible_to(request.auth)


@router.post("", response={201: StrategyOut}, summary="Begin the next version")
def draft_strategy(request: ApiRequest, cluster: Path[str], values: StrategyIn) -> Status[Strategy]:
    drafted = verbs.draft_strategy(**values.model_dump(), by=request.auth, at=timezone.now())
    return Status(201, drafted)


@router.get("/{int:pk}", response=StrategyOut, summary="What does a version say?")
def show_strategy(request: ApiRequest, cluster: Path[str], pk: int) -> Strategy:
    return get_object_or_404(queries.strategies_visible_to(request.auth), pk=pk)


@router.put("/{int:pk}", response=StrategyOut, summary="Change title and vision of a version")
def describe_strategy(
    request: ApiRequest, cluster: Path[str], pk: int, values: StrategyIn
) -> Strategy:
    strategy = get_object_or_404(queries.strategies_visible_to(request.auth), pk=pk)
    return verbs.describe_strategy(
        strategy, **values.model_dump(), by=request.auth, at=timezone.now()
    )


@router.post("/{int:pk}/adopt", response=StrategyOut, summary="Adopt a version")
def adopt_strategy(
    request: ApiRequest, cluster: Path[str], pk: int, values: AdoptingIn
) -> Strategy:
    strategy = get_object_or_404(queries.strategies_visible_to(request.auth), pk=pk)
    return verbs.adopt_strategy(
        strategy, adopted_on=values.adopted_on, by=request.auth, at=timezone.now()
    )


@router.get("/objectives", response=list[ObjectiveOut], summary="What does the cluster want?")
@paginate
def list_objectives(
    request: ApiRequest, cluster: Path[str], in_force: bool = True
) -> QuerySet[Objective]:
    if in_force:
        return queries.objectives_in_force(request.auth)
    return queries.objectives_visible_to(request.auth)


@router.post("/objectives", response={201: ObjectiveOut}, summary="State an objective")
def state_objective(
    request: ApiRequest, cluster: Path[str], values: ObjectiveIn
) -> Status[Objective]:
    stated = verbs.state_objective(**values.model_dump(), by=request.auth, at=timezone.now())
    return Status(201, stated)


@router.get("/objectives/{int:pk}", response=ObjectiveOut, summary="What is this objective?")
def show_objective(request: ApiRequest, cluster: Path[str], pk: int) -> Objective:
    return get_object_or_404(queries.objectives_visible_to(request.auth), pk=pk)


@router.put("/objectives/{int:pk}", response=ObjectiveOut, summary="Change an objective")
def describe_objective(
    request: ApiRequest, cluster: Path[str], pk: int, values: ObjectiveIn
) -> Objective:
    objective = get_object_or_404(queries.objectives_visible_to(request.auth), pk=pk)
    return verbs.describe_objective(
        objective, **values.model_dump(), by=request.auth, at=timezone.now()
    )


@router.post("/objectives/{int:pk}/end", response=ObjectiveOut, summary="End an objective")
def end_objective(request: ApiRequest, cluster: Path[str], pk: int) -> Objective:
    objective = get_object_or_404(queries.objectives_visible_to(request.auth), pk=pk)
    return verbs.end_objective(objective, by=request.auth, at=timezone.now())


@router.post("/objectives/{int:pk}/reopen", response=ObjectiveOut, summary="Reopen an objective")
def reopen_objective(request: ApiRequest, cluster: Path[str], pk: int) -> Objective:
    objective = get_object_or_404(queries.objectives_visible_to(request.auth), pk=pk)
    return verbs.reopen_objective(objective, by=request.auth, at=timezone.now())


@router.get("/indicators", response=list[IndicatorOut], summary="What is measured?")
@paginate
def list_indicators(
    request: ApiRequest, cluster: Path[str], objective_id: RowId | None = None
) -> QuerySet[Indicator]:
    indicators = queries.indicators_visible_to(request.auth)
    return indicators if objective_id is None else indicators.filter(objective=objective_id)


@router.post("/indicators", response={201: IndicatorOut}, summary="Add an indicator")
def add_indicator(
    request: ApiRequest, cluster: Path[str], values: NewIndicatorIn
) -> Status[Indicator]:
    facts = values.model_dump()
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
    return verbs.describe_indicator(
        indicator, **values.model_dump(), by=request.auth, at=timezone.now()
    )


@router.post("/indicators/{int:pk}/end", response=IndicatorOut, summary="End an indicator")
def end_indicator(request: ApiRequest, cluster: Path[str], pk: int) -> Indicator:
    indicator = get_object_or_404(queries.indicators_visible_to(request.auth), pk=pk)
    return verbs.end_indicator(indicator, by=request.auth, at=timezone.now())


@router.post("/indicators/{int:pk}/reopen", response=IndicatorOut, summary="Reopen an indicator")
def reopen_indicator(request: ApiRequest, cluster: Path[str], pk: int) -> Indicator:
    indicator = get_object_or_404(queries.indicators_visible_to(request.auth), pk=pk)
    return verbs.reopen_indicator(indicator, by=request.auth, at=timezone.now())
