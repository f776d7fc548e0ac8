"""Suggestions and what came of them, for programs. For team and board."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.catalogue.queries import services_visible_to
from raceme.collaboration import rules
from raceme.collaboration.models import PartnerSearch, Step, Suggestion
from raceme.collaboration.queries.notices import notices_visible_to
from raceme.collaboration.queries.suggestions import searches_visible_to, suggestions_visible_to
from raceme.collaboration.verbs import searching, steps, suggestions
from raceme.foundation.api import RowId
from raceme.foundation.errors import require
from raceme.members.queries import organisations_visible_to

router = Router(tags=["partners"])


class SearchIn(Schema):
    """Look for partners of one organisation, for answers to a notice, or for all members.

    Left out, half of the partners come from another sector; answers to a request, from any.
    """

    organisation_id: RowId | None = None
    notice_id: RowId | None = None
    service_id: RowId | None = None
    number: int = 3
    cross_sector: float | None = None
    diversity: float = 0.3
    with_known: bool = False


class SearchOut(Schema):
    """A search: state is waiting, computing, done or failed; weights are those it counted by."""

    id: int
    organisation_id: int | None
    notice_id: int | None
    service_id: int | None
    state: str
    share_done: float
    found: int | None
    weights: dict[str, float]
    trouble: str
    asked_at: datetime
    done_at: datetime | None


class ReasonOut(Schema):
    """One reason, a code with what it is about and a figure."""

    code: str
    about: list[str]
    figure: float | None


class StepOut(Schema):
    """What two members have come to."""

    id: int
    state: str
    happened_on: date
    kind: str
    value_eur: Decimal | None
    note: str


class SuggestionOut(Schema):
    """Two organisations that could work together, why, and how far it is."""

    id: int
    organisation_id: int
    partner_id: int
    notice_id: int | None
    service_id: int | None
    search_id: int | None
    state: str
    score: float | None
    parts: dict[str, float | None]
    reasons: list[ReasonOut]
    is_cross_sector: bool | None
    answers: dict[str, str]
    steps: list[StepOut]
    proposed_at: datetime
    released_at: datetime | None
    introduced_at: datetime | None
    closed_at: datetime | None


class ReleaseIn(Schema):
    """A word of the office to both; it names nobody."""

    word: str = ""


class DropIn(Schema):
    """Why it is not released."""

    because: str


class StepIn(Schema):
    """What they have come to: met, follow-up, cooperation, result or ended."""

    state: str
    happened_on: date
    kind: str = ""
    value_eur: Decimal | None = None
    note: str = ""


@router.get(
    "/suggestions", response=list[SuggestionOut], summary="Who could work with whom, and how far?"
)
@paginate
def list_suggestions(
    request: ApiRequest, cluster: Path[str], state: str = ""
) -> Iterable[SuggestionOut]:
    require(rules.may_see_brokerage, request.auth)
    rows = suggestions_visible_to(request.auth).order_by("pk")
    rows = rows.filter(state=state) if state else rows
    return [_told(one) for one in rows]


@router.get("/suggestions/{pk}", response=SuggestionOut, summary="Why these two?")
def show_suggestion(request: ApiRequest, cluster: Path[str], pk: Path[RowId]) -> SuggestionOut:
    return _told(_one(request, pk))


@router.post(
    "/suggestions/{pk}/release", response=SuggestionOut, summary="Ask both; no name is told yet."
)
def release_suggestion(
    request: ApiRequest, cluster: Path[str], pk: Path[RowId], body: ReleaseIn
) -> SuggestionOut:
    by, at = request.auth, timezone.now()
    suggestions.release_suggestion(_one(request, pk), word=body.word, by=by, at=at)
    return _told(_one(request, pk))


@router.post(
    "/suggestions/{pk}/drop", response=SuggestionOut, summary="Do not release it, and say why."
)
def drop_suggestion(
    request: ApiRequest, cluster: Path[str], pk: Path[RowId], body: DropIn
) -> SuggestionOut:
    by, at = request.auth, timezone.now()
    suggestions.drop_suggestion(_one(request, pk), because=body.because, by=by, at=at)
    return _told(_one(request, pk))


@router.post(
    "/suggestions/{pk}/steps",
    response={201: SuggestionOut},
    summary="Write down what they have come to.",
)
def note_step(
    request: ApiRequest, cluster: Path[str], pk: Path[RowId], body: StepIn
) -> Status[SuggestionOut]:
    steps.note_step(_one(request, pk), **body.dict(), by=request.auth, at=timezone.now())
    return Status(201, _told(_one(request, pk)))


@router.post("/searches", response={201: SearchOut}, summary="Look for partners.")
def find_partners(
    request: ApiRequest, cluster: Path[str], body: SearchIn
) -> Status[dict[str, Any]]:
    require(rules.may_broker, request.auth)
    said = body.dict()
    if body.cross_sector is None:
        del said["cross_sector"]
    for name, rows in (
        ("organisation", organisations_visible_to(request.auth)),
        ("notice", notices_visible_to(request.auth)),
        ("service", services_visible_to(request.auth)),
    ):
        pk = said.pop(f"{name}_id")
        said[name] = None if pk is None else get_object_or_404(rows, pk=pk)
    search = searching.find_partners(**said, by=request.auth, at=timezone.now())
    return Status(201, _search(PartnerSearch.objects.get(pk=search.pk)))


@router.get("/searches/{pk}", response=SearchOut, summary="How far is a search?")
def show_search(request: ApiRequest, cluster: Path[str], pk: Path[RowId]) -> dict[str, Any]:
    require(rules.may_see_brokerage, request.auth)
    return _search(get_object_or_404(searches_visible_to(request.auth), pk=pk))


def _one(request: ApiRequest, pk: int) -> Suggestion:
    require(rules.may_see_brokerage, request.auth)
    return get_object_or_404(suggestions_visible_to(request.auth), pk=pk)


def _search(search: PartnerSearch) -> dict[str, Any]:
    return {name: getattr(search, name) for name in SearchOut.model_fields}


def _told(suggestion: Suggestion) -> SuggestionOut:
    return SuggestionOut(
        id=suggestion.pk,
        organisation_id=suggestion.one_id,
        partner_id=suggestion.other_id,
        notice_id=suggestion.notice_id,
        service_id=suggestion.service_id,
        search_id=suggestion.search_id,
        state=suggestion.state,
        score=suggestion.score,
        parts=suggestion.parts,
        reasons=[ReasonOut(**one) for one in suggestion.reasons],
        is_cross_sector=suggestion.is_cross_sector,
        answers={one.side: one.answer for one in suggestion.consents.all()},
        steps=[_step(one) for one in suggestion.steps.all()],
        proposed_at=suggestion.proposed_at,
        released_at=suggestion.released_at,
        introduced_at=suggestion.introduced_at,
        closed_at=suggestion.closed_at,
    )


def _step(step: Step) -> StepOut:
    return StepOut(**{name: getattr(step, name) for name in StepOut.model_fields})
