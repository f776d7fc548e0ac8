"""Organisations that may be one, and making one record of two, for programs."""

from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Query, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.foundation.api import RowId
from raceme.foundation.errors import require
from raceme.members import queries, rules, verbs
from raceme.members.api.organisations import OrganisationOut
from raceme.members.api.people import PersonOut
from raceme.members.api.routing import router
from raceme.members.bridge import (
    Candidate,
    LikelyPair,
    likely_duplicates_of,
    likely_pairs,
    reasons_in_words,
)
from raceme.members.models import Look, Lookalike, Organisation, Person


class ReasonOut(Schema):
    """One reason, in words, and whether it speaks against the two being one."""

    text: str
    is_against: bool


class CandidateIn(Schema):
    """What is known of an organisation that may be in the books already."""

    name: str = Field("", max_length=1000)
    vat: str = ""
    website: str = ""
    country: str = ""
    city: str = ""
    postcode: str = ""


class PairOut(Schema):
    """Two organisations that are likely one; the score is 0.5 to 1."""

    one: int
    other: int
    score: float
    reasons: list[ReasonOut]


class AlikeOut(Schema):
    """An organisation in the books that a new one likely is."""

    organisation: int
    score: float
    reasons: list[ReasonOut]


class LookOut(Schema):
    """One look through the books."""

    asked_at: datetime
    done_at: datetime | None
    compared: int


class OtherIn(Schema):
    """The other of two organisations."""

    other_id: RowId


class ApartOut(Schema):
    """Two organisations, and when they were told apart; None: they may be proposed."""

    one_id: int
    other_id: int
    decided_at: datetime | None


class MergeIn(OtherIn):
    """The record that becomes part of this one, and what it gives.

    `take`: names of fields whose value is that of the other record. `periods`: whose periods of
    membership stand: keep (this record's), away (the other's) or both, one after the other; the
    most sensible way if empty.
    """

    take: list[str] = []
    periods: str = ""


class MergePersonIn(Schema):
    """The record that becomes part of this one, and which of its values stand."""

    person_id: RowId
    take: list[str] = []


@router.get("/lookalikes", response=list[PairOut], summary="Which organisations are likely one?")
@paginate
def list_lookalikes(request: ApiRequest, cluster: Path[str]) -> list[PairOut]:
    return [_told(pair) for pair in likely_pairs(request.auth).pairs]


@router.post("/lookalikes/look", response={202: LookOut}, summary="Look through the books")
def look_for_lookalikes(request: ApiRequest, cluster: Path[str]) -> Status[Look]:
    return Status(202, verbs.look_for_lookalikes(by=request.auth, at=timezone.now()))


@router.get("/alike", response=list[AlikeOut], summary="Is it in the books already?")
def find_alike(
    request: ApiRequest, cluster: Path[str], asked: Query[CandidateIn]
) -> list[AlikeOut]:
    candidate = Candidate("new", **asked.model_dump())
    return [
        AlikeOut(
            organisation=one.organisation_id,
            score=one.score,
            reasons=[ReasonOut.from_orm(reason) for reason in reasons_in_words(one.facts)],
        )
        for one in likely_duplicates_of(request.auth, [candidate])
    ]


@router.post("/{int:pk}/merge", response=OrganisationOut, summary="Make one record of two")
def merge_organisations(
    request: ApiRequest, cluster: Path[str], pk: int, values: MergeIn
) -> Organisation:
    keep, away = _two(request, pk, values.other_id)
    return verbs.merge_organisations(
        keep,
        away,
        take=values.take,
        periods=values.periods,
        by=request.auth,
        at=timezone.now(),
    )


@router.post("/{int:pk}/undo-merging", response=OrganisationOut, summary="Take a merging back")
def undo_merging(request: ApiRequest, cluster: Path[str], pk: int) -> Organisation:
    everything = queries.organisations_merged_away(request.auth)
    everything |= queries.organisations_visible_to(request.auth)
    away = get_object_or_404(everything, pk=pk)
    return verbs.undo_merging(away, by=request.auth, at=timezone.now())


@router.post("/people/{int:pk}/merge", response=PersonOut, summary="Make one person of two")
def merge_people(request: ApiRequest, cluster: Path[str], pk: int, values: MergePersonIn) -> Person:
    require(rules.may_see_people, request.auth)
    everybody = queries.people_visible_to(request.auth)
    keep, away = (get_object_or_404(everybody, pk=one) for one in (pk, values.person_id))
    return verbs.merge_people(keep, away, take=values.take, by=request.auth, at=timezone.now())


@router.post("/people/{int:pk}/undo-merging", response=PersonOut, summary="Take that back")
def undo_merging_people(request: ApiRequest, cluster: Path[str], pk: int) -> Person:
    require(rules.may_see_people, request.auth)
    everybody = queries.people_merged_away(request.auth) | queries.people_visible_to(request.auth)
    away = get_object_or_404(everybody, pk=pk)
    return verbs.undo_merging(away, by=request.auth, at=timezone.now())


@router.post("/{int:pk}/apart", response=ApartOut, summary="Say that two are not the same")
def tell_apart(request: ApiRequest, cluster: Path[str], pk: int, values: OtherIn) -> Lookalike:
    two = _two(request, pk, values.other_id)
    return verbs.tell_apart(*two, by=request.auth, at=timezone.now())


@router.post("/{int:pk}/maybe", response=ApartOut, summary="Take back that two are not the same")
def think_again(request: ApiRequest, cluster: Path[str], pk: int, values: OtherIn) -> Lookalike:
    two = _two(request, pk, values.other_id)
    return verbs.think_again(*two, by=request.auth, at=timezone.now())


def _two(request: ApiRequest, pk: int, other: int) -> tuple[Organisation, Organisation]:
    everybody: QuerySet[Organisation] = queries.organisations_visible_to(request.auth)
    return get_object_or_404(everybody, pk=pk), get_object_or_404(everybody, pk=other)


def _told(pair: LikelyPair) -> PairOut:
    reasons = [ReasonOut.from_orm(reason) for reason in reasons_in_words(pair.facts)]
    return PairOut(one=pair.one, other=pair.other, score=pair.score, reasons=reasons)
