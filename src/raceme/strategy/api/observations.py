"""Values that were measured."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.foundation.api import RowId
from raceme.strategy import queries, verbs
from raceme.strategy.bridge.standing import standings_of
from raceme.strategy.models import Indicator, Observation

router = Router(tags=["strategy"])


class ObservationIn(Schema):
    """A value, its day, what shows it and who says so; without a name, whoever sends it."""

    value: Decimal
    observed_on: date
    weight: Decimal | None = None
    source: str = ""
    told_by: str = ""
    note: str = ""


class NewObservationIn(ObservationIn):
    """A value, and the indicator by whose definition it was measured."""

    indicator_id: RowId


class ObservationOut(ObservationIn):
    """A value as it stands in the books, with the definition by which it was measured."""

    id: int
    indicator_code: str
    definition_number: int
    withdrawn_at: datetime | None

    @staticmethod
    def resolve_indicator_code(row: Observation) -> str:
        return row.definition.series.code

    @staticmethod
    def resolve_definition_number(row: Observation) -> int:
        return row.definition.number


class StandingOut(Schema):
    """Where an indicator stands today, as docs/algorithms/monitoring.md says."""

    indicator_id: int
    code: str
    light: str
    reason: str
    actual: float | None
    actual_on: date | None
    expected: float | None
    covered: float | None
    due: float | None
    trend: str | None
    is_value_due: bool


@router.get("/values", response=list[ObservationOut], summary="Which values were measured?")
@paginate
def list_observations(
    request: ApiRequest, cluster: Path[str], indicator_id: RowId | None = None
) -> QuerySet[Observation]:
    if indicator_id is None:
        return queries.observations_visible_to(request.auth)
    indicator = get_object_or_404(queries.indicators_visible_to(request.auth), pk=indicator_id)
    return queries.observations_of(request.auth, indicator)


@router.post("/values", response={201: ObservationOut}, summary="Record a value")
def record_observation(
    request: ApiRequest, cluster: Path[str], values: NewObservationIn
) -> Status[Observation]:
    facts = values.model_dump()
    indicators = queries.indicators_visible_to(request.auth)
    indicator = get_object_or_404(indicators, pk=facts.pop("indicator_id"))
    recorded = verbs.record_observation(indicator, **facts, by=request.auth, at=timezone.now())
    return Status(201, recorded)


@router.get("/values/{int:pk}", response=ObservationOut, summary="What is this value?")
def show_observation(request: ApiRequest, cluster: Path[str], pk: int) -> Observation:
    return get_object_or_404(queries.observations_visible_to(request.auth), pk=pk)


@router.put("/values/{int:pk}", response=ObservationOut, summary="Correct a value")
def correct_observation(
    request: ApiRequest, cluster: Path[str], pk: int, values: ObservationIn
) -> Observation:
    value = get_object_or_404(queries.observations_visible_to(request.auth), pk=pk)
    return verbs.correct_observation(
        value, **values.model_dump(), by=request.auth, at=timezone.now()
    )


@router.post("/values/{int:pk}/withdraw", response=ObservationOut, summary="Withdraw a value")
def withdraw_observation(request: ApiRequest, cluster: Path[str], pk: int) -> Observation:
    value = get_object_or_404(queries.observations_visible_to(request.auth), pk=pk)
    return verbs.withdraw_observation(value, by=request.auth, at=timezone.now())


@router.post("/values/{int:pk}/restore", response=ObservationOut, summary="Restore a value")
def restore_observation(request: ApiRequest, cluster: Path[str], pk: int) -> Observation:
    value = get_object_or_404(queries.observations_visible_to(request.auth), pk=pk)
    return verbs.restore_observation(value, by=request.auth, at=timezone.now())


@router.get(
    "/indicators/{int:pk}/standing", response=StandingOut, summary="Where does it stand today?"
)
def show_standing(request: ApiRequest, cluster: Path[str], pk: int) -> StandingOut:
    indicator: Indicator = get_object_or_404(queries.indicators_visible_to(request.auth), pk=pk)
    shown = standings_of([indicator], timezone.localdate())[pk]
    standing, actual = shown.standing, shown.standing.actual
    return StandingOut(
        indicator_id=pk,
        code=indicator.code,
        light=standing.light,
        reason=standing.reason,
        actual=None if actual is None else actual.value,
        actual_on=None if actual is None else actual.on,
        expected=standing.expected,
        covered=standing.covered,
        due=standing.due,
        trend=standing.trend,
        is_value_due=shown.is_due,
    )
