"""Who takes part, who asked whom, who met whom and what came of it; booked by a program."""

from datetime import datetime
from typing import Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.foundation.api import RowId
from raceme.foundation.errors import require
from raceme.meetings import rules
from raceme.meetings.models import (
    FurtherGuest,
    Matchmaking,
    Meeting,
    MeetingRequest,
    Outcome,
    Profile,
)
from raceme.meetings.queries.asking import requests_visible_to
from raceme.meetings.queries.joining import guests_visible_to
from raceme.meetings.queries.matchmakings import matchmakings_visible_to
from raceme.meetings.queries.meetings import meetings_visible_to
from raceme.meetings.queries.profiles import profiles_visible_to
from raceme.meetings.verbs import joining
from raceme.meetings.verbs.afterwards import record_outcome
from raceme.meetings.verbs.requests import book

router = Router(tags=["meetings"])


class MatchmakingOut(Schema):
    """How matchmaking of an event goes."""

    id: int
    event_id: int
    state: str
    mode: str
    opens_at: datetime | None
    closes_at: datetime | None
    has_preferences: bool
    everybody_may_ask: bool
    least: int
    most: int | None
    expiry_days: int
    rest_after: int | None
    goals: list[str]


class ParticipantOut(Schema):
    """Somebody who takes part; for team and board."""

    id: int
    registration_id: int
    timetable_of_id: int | None
    headline: str
    description: str
    country: str
    sector: str
    offers: list[str]
    offer_text: str
    seeks: list[str]
    request_text: str
    attends: str
    least: int | None
    most: int | None
    absent_at: datetime | None


class RequestIn(Schema):
    """Two participants who are to meet: it counts as accepted by both."""

    asking_id: RowId
    asked_id: RowId
    message: str = ""
    priority: int = 1
    is_again: bool = False
    with_letter: bool = True


class FurtherIn(Schema):
    """Somebody who is to join a meeting: asked on behalf, or known to come (`is_agreed`)."""

    profile_id: RowId
    message: str = ""
    is_agreed: bool = False
    with_letter: bool = True


class FurtherOut(Schema):
    """Somebody who was asked to join a meeting, and what they said; for team and board."""

    id: int
    request_id: int
    profile_id: int
    state: str
    message: str
    asked_at: datetime
    settled_at: datetime | None
    settled_because: str


class FurtherAnswerIn(Schema):
    """What becomes of an invitation, said on behalf."""

    answer: Literal["accept", "decline", "leave-out"]
    because: str = ""
    with_letter: bool = True


class RequestOut(Schema):
    """A request for a meeting; for team and board."""

    id: int
    number: int
    asking_id: int
    asked_id: int
    state: str
    source: str
    message: str
    topic: str
    priority: int
    asked_at: datetime
    asked_by: str
    expires_at: datetime | None
    settled_at: datetime | None
    settled_by: str
    settled_because: str
    further: list[FurtherOut]

    @staticmethod
    def resolve_further(row: MeetingRequest) -> list[FurtherGuest]:
        return list(row.further.all())


class MeetingOut(Schema):
    """A meeting as its people know it; for team and board."""

    id: int
    request_id: int
    block_id: int
    number: int
    starts_at: datetime
    ends_at: datetime
    place_id: int
    state: str
    is_locked: bool
    profile_ids: list[int]

    @staticmethod
    def resolve_profile_ids(row: Meeting) -> list[int]:
        return [one.profile_id for one in row.participations.all()]


class OutcomeIn(Schema):
    """What has come of a meeting so many months later (0, 3, 6 or 12)."""

    months: int
    kind: str
    band: str = ""
    evidence: str = "said"
    note: str = ""


class OutcomeOut(OutcomeIn):
    """An outcome as it is kept: one for both partners."""

    id: int
    meeting_id: int
    said_by: str
    said_at: datetime


@router.get("", response=list[MatchmakingOut], summary="Which events have matchmaking?")
@paginate
def list_matchmakings(request: ApiRequest, cluster: Path[str]) -> QuerySet[Matchmaking]:
    return matchmakings_visible_to(request.auth)


@router.get("/{pk}", response=MatchmakingOut, summary="How does matchmaking of an event go?")
def show_matchmaking(request: ApiRequest, cluster: Path[str], pk: Path[RowId]) -> Matchmaking:
    return _matchmaking(request, pk)


@router.get("/{pk}/participants", response=list[ParticipantOut], summary="Who takes part?")
@paginate
def list_participants(
    request: ApiRequest, cluster: Path[str], pk: Path[RowId]
) -> QuerySet[Profile]:
    matchmaking = _for_the_office(request, pk)
    return profiles_visible_to(request.auth).filter(matchmaking=matchmaking).order_by("pk")


