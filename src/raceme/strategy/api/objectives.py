"""What the cluster organisation wants to reach."""

from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Schema, Status
from ninja.pagination import paginate
from pydantic import FiniteFloat

from raceme.access.api import ApiRequest
from raceme.strategy import queries, verbs
from raceme.strategy.models import Objective

router = Router(tags=["strategy"])


class ObjectiveIn(Schema):
    """What can be said about an objective; without a code the next of O1, O2 … is given."""

    name: str
    code: str = ""
    description: str = ""
    weight: FiniteFloat = 1.0
    full: FiniteFloat = 3.0
    categories: list[str] = []
    assumption: str = ""


class ObjectiveOut(ObjectiveIn):
    """An objective as it stands in the books."""

    id: int
    strategy_id: int
    ended_at: datetime | None


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
