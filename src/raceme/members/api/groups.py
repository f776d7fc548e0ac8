"""Working groups, boards and committees, for programs."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Schema, Status

from raceme.access.api import ApiRequest
from raceme.foundation.api import RowId
from raceme.members import queries, verbs
from raceme.members.api.routing import router
from raceme.members.models import GroupSeat, Person, WorkingGroup


class GroupIn(Schema):
    """What a group is called and for, and from when to when it meets."""

    name: str
    kind: str = WorkingGroup.Kind.WORKING_GROUP.value
    mandate: str = ""
    began_on: date | None = None
    ended_on: date | None = None


class GroupOut(GroupIn):
    """A group as it stands in the books."""

    id: int


class SeatChange(Schema):
    """As what, from when to when, and by which person a seat is taken."""

    person_id: RowId | None = None
    role: str = GroupSeat.Role.MEMBER.value
    since: date | None = None
    until: date | None = None


class SeatIn(SeatChange):
    """A seat for an organisation."""

    organisation_id: RowId


class SeatOut(SeatIn):
    """A seat as it stands in the books."""

    id: int
    group_id: int


@router.get("/groups", response=list[GroupOut], summary="Which groups and committees are there?")
def list_groups(request: ApiRequest, cluster: Path[str]) -> QuerySet[WorkingGroup]:
    return queries.groups_visible_to(request.auth)


@router.post("/groups", response={201: GroupOut}, summary="Write down a group")
def found_group(request: ApiRequest, cluster: Path[str], values: GroupIn) -> Status[WorkingGroup]:
    founded = verbs.found_group(**values.model_dump(), by=request.auth, at=timezone.now())
    return Status(201, founded)


@router.put("/groups/{int:pk}", response=GroupOut, summary="Change what is known of a group")
def describe_group(
    request: ApiRequest, cluster: Path[str], pk: int, values: GroupIn
) -> WorkingGroup:
    group = _group(request, pk)
    return verbs.describe_group(group, **values.model_dump(), by=request.auth, at=timezone.now())


@router.get("/groups/{int:pk}/seats", response=list[SeatOut], summary="Who sits in a group?")
def list_seats(request: ApiRequest, cluster: Path[str], pk: int) -> QuerySet[GroupSeat]:
    return queries.group_seats_visible_to(request.auth).filter(group=_group(request, pk))


@router.post("/groups/{int:pk}/seats", response={201: SeatOut}, summary="Give a seat in a group")
def give_seat(
    request: ApiRequest, cluster: Path[str], pk: int, values: SeatIn
) -> Status[GroupSeat]:
    organisations = queries.organisations_visible_to(request.auth)
    organisation = get_object_or_404(organisations, pk=values.organisation_id)
    facts = _facts_of(request, values)
    del facts["organisation_id"]
    given = verbs.give_group_seat(
        _group(request, pk), organisation, **facts, by=request.auth, at=timezone.now()
    )
    return Status(201, given)


@router.put("/seats/{int:pk}", response=SeatOut, summary="Change a seat in a group")
def describe_seat(
    request: ApiRequest, cluster: Path[str], pk: int, values: SeatChange
) -> GroupSeat:
    seat = get_object_or_404(queries.group_seats_visible_to(request.auth), pk=pk)
    facts = _facts_of(request, values)
    return verbs.describe_group_seat(seat, **facts, by=request.auth, at=timezone.now())


def _group(request: ApiRequest, pk: int) -> WorkingGroup:
    return get_object_or_404(queries.groups_visible_to(request.auth), pk=pk)


def _facts_of(request: ApiRequest, values: SeatChange) -> dict[str, Any]:
    facts = values.model_dump()
    person_id = facts.pop("person_id")
    facts["person"] = None if person_id is None else _person(request, person_id)
    return facts


def _person(request: ApiRequest, pk: int) -> Person:
    return get_object_or_404(queries.people_visible_to(request.auth), pk=pk)
