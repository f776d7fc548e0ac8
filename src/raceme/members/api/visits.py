"""The history of contacts, for programs that act for the team or the board."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.access.models import User
from raceme.foundation.api import RowId
from raceme.foundation.errors import require
from raceme.members import queries, rules, verbs
from raceme.members.api.routing import router
from raceme.members.models import Organisation, Visit


class VisitIn(Schema):
    """A contact: when, how, with whom, about what, and what follows. `mood` goes from 1 to 5."""

    happened_on: date
    kind: str
    people_ids: list[RowId] = []
    adviser_id: RowId | None = None
    minutes: int | None = None
    topics: list[str] = []
    note: str = ""
    mood: int | None = None
    next_step: str = ""
    next_on: date | None = None


class VisitOut(VisitIn):
    """A contact as it stands in the books."""

    id: int
    organisation_id: int
    next_done_at: datetime | None
    withdrawn_at: datetime | None

    @staticmethod
    def resolve_people_ids(visit: Visit) -> list[int]:
        return [one.person_id for one in visit.people.all()]


@router.get("/{int:pk}/contacts", response=list[VisitOut], summary="When did we talk?")
@paginate
def list_visits(
    request: ApiRequest, cluster: Path[str], pk: int, with_withdrawn: bool = False
) -> QuerySet[Visit]:
    require(rules.may_see_people, request.auth)
    organisation = _organisation(request, pk)
    visits = queries.visits_visible_to(request.auth).filter(organisation=organisation)
    visits = visits.prefetch_related("people")
    return visits if with_withdrawn else visits.filter(withdrawn_at__isnull=True)


@router.post("/{int:pk}/contacts", response={201: VisitOut}, summary="Record a contact")
def record_visit(
    request: ApiRequest, cluster: Path[str], pk: int, values: VisitIn
) -> Status[Visit]:
    organisation = _organisation(request, pk)
    facts = _facts(request, values, advisers=queries.advisers_of(request.auth))
    recorded = verbs.record_visit(organisation, **facts, by=request.auth, at=timezone.now())
    return Status(201, recorded)


@router.get("/contacts/{int:pk}", response=VisitOut, summary="What was said?")
def show_visit(request: ApiRequest, cluster: Path[str], pk: int) -> Visit:
    return _visit(request, pk)


@router.put("/contacts/{int:pk}", response=VisitOut, summary="Correct a contact")
def correct_visit(request: ApiRequest, cluster: Path[str], pk: int, values: VisitIn) -> Visit:
    visit = _visit(request, pk)
    facts = _facts(request, values, advisers=queries.advisers_for(request.auth, visit))
    return verbs.correct_visit(visit, **facts, by=request.auth, at=timezone.now())


@router.post("/contacts/{int:pk}/withdraw", response=VisitOut, summary="Withdraw a contact")
def withdraw_visit(request: ApiRequest, cluster: Path[str], pk: int) -> Visit:
    return verbs.withdraw_visit(_visit(request, pk), by=request.auth, at=timezone.now())


@router.post("/contacts/{int:pk}/restore", response=VisitOut, summary="Restore a contact")
def restore_visit(request: ApiRequest, cluster: Path[str], pk: int) -> Visit:
    return verbs.restore_visit(_visit(request, pk), by=request.auth, at=timezone.now())


@router.post("/contacts/{int:pk}/done", response=VisitOut, summary="The next step is done")
def finish_step(request: ApiRequest, cluster: Path[str], pk: int) -> Visit:
    return verbs.finish_step(_visit(request, pk), by=request.auth, at=timezone.now())


@router.post("/contacts/{int:pk}/not-done", response=VisitOut, summary="It is not done after all")
def reopen_step(request: ApiRequest, cluster: Path[str], pk: int) -> Visit:
    return verbs.reopen_step(_visit(request, pk), by=request.auth, at=timezone.now())


@router.get("/steps", response=list[VisitOut], summary="What is still to be done?")
@paginate
def list_steps(
    request: ApiRequest, cluster: Path[str], mine: bool = False, overdue: bool = False
) -> QuerySet[Visit]:
    require(rules.may_see_people, request.auth)
    return queries.steps_to_do(
        request.auth,
        adviser=request.auth.user if mine else None,
        overdue_on=timezone.localdate() if overdue else None,
    ).prefetch_related("people")


def _organisation(request: ApiRequest, pk: int) -> Organisation:
    return get_object_or_404(queries.organisations_visible_to(request.auth), pk=pk)


def _visit(request: ApiRequest, pk: int) -> Visit:
    require(rules.may_see_people, request.auth)
    return get_object_or_404(queries.visits_visible_to(request.auth), pk=pk)


def _facts(request: ApiRequest, values: VisitIn, *, advisers: QuerySet[User]) -> dict[str, Any]:
    """What a call says of a contact, with rows in place of numbers; 404 for unknown ones."""
    facts = values.model_dump()
    people, adviser = facts.pop("people_ids"), facts.pop("adviser_id")
    everybody = queries.people_visible_to(request.auth)
    facts["people"] = [get_object_or_404(everybody, pk=pk) for pk in people]
    facts["adviser"] = None if adviser is None else get_object_or_404(advisers, pk=adviser)
    return facts
