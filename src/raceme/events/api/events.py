"""Which events there are, and how each stands, for programs."""

from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from ninja.pagination import paginate

from raceme.access.api import ApiRequest
from raceme.events.documents.letters import address_of_page
from raceme.events.models import Event, Session
from raceme.events.queries.events import agenda_of, events_visible_to, numbers_of
from raceme.events.queries.places import places_by_quota
from raceme.foundation.api import RowId

router = Router(tags=["events"])


class EventOut(Schema):
    """An event in the list."""

    id: int
    code: str
    title: dict[str, str]
    languages: list[str]
    state: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    format: str
    venue: str
    address: str
    capacity: int | None
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    needs_approval: bool
    service_id: int | None
    public_address: str

    @staticmethod
    def resolve_public_address(event: Event) -> str:
        return address_of_page(event)


class SessionOut(Schema):
    """An item of the agenda."""

    id: int
    title: dict[str, str]
    kind: str
    starts_at: datetime
    ends_at: datetime
    room: str
    speakers: str
    needs_sign_up: bool
    capacity: int | None


class QuotaOut(Schema):
    """A kind of participant with its places. `left` is empty where there is no limit."""

    id: int
    name: dict[str, str]
    places: int | None
    taken: int
    left: int | None
    is_public: bool
    is_closed: bool


class NumbersOut(Schema):
    """How many registrations there are, by how they stand. `offered` are among `waiting`."""

    confirmed: int
    waiting: int
    offered: int
    applied: int
    declined: int
    withdrawn: int
    there: int


class EventInFull(EventOut):
    """An event with its agenda, its places and its numbers."""

    description: dict[str, str]
    agenda: list[SessionOut]
    quotas: list[QuotaOut]
    numbers: NumbersOut

    @staticmethod
    def resolve_agenda(event: Event) -> list[Session]:
        return agenda_of(event)

    @staticmethod
    def resolve_quotas(event: Event) -> list[QuotaOut]:
        return [
            QuotaOut(
                id=one.quota.pk,
                name=one.quota.name,
                places=one.quota.places,
                taken=one.taken,
                left=one.left,
                is_public=one.quota.is_public,
                is_closed=one.quota.is_closed,
            )
            for one in places_by_quota(event)
        ]

    @staticmethod
    def resolve_numbers(event: Event) -> NumbersOut:
        return NumbersOut.from_orm(numbers_of(event))


class EventsWanted(Schema):
    """What the list of events is narrowed to."""

    state: str = ""
    starts_after: datetime | None = None
    starts_before: datetime | None = None


@router.get("", response=list[EventOut], summary="Which events are there?")
@paginate
def list_events(
    request: ApiRequest, cluster: Path[str], wanted: Query[EventsWanted]
) -> QuerySet[Event]:
    named = {
        "state": wanted.state or None,
        "starts_at__gte": wanted.starts_after,
        "starts_at__lt": wanted.starts_before,
    }
    narrowed = {name: value for name, value in named.items() if value is not None}
    return events_visible_to(request.auth).filter(**narrowed)


@router.get("/{pk}", response=EventInFull, summary="One event with agenda, places and numbers")
def show_event(request: ApiRequest, cluster: Path[str], pk: Path[RowId]) -> Event:
    return get_object_or_404(events_visible_to(request.auth), pk=pk)
