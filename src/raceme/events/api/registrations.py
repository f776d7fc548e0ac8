"""Who has registered, registered by a program, checked in by a program."""

from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.events import rules
from raceme.events.models import Quota, Registration
from raceme.events.queries.events import events_visible_to
from raceme.events.queries.registrations import (
    Searched,
    registrations_found,
    registrations_visible_to,
)
from raceme.events.verbs import attending
from raceme.events.verbs import registrations as verbs
from raceme.foundation.api import RowId
from raceme.foundation.errors import require

registrations = Router(tags=["events"])


class RegistrationIn(Schema):
    """Somebody to register; `quota_id` says as what. Consents are given by the person, not here."""

    quota_id: RowId
    family_name: str
    given_name: str = ""
    email: str = ""
    phone: str = ""
    organisation_name: str = ""
    function: str = ""
    note: str = ""
    language: str = ""
    with_letter: bool = True


class RegistrationOut(Schema):
    """A registration; for team and board."""

    id: int
    event_id: int
    number: int
    quota_id: int
    state: str
    given_name: str
    family_name: str
    email: str
    phone: str
    organisation_name: str
    function: str
    organisation_id: int | None
    person_id: int | None
    lead_id: int | None
    language: str
    source: str
    registered_at: datetime
    waiting_since: datetime | None
    offered_until: datetime | None
    checked_in_at: datetime | None
    excused_at: datetime | None


class RegistrationsWanted(Schema):
    """What the list of registrations is narrowed to."""

    text: str = ""
    state: str = ""
    there: bool | None = None


@registrations.get(
    "/{pk}/registrations", response=list[RegistrationOut], summary="Who has registered?"
)
@paginate
def list_registrations(
    request: ApiRequest, cluster: Path[str], pk: Path[RowId], wanted: Query[RegistrationsWanted]
) -> QuerySet[Registration]:
    event = get_object_or_404(events_visible_to(request.auth), pk=pk)
    require(rules.may_see_participants, request.auth, event)
    presence = {None: "", True: "there", False: "not-there"}[wanted.there]
    states = (wanted.state,) if wanted.state else ()
    rows = registrations_visible_to(request.auth).filter(event=event)
    searched = Searched(text=wanted.text, state=states, presence=presence)
    return registrations_found(rows, searched).order_by("number")


@registrations.post(
    "/{pk}/registrations",
    response={201: RegistrationOut},
    summary="Register somebody on behalf; who finds no place waits",
)
def register(
    request: ApiRequest, cluster: Path[str], pk: Path[RowId], values: RegistrationIn
) -> Status[Registration]:
    require(rules.may_organise, request.auth)
    event = get_object_or_404(events_visible_to(request.auth), pk=pk)
    quota = get_object_or_404(Quota, event=event, pk=values.quota_id)
    told = values.dict(exclude={"quota_id", "language", "with_letter"})
    (made,) = verbs.register(
        event,
        [verbs.Newcomer(**told)],
        quota=quota,
        language=values.language,
        source=Registration.Source.OFFICE,
        with_letter=values.with_letter,
        by=request.auth,
        at=timezone.now(),
    )
    return Status(201, made)


@registrations.post(
    "/registrations/{pk}/check-in", response=RegistrationOut, summary="Write down who has come"
)
def check_in(request: ApiRequest, cluster: Path[str], pk: Path[RowId]) -> Registration:
    require(rules.may_check_in, request.auth)
    registration = get_object_or_404(registrations_visible_to(request.auth), pk=pk)
    return attending.check_in(registration, by=request.auth, at=timezone.now())


@registrations.post(
    "/registrations/{pk}/check-in/undo",
    response=RegistrationOut,
    summary="Take back that somebody has come",
)
def undo_check_in(request: ApiRequest, cluster: Path[str], pk: Path[RowId]) -> Registration:
    require(rules.may_check_in, request.auth)
    registration = get_object_or_404(registrations_visible_to(request.auth), pk=pk)
    return attending.undo_check_in(registration, by=request.auth, at=timezone.now())
