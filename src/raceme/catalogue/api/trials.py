"""Pilots and reviews, for programs."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Path, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.catalogue import queries, verbs
from raceme.catalogue.api.services import Amount, router, service_at
from raceme.catalogue.models import Pilot, Review
from raceme.catalogue.verbs import TookPart
from raceme.foundation.api import RowId
from raceme.foundation.errors import Refused
from raceme.members.queries import organisations_visible_to

Count = Annotated[int, Field(ge=0, le=2**31 - 1)]


class ParticipantFacts(Schema):
    """A member that took part in a pilot, and its satisfaction: 1 to 5, null if unknown."""

    organisation_id: RowId
    feedback: Annotated[int, Field(ge=1, le=5)] | None = None
    comment: str = ""


class PilotFacts(Schema):
    """A trial of a service with a few members."""

    tried: str
    began_on: date
    ended_on: date | None = None
    outcomes: str = ""
    participants: list[ParticipantFacts] = []


class PilotOut(PilotFacts):
    """A pilot as it stands in the books."""

    id: int
    service_id: int
    is_withdrawn: bool

    @staticmethod
    def resolve_participants(pilot: Pilot) -> list[Any]:
        return list(pilot.participants.all())


class ReviewFacts(Schema):
    """A yearly review: `decision` is keep, change or stop."""

    reviewed_on: date
    decision: str
    reason: str
    editions: Count | None = None
    members_reached: Count | None = None
    cost_eur: Amount | None = None
    satisfaction: Annotated[Decimal, Field(ge=1, le=5)] | None = None
    outcomes: str = ""


class ReviewOut(ReviewFacts):
    """A review as it stands in the books."""

    id: int
    service_id: int
    is_withdrawn: bool


@router.get("/{int:pk}/pilots", response=list[PilotOut], summary="With whom was it tried?")
@paginate
def list_pilots(request: ApiRequest, cluster: Path[str], pk: int) -> QuerySet[Pilot]:
    return queries.pilots_visible_to(request.auth).filter(service=service_at(request, pk))


@router.post("/{int:pk}/pilots", response={201: PilotOut}, summary="Record a pilot")
def record_pilot(
    request: ApiRequest, cluster: Path[str], pk: int, values: PilotFacts
) -> Status[Pilot]:
    service = service_at(request, pk)
    made = verbs.record_pilot(service, **_sent(request, values), by=request.auth, at=timezone.now())
    return Status(201, made)


@router.put("/pilots/{int:pk}", response=PilotOut, summary="Complete or correct a pilot")
def correct_pilot(request: ApiRequest, cluster: Path[str], pk: int, values: PilotFacts) -> Pilot:
    pilot = _pilot(request, pk)
    return verbs.correct_pilot(pilot, **_sent(request, values), by=request.auth, at=timezone.now())


@router.post("/pilots/{int:pk}/withdraw", response=PilotOut, summary="Let it count no longer")
def withdraw_pilot(request: ApiRequest, cluster: Path[str], pk: int) -> Pilot:
    return verbs.withdraw_pilot(_pilot(request, pk), by=request.auth, at=timezone.now())


@router.post("/pilots/{int:pk}/restore", response=PilotOut, summary="Let it count again")
def restore_pilot(request: ApiRequest, cluster: Path[str], pk: int) -> Pilot:
    return verbs.restore_pilot(_pilot(request, pk), by=request.auth, at=timezone.now())


@router.get("/{int:pk}/reviews", response=list[ReviewOut], summary="How was it reviewed?")
@paginate
def list_reviews(request: ApiRequest, cluster: Path[str], pk: int) -> QuerySet[Review]:
    return queries.reviews_visible_to(request.auth).filter(service=service_at(request, pk))


@router.post("/{int:pk}/reviews", response={201: ReviewOut}, summary="Record a review")
def record_review(
    request: ApiRequest, cluster: Path[str], pk: int, values: ReviewFacts
) -> Status[Review]:
    service = service_at(request, pk)
    made = verbs.record_review(service, **values.model_dump(), by=request.auth, at=timezone.now())
    return Status(201, made)


@router.put("/reviews/{int:pk}", response=ReviewOut, summary="Correct a review")
def correct_review(request: ApiRequest, cluster: Path[str], pk: int, values: ReviewFacts) -> Review:
    review = _review(request, pk)
    return verbs.correct_review(review, **values.model_dump(), by=request.auth, at=timezone.now())


@router.post("/reviews/{int:pk}/withdraw", response=ReviewOut, summary="Let it count no longer")
def withdraw_review(request: ApiRequest, cluster: Path[str], pk: int) -> Review:
    return verbs.withdraw_review(_review(request, pk), by=request.auth, at=timezone.now())


@router.post("/reviews/{int:pk}/restore", response=ReviewOut, summary="Let it count again")
def restore_review(request: ApiRequest, cluster: Path[str], pk: int) -> Review:
    return verbs.restore_review(_review(request, pk), by=request.auth, at=timezone.now())


def _pilot(request: ApiRequest, pk: int) -> Pilot:
    return get_object_or_404(queries.pilots_visible_to(request.auth), pk=pk)


def _review(request: ApiRequest, pk: int) -> Review:
    return get_object_or_404(queries.reviews_visible_to(request.auth), pk=pk)


def _sent(request: ApiRequest, values: PilotFacts) -> dict[str, Any]:
    """Give what was sent as the arguments of a verb."""
    wanted = [one.organisation_id for one in values.participants]
    known = organisations_visible_to(request.auth).in_bulk(wanted)
    if set(wanted) - set(known):
        raise Refused(_("This organisation is not in our books."), field="participants")
    participants = [
        TookPart(known[one.organisation_id], one.feedback, one.comment)
        for one in values.participants
    ]
    return {**values.model_dump(exclude={"participants"}), "participants": participants}
