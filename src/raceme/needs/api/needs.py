"""Needs, for programs."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.foundation.api import RowId
from raceme.members.queries import organisations_visible_to
from raceme.needs import queries, rules, verbs
from raceme.needs.models import Need
from raceme.needs.queries import TopicAsked
from raceme.vocabulary.topics import code_of_topic

router = Router(tags=["needs"])


class Word(Schema):
    """One member's word on one topic on one day. A satisfaction nobody knows is left out."""

    organisation_id: RowId
    topic: str
    importance: int
    satisfaction: int | None = None
    recorded_on: date
    source: str = Need.Source.OTHER.value


class NeedIn(Word):
    """A word as it is recorded."""

    note: str = ""


class NeedOut(Word):
    """A need as it stands in the books; its note is null for those who may not read it."""

    id: int
    topic_label: str
    note: str | None
    withdrawn_at: datetime | None

    @staticmethod
    def resolve_note(need: Need, context: dict[str, Any]) -> str | None:
        return need.note if rules.may_read_answers(context["request"].auth, need) else None


class Wanted(Schema):
    """What a list of needs is narrowed to; `latest` gives the words that count in the plan."""

    topic: str = ""
    source: str = ""
    organisation_id: RowId | None = None
    importance_min: int | None = None
    latest: bool = False
    with_withdrawn: bool = False


class TopicOut(Schema):
    """What the latest words of all members on one topic amount to."""

    topic: str
    label: str
    responding: int
    asking: int
    importance: float
    satisfaction: float | None
    last_on: date


@router.get("", response=list[NeedOut], summary="Which needs are recorded?")
@paginate
def list_needs(request: ApiRequest, cluster: Path[str], wanted: Query[Wanted]) -> QuerySet[Need]:
    rows = queries.needs_visible_to if wanted.with_withdrawn else queries.needs_in_force
    needs = (queries.latest_needs if wanted.latest else rows)(request.auth)
    if wanted.organisation_id is not None:
        needs = needs.filter(organisation=wanted.organisation_id)
    return queries.found_among(
        needs,
        topic=code_of_topic(wanted.topic),
        source=wanted.source,
        importance_min=wanted.importance_min,
    )


@router.post("", response={201: NeedOut}, summary="Record a need")
def record_need(request: ApiRequest, cluster: Path[str], values: NeedIn) -> Status[Need]:
    facts = values.model_dump()
    organisations = organisations_visible_to(request.auth)
    organisation = get_object_or_404(organisations, pk=facts.pop("organisation_id"))
    recorded = verbs.record_need(
        organisation=organisation, **facts, by=request.auth, at=timezone.now()
    )
    return Status(201, recorded)


@router.post("/several", response={201: list[NeedOut]}, summary="Record many needs, or none")
def record_needs(
    request: ApiRequest, cluster: Path[str], values: list[NeedIn]
) -> Status[list[Need]]:
    numbers = {one.organisation_id for one in values}
    organisations = organisations_visible_to(request.auth).in_bulk(numbers)
    if numbers - organisations.keys():
        raise Http404
    words = [
        verbs.Word(
            organisation=organisations[one.organisation_id],
            **one.model_dump(exclude={"organisation_id"}),
        )
        for one in values
    ]
    return Status(201, verbs.record_needs(words, by=request.auth, at=timezone.now()))


@router.get("/topics", response=list[TopicOut], summary="What do members ask for?")
def list_topics(request: ApiRequest, cluster: Path[str]) -> list[TopicAsked]:
    return queries.topics_asked_for(request.auth)


@router.get("/{int:pk}", response=NeedOut, summary="What does this record say?")
def show_need(request: ApiRequest, cluster: Path[str], pk: int) -> Need:
    return get_object_or_404(queries.needs_visible_to(request.auth), pk=pk)


@router.put("/{int:pk}", response=NeedOut, summary="Correct a record")
def correct_need(request: ApiRequest, cluster: Path[str], pk: int, values: NeedIn) -> Need:
    need = get_object_or_404(queries.needs_visible_to(request.auth), pk=pk)
    facts = values.model_dump()
    organisations = organisations_visible_to(request.auth)
    organisation = get_object_or_404(organisations, pk=facts.pop("organisation_id"))
    return verbs.correct_need(
        need, organisation=organisation, **facts, by=request.auth, at=timezone.now()
    )


@router.post("/{int:pk}/withdraw", response=NeedOut, summary="Withdraw a record")
def withdraw_need(request: ApiRequest, cluster: Path[str], pk: int) -> Need:
    need = get_object_or_404(queries.needs_visible_to(request.auth), pk=pk)
    return verbs.withdraw_need(need, by=request.auth, at=timezone.now())


@router.post("/{int:pk}/restore", response=NeedOut, summary="Restore a withdrawn record")
def restore_need(request: ApiRequest, cluster: Path[str], pk: int) -> Need:
    need = get_object_or_404(queries.needs_visible_to(request.auth), pk=pk)
    return verbs.restore_need(need, by=request.auth, at=timezone.now())
