"""Strategic challenges and the SWOT."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.foundation.api import RowId
from raceme.strategy import queries, verbs
from raceme.strategy.models import Challenge, SwotItem

router = Router(tags=["strategy"])


class ChallengeIn(Schema):
    """A question that the cluster's firms must answer."""

    text: str
    why: str


class ChallengeOut(ChallengeIn):
    """A challenge as it stands in the books."""

    id: int
    strategy_id: int
    position: int
    ended_at: datetime | None


class SwotIn(Schema):
    """A line of the SWOT; `kind` is strength, weakness, opportunity or threat."""

    kind: str
    text: str
    evidence: str
    source: str = ""
    evidence_on: date | None = None


class SwotOut(SwotIn):
    """A line of the SWOT as it stands in the books."""

    id: int
    strategy_id: int
    position: int
    ended_at: datetime | None


class MovingIn(Schema):
    """Whether something goes up in its list, or down."""

    is_up: bool


@router.get("/challenges", response=list[ChallengeOut], summary="Which challenges are there?")
@paginate
def list_challenges(
    request: ApiRequest, cluster: Path[str], strategy_id: RowId | None = None
) -> QuerySet[Challenge]:
    rows = queries.challenges_visible_to(request.auth)
    return rows if strategy_id is None else rows.filter(strategy=strategy_id)


@router.post("/challenges", response={201: ChallengeOut}, summary="State a challenge")
def state_challenge(
    request: ApiRequest, cluster: Path[str], values: ChallengeIn
) -> Status[Challenge]:
    stated = verbs.state_challenge(**values.model_dump(), by=request.auth, at=timezone.now())
    return Status(201, stated)


@router.get("/challenges/{int:pk}", response=ChallengeOut, summary="What is this challenge?")
def show_challenge(request: ApiRequest, cluster: Path[str], pk: int) -> Challenge:
    return get_object_or_404(queries.challenges_visible_to(request.auth), pk=pk)


@router.put("/challenges/{int:pk}", response=ChallengeOut, summary="Change a challenge")
def describe_challenge(
    request: ApiRequest, cluster: Path[str], pk: int, values: ChallengeIn
) -> Challenge:
    challenge = get_object_or_404(queries.challenges_visible_to(request.auth), pk=pk)
    return verbs.describe_challenge(
        challenge, **values.model_dump(), by=request.auth, at=timezone.now()
    )


@router.post("/challenges/{int:pk}/drop", response=ChallengeOut, summary="Drop a challenge")
def drop_challenge(request: ApiRequest, cluster: Path[str], pk: int) -> Challenge:
    challenge = get_object_or_404(queries.challenges_visible_to(request.auth), pk=pk)
    return verbs.drop_challenge(challenge, by=request.auth, at=timezone.now())


@router.post("/challenges/{int:pk}/restore", response=ChallengeOut, summary="Take a challenge back")
def restore_challenge(request: ApiRequest, cluster: Path[str], pk: int) -> Challenge:
    challenge = get_object_or_404(queries.challenges_visible_to(request.auth), pk=pk)
    return verbs.restore_challenge(challenge, by=request.auth, at=timezone.now())


@router.post("/challenges/{int:pk}/move", response=ChallengeOut, summary="Move a challenge")
def move_challenge(request: ApiRequest, cluster: Path[str], pk: int, values: MovingIn) -> Challenge:
    challenge = get_object_or_404(queries.challenges_visible_to(request.auth), pk=pk)
    return verbs.move_challenge(challenge, is_up=values.is_up, by=request.auth, at=timezone.now())


@router.get("/swot", response=list[SwotOut], summary="What stands in the SWOT?")
@paginate
def list_swot(
    request: ApiRequest, cluster: Path[str], strategy_id: RowId | None = None
) -> QuerySet[SwotItem]:
    rows = queries.swot_visible_to(request.auth)
    return rows if strategy_id is None else rows.filter(strategy=strategy_id)


@router.post("/swot", response={201: SwotOut}, summary="Add a line to the SWOT")
def note_swot_item(request: ApiRequest, cluster: Path[str], values: SwotIn) -> Status[SwotItem]:
    noted = verbs.note_swot_item(**values.model_dump(), by=request.auth, at=timezone.now())
    return Status(201, noted)


@router.get("/swot/{int:pk}", response=SwotOut, summary="What does this line say?")
def show_swot_item(request: ApiRequest, cluster: Path[str], pk: int) -> SwotItem:
    return get_object_or_404(queries.swot_visible_to(request.auth), pk=pk)


@router.put("/swot/{int:pk}", response=SwotOut, summary="Change a line of the SWOT")
def describe_swot_item(
    request: ApiRequest, cluster: Path[str], pk: int, values: SwotIn
) -> SwotItem:
    item = get_object_or_404(queries.swot_visible_to(request.auth), pk=pk)
    return verbs.describe_swot_item(item, **values.model_dump(), by=request.auth, at=timezone.now())


@router.post("/swot/{int:pk}/drop", response=SwotOut, summary="Drop a line of the SWOT")
def drop_swot_item(request: ApiRequest, cluster: Path[str], pk: int) -> SwotItem:
    item = get_object_or_404(queries.swot_visible_to(request.auth), pk=pk)
    return verbs.drop_swot_item(item, by=request.auth, at=timezone.now())


@router.post("/swot/{int:pk}/restore", response=SwotOut, summary="Take a line of the SWOT back")
def restore_swot_item(request: ApiRequest, cluster: Path[str], pk: int) -> SwotItem:
    item = get_object_or_404(queries.swot_visible_to(request.auth), pk=pk)
    return verbs.restore_swot_item(item, by=request.auth, at=timezone.now())


@router.post("/swot/{int:pk}/move", response=SwotOut, summary="Move a line of the SWOT")
def move_swot_item(request: ApiRequest, cluster: Path[str], pk: int, values: MovingIn) -> SwotItem:
    item = get_object_or_404(queries.swot_visible_to(request.auth), pk=pk)
    return verbs.move_swot_item(item, is_up=values.is_up, by=request.auth, at=timezone.now())