@router.get("/{pk}/requests", response=list[RequestOut], summary="Who asked whom?")
@paginate
def list_requests(
    request: ApiRequest, cluster: Path[str], pk: Path[RowId]
) -> QuerySet[MeetingRequest]:
    matchmaking = _for_the_office(request, pk)
    rows = requests_visible_to(request.auth).filter(matchmaking=matchmaking).order_by("number")
    return rows.prefetch_related("further")


@router.post("/{pk}/requests", response={201: RequestOut}, summary="Book on behalf of two.")
def book_on_behalf(
    request: ApiRequest, cluster: Path[str], pk: Path[RowId], body: RequestIn
) -> Status[MeetingRequest]:
    require(rules.may_arrange, request.auth)
    matchmaking = _matchmaking(request, pk)
    people = profiles_visible_to(request.auth).filter(matchmaking=matchmaking)
    asking = get_object_or_404(people, pk=body.asking_id)
    asked = get_object_or_404(people, pk=body.asked_id)
    values = body.dict(include={"message", "priority", "is_again"})
    by, at = request.auth, timezone.now()
    return Status(201, book(asking, asked, tell=body.with_letter, **values, by=by, at=at))


@router.post(
    "/request/{pk}/further",
    response={201: FurtherOut},
    summary="Ask somebody to join a meeting, or note that they do.",
)
def invite_on_behalf(
    request: ApiRequest, cluster: Path[str], pk: Path[RowId], body: FurtherIn
) -> Status[FurtherGuest]:
    require(rules.may_arrange, request.auth)
    row = get_object_or_404(requests_visible_to(request.auth), pk=pk)
    people = profiles_visible_to(request.auth).filter(matchmaking=row.matchmaking)
    guest = get_object_or_404(people, pk=body.profile_id)
    by, at, tell = request.auth, timezone.now(), body.with_letter
    if body.is_agreed:
        return Status(201, joining.add_further(row, guest, tell=tell, by=by, at=at))
    return Status(
        201, joining.invite_further(row, guest, message=body.message, tell=tell, by=by, at=at)
    )


@router.post(
    "/further/{pk}/answer", response=FurtherOut, summary="Say on behalf whether somebody joins."
)
def answer_for_further(
    request: ApiRequest, cluster: Path[str], pk: Path[RowId], body: FurtherAnswerIn
) -> FurtherGuest:
    require(rules.may_arrange, request.auth)
    row = get_object_or_404(guests_visible_to(request.auth), pk=pk)
    by, at, tell = request.auth, timezone.now(), body.with_letter
    if body.answer == "accept":
        return joining.agree_to_join(row, tell=tell, by=by, at=at)
    verb = joining.decline_to_join if body.answer == "decline" else joining.leave_out_further
    return verb(row, because=body.because, tell=tell, by=by, at=at)


@router.get("/{pk}/meetings", response=list[MeetingOut], summary="Who meets whom, when, where?")
@paginate
def list_meetings(request: ApiRequest, cluster: Path[str], pk: Path[RowId]) -> QuerySet[Meeting]:
    matchmaking = _for_the_office(request, pk)
    return meetings_visible_to(request.auth).filter(matchmaking=matchmaking)


@router.get("/{pk}/outcomes", response=list[OutcomeOut], summary="What has come of the meetings?")
@paginate
def list_outcomes(request: ApiRequest, cluster: Path[str], pk: Path[RowId]) -> QuerySet[Outcome]:
    matchmaking = _for_the_office(request, pk)
    rows = Outcome.objects.filter(meeting__matchmaking=matchmaking)
    return rows.order_by("meeting", "months")


@router.post(
    "/meeting/{pk}/outcomes", response=OutcomeOut, summary="Write what has come of a meeting."
)
def write_outcome(
    request: ApiRequest, cluster: Path[str], pk: Path[RowId], body: OutcomeIn
) -> Outcome:
    require(rules.may_arrange, request.auth)
    meeting = get_object_or_404(meetings_visible_to(request.auth), pk=pk)
    return record_outcome(meeting, **body.dict(), by=request.auth, at=timezone.now())


def _matchmaking(request: ApiRequest, pk: int) -> Matchmaking:
    return get_object_or_404(matchmakings_visible_to(request.auth), pk=pk)


def _for_the_office(request: ApiRequest, pk: int) -> Matchmaking:
    """Find matchmaking of which team and board may read who takes part."""
    matchmaking = _matchmaking(request, pk)
    require(rules.may_see_meetings, request.auth, matchmaking)
    return matchmaking
