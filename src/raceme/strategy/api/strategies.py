"""Versions of the strategy."""

from datetime import date
from typing import Annotated

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Router, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.strategy import queries, verbs
from raceme.strategy.models import Strategy

router = Router(tags=["strategy"])
Year = Annotated[int, Field(ge=1990, le=2100)]


class StrategyIn(Schema):
    """What can be said about a version of the strategy."""

    title: str
    mission: str = ""
    vision: str = ""
    from_year: Year | None = None
    to_year: Year | None = None


class StrategyOut(StrategyIn):
    """A version of the strategy as it stands in the books."""

    id: int
    version: int
    status: str
    adopted_on: date | None


class AdoptingIn(Schema):
    """When the board decided."""

    adopted_on: date


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


@router.put("/{int:pk}", response=StrategyOut, summary="Change the words of a version")
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
